"""Signing in, and one's own password."""

from __future__ import annotations

from datetime import timedelta
from math import ceil

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhitong.web.forms import Text, refuse_broken_text


class Password(forms.CharField):
    """Kept exactly as typed, never shown again. The length is bounded, because hashing costs by it."""

    def __init__(self, *, autocomplete: str, **kwargs):
        widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
        super().__init__(strip=False, max_length=200, widget=widget, **kwargs)

    def to_python(self, value):
        return refuse_broken_text(super().to_python(value))


class SignInForm(forms.Form):
    username = Text(
        label=_("User name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": _("Write your user name")},
    )
    password = Password(
        label=_("Password"),
        autocomplete="current-password",
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

    def ask_to_wait(self, waits: timedelta) -> None:
        """Said alike for every name, also for one that does not exist."""
        seconds = ceil(waits.total_seconds())
        if seconds <= 90:
            sentence = gettext("Too many tries. Wait %(seconds)s seconds, then try again.") % {"seconds": seconds}
        else:
            sentence = gettext("Too many tries. Wait %(minutes)s minutes, then try again.") % {
                "minutes": ceil(seconds / 60)
            }
        self.add_error(None, sentence)


class OwnPasswordForm(forms.Form):
    current = Password(
        label=_("Present password"),
        autocomplete="current-password",
        error_messages={"required": _("Write the password you signed in with")},
    )
    password = Password(
        label=_("New password"),
        autocomplete="new-password",
        help_text=_("At least 12 characters; a sentence is easy to remember. No common password, not your user name."),
        error_messages={"required": _("Write a new password")},
    )
    again = Password(
        label=_("New password once more"),
        autocomplete="new-password",
        error_messages={"required": _("Write the new password once more")},
    )

    def __init__(self, data=None, *, account):
        super().__init__(data)
        self.account = account

    def clean_current(self) -> str:
        if not self.account.check_password(self.cleaned_data["current"]):
            raise forms.ValidationError(_("This is not your present password."))
        return self.cleaned_data["current"]

    def clean(self) -> None:
        given = self.cleaned_data
        if given.get("password") and given.get("again") and given["password"] != given["again"]:
            self.add_error("again", _("The two new passwords differ. Write the same twice."))
        if given.get("password") and given["password"] == given.get("current"):
            self.add_error("password", _("This is the present password. Choose another."))
