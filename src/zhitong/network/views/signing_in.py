"""The way in and out, and from one office of an account to another.

In by password, then by a second factor where the account has one; by a passkey alone; or through the office's provider.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhitong.network import throttle
from zhitong.network.accounts import factors, oidc, sessions
from zhitong.network.accounts.rules import shared_minutes
from zhitong.network.forms.signing_in import SecondFactorForm, SignInForm, wait_in_words
from zhitong.network.middleware import OFFICE_KEY
from zhitong.network.models import Account, RecoveryCode, SecondFactor
from zhitong.network.queries import offices_of
from zhitong.network.sign_ins import note_held, note_recovery_code, note_signed_in
from zhitong.web.pages import public, signed_in
from zhitong.web.views import safe_next

SHARED_COOKIE = "shared-device"
HALF_IN = "half_in"  # in the session: who proved the password and owes the second factor
HALF_IN_FOR = timedelta(minutes=5)


@public("the way in")
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    shared = SHARED_COOKIE in request.COOKIES
    form = SignInForm(request.POST if request.method == "POST" else None, shared=shared)
    if request.method == "POST" and form.is_valid():
        account, way = _proved(request, form)
        if account is not None:
            after = safe_next(request, reverse("home"))
            return _came_in(request, account, way=way, shared=form.cleaned_data["shared"], after=after)
    return _drawn(request, form)


def _drawn(request: HttpRequest, form: SignInForm, *, passkey_failed: bool = False) -> HttpResponse:
    form.hide_code()
    context = {
        "form": form,
        "next": safe_next(request, ""),
        "passkeys": factors.can_have_passkeys(request),
        "passkey_failed": passkey_failed,
        "provider": settings.OIDC["name"] if oidc.is_on() else "",
    }
    return render(request, "network/sign_in.html", context, status=422 if passkey_failed else 200)


@sensitive_variables("password", "code")
def _proved(request: HttpRequest, form: SignInForm) -> tuple[Account | None, str]:
    """The account whose name and password these are; else the form says why not. What is said, and how long it takes, is the
    same for a name that does not exist: Django hashes the password then too."""
    username, password = form.cleaned_data["username"], form.cleaned_data["password"]
    now, code = timezone.now(), form.cleaned_data["code"]
    key, block = throttle.key_of(request, username), throttle.block_key(request, username)
    waits = max(filter(None, (throttle.waiting_time(each, now) for each in (key, block) if each)), default=None)
    if waits:
        account, way = _proved_together(request, username, password, code, now) if code else (None, "")
        if account is None:
            form.ask_to_wait(waits)
        return account, way
    account = authenticate(request, username=username, password=password)
    if account is None:
        failures = throttle.note_failure(key, now)
        if block:
            throttle.note_failure(block, now, throttle.BLOCK_PACE)
        note_held(username, failures)
        form.refuse()
        return None, ""
    throttle.forget(key)
    return account, "password"


@sensitive_variables("password", "code")
def _proved_together(
    request: HttpRequest, username: str, password: str, code: str, now: datetime
) -> tuple[Account | None, str]:
    """While a password alone must wait: password and code, both right, or nothing is learned. Counted by itself."""
    key = throttle.together_key(request, username)
    if throttle.waiting_time(key, now):
        return None, ""
    account = authenticate(request, username=username, password=password)
    way = _way_of_code(account, code, now) if account is not None else ""
    if way:
        return account, f"password+{way}"
    throttle.note_failure(key, now, throttle.code_pace())
    return None, ""


def _way_of_code(account: Account, code: str, now: datetime) -> str:
    """How this code is a second factor of the account, which is then used up; empty when it is none."""
    if factors.is_app_code(account, code, now):
        return "app"
    if factors.is_recovery_code(account, code, now):
        note_recovery_code(account, RecoveryCode.objects.filter(account=account, used_at=None).count())
        return "recovery"
    return ""


def _came_in(request: HttpRequest, account: Account, *, way: str, shared: bool, after: str) -> HttpResponse:
    """All that is asked was shown: in. Else on to the second factor, half in for five minutes."""
    request.session.flush()  # nothing of whoever used this browser before, and no session that somebody else chose
    if way in {"password", "provider"} and factors.has_factor(account):
        since = timezone.now().isoformat()
        request.session[HALF_IN] = {
            "account": account.pk,
            "hash": account.get_session_auth_hash(),
            "way": way,
            "shared": shared,
            "after": after,
            "since": since,
        }
        request.session.set_expiry(int(HALF_IN_FOR.total_seconds()))
        return redirect("network:second_factor")
    login(request, account)
    minutes = shared_minutes(account, timezone.localdate()) if shared else 0
    sessions.begin(
        request.session, place=throttle.block_of(request), browser=sessions.browser_of(request), shared_minutes=minutes
    )
    request.session["way"] = way
    note_signed_in(account, way=way, shared=shared)
    answer = HttpResponseRedirect(after)
    if shared:
        _mark_as_shared(answer)
    else:
        answer.delete_cookie(SHARED_COOKIE, samesite="Lax")
        throttle.remember_browser(request, answer, account)
    return answer


def _mark_as_shared(answer: HttpResponse) -> None:
    """The next sign-in on this device begins with the box ticked. It says nothing of who used it."""
    age = throttle.COOKIE_AGE
    answer.set_cookie(SHARED_COOKIE, "1", max_age=age, samesite="Lax", secure=settings.HTTPS, httponly=True)


# The second factor


def _half_in(request: HttpRequest) -> tuple[Account, dict] | None:
    """Who has shown the password and owes the second factor. A password changed meanwhile, a closed account or five minutes end it."""
    waiting = request.session.get(HALF_IN)
    if not waiting or timezone.now() - datetime.fromisoformat(waiting["since"]) > HALF_IN_FOR:
        return None
    account = Account.objects.filter(pk=waiting["account"], is_active=True).first()
    if account is None or not constant_time_compare(account.get_session_auth_hash(), waiting["hash"]):
        return None
    return account, waiting


@public("the second step of the way in; asks who showed the password")
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    half = _half_in(request)
    if half is None:
        request.session.pop(HALF_IN, None)
        return redirect("network:sign_in")
    account, waiting = half
    form = SecondFactorForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        now, key = timezone.now(), throttle.code_key(request, account)
        if waits := throttle.waiting_time(key, now):
            form.add_error(None, wait_in_words(waits))
        elif way := _way_of_code(account, form.cleaned_data["code"], now):
            throttle.forget(key)
            return _all_the_way_in(request, account, waiting, way)
        else:
            throttle.note_failure(key, now, throttle.code_pace())
            form.add_error(
                "code",
                _("This code is not right, or was used already. Wait until the app shows the next one and write that."),
            )
    kinds = set(factors.factors_of(account).values_list("kind", flat=True))
    context = {"form": form, "passkey": SecondFactor.Kind.PASSKEY in kinds, "app": SecondFactor.Kind.APP in kinds}
    return render(request, "network/second_factor.html", context, status=422 if form.errors else 200)


def _all_the_way_in(request: HttpRequest, account: Account, waiting: dict, way: str) -> HttpResponse:
    whole = f"{waiting['way']}+{way}"
    return _came_in(request, account, way=whole, shared=waiting["shared"], after=waiting["after"])


@public("a passkey says by itself who comes; asked before anybody is known")
@require_POST
def passkey_question(request: HttpRequest) -> HttpResponse:
    """What the browser's passkey is asked (JSON)."""
    half = _half_in(request)
    return HttpResponse(factors.ask_for_passkey(request, half[0] if half else None), content_type="application/json")


@public("the way in by a passkey, first or second step")
@sensitive_post_parameters("answer")
@require_POST
def passkey_answer(request: HttpRequest) -> HttpResponse:
    half = _half_in(request)
    answer = request.POST.get("answer", "")
    account = factors.owner_of_passkey(request, answer, half[0] if half else None, timezone.now())
    if account is None or not account.is_active:
        return _drawn(request, SignInForm(shared=SHARED_COOKIE in request.COOKIES), passkey_failed=True)
    if half:
        return _all_the_way_in(request, account, half[1], "passkey")
    shared = SHARED_COOKIE in request.COOKIES or request.POST.get("shared") == "on"
    return _came_in(request, account, way="passkey", shared=shared, after=safe_next(request, reverse("home")))


# The office's provider


@public("the way in through the office's own provider")
@require_safe
def provider(request: HttpRequest) -> HttpResponse:
    if not oidc.is_on():
        raise Http404
    request.session["after_provider"] = safe_next(request, "")
    try:
        return oidc.lead_there(request)
    except oidc.ProviderFailed:
        return _provider_said_no(request, status=502)


@public("where the office's provider leads back to; its answer is checked")
@require_safe
def provider_back(request: HttpRequest) -> HttpResponse:
    if not oidc.is_on():
        raise Http404
    after = request.session.get("after_provider", "")
    try:
        subject = oidc.who_came_back(request)
    except oidc.ProviderFailed:
        return _provider_said_no(request, status=400)
    account = oidc.account_of(subject)
    if account is None:
        return _provider_said_no(request, status=403, subject=subject)
    shared = SHARED_COOKIE in request.COOKIES
    return _came_in(request, account, way="provider", shared=shared, after=after or reverse("home"))


def _provider_said_no(request: HttpRequest, *, status: int, subject: str = "") -> HttpResponse:
    context = {"subject": subject, "provider": settings.OIDC["name"]}
    return render(request, "network/provider.html", context, status=status)


# Out


@public("whoever leaves may be signed out already")
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """On a shared device the next one signs in at once, and the browser drops what it kept of this site."""
    shared = bool(request.session.get("about", {}).get("shared"))
    logout(request)
    answer = redirect("network:sign_in")
    if shared:
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@signed_in
@require_POST
def change_office(request: HttpRequest) -> HttpResponse:
    """The same account, working for another of its offices. Any other office's code changes nothing."""
    chosen = request.POST.get("office", "")
    if chosen in dict(offices_of(request.user)):
        request.session[OFFICE_KEY] = chosen
    return HttpResponseRedirect(reverse("home"))
