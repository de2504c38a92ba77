"""The forms of figures: they clean what was typed and know no business."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zhitong.figures.actions import TARGET_MEASURES
from zhitong.figures.measures import MEASURES
from zhitong.network.models import Unit
from zhitong.web.forms import Text


class TargetForm(forms.Form):
    """One target. ``whom`` is office, a kind, or a unit's code."""

    year = forms.IntegerField(label=_("Year"), min_value=1950, max_value=2200)
    whom = forms.ChoiceField(label=_("For whom"))
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
