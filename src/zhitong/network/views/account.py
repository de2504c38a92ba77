"""My account: second factors, recovery codes, the browsers that are signed in. And what the security administrator says of them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhitong.errors import Refused
from zhitong.network import actions as network
from zhitong.network import queries
from zhitong.network.accounts import actions, factors, rules, sessions
from zhitong.network.forms.account import AccountRulesForm, AppForm, PasskeyForm, ProvedForm
from zhitong.network.models import RecoveryCode
from zhitong.web.lists import listing
from zhitong.web.pages import page, signed_in

APP_TO_ADD = "app_to_add"


@signed_in
@require_safe
def my_account(request: HttpRequest) -> HttpResponse:
    return _drawn(request)


def _drawn(
    request: HttpRequest, *, refusal: Refused | None = None, proving: ProvedForm | None = None, which: str = ""
) -> HttpResponse:
    account, actor = request.user, request.actor
    own = list(factors.factors_of(account))
    forms = {factor.code: ProvedForm(request=request, prefix=f"{factor.code}_") for factor in own}
    forms["recovery"] = ProvedForm(request=request, prefix="recovery_")
    if proving is not None and which in forms:
        forms[which] = proving
    rows = listing(request, sessions.open_sessions(account, actor.at), size=20)
    context = {
        "factors": [{"factor": factor, "form": forms[factor.code]} for factor in own],
        "recovery_form": forms["recovery"],
        "recovery_left": RecoveryCode.objects.filter(account=account, used_at=None).count(),
        "must_add": rules.must_add_a_factor(actor, account),
        "passkeys": factors.can_have_passkeys(request),
        "sessions": rows,
        "this": request.session.session_key,
        "refusal": refusal,
        "open": which,
    }
    status = refusal.status if refusal else 422 if proving is not None else 200
    return render(request, "network/my_account.html", context, status=status)


@signed_in
@sensitive_post_parameters("password", "code")
@sensitive_variables("secret")
@require_http_methods(["GET", "HEAD", "POST"])
def add_app(request: HttpRequest) -> HttpResponse:
    """The secret is made here, shown as a picture and in letters, and kept only once the app has shown a right code."""
    form = AppForm(request.POST if request.method == "POST" else None, request=request)
    secret = request.session.get(APP_TO_ADD) or factors.new_secret()
    request.session[APP_TO_ADD] = secret
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.add_app(
                by=request.actor,
                secret=secret,
                code=given["code"],
                name=given["name"],
                session=request.session.session_key,
            )
        except Refused as refusal:
            form.add_error("code" if getattr(refusal, "field", "") == "code" else None, str(refusal))
        else:
            del request.session[APP_TO_ADD]
            return _after_adding(request)
    context = {
        "form": form,
        "address": factors.address_for_app(request.user, secret),
        "picture": factors.picture_for_app(request.user, secret),
        "letters": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
    }
    return render(request, "network/add_app.html", context, status=422 if form.errors else 200)


def _after_adding(request: HttpRequest) -> HttpResponse:
    """Back to the account; with the first factor also ten recovery codes, shown now and never again."""
    messages.success(request, _("The second factor was added. Other browsers were signed out."))
    if RecoveryCode.objects.filter(account=request.user).exists():
        return redirect("network:my_account")
    return _codes_shown(request, actions.new_recovery_codes(by=request.actor))


@sensitive_variables("codes")
def _codes_shown(request: HttpRequest, codes: list[str]) -> HttpResponse:
    return render(request, "network/recovery_codes.html", {"codes": codes, "on": timezone.localdate(request.actor.at)})


@signed_in
@sensitive_post_parameters("password", "answer")
@require_http_methods(["GET", "HEAD", "POST"])
def add_passkey(request: HttpRequest) -> HttpResponse:
    form = PasskeyForm(request.POST if request.method == "POST" else None, request=request)
    possible = factors.can_have_passkeys(request)
    if request.method == "POST" and form.is_valid():
        made = factors.new_passkey(request, form.cleaned_data["answer"])
        try:
            if made is None:
                form.add_error(None, _("The browser made no passkey. Try again, and confirm on the device."))
            else:
                name, session = form.cleaned_data["name"], request.session.session_key
                actions.add_passkey(by=request.actor, made=made, name=name, session=session)
                return _after_adding(request)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "possible": possible}
    return render(request, "network/add_passkey.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    """What the browser is asked when a passkey is added (JSON)."""
    return HttpResponse(factors.ask_for_new_passkey(request, request.user), content_type="application/json")


@signed_in
@sensitive_post_parameters("password")
@require_POST
def remove_factor(request: HttpRequest, code: str) -> HttpResponse:
    factor = get_object_or_404(factors.factors_of(request.user), code=code.replace("\x00", ""))
    form = ProvedForm(request.POST, request=request, prefix=f"{factor.code}_")
    if not form.is_valid():
        return _drawn(request, proving=form, which=factor.code)
    try:
        actions.remove_factor(factor, by=request.actor, session=request.session.session_key)
    except Refused as refusal:
        return _drawn(request, refusal=refusal)
    messages.success(request, _("The second factor was taken away. Other browsers were signed out."))
    return redirect("network:my_account")


@signed_in
@sensitive_post_parameters("password")
@require_POST
def recovery_codes(request: HttpRequest) -> HttpResponse:
    form = ProvedForm(request.POST, request=request, prefix="recovery_")
    if not form.is_valid():
        return _drawn(request, proving=form, which="recovery")
    try:
        codes = actions.new_recovery_codes(by=request.actor)
    except Refused as refusal:
        return _drawn(request, refusal=refusal)
    return _codes_shown(request, codes)


@signed_in
@require_POST
def end_session(request: HttpRequest, code: str) -> HttpResponse:
    open_ones = sessions.open_sessions(request.user, request.actor.at)
    session = get_object_or_404(open_ones, code=code.replace("\x00", ""))
    is_this = session.session_key == request.session.session_key
    actions.end_session(session, by=request.actor)
    if is_this:
        request.session.flush()
        return redirect("network:sign_in")
    messages.success(request, _("That browser was signed out."))
    return redirect("network:my_account")


@signed_in
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    ended = actions.end_other_sessions(by=request.actor, session=request.session.session_key)
    messages.success(request, _("Signed out: %(count)s.") % {"count": ended})
    return redirect("network:my_account")


@page("network.account_rules")
@require_http_methods(["GET", "HEAD", "POST"])
def account_rules(request: HttpRequest) -> HttpResponse:
    """Who needs a second factor, and how long a shared device stays signed in."""
    office_id, today = request.actor.office_id, timezone.localdate(request.actor.at)
    now = {
        "roles": sorted(rules.roles_that_need_a_factor(office_id, today)),
        "minutes": queries.setting(office_id, rules.SHARED_KEY, rules.SHARED_MINUTES, on=today),
    }
    form = AccountRulesForm(request.POST if request.method == "POST" else None, initial=now)
    if request.method == "POST" and form.is_valid():
        for key, name in ((rules.ROLES_KEY, "roles"), (rules.SHARED_KEY, "minutes")):
            if form.cleaned_data[name] != now[name]:
                network.set_setting(key, form.cleaned_data[name], by=request.actor)
        messages.success(request, _("The setting was saved."))
        return redirect("network:account_rules")
    without = queries.people_without_factor(office_id, now["roles"], today)
    context = {"form": form, "without": listing(request, without)}
    return render(request, "network/account_rules.html", context, status=422 if form.errors else 200)
