"""Forms of the roster import."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zhitong.web.forms import Day


class RosterUpload(forms.Form):
    file = forms.FileField(
        label=_("Roster"),
        help_text=_("An Excel file (.xlsx) or CSV, up to 5 MB and 3,000 rows."),
        allow_empty_file=True,
    )


class StartsOn(forms.Form):
    starts_on = Day(
        label=_("First day in the unit, where a row names none"), error_messages={"required": _("Write the first day")}
    )
