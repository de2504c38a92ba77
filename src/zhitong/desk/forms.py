"""The forms of the desk: they clean what was typed and know no business."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from zhitong.desk.models import WHOLE, Brief, MaskedCopy
from zhitong.web.forms import Text

MOST = 2**31 - 1  # what an integer column holds


class Whole(forms.IntegerField):
    """A number that came with the page and that nobody types."""

    def __init__(self, **kwargs):
        super().__init__(min_value=0, max_value=MOST, widget=forms.HiddenInput(), **kwargs)


class StartForm(forms.Form):
    series = forms.ModelChoiceField(label=_("Series"), queryset=None, to_field_name="code", empty_label=None)
    title = Text(label=_("Title"), required=False, help_text=_("Left empty: the title of the leading submission."))

    def __init__(self, *args, series, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["series"].queryset = series


class WriteForm(forms.Form):
    title = Text(label=_("Title"), error_messages={"required": _("Write a title.")})
    body = Text(
        label=_("Text"), lines=24, max_length=100_000, error_messages={"required": _("Write the text before saving.")}
    )
    note = Text(label=_("What this save changed"), required=False)
    base = Whole()
    merges = Whole(required=False)

    def __init__(self, *args, length_limit: int = 0, **kwargs):
        super().__init__(*args, **kwargs)
        if length_limit:
            self.fields["body"].widget.attrs["data-count"] = length_limit
        self.fields["body"].widget.attrs["spellcheck"] = "false"


class WordsForm(forms.Form):
    """Words that go with a step of the chain."""

    words = Text(label=_("Words"), lines=3, max_length=2_000, required=False)


class ReasonForm(forms.Form):
    reason = Text(
        label=_("Reason"), lines=2, max_length=500, error_messages={"required": _("Write the reason in a few words.")}
    )


class RemarkForm(forms.Form):
    quote = Text(
        label=_("Place in the text"),
        max_length=200,
        required=False,
        help_text=_("Select words in the text, or copy them here. Empty: about the whole text."),
    )
    start = Whole(required=False)
    remark = Text(label=_("Remark"), lines=3, max_length=2_000, error_messages={"required": _("Write the remark.")})


class SourcesForm(forms.Form):
    """Which candidates the brief draws on, and the share of each in per cent; ``shares`` is the outcome, in parts of WHOLE."""

    add = Text(label=_("Add a submission by its number"), max_length=20, required=False, help_text="2026-00012")

    def __init__(self, *args, candidates, shares, **kwargs):
        super().__init__(*args, **kwargs)
        self.candidates = candidates
        for submission in candidates:
            share = shares.get(submission.pk)
            self.fields[f"use_{submission.code}"] = forms.BooleanField(required=False, initial=share is not None)
            self.fields[f"share_{submission.code}"] = forms.DecimalField(
                label=_("Share of %(number)s in per cent") % {"number": submission.number},
                required=False,
                min_value=0,
                max_value=100,
                decimal_places=2,
                initial=None if share is None else Decimal(share) * 100 / WHOLE,
                widget=forms.NumberInput(attrs={"step": "0.01", "inputmode": "decimal"}),
            )

    def rows(self):
        for submission in self.candidates:
            yield submission, self[f"use_{submission.code}"], self[f"share_{submission.code}"]

    def used(self) -> list:
        return [submission for submission in self.candidates if self.cleaned_data.get(f"use_{submission.code}")]

    def shares(self) -> dict:
        """Each used candidate with its share; an empty field counts as nothing."""
        return {
            submission: int((self.cleaned_data.get(f"share_{submission.code}") or 0) * WHOLE / 100)
            for submission in self.used()
        }


class FilterForm(forms.Form):
    """The list's filters, from the address; what is not understood filters nothing."""

    q = forms.CharField(label=_("Title or number"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all")), *Brief.State.choices])
    series = forms.ChoiceField(label=_("Series"), required=False)
    year = forms.ChoiceField(label=_("Year of issue"), required=False)

    def __init__(self, *args, series, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["q"].widget = forms.TextInput(attrs={"type": "search"})
        self.fields["series"].choices = [("", _("all")), *((each.code, each.name) for each in series)]
        self.fields["year"].choices = [("", _("all")), *((str(year), str(year)) for year in years)]

    def wanted(self, name: str) -> str:
        self.is_valid()
        return self.cleaned_data.get(name, "")


class CopyForm(forms.Form):
    """A masked copy of a submission, by its number."""

    number = Text(
        label=_("Number of the submission"),
        max_length=40,
        error_messages={"required": _("Write the number of the submission")},
    )
    purpose = forms.ChoiceField(label=_("Purpose"), choices=MaskedCopy.Purpose.choices)
