from django import forms
from django.utils.translation import gettext_lazy as _

from zhitong.web.forms import Text


class NoticeForm(forms.Form):
    text = Text(
        label=_("Words to the person"),
        lines=4,
        max_length=2000,
        error_messages={"required": _("Write what the person should read")},
    )
    reason = Text(
        label=_("Reason for holding back"),
        max_length=300,
        required=False,
        help_text=_("Only for the office; needed when you hold it back."),
    )
