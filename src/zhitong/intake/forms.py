"""Forms of intake: they clean input and know no business."""

from __future__ import annotations

import uuid
from datetime import date

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhitong.intake import queries
from zhitong.intake.authors import rows_of
from zhitong.intake.models import Commission, Submission
from zhitong.intake.rules import LIMITS
from zhitong.intake.words import TEXT_LIMIT, TITLE_LIMIT, Words
from zhitong.network import queries as network
from zhitong.network.actors import Actor
from zhitong.web.forms import ByCode, Day, SeveralByCode, Text

CHOOSE = _("Choose one from the list")


def text(label: object, limit: int, *, lines: int = 1, help_text: object = "", needed: object = "") -> Text:
    """A text field whose errors speak of its own limit. ``needed`` is what is said when it is empty; without it, it may be."""
    messages = {"max_length": _("This has %(show_value)d characters, more than %(limit_value)d. Shorten it.")}
    if needed:
        messages["required"] = needed
    return Text(
        label=label,
        max_length=limit,
        lines=lines,
        required=bool(needed),
        help_text=help_text,
        error_messages=messages,
    )


def part(label: object, *, lines: int, help_text: object) -> Text:
    """One part of the words. The parts share one limit, so the page counts them together and not each by itself."""
    field = text(label, TEXT_LIMIT, lines=lines, help_text=help_text)
    field.widget.attrs.pop("data-count", None)
    return field


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class SubmissionForm(forms.Form):
    """What one source says. The authors' rows stand beside it, in ``authors.py``; files are kept before the form is judged."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    title = text(
        _("Title"),
        TITLE_LIMIT,
        help_text=_("Place and matter in one line, such as: lift of an old block out of order for three months."),
        needed=_("Write a title"),
    )
    style = forms.ChoiceField(
        label=_("How do you want to write?"),
        choices=[("parts", _("In three parts, with help")), ("free", _("As one free text"))],
        widget=forms.RadioSelect,
        initial="parts",
        error_messages={"invalid_choice": CHOOSE},
    )
    facts = part(
        _("Facts"),
        lines=6,
        help_text=_(
            "What happened, where, since when, to how many people? What have you seen yourself, what were you told?"
        ),
    )
    causes = part(
        _("Causes"),
        lines=4,
        help_text=_("Why is it so? Who is in charge, which rule or habit stands behind it?"),
    )
    advice = part(
        _("Advice"),
        lines=4,
        help_text=_("Who should do what? A matter without a solution is welcome too; then say so."),
    )
    body = part(
        _("Text"),
        lines=14,
        help_text=_("One matter in one report; up to about 1,500 characters read best."),
    )
    place = text(_("Place"), LIMITS["place"], help_text=_("Street, village or estate; as exact as you know it."))
    area = forms.ChoiceField(label=_("Subject area"), required=False, error_messages={"invalid_choice": CHOOSE})
    scope = forms.ChoiceField(
        label=_("How far does it reach?"),
        choices=Submission.Scope.choices,
        widget=forms.RadioSelect,
        initial=Submission.Scope.ONE,
        error_messages={"invalid_choice": CHOOSE, "required": CHOOSE},
    )
    scope_evidence = text(
        _("What shows that it is more than one case?"),
        LIMITS["scope_evidence"],
        lines=3,
        help_text=_("Needed for several cases and for widespread ones: how many, where, since when, by whose count."),
    )
    matter_kind = forms.ChoiceField(
        label=_("Of what kind is it?"),
        choices=Submission.MatterKind.choices,
        widget=forms.RadioSelect,
        initial=Submission.MatterKind.WORK,
        error_messages={"invalid_choice": CHOOSE, "required": CHOOSE},
    )
    origin = forms.ChoiceField(
        label=_("Where does it come from?"),
        choices=[choice for choice in Submission.Origin.choices if choice[0] != Submission.Origin.LOWER_OFFICE],
        initial=Submission.Origin.OWN,
        error_messages={"invalid_choice": CHOOSE, "required": CHOOSE},
    )
    provenance = text(
        _("Details of where it comes from"),
        LIMITS["provenance"],
        help_text=_("Such as the meeting and its day, the number of the proposal, the hotline's number."),
    )
    voice = text(
        _("Whose matter is it?"), LIMITS["voice"], help_text=_("Such as: residents of a block; leave out full names.")
    )
    withhold_name = forms.BooleanField(
        label=_("Do not publish my name"),
        required=False,
        help_text=_("Your name is then shown only to those who keep the credit; the text goes on without it."),
    )
    express = forms.BooleanField(
        label=_("Ask for the express lane"),
        required=False,
        help_text=_(
            "For what cannot wait for the usual order. Emergencies with danger to life go to 110, 119 or 120 first."
        ),
    )
    express_reason = text(
        _("Why can it not wait?"), LIMITS["express_reason"], lines=2, help_text=_("Needed for the express lane.")
    )
    unit = ByCode(
        label=_("On behalf of the unit"),
        queryset=None,
        required=False,
        to_field_name="code",
        error_messages={"invalid_choice": CHOOSE},
    )
    commission = ByCode(
        label=_("In answer to the call"),
        queryset=None,
        required=False,
        to_field_name="code",
        error_messages={"invalid_choice": CHOOSE},
    )
    follows = forms.CharField(required=False, widget=forms.HiddenInput, max_length=16)
    files = forms.FileField(
        label=_("Attachments"),
        required=False,
        widget=ManyFiles,
        help_text=_("Pictures, documents, tables, recordings."),
    )

    def __init__(self, data=None, *, actor: Actor, initial: dict | None = None):
        super().__init__(data, initial=initial)
        self.actor = actor
        on = timezone.localdate(actor.at)
        areas = network.choices_on("area", actor.office_id, on)
        if areas:
            self.fields["area"].choices = [("", _("Not chosen")), *areas]
        else:
            del self.fields["area"]
        self._offer_units(on)
        self.fields["commission"].offer(
            lambda: (
                queries.visible_commissions(actor)
                .filter(office_id=actor.office_id, state=Commission.State.OPEN)
                .order_by("due_on")
            )
        )
        self.fields["commission"].empty_label = _("None: I send it on my own account")

    def _offer_units(self, on: date) -> None:
        """Only whoever may speak for a unit is offered units: a liaison their own, the desk all."""
        if not self.actor.may("intake.on_behalf"):
            del self.fields["unit"]
            return
        units = network.units_of(self.actor.office_id, on=on)
        if not self.actor.may("intake.on_behalf", unit_id=0):
            units = units.filter(pk__in=queries.units_with("intake.on_behalf", self.actor))
        self.fields["unit"].queryset = units
        self.fields["unit"].empty_label = _("The first author's own unit")

    def clean_files(self):
        """Files are kept by the view before the form is judged, so that a mistake elsewhere does not lose them."""
        return None

    def clean(self):
        cleaned = super().clean()
        parts = any(cleaned.get(name) for name in ("facts", "causes", "advice"))
        if parts and cleaned.get("body"):
            self.add_error(
                "body",
                _(
                    "You wrote both in parts and as one text. Keep one of them: move the other's words over and empty it."
                ),
            )
        if not parts and not cleaned.get("body") and not {"facts", "causes", "advice", "body"} & set(self.errors):
            style = cleaned.get("style") or "parts"
            self.add_error("body" if style == "free" else "facts", _("Write what happened."))
        if cleaned.get("scope") not in (None, Submission.Scope.ONE) and not cleaned.get("scope_evidence"):
            if "scope_evidence" not in self.errors:
                self.add_error("scope_evidence", _("Write what shows it, or choose “one case”."))
        if cleaned.get("express") and not cleaned.get("express_reason") and "express_reason" not in self.errors:
            self.add_error("express_reason", _("Write why it cannot wait, or do not ask for the express lane."))
        if cleaned.get("express_reason") and not cleaned.get("express"):
            self.add_error(
                "express", _("You gave a reason but did not ask for the express lane. Tick this, or empty the reason.")
            )
        return cleaned

    @property
    def words(self) -> Words:
        cleaned = self.cleaned_data
        return Words(**{name: cleaned.get(name, "") for name in ("title", "facts", "causes", "advice", "body")})

    @property
    def details(self) -> dict:
        """What ``actions.submit`` takes besides words, authors and files."""
        cleaned = self.cleaned_data
        plain = ("place", "area", "scope", "scope_evidence", "matter_kind", "origin", "provenance", "voice")
        return {
            **{name: cleaned.get(name, "") for name in plain},
            "withhold_name": cleaned["withhold_name"],
            "express_reason": cleaned["express_reason"] if cleaned["express"] else "",
            "unit": cleaned.get("unit"),
            "commission": cleaned["commission"],
            "token": cleaned["token"],
        }


def fresh_initial(actor: Actor) -> dict:
    return {"token": uuid.uuid4(), "author_name": [actor.person.name]}


def draft_initial(token: uuid.UUID, content: dict) -> dict:
    """A draft's content as the form's first values."""
    return {"token": token, **content}


def rows_from(given: QueryDict | dict) -> list:
    """The authors' rows of a sent form or of a draft."""
    return rows_of(dict(given.lists()) if isinstance(given, QueryDict) else given)


class WithdrawForm(forms.Form):
    why = text(
        _("Why do you withdraw it?"),
        1_000,
        lines=2,
        help_text=_("It stays on record and still counts in every rate."),
        needed=_("Write why it is withdrawn"),
    )


class PaperForm(forms.Form):
    reason = text(
        _("Why must it not lie here?"),
        1_000,
        lines=2,
        help_text=_("The office's own reason, without repeating what the text says. It stands in the journal."),
        needed=_("Write why it is moved to paper"),
    )


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Spreadsheet (.xlsx or .csv)"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": _("Choose a file"),
            "empty": _("The file is empty. Check it on your device and choose it again."),
            "missing": _("Choose a file"),
        },
    )


class ReasonForm(forms.Form):
    reason = text(_("Reason"), 1_000, lines=2, needed=_("Write the reason"))


class CommissionForm(forms.Form):
    """约稿通知单: what is wanted, in which form, by whom, by when."""

    title = text(_("Topic"), 200, needed=_("Write what the call is about"))
    content = text(
        _("Content wanted"),
        5_000,
        lines=8,
        help_text=_("Which questions should be answered, with which figures and examples."),
        needed=_("Write which content is wanted"),
    )
    form = text(_("Form wanted"), 200, help_text=_("Such as: within 1,500 characters, facts, causes and advice."))
    due_on = Day(
        label=_("Due"),
        error_messages={"required": _("Choose the last day"), "invalid": _("Write the day like 2026-03-05")},
    )
    asked_by = forms.ChoiceField(
        label=_("Who asks?"),
        choices=Commission.AskedBy.choices,
        initial=Commission.AskedBy.OFFICE,
        error_messages={"invalid_choice": CHOOSE},
    )
    asker = text(_("Name of who asks"), 80, help_text=_("The office above or the leader."))
    units = SeveralByCode(
        label=_("To units"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": CHOOSE, "invalid_list": CHOOSE, "invalid_pk_value": CHOOSE},
    )
    persons = SeveralByCode(
        label=_("To people"),
        required=False,
        help_text=_("Hold Ctrl to choose several."),
        error_messages={"invalid_choice": CHOOSE, "invalid_list": CHOOSE, "invalid_pk_value": CHOOSE},
    )

    def __init__(self, data=None, *, actor: Actor, initial: dict | None = None):
        super().__init__(data, initial=initial)
        self.fields["units"].queryset = network.units_of(actor.office_id, on=timezone.localdate(actor.at))
        self.fields["persons"].queryset = queries.sources_of(actor.office_id, on=actor.at)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("units") and not cleaned.get("persons") and not {"units", "persons"} & set(self.errors):
            self.add_error("units", _("Choose at least one unit or person."))
        return cleaned
