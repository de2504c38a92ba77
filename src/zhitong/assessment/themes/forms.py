"""Forms of themes. They clean what was typed; what a deed needs is known to ``rules`` and said by the action."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhitong.assessment.filters import NUMBER
from zhitong.assessment.themes.models import Theme
from zhitong.assessment.themes.queries import ORDERS, merge_targets, numbered
from zhitong.assessment.themes.rules import NAME_LIMIT, VIEWS
from zhitong.network.actors import Actor
from zhitong.web.forms import ByCode, Day, Text

MOST_TARGETS = 300
_ORDER_NAMES = {"latest": _("latest first"), "largest": _("largest first"), "rising": _("most in the last four weeks")}


class ListForm(forms.Form):
    """The list's address. What cannot be read asks nothing."""

    view = forms.ChoiceField(required=False, choices=[(view, label) for view, (label, _q) in VIEWS.items()])
    words = Text(label=_("Words in the name"), required=False, max_length=60)
    order = forms.ChoiceField(label=_("Order"), required=False, choices=[(key, _ORDER_NAMES[key]) for key in ORDERS])

    def __init__(self, data):
        super().__init__(data, auto_id="themes_%s")
        self.is_valid()
        self.asked_view = self.cleaned_data.get("view") or "all"
        self.asked_order = self.cleaned_data.get("order") or "latest"
        self.asked_words = self.cleaned_data.get("words") or ""


class PartForm(forms.Form):
    """Which of a theme's submissions are shown: from a bar, a place or a unit of the picture."""

    since = Day(required=False)
    until = Day(required=False)
    place = Text(required=False, max_length=120)
    unit = Text(required=False, max_length=200)

    def wish(self) -> dict[str, date | str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class NameForm(forms.Form):
    name = Text(label=_("Name of the theme"), max_length=NAME_LIMIT)


class SplitForm(NameForm):
    """The part's name, beside ticked submissions that are also confirmed or taken out: only a split asks for it."""

    use_required_attribute = False


class RejectForm(forms.Form):
    reason = Text(label=_("Reason"), required=False, max_length=200)


class PutInForm(forms.Form):
    """A submission by its number."""

    number = Text(label=_("Number of the submission"), max_length=20, help_text=_("For example 2026-00042."))

    def __init__(self, *args, viewer: Actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.viewer = viewer

    def clean_number(self):
        matched = NUMBER.fullmatch(self.cleaned_data["number"].strip())
        found = numbered(self.viewer, int(matched[1]), int(matched[2])) if matched else None
        if found is None:
            raise forms.ValidationError(
                gettext("Your office has no submission of this number. Look at the number again.")
            )
        return found


class MergeForm(forms.Form):
    into = ByCode(label=_("Merge into"), empty_label=_("choose a theme"))

    def __init__(self, *args, viewer: Actor, theme: Theme, **kwargs):
        super().__init__(*args, **kwargs)
        targets = merge_targets(viewer, theme)
        self.fields["into"].queryset = targets
        offered = list(targets[:MOST_TARGETS])
        self.fields["into"].widget.choices = [
            ("", gettext("choose a theme")),
            *((one.code, f"{one.name}（{one.size}）") for one in offered),
        ]
