"""Forms of the stations: they clean input and know no business."""

from __future__ import annotations

import uuid

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from zhitong.intake.forms import CHOOSE, ManyFiles
from zhitong.intake.forms import text as text_field
from zhitong.intake.models import Submission
from zhitong.intake.words import TEXT_LIMIT as MATTER_LIMIT
from zhitong.intake.words import TITLE_LIMIT
from zhitong.network import queries as network
from zhitong.network.actors import Actor
from zhitong.network.models import Unit
from zhitong.stations import queries, question
from zhitong.stations.actions.answers import HEADLINE_LIMIT
from zhitong.stations.actions.speaking import Upload
from zhitong.stations.models import Lead, Said, Station, Visit
from zhitong.stations.rules import PHOTOS, PLACE_LIMIT, TEXT_LIMIT
from zhitong.vault.rules import FIELDS, REASON_LIMIT
from zhitong.web.forms import ByCode, Day, SeveralByCode, Text

ACCEPT = "image/jpeg,image/png,image/webp,audio/*"  # a telephone then turns its own picture format into JPEG by itself


class SpeakForm(forms.Form):
    """One page for a resident: what, where, photos, with or without a name."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    text = text_field(
        _("What is it about?"),
        TEXT_LIMIT,
        lines=8,
        help_text=_("Write as you would tell it: what happens, where, since when. One matter in one message."),
    )
    place = text_field(_("Where?"), PLACE_LIMIT, help_text=_("Street, estate, building, stop."))
    files = forms.FileField(
        label=_("Photos or a voice note"),
        required=False,
        widget=ManyFiles(attrs={"accept": ACCEPT}),
        help_text=_("At most six. Place and time that a telephone writes into photos are removed."),
    )
    naming = forms.ChoiceField(
        label=_("Do you want to give your name?"),
        choices=[
            (Lead.Naming.NONE, _("Without name")),
            (
                Lead.Naming.SEALED,
                _("With my name, but sealed: opened only for a reason and by two people, and I am told"),
            ),
            (Lead.Naming.NAMED, _("With my name: the station may ring me up")),
        ],
        widget=forms.RadioSelect,
        initial=Lead.Naming.NONE,
        error_messages={"invalid_choice": CHOOSE, "required": CHOOSE},
    )
    name = text_field(_("Full name"), FIELDS["name"])
    phone = text_field(_("Telephone"), FIELDS["phone"])
    address = text_field(_("Address"), FIELDS["address"])
    agree = forms.BooleanField(
        label=_("I have read this and agree"),
        error_messages={"required": _("Tick this if you agree; without it we may not keep your message.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=1_000_000)
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    ticket = forms.CharField(required=False, widget=forms.HiddenInput, max_length=500)
    answer = text_field(_("A small question"), 10)

    def __init__(self, data=None, files: MultiValueDict | None = None, *, version: int, asks: bool):
        initial = {"token": uuid.uuid4(), "version": version, "website": ""}
        self.uploads = [Upload(file, file.name) for file in (files or MultiValueDict()).getlist("files")]
        self.asks = asks
        super().__init__(data, initial=initial)
        for name, word in (("name", "name"), ("phone", "tel"), ("address", "street-address")):
            self.fields[name].widget.attrs["autocomplete"] = word
        self.fields["phone"].widget.input_type = "tel"
        if not asks:
            del self.fields["ticket"], self.fields["answer"]
        else:
            self._ask(data)

    def _ask(self, data: QueryDict | None) -> None:
        """A fresh question each time the form is drawn; the old one is judged by the ticket that came with it."""
        self.question = question.ask()
        self.fields["answer"].label = self.question.words
        self.fields["answer"].help_text = _("Many messages come at this time; this keeps out programs.")
        self.fields["answer"].widget.attrs["inputmode"] = "numeric"
        self.initial["ticket"] = self.question.ticket

    def fresh_question(self) -> None:
        """For drawing a refused form again: its old ticket is used up."""
        if self.asks and self.data:
            self.data = self.data.copy()
            self.data["ticket"], self.data["answer"] = self.question.ticket, ""

    def clean_files(self):
        if len(self.uploads) > PHOTOS:
            raise forms.ValidationError(
                _("These are more than %(most)s files. Choose the most telling ones.") % {"most": PHOTOS}
            )
        return None

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("website"):
            self.add_error("website", _("Leave this field empty"))
        if not cleaned.get("text") and not self.uploads and "text" not in self.errors:
            self.add_error("text", _("Write what it is about, or add a photo or a voice note."))
        if cleaned.get("naming") in {Lead.Naming.NAMED, Lead.Naming.SEALED} and not cleaned.get("name"):
            if "name" not in self.errors:
                self.add_error("name", _("Write the name, or choose “without name”."))
        if (
            self.asks
            and "answer" not in self.errors
            and not question.is_right(cleaned.get("ticket", ""), cleaned.get("answer") or "")
        ):
            self.add_error("answer", _("That is not right yet. Here is another one."))
        return cleaned

    @property
    def identity(self) -> dict[str, str] | None:
        if self.cleaned_data["naming"] == Lead.Naming.NONE:
            return None
        return {name: self.cleaned_data.get(name) or "" for name in ("name", "phone", "address")}


class WriteDownForm(SpeakForm):
    """The same, written down by somebody for a resident who rang up, came by, or filled in a paper."""

    way = forms.ChoiceField(
        label=_("How did it come?"),
        choices=[choice for choice in Lead.Way.choices if choice[0] != Lead.Way.PAGE],
        widget=forms.RadioSelect,
        initial=Lead.Way.SPOKEN,
        error_messages={"invalid_choice": CHOOSE, "required": CHOOSE},
    )
    field_order = ["token", "version", "way"]

    def __init__(self, data=None, files=None, *, version: int):
        super().__init__(data, files, version=version, asks=False)
        del self.fields["website"]
        self.fields["agree"].label = _("The resident was read the text and agrees")


class CodeForm(forms.Form):
    """The receipt code, as typed. It travels in the body of a form only."""

    code = Text(
        label=_("Receipt code"),
        max_length=80,
        help_text=_("The five groups of signs on your receipt. Small letters and spaces do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Type the receipt code")},
    )


class LineForm(forms.Form):
    text = text_field(_("Your words"), TEXT_LIMIT, lines=4, needed=_("Write it in the field."))


class SayForm(forms.Form):
    word = forms.ChoiceField(
        label=_("Is it solved?"),
        choices=Said.Word.choices,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    note = text_field(_("What is still missing?"), TEXT_LIMIT, lines=3)


class WriteToForm(forms.Form):
    text = text_field(
        _("To the resident"),
        TEXT_LIMIT,
        lines=4,
        help_text=_("Read by whoever holds the receipt code. No names of third people."),
        needed=_("Write it in the field."),
    )


class MatterForm(forms.Form):
    """What the member makes of a resident's words, in their own responsibility."""

    title = text_field(_("Title"), TITLE_LIMIT, needed=_("Write a title"))
    body = text_field(
        _("Text"),
        MATTER_LIMIT,
        lines=12,
        help_text=_("Your own account of it: you answer for it. Leave out whatever tells who spoke."),
        needed=_("Write what happened."),
    )
    place = text_field(_("Place"), 120)
    area = forms.ChoiceField(label=_("Subject area"), required=False, error_messages={"invalid_choice": CHOOSE})
    voice = text_field(
        _("Whose matter is it?"), 120, help_text=_("Such as: residents of a block; leave out full names.")
    )

    def __init__(self, data=None, *, actor: Actor, initial: dict | None = None):
        super().__init__(data, initial=initial)
        areas = network.choices("area", actor.office_id, on=timezone.localdate(actor.at))
        self.fields["area"].choices = [("", _("Not chosen")), *areas.values_list("code", "name")]
        if len(self.fields["area"].choices) == 1:
            del self.fields["area"]


class JoinForm(forms.Form):
    """By the number that stands on the submission's receipt."""

    number = text_field(
        _("Number of the submission"), 20, help_text=_("Such as 2026-00012."), needed=_("Write the number")
    )

    def __init__(self, data=None, *, actor: Actor):
        super().__init__(data)
        self.actor = actor

    def clean_number(self) -> Submission:
        year, _dash, serial = self.cleaned_data["number"].strip().partition("-")
        if year.isdecimal() and serial.isdecimal() and len(year) == 4 and len(serial) < 9:
            found = queries.submissions_to_join(self.actor).filter(year=int(year), serial=int(serial)).first()
            if found:
                return found
        raise forms.ValidationError(_("There is no such submission that you can see."))


class SetAsideForm(forms.Form):
    reason = text_field(_("Reason"), 1_000, lines=2, needed=_("Write the reason"))
    abuse = forms.BooleanField(label=_("It is abuse"), required=False)


class NameForm(forms.Form):
    reason = text_field(
        _("Why must the name be known?"),
        REASON_LIMIT,
        lines=3,
        help_text=_("A second person reads it and decides. The resident is told of every look."),
        needed=_("Write the reason"),
    )


class AnswerForm(forms.Form):
    text = text_field(
        _("Words for the residents"),
        TEXT_LIMIT,
        lines=6,
        help_text=_("What came of it, in plain words. No leader's words, no department's letter, no names."),
        needed=_("Write it in the field."),
    )
    is_public = forms.BooleanField(label=_("Also on the station's public page"), required=False)
    headline = text_field(_("Headline on the public page"), HEADLINE_LIMIT)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_public") and not cleaned.get("headline") and "headline" not in self.errors:
            self.add_error("headline", _("Write what changed, in one line and without names."))
        return cleaned


class StationForm(forms.ModelForm):
    serves = SeveralByCode(
        label=_("Answers for these streets and sectors"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": CHOOSE, "invalid_list": CHOOSE, "invalid_pk_value": CHOOSE},
    )

    class Meta:
        model = Station
        fields = ["place", "phone", "hours", "about", "is_open"]

    def __init__(self, data=None, *, actor: Actor, instance: Station | None = None):
        initial = {"serves": [unit.code for unit in instance.serves.all()]} if instance else {}
        super().__init__(data, instance=instance, initial=initial)
        for name, lines in (("place", 1), ("phone", 1), ("hours", 1), ("about", 4)):
            field = Station._meta.get_field(name)
            self.fields[name] = text_field(field.verbose_name, field.max_length or 2_000, lines=lines)
        units = network.units_of(actor.office_id, on=timezone.localdate(actor.at))
        self.fields["serves"].queryset = units.filter(kind__in=(Unit.Kind.STREET_GROUP, Unit.Kind.SECTOR))
        self.fields["is_open"].required = False


class OpenForm(forms.Form):
    unit = ByCode(label=_("Workstation"), queryset=None, error_messages={"required": CHOOSE, "invalid_choice": CHOOSE})

    def __init__(self, data=None, *, actor: Actor):
        super().__init__(data)
        self.fields["unit"].queryset = queries.units_without_station(actor.office_id, timezone.localdate(actor.at))


class DutyForm(forms.Form):
    on = Day(
        label=_("Day"),
        error_messages={"required": _("Choose a day"), "invalid": _("Write the day like 2026-03-05")},
    )
    starts = forms.TimeField(
        label=_("From"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": _("Write a time"), "invalid": _("Write the time like 14:30")},
    )
    ends = forms.TimeField(
        label=_("Until"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": _("Write a time"), "invalid": _("Write the time like 14:30")},
    )
    person = ByCode(label=_("Who"), queryset=None, error_messages={"required": CHOOSE, "invalid_choice": CHOOSE})
    note = text_field(_("Subject"), 200)

    def __init__(self, data=None, *, station: Station, initial: dict | None = None):
        super().__init__(data, initial=initial)
        self.fields["person"].queryset = queries.members_of(station, timezone.localdate())


class VisitForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=Visit.Kind.choices,
        widget=forms.RadioSelect,
        initial=Visit.Kind.VISIT,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    held_on = Day(
        label=_("Day"),
        error_messages={"required": _("Choose a day"), "invalid": _("Write the day like 2026-03-05")},
    )
    place = text_field(_("Where?"), 200, needed=_("Write the place"))
    title = text_field(_("About what"), 200, needed=_("Write what it was about."))
    residents = forms.IntegerField(
        label=_("Residents met"),
        min_value=0,
        max_value=100_000,
        initial=0,
        error_messages={"required": _("Write a number"), "invalid": _("Write a number")},
    )
    minutes = text_field(_("Minutes of it"), 20_000, lines=8, help_text=_("Without names of residents."))
    members = SeveralByCode(
        label=_("Members who took part"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": CHOOSE, "invalid_list": CHOOSE, "invalid_pk_value": CHOOSE},
    )
    submissions = SeveralByCode(
        label=_("Matters that came of it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": CHOOSE, "invalid_list": CHOOSE, "invalid_pk_value": CHOOSE},
    )

    def __init__(self, data=None, *, station: Station, actor: Actor):
        super().__init__(data)
        self.fields["members"].queryset = queries.members_of(station, timezone.localdate())
        recent = queries.submissions_to_join(actor).filter(unit_id=station.unit_id)
        chosen = list(recent.values_list("pk", flat=True)[:20])
        self.fields["submissions"].queryset = recent.filter(pk__in=chosen)


class ConsentForm(forms.Form):
    text = text_field(_("Text"), 5_000, lines=12, needed=_("Write it in the field."))
