"""Forms of the network: they clean input and know no business."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zhitong.web.forms import Text


class SignInForm(forms.Form):
    username = Text(
        label=_("User name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": _("Write your user name")},
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Write your password")},
    )

    def refuse(self) -> None:
        """One sentence for an unknown name and a wrong password: neither tells which names exist."""
        self.add_error(
            None,
            _(
                "User name and password do not belong together. Check both; a forgotten password is set anew by the security administrator."
            ),
        )
