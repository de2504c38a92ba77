"""The journal's filters."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zhitong.journal.search import Wanted, deeds_in_words, known_subjects
from zhitong.web.forms import Day


class JournalFilter(forms.Form):
    """What cannot be used counts as not chosen; nothing here is ever an error."""

    first = Day(label=_("From"), required=False)
    last = Day(label=_("Until"), required=False)
    action = forms.ChoiceField(label=_("Deed"), required=False)
    subject = forms.ChoiceField(label=_("Thing"), required=False)
    actor = forms.CharField(
        label=_("Who"), required=False, max_length=60, widget=forms.TextInput(attrs={"type": "search"})
    )
    code = forms.CharField(
        label=_("Code"), required=False, max_length=40, widget=forms.TextInput(attrs={"type": "search"})
    )

    def __init__(self, data, *, office_id: int):
        super().__init__(data)
        self.fields["action"].choices = [("", _("all")), *deeds_in_words()]
        self.fields["subject"].choices = [("", _("all")), *known_subjects(office_id)]

    def wanted(self) -> Wanted:
        self.is_valid()
        usable = {name: value for name, value in self.cleaned_data.items() if value and name not in self.errors}
        return Wanted(**usable)
