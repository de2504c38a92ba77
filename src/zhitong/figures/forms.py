"""The forms of figures: they clean what was typed and know no business."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhitong.figures.actions import MOST_ENTERED, TARGET_MEASURES, Given
from zhitong.figures.by_hand import enterable
from zhitong.figures.measures import MEASURES
from zhitong.figures.models import SchemeVersion
from zhitong.network.models import Unit
from zhitong.network.queries import found_people, people_of, units_of
from zhitong.outcomes import evidence
from zhitong.outcomes.forms import EvidenceField
from zhitong.web.forms import ByCode, Day, Text


class TargetForm(forms.Form):
    """One target. ``whom`` is office, a kind, or a unit's code."""

    year = forms.IntegerField(label=_("Year"), min_value=1950, max_value=2200)
    whom = forms.ChoiceField(label=pgettext_lazy("a target", "For whom"))
    measure = forms.ChoiceField(label=_("Measure"))
    number = forms.IntegerField(
        label=_("Target"), required=False, min_value=1, help_text=_("Empty: the target that stood is lifted.")
    )
    reason = forms.CharField(
        label=_("By what decision"), max_length=200, help_text=_("The document or the meeting that set it.")
    )

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self._units = {unit.code: unit for unit in units}
        kinds = [(f"kind:{value}", _("each unit: %(kind)s") % {"kind": label}) for value, label in Unit.Kind.choices]
        self.fields["whom"].choices = [
            ("office", _("the whole office")),
            *kinds,
            *((unit.code, unit.name) for unit in units),
        ]
        self.fields["measure"].choices = [(code, MEASURES[code].name) for code in TARGET_MEASURES]

    @property
    def aimed_at(self) -> dict:
        """What the action takes: unit or kind."""
        said = self.cleaned_data["whom"]
        if said.startswith("kind:"):
            return {"kind": said.removeprefix("kind:")}
        return {"unit": self._units[said]} if said in self._units else {}


class SchemeForm(forms.Form):
    """A scheme's text as YAML; what can stand in it: docs/manual/schemes.md."""

    text = Text(label=_("Text of the scheme"), max_length=200_000, lines=28)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300)


class PointsForm(forms.Form):
    """加减分登记. A person is named as people know them; where two share a name, the member number tells them apart."""

    row = forms.ChoiceField(label=_("Row of the scheme"), help_text=_("Rows that no record of the office fills."))
    unit = ByCode(label=_("Unit"), required=False, empty_label="—")
    person = Text(
        label=_("Person"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"list": "people", "autocomplete": "off"}),
        help_text=_("Name or member number; either a unit or a person."),
    )
    happened_on = Day(label=_("Day it happened"))
    number = forms.IntegerField(
        label=_("How often"),
        min_value=1,
        max_value=MOST_ENTERED,
        initial=1,
        help_text=_("A deduction is entered with a plain number by the row that takes points."),
    )
    reason = Text(label=_("What happened"), max_length=300, lines=2)
    evidence = EvidenceField(label=_("Evidence"), help_text=_("The paper as PDF, Word or picture."))
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, actor, versions, initial=None, with_why: bool = False):
        super().__init__(data, initial=initial)
        self.actor = actor
        self.file = evidence.kept_file(data, actor)
        self._versions = {version.code: version for version in versions}
        self.fields["row"].choices = [
            (version.name, [(f"{version.code} {key}", row.words or row.id) for key, row in enterable(version).items()])
            for version in versions
        ]
        self.fields["unit"].offer(lambda: units_of(actor.office_id, on=timezone.localdate(actor.at)))
        if self.file:
            kept = _("Kept already: %(name)s. Choose a file only to replace it.")
            self.fields["evidence"].help_text = kept % {"name": self.file.name}
        if with_why:
            self.fields["why"] = Text(label=_("What was wrong"), max_length=300, lines=2)

    def clean_person(self) -> object:
        typed = self.cleaned_data["person"].strip()
        if not typed:
            return None
        found = [
            person
            for person in found_people(people_of(self.actor.office_id), typed)
            if typed in (person.name, person.number)
        ]
        if not found:
            raise forms.ValidationError(_("The office knows nobody of this name or member number."))
        if len(found) > 1:
            numbers = "、".join(person.number or "—" for person in found)
            raise forms.ValidationError(
                _("Several people have this name. Write the member number: %(numbers)s.") % {"numbers": numbers}
            )
        return found[0]

    @property
    def version(self) -> SchemeVersion:
        return self._versions[self.cleaned_data["row"].partition(" ")[0]]

    def given(self) -> Given:
        data = self.cleaned_data
        return Given(
            row=data["row"].partition(" ")[2],
            evidence=self.file,
            **{name: data[name] for name in ("unit", "person", "happened_on", "number", "reason")},
        )


class WhyForm(forms.Form):
    why = Text(label=_("What was wrong"), max_length=300, lines=2)
