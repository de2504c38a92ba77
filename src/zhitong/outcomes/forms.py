"""The forms of outcomes: they clean what was typed and know no business."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhitong.dispatch.forms import CHOOSE
from zhitong.dispatch.models import Recipient
from zhitong.dispatch.queries import recipients_of, sent_of
from zhitong.intake.forms import ByCode
from zhitong.network import queries as network
from zhitong.network.models import Office
from zhitong.outcomes import evidence, phrases, queries
from zhitong.outcomes.actions import Facts
from zhitong.outcomes.models import Adoption, Instruction, Reply
from zhitong.web.forms import Day, Text


def _listed(label: object, name: str, *, max_length: int, needed: object) -> Text:
    """A text with suggestions: the page draws them as the datalist ``name``."""
    widget = forms.TextInput(attrs={"list": name, "autocomplete": "off"})
    return Text(label=label, max_length=max_length, widget=widget, error_messages={"required": needed})


class EvidenceField(forms.FileField):
    """Looked at by ``evidence.posted`` before the form is judged, so that here nothing is left to clean."""

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)

    def clean(self, data, initial=None):
        return None


class OutcomeForm(forms.Form):
    """What every outcome says besides its own fields. ``OWN`` names those, ``SUGGESTED`` the datalists of the page."""

    OWN: tuple[str, ...] = ()

    def __init__(self, data=None, *, actor, brief, initial=None, with_reason: bool = False):
        super().__init__(data, initial=initial)
        self.actor, self.brief = actor, brief
        self.file = evidence.kept_file(data, actor)
        self.today = timezone.localdate(actor.at)
        self.suggestions: dict[str, list[str]] = {}
        self.fields["happened_on"] = Day(
            label=_("Day it happened"), help_text=_("As on the paper; it may be months ago.")
        )
        dispatches = [(each.code, each.recipient.name) for each in sent_of(brief) if each.state != "recalled"]
        self.fields["dispatch"] = forms.ChoiceField(
            label=_("Came of the dispatch to"),
            required=False,
            choices=[("", _("none, or not known")), *dispatches],
            error_messages={"invalid_choice": CHOOSE},
        )
        kept = (
            _now("Kept already: %(name)s. Choose a file only to replace it.") % {"name": self.file.name}
            if self.file
            else ""
        )
        self.fields["evidence"] = EvidenceField(
            label=_("Evidence"), help_text=kept or _("The paper as PDF, Word or picture.")
        )
        self.fields["kept"] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.fields["note"] = Text(label=_("Note"), max_length=1_000, lines=2, required=False)
        if with_reason:
            self.fields["reason"] = Text(
                label=_("What was wrong"),
                max_length=500,
                lines=2,
                error_messages={"required": _("Write what was wrong.")},
            )

    def facts(self) -> Facts:
        data = self.cleaned_data
        dispatch = sent_of(self.brief).filter(code=data["dispatch"]).first() if data["dispatch"] else None
        return Facts(data["happened_on"], dispatch, self.file, data["note"])

    def own(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.OWN}


class AdoptionForm(OutcomeForm):
    """采用."""

    OWN = ("body", "rank", "ladder", "kind", "periodical", "issue")
    body = _listed(_("Adopting body"), "bodies", max_length=80, needed=_("Write which body adopted it."))
    rank = forms.TypedChoiceField(
        label=_("Level"),
        choices=[("", "—"), *Office.Rank.choices],
        coerce=int,
        error_messages={"invalid_choice": CHOOSE, "required": _("Choose the level of the body.")},
    )
    ladder = forms.ChoiceField(label=_("Ladder"), error_messages={"invalid_choice": CHOOSE})
    kind = forms.ChoiceField(
        label=_("Kind of adoption"), choices=Adoption.Kind.choices, error_messages={"invalid_choice": CHOOSE}
    )
    periodical = Text(label=_("Periodical"), max_length=80, required=False)
    issue = Text(label=_("Issue of the periodical"), max_length=40, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        office_id = self.actor.office_id
        self.fields["ladder"].choices = queries.ladders(office_id)
        known = network.choices("adopting_body", office_id, on=self.today).values_list("name", flat=True)
        above = recipients_of(office_id, on=self.today).filter(
            kind__in=(Recipient.Kind.OFFICE_ABOVE, Recipient.Kind.BODY)
        )
        self.suggestions["bodies"] = list(dict.fromkeys([*known, *above.values_list("name", flat=True)]))


class InstructionForm(OutcomeForm):
    """批示, from the paper."""

    OWN = ("leader", "leader_rank", "words", "paper_number")
    leader = _listed(_("Leader"), "leaders", max_length=60, needed=_("Write which leader gave the instruction."))
    leader_rank = forms.ChoiceField(label=_("Rank"), required=False, error_messages={"invalid_choice": CHOOSE})
    words = Text(label=_("Words of the instruction"), max_length=2_000, lines=4, required=False)
    paper_number = Text(label=_("Number of the paper"), max_length=60, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        office_id = self.actor.office_id
        ranks = network.choices("leader_rank", office_id, on=self.today).values_list("code", "name")
        now = (self.initial or {}).get("leader_rank")
        old = {now: network.choice_names("leader_rank", office_id).get(now, now)} if now else {}
        self.fields["leader_rank"].choices = [("", _("not known")), *(old | dict(ranks)).items()]
        leaders = recipients_of(office_id, on=self.today).filter(kind=Recipient.Kind.LEADER)
        self.suggestions["leaders"] = list(leaders.values_list("name", flat=True))


class ReplyForm(OutcomeForm):
    """回函, from the letter."""

    OWN = ("department", "text", "solved", "answers")
    department = _listed(_("Department"), "departments", max_length=80, needed=_("Write which department replied."))
    text = Text(
        label=_("Reply"),
        max_length=10_000,
        lines=8,
        error_messages={"required": _("Write what the department replied.")},
    )
    solved = forms.ChoiceField(
        label=_("Result"),
        choices=Reply.Solved.choices,
        initial=Reply.Solved.PLANNED,
        error_messages={"invalid_choice": CHOOSE},
    )
    answers = ByCode(
        label=_("Answers the instruction of"),
        queryset=Instruction.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("none"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answers"].queryset = queries.instructions_on(self.brief)
        self.fields["answers"].label_from_instance = lambda row: f"{row.leader} {row.happened_on.isoformat()}"
        departments = recipients_of(self.actor.office_id, on=self.today).filter(kind=Recipient.Kind.DEPARTMENT)
        self.suggestions["departments"] = list(departments.values_list("name", flat=True))


FORMS: dict[str, type[OutcomeForm]] = {"adoption": AdoptionForm, "instruction": InstructionForm, "reply": ReplyForm}


class InstructForm(forms.Form):
    """A leader's own instruction: one of the office's usual phrases with one tap, or own words."""

    phrase = forms.ChoiceField(
        label=_("Usual words"), required=False, widget=forms.RadioSelect, error_messages={"invalid_choice": CHOOSE}
    )
    words = Text(
        label=_("Own words"),
        max_length=2_000,
        lines=3,
        required=False,
        help_text=_("Own words count before usual ones."),
    )

    def __init__(self, data=None, *, actor):
        super().__init__(data)
        self.fields["phrase"].choices = [(words, words) for words in phrases.of(actor)]

    def clean(self):
        data = super().clean()
        if not self.errors and not (data.get("words") or data.get("phrase")):
            self.add_error("words", _("Choose usual words or write your own."))
        return data

    def instruction(self) -> str:
        return self.cleaned_data["words"] or self.cleaned_data["phrase"]


def named_for_others(row: Instruction, ranks: dict[str, str]) -> str:
    """An instruction as a department may read of it: rank, day and number of the paper, neither name nor words."""
    rank = ranks.get(row.leader_rank) or _now("leader")
    return " · ".join(filter(None, (rank, row.happened_on.isoformat(), row.paper_number)))


class AnswerForm(forms.Form):
    """A department's own reply."""

    text = Text(label=_("Reply"), max_length=10_000, lines=6, error_messages={"required": _("Write the reply.")})
    solved = forms.ChoiceField(
        label=_("Result"),
        choices=Reply.Solved.choices,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )

    answers = forms.ChoiceField(
        label=_("Carries out the instruction"),
        required=False,
        error_messages={"invalid_choice": CHOOSE},
        help_text=_("The office counts by instruction what was replied to."),
    )

    def __init__(self, data=None, *, actor, brief):
        """The department reads of an instruction whose rank gave it, on which day and paper: the words were not sent to it."""
        self.instructions = {each.code: each for each in queries.instructions_on(brief)}
        open_ones = [code for code, each in self.instructions.items() if not each.is_replied]
        super().__init__(data, initial={"answers": open_ones[0] if len(open_ones) == 1 else ""})
        if self.instructions:
            ranks = network.choice_names("leader_rank", actor.office_id)
            named = [(code, named_for_others(each, ranks)) for code, each in self.instructions.items()]
            self.fields["answers"].choices = [("", _("none")), *named]
        else:
            del self.fields["answers"]
        self.file = evidence.kept_file(data, actor)
        kept = (
            _now("Kept already: %(name)s. Choose a file only to replace it.") % {"name": self.file.name}
            if self.file
            else ""
        )
        self.fields["evidence"] = EvidenceField(label=_("Letter or evidence"), help_text=kept)
        self.fields["kept"] = forms.CharField(required=False, widget=forms.HiddenInput)

    def answered(self) -> Instruction | None:
        return self.instructions.get(self.cleaned_data.get("answers", ""))


class ReasonForm(forms.Form):
    reason = Text(label=_("Reason"), lines=2, max_length=500, error_messages={"required": _("Write what was wrong.")})


class LedgerFilter(forms.Form):
    """The ledger's filters, from the address; what is not understood filters nothing."""

    q = forms.CharField(
        label=_("Title or number of the issue"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    rank = forms.TypedChoiceField(
        label=_("Level"), required=False, coerce=int, empty_value=None, choices=[("", _("all")), *Office.Rank.choices]
    )
    body = forms.CharField(required=False)
    happened_since = Day(label=_("Happened from"), required=False)
    happened_until = Day(label=_("until"), required=False)
    recorded_since = Day(label=_("Recorded from"), required=False)
    recorded_until = Day(label=_("until"), required=False)
    unconfirmed = forms.BooleanField(label=_("unconfirmed"), required=False)
    holding = forms.BooleanField(label=_("without replaced rows"), required=False)
    unreplied = forms.BooleanField(label=_("not replied to yet"), required=False)

    # Behind "more filters", so that on a phone the list itself begins on the first screen.
    MORE = (
        "happened_since",
        "happened_until",
        "recorded_since",
        "recorded_until",
        "unconfirmed",
        "holding",
        "unreplied",
    )

    def __init__(self, *args, kind: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].label = {"adoption": _("Body"), "instruction": _("Leader"), "reply": _("Department")}[kind]
        if kind != "adoption":
            del self.fields["rank"]
        if kind != "instruction":
            del self.fields["unreplied"]

    def wanted(self, name: str):
        self.is_valid()
        return self.cleaned_data.get(name)


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("List of adoptions (.xlsx or .csv)"),
        error_messages={"required": _("Choose the file."), "empty": _("The file is empty. Choose another.")},
    )
