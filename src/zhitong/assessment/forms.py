"""Forms of the inbox and the sitting. They clean what was typed; what a decision needs is known to ``rules``."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhitong.assessment import rules
from zhitong.assessment.filters import AGES, NUMBER, ORDERS, STATES, Filter
from zhitong.assessment.models import Assessment, Sitting
from zhitong.assessment.queries import may_lead, people_with
from zhitong.intake.models import Submission
from zhitong.network import queries as network
from zhitong.network.actors import Actor
from zhitong.network.models import Unit
from zhitong.network.rights import RoleName
from zhitong.web.forms import Day, SeveralByCode, Text

Verdict = Assessment.Verdict
LONGEST_HOLD = 366  # days; what waits longer should be declined and followed up


class Reasons(forms.RadioSelect):
    """Reasons to choose from by a digit."""

    def create_option(self, name, value, label, selected, index, **kwargs):
        option = super().create_option(name, value, label, selected, index, **kwargs)
        if index < 9:
            option["attrs"]["data-key"] = str(index + 1)
            option["attrs"]["data-key-label"] = label
        if index > 0:
            option["attrs"].pop("autofocus", None)
        return option


class FilterForm(forms.Form):
    """The filter bar. What cannot be read is named beside its field and asks nothing."""

    words = Text(
        label=_("Words or number"), required=False, max_length=100, widget=forms.TextInput(attrs={"data-key": "/"})
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES.items())
    age = forms.ChoiceField(label=_("Waiting"), required=False)
    kind = forms.ChoiceField(label=_("Kind of unit"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    area = forms.ChoiceField(label=_("Subject area"), required=False)
    place = Text(label=_("Place"), required=False, max_length=60)
    scope = forms.ChoiceField(label=_("Scope"), required=False)
    origin = forms.ChoiceField(label=_("Origin"), required=False)
    express = forms.ChoiceField(
        label=_("Express lane"), required=False, choices=[("", _("all")), ("1", _("asked for"))]
    )
    since = Day(label=_("Received from"), required=False)
    until = Day(label=_("until"), required=False)
    order = forms.ChoiceField(label=_("Order"), required=False, choices=ORDERS.items())

    def __init__(self, data, *, office_id: int):
        super().__init__(data, auto_id="filter_%s")
        everything = [("", _("all"))]
        self.fields["age"].choices = everything + list(AGES.items())
        self.fields["kind"].choices = everything + Unit.Kind.choices
        units = network.units_of(office_id).values_list("code", "name")
        self.fields["unit"].choices = everything + list(units)
        self.fields["area"].choices = everything + list(network.choice_names("area", office_id).items())
        self.fields["scope"].choices = everything + Submission.Scope.choices
        self.fields["origin"].choices = everything + Submission.Origin.choices

    def filter(self) -> Filter:
        """The filter that the address asks for, as far as it can be read."""
        self.is_valid()
        return Filter(**{name: value for name, value in self.cleaned_data.items() if value not in ("", None)})


class DecisionForm(forms.Form):
    """One decision. Only the fields that its verdict knows."""

    upon = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.ChoiceField(label=_("Reason"), required=False, widget=Reasons)
    told = Text(label=_("Words to the source"), required=False, lines=3, max_length=1000)
    hold_until = Day(label=_("Comes back on"), required=False)
    into = Text(label=_("Joined to"), required=False, max_length=20)
    transfer_to = Text(label=_("Transferred to"), required=False, max_length=120)
    taker = forms.ModelChoiceField(None, label=_("Who takes it"), required=False, empty_label=_("not yet named"))
    due_on = Day(label=_("Due"), required=False)
    words = Text(
        label=_("Remark for the desk"),
        required=False,
        lines=2,
        max_length=1000,
        help_text=_("The source does not see this."),
    )

    FIELDS = {
        Verdict.TAKE_UP: ("upon", "reason", "taker", "due_on", "words"),
        Verdict.MERGE: ("upon", "into", "reason", "words"),
        Verdict.HOLD: ("upon", "hold_until", "reason", "told", "words"),
        Verdict.SEND_BACK: ("upon", "reason", "told", "words"),
        Verdict.TRANSFER: ("upon", "reason", "transfer_to", "told", "words"),
        Verdict.TO_PROPOSAL: ("upon", "reason", "told", "words"),
        Verdict.DECLINE: ("upon", "reason", "told", "words"),
    }

    def __init__(self, data=None, *, verdict: str, viewer: Actor, today: date, initial: dict | None = None):
        self.verdict, self.viewer, self.today = Verdict(verdict), viewer, today
        super().__init__(data, initial=initial, auto_id="decide_%s")
        self.fields = {name: self.fields[name] for name in self.FIELDS[self.verdict]}
        self._offer_reasons()
        if "hold_until" in self.fields:
            self.fields["hold_until"].required = True
            self.fields["hold_until"].initial = today + timedelta(days=14)
            self.fields["hold_until"].widget.attrs.update(
                min=(today + timedelta(days=1)).isoformat(), max=(today + timedelta(days=LONGEST_HOLD)).isoformat()
            )
        if self.verdict == Verdict.SEND_BACK:
            self.fields["told"].required = True
            self.fields["told"].label = _("What is missing")
            self.fields["told"].help_text = _("The source reads these words.")
        if "taker" in self.fields:
            self.fields["taker"].queryset = writers(viewer, today)
        if "transfer_to" in self.fields:
            self.fields["transfer_to"].required = True
        if "into" in self.fields:
            self.fields["into"].required = True
            self.fields["into"].help_text = _("Number of the leading submission, such as 2026-00012.")
            self.fields["into"].widget.attrs.update(list="leads", autocomplete="off")
        first = next(field for field in self.fields.values() if not field.widget.is_hidden)
        first.widget.attrs["autofocus"] = True

    def _offer_reasons(self) -> None:
        offered = rules.reasons_for(self.verdict, self.viewer.office_id, self.today)
        field = self.fields["reason"]
        field.choices = [(choice.code, choice.name) for choice in offered]
        field.required = bool(offered) and self.verdict in rules.NEEDS_REASON
        if not offered:
            del self.fields["reason"]
        elif len(offered) == 1:
            field.initial = offered[0].code

    def clean_hold_until(self):
        day = self.cleaned_data["hold_until"]
        if not self.today < day <= self.today + timedelta(days=LONGEST_HOLD):
            raise forms.ValidationError(_("Choose a day after today, within a year."))
        return day

    def clean_into(self):
        """The leading submission by its number; one that the viewer may not see is not found."""
        return find_lead(self.viewer, self.cleaned_data["into"])

    def parts(self) -> dict:
        """What the action takes."""
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None) or name == "upon"}


def find_lead(viewer: Actor, typed: str) -> Submission:
    number = NUMBER.search(typed)
    found = may_lead(viewer).filter(year=int(number[1]), serial=int(number[2])).first() if number else None
    if found is None:
        raise forms.ValidationError(
            gettext("No submission that is waiting, held or taken up has this number. Look it up in the list.")
        )
    return found


def writers(viewer: Actor, today: date):
    """Who may be given a submission to write up."""
    return people_with((RoleName.EDITOR, RoleName.SENIOR_EDITOR), viewer.office_id, on=today)


class UndoForm(forms.Form):
    why = Text(label=_("Why it is undone"), required=False, max_length=200)


class ViewForm(forms.Form):
    """A name for the present filter."""

    name = Text(label=_("Name of the view"), max_length=40)
    query = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)
    shared = forms.BooleanField(label=_("For the whole desk"), required=False)

    def __init__(self, data=None, *, viewer: Actor, **kwargs):
        super().__init__(data, auto_id="view_%s", **kwargs)
        if not viewer.may("assessment.share_view"):
            del self.fields["shared"]


class SittingForm(forms.Form):
    """Who sits, and in which order the queue is gone through."""

    held_on = Day(label=_("Day"))
    chair = forms.ModelChoiceField(None, label=_("Chair"))
    minute_taker = forms.ModelChoiceField(None, label=_("Minute-taker"))
    present = SeveralByCode(label=_("Also present"), required=False, widget=forms.CheckboxSelectMultiple)
    order = forms.ChoiceField(label=_("Order"), choices=Sitting.Order.choices, widget=forms.RadioSelect)

    def __init__(self, data=None, *, viewer: Actor, today: date, initial: dict | None = None, opening: bool = True):
        given = {"held_on": today, "minute_taker": viewer.person_id, "order": Sitting.Order.OLDEST}
        super().__init__(data, initial={**given, **(initial or {})})
        desk = people_with(
            (RoleName.EDITOR, RoleName.SENIOR_EDITOR, RoleName.SIGNER, RoleName.LEADER), viewer.office_id, on=today
        )
        for name in ("chair", "minute_taker", "present"):
            self.fields[name].queryset = desk
        if not opening:
            del self.fields["held_on"]


class CloseForm(forms.Form):
    note = Text(label=_("Remarks of the sitting"), required=False, lines=4, max_length=4000)


class BulkForm(forms.Form):
    """Which items a bulk decision is about, and which decision."""

    MOST = 200
    verdict = forms.ChoiceField(choices=Verdict.choices)
    code = forms.Field(required=False, widget=forms.MultipleHiddenInput)

    def clean_code(self):
        codes = list(dict.fromkeys(code for code in self.data.getlist("code") if code.isalnum()))
        if not codes:
            raise forms.ValidationError(_("No item is chosen."))
        if len(codes) > self.MOST:
            raise forms.ValidationError(_("Choose at most 200 items."))
        return codes


class ReasonForm(forms.Form):
    """A new reason of decision."""

    name = Text(label=_("Reason"), max_length=80)
    verdicts = forms.MultipleChoiceField(
        label=_("Offered for"), choices=Verdict.choices, widget=forms.CheckboxSelectMultiple
    )
    told = Text(
        label=_("What the source reads"),
        required=False,
        max_length=200,
        help_text=_("Empty: the source reads the reason as it stands."),
    )
