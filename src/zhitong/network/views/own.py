"""One's own account: the password."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from zhitong.errors import Refused
from zhitong.network import actions
from zhitong.network.accounts import profiles
from zhitong.network.forms.signing_in import OwnPasswordForm
from zhitong.web.pages import signed_in


@signed_in
@sensitive_post_parameters("current", "password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change it; every other open session of the account ends, this one goes on."""
    form = OwnPasswordForm(request.POST if request.method == "POST" else None, request=request)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_password(
                request.actor.person,
                form.cleaned_data["password"],
                by=request.actor,
                session=request.session.session_key,
            )
        except Refused as refusal:
            form.add_error("password", str(refusal))
        else:
            request.user.refresh_from_db()
            update_session_auth_hash(request, request.user)
            messages.success(request, _("Your password was changed. Other browsers were signed out."))
            return redirect("home")
    status = 422 if form.errors else 200
    too_old = profiles.is_too_old(request.user, request.actor.at)
    return render(request, "network/password.html", {"form": form, "too_old": too_old}, status=status)
