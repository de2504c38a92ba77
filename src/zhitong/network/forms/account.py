"""My account: second factors, and what the security administrator says about them."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from zhitong.network.forms.signing_in import Password, prove
from zhitong.network.rights import RoleName
from zhitong.web.forms import Text


class ProvedForm(forms.Form):
    """A change of what opens the account asks for the password once more; an account without one came through the provider."""

    password = Password(
        label=_("Present password"),
        autocomplete="current-password",
        error_messages={"required": _("Write the password you signed in with")},
    )

    def __init__(self, data=None, *, request: HttpRequest, prefix: str = ""):
        super().__init__(data, auto_id=f"id_{prefix}%s")
        self.request = request
        if not request.user.has_usable_password():
            del self.fields["password"]

    def clean_password(self) -> str:
        return prove(self.request, self.cleaned_data["password"])


class AppForm(ProvedForm):
    code = Text(
        label=_("Code the app shows now"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": _("Write the six digits")},
    )
    name = Text(label=_("Name of the device"), max_length=40, required=False, help_text=_("Such as: office telephone"))
    field_order = ("code", "name", "password")


class PasskeyForm(ProvedForm):
    name = Text(label=_("Name of the device"), max_length=40, required=False, help_text=_("Such as: office telephone"))
    answer = forms.CharField(widget=forms.HiddenInput, max_length=20_000, required=False)
    field_order = ("name", "password", "answer")


class AccountRulesForm(forms.Form):
    """Both settings; they hold from today."""

    roles = forms.MultipleChoiceField(
        label=_("Roles that need a second factor"),
        help_text=_("Whoever holds one of them adds an app or a passkey before anything else."),
        choices=RoleName.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    minutes = forms.IntegerField(
        label=_("Idle time on a shared device"),
        help_text=_("Minutes, from 2 to 60."),
        min_value=2,
        max_value=60,
        error_messages={"required": _("Write a number")},
    )
