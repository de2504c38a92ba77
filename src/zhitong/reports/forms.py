"""What people fill in for reports and pushes. What was typed comes back with the refusal beside its field."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zhitong.reports.actions.papers import LONGEST_REASON, LONGEST_TITLE
from zhitong.reports.language import MOST_CHARACTERS
from zhitong.reports.models import Kind
from zhitong.web.forms import ByCode, Text


class BeginForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind of report"), choices=Kind.choices)
    period = Text(
        label=_("Period"),
        max_length=24,
        help_text=_(
            "A quarter as 2026Q3, a half as 2026H1, a year as 2026, a month as 2026-09, or two days as 2026-09-01..2026-09-14."
        ),
    )
    title = Text(
        label=_("Title"),
        max_length=LONGEST_TITLE,
        required=False,
        help_text=_("Left empty, it is made of office and period."),
    )


class TextForm(forms.Form):
    title = Text(label=_("Title"), max_length=LONGEST_TITLE)
    text = Text(label=_("Text with places for figures"), lines=26, max_length=MOST_CHARACTERS)
    base = forms.IntegerField(widget=forms.HiddenInput())


class TemplateForm(forms.Form):
    text = Text(label=_("Template"), lines=26, max_length=MOST_CHARACTERS)


class CorrectionForm(forms.Form):
    reason = Text(
        label=_("What is corrected, and why"),
        lines=4,
        max_length=LONGEST_REASON,
        help_text=_("Stands on the correction sheet; readers of the closed report see it."),
    )


class LineForm(forms.Form):
    """Owner and next step of one line; with ``words``, closing it."""

    owner = ByCode(label=_("owner"), required=False)
    next_step = Text(label=_("next step"), max_length=200)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people


class CloseLineForm(forms.Form):
    words = Text(label=_("Why it is closed"), max_length=200)
