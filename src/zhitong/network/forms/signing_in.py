"""Signing in, and one's own password."""

from __future__ import annotations

from datetime import timedelta
from math import ceil

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from zhitong.network import throttle
from zhitong.network.accounts import profiles
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

    shared = forms.BooleanField(
        label=_("This device is shared with others"),
        help_text=_("It is signed out soon when nobody uses it, and nothing stays in this browser."),
        required=False,
    )
    # Only shown while passwords must wait: together with a right code the password is looked at all the same.
    code = Text(
        label=_("Code of your app, or a recovery code"),
        help_text=_("Whoever has a second factor need not wait: write user name, password and code together."),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )
    field_order = ("username", "password", "code", "shared")

    def __init__(self, data=None, *, shared: bool = False):
        super().__init__(data, initial={"shared": shared})
        self.held = False
        if shared:  # the browser of a shared device is not asked to remember names
            self.fields["username"].widget.attrs["autocomplete"] = "off"
            self.fields["password"].widget.attrs["autocomplete"] = "off"

    def hide_code(self) -> None:
        """Before it is drawn: the field for a code stands there only while passwords must wait."""
        if not self.held:
            del self.fields["code"]

    def refuse(self) -> None:
        """One sentence for an unknown name and a wrong password: neither tells which names exist."""
        self.add_error(
            None,
            _(
                "User name and password do not belong together. Check both; a forgotten password is set anew by the security administrator."
            ),
        )

    def ask_to_wait(self, waits: timedelta) -> None:
        """Said alike for every name, also for one that does not exist, and whether or not there is a second factor."""
        self.held = True
        self.add_error(None, wait_in_words(waits))


def wait_in_words(waits: timedelta) -> str:
    seconds = ceil(waits.total_seconds())
    if seconds <= 90:
        return gettext("Too many tries. Wait %(seconds)s seconds, then try again.") % {"seconds": seconds}
    return gettext("Too many tries. Wait %(minutes)s minutes, then try again.") % {"minutes": ceil(seconds / 60)}


class SecondFactorForm(forms.Form):
    """The second step of the sign-in."""

    code = Text(
        label=pgettext_lazy("sign-in", "Code"),
        help_text=_("The six digits your app shows now, or one of your recovery codes."),
        max_length=30,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "none", "autofocus": True}
        ),
        error_messages={"required": _("Write the code")},
    )


def prove(request: HttpRequest, password: str) -> str:
    """The password of whoever is signed in, or ValidationError: an open session is no place to guess it either."""
    proved = throttle.proves(request, request.user, password)
    if isinstance(proved, timedelta):
        raise forms.ValidationError(wait_in_words(proved))
    if not proved:
        raise forms.ValidationError(_("This is not your present password."))
    return password


class OwnPasswordForm(forms.Form):
    current = Password(
        label=_("Present password"),
        autocomplete="current-password",
        error_messages={"required": _("Write the password you signed in with")},
    )
    password = Password(
        label=_("New password"),
        autocomplete="new-password",
        error_messages={"required": _("Write a new password")},
    )
    again = Password(
        label=_("New password once more"),
        autocomplete="new-password",
        error_messages={"required": _("Write the new password once more")},
    )

    def __init__(self, data=None, *, request):
        super().__init__(data)
        self.request = request
        self.fields["password"].help_text = profiles.in_words()

    def clean_current(self) -> str:
        return prove(self.request, self.cleaned_data["current"])

    def clean(self) -> None:
        given = self.cleaned_data
        if given.get("password") and given.get("again") and given["password"] != given["again"]:
            self.add_error("again", _("The two new passwords differ. Write the same twice."))
        if given.get("password") and given["password"] == given.get("current"):
            self.add_error("password", _("This is the present password. Choose another."))
