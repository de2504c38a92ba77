"""Forms of the office's lists and settings."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zhitong.network.models import Office
from zhitong.network.office_lists import OfficeList
from zhitong.network.office_settings import OfficeSettingKind
from zhitong.web.forms import Day, Text


class ValueForm(forms.Form):
    """A value for one of the lists."""

    name = Text(label=_("Name"), max_length=80, error_messages={"required": _("Write the name")})
    rank = forms.TypedChoiceField(label=_("Level"), choices=Office.Rank.choices, coerce=int)
    position = forms.IntegerField(
        label=_("Order"), min_value=0, max_value=9_999, help_text=_("Smaller numbers come first.")
    )
    valid_from = Day(label=_("Starts on"), required=False, help_text=_("Empty: it always could be chosen."))

    def __init__(self, data=None, *, kept: OfficeList, initial=None):
        super().__init__(data, initial=initial)
        if not kept.ranked:
            del self.fields["rank"]


class SettingForm(forms.Form):
    """One setting, of the kind that its room declared."""

    value = forms.Field()
    valid_from = Day(label=_("Holds from"), error_messages={"required": _("Write the first day")})

    def __init__(self, data=None, *, kind: OfficeSettingKind, initial=None):
        super().__init__(data, initial=initial)
        if kind.kind == "yes_no":
            value = forms.BooleanField(label=kind.label, required=False)
        else:
            value = forms.IntegerField(
                label=kind.label,
                min_value=kind.least,
                max_value=kind.most,
                help_text=kind.measure,
                error_messages={"required": _("Write a number")},
            )
        self.fields["value"] = value
        self.order_fields(["value", "valid_from"])


class YearForm(forms.Form):
    """One year's notice of holidays, as it is announced; the workdays room judges whether it can be right."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    notice = Text(
        label=_("Document"), max_length=120, help_text=_("The number or day of the announcement."),
        error_messages={"required": _("Name the document")},
    )  # fmt: skip
    rest = Text(
        label=_("Rest days"),
        lines=8,
        max_length=2_000,
        help_text=_("One period on each line, weekends inside it included, such as: 2027-10-01 2027-10-07"),
        error_messages={"required": _("Write the rest days")},
    )
    make_up = Text(
        label=_("Make-up working days"),
        lines=4,
        max_length=2_000,
        required=False,
        help_text=_("The Saturdays and Sundays that are worked, one on each line."),
    )

    def as_year(self) -> dict:
        """What ``workdays.read_year`` reads; a line with one day is a period of one day."""
        given = self.cleaned_data
        periods = [
            line.replace("，", " ").replace(",", " ").replace("至", " ").split()
            for line in given["rest"].splitlines()
            if line.strip()
        ]
        return {
            "year": given["year"],
            "notice": given["notice"],
            "rest": [[*period, *period] if len(period) == 1 else period for period in periods],
            "make_up": given["make_up"].split(),
        }


class PlacesForm(forms.Form):
    """A spreadsheet of places."""

    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("Headings 名称, 类别, 别名, 所属; only 名称 must be filled. At most 20,000 rows, 5 MB."),
        error_messages={"required": _("Choose a file")},
    )
    only_these = forms.BooleanField(
        label=_("The file is the whole list"),
        help_text=_("Places it no longer names are offered no more."),
        required=False,
    )
