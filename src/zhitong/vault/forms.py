"""Forms of the vault."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhitong.vault.rules import REASON_LIMIT
from zhitong.web.forms import Text


class ReasonForm(forms.Form):
    reason = Text(
        label=_("Reason"),
        max_length=REASON_LIMIT,
        lines=3,
        error_messages={"required": _("Write the reason")},
    )
