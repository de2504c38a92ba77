"""Forms of units."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhitong.network.models import Unit
from zhitong.web.forms import ByCode, Day, Text


class UnitForm(forms.Form):
    """A unit to add. An office below is no unit to add by hand: it appears when it first sends something up."""

    name = Text(label=_("Name"), max_length=80, error_messages={"required": _("Write the unit's name")})
    short_name = Text(label=_("Short name"), max_length=30, required=False, help_text=_("As in narrow tables."))
    kind = forms.ChoiceField(
        label=pgettext_lazy("unit", "Kind"),
        choices=[each for each in Unit.Kind.choices if each[0] != Unit.Kind.LOWER_OFFICE],
    )
    parent = ByCode(label=_("Stands under"), required=False, empty_label=_("no other unit"))
    position = forms.IntegerField(
        label=_("Order"), min_value=0, max_value=9_999, initial=0, help_text=_("Smaller numbers come first.")
    )
    valid_from = Day(label=_("Starts on"), required=False)

    def __init__(self, data=None, *, units, initial=None):
        super().__init__(data, initial=initial)
        self.fields["parent"].queryset = units


class ChangeUnitForm(UnitForm):
    """The kind stays: figures of past years are counted by it."""

    valid_to = Day(label=_("Last day"), required=False, help_text=_("Empty: it still exists."))
    field_order = ("name", "short_name", "parent", "position", "valid_from", "valid_to")

    def __init__(self, data=None, *, units, initial=None):
        super().__init__(data, units=units, initial=initial)
        del self.fields["kind"]

    def clean(self) -> None:
        first, last = self.cleaned_data.get("valid_from"), self.cleaned_data.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("The last day lies before the first."))
