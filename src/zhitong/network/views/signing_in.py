"""The way in and out, and from one office of an account to another."""

from __future__ import annotations

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from zhitong.network import throttle
from zhitong.network.forms.signing_in import SignInForm
from zhitong.network.middleware import OFFICE_KEY
from zhitong.network.models import Account
from zhitong.network.queries import offices_of
from zhitong.network.sign_ins import note_held, note_signed_in
from zhitong.web.pages import public, signed_in
from zhitong.web.views import safe_next


@public("the way in")
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = _proved(request, form)
        if account is not None:
            login(request, account)
            note_signed_in(account)
            answer = HttpResponseRedirect(safe_next(request, reverse("home")))
            throttle.remember_browser(request, answer, account)
            return answer
    return render(request, "network/sign_in.html", {"form": form, "next": safe_next(request, "")})


@sensitive_variables("password")
def _proved(request: HttpRequest, form: SignInForm) -> Account | None:
    """The account whose name and password these are; else the form says why not. What is said, and how long it takes, is the
    same for a name that does not exist: Django hashes the password then too."""
    username, password = form.cleaned_data["username"], form.cleaned_data["password"]
    key, now = throttle.key_of(request, username), timezone.now()
    if waits := throttle.waiting_time(key, now):
        form.ask_to_wait(waits)
        return None
    account = authenticate(request, username=username, password=password)
    if account is None:
        failures = throttle.note_failure(key, now)
        note_held(username, failures)
        form.refuse()
        return None
    throttle.forget(key)
    return account


@public("whoever leaves may be signed out already")
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return HttpResponseRedirect(reverse("network:sign_in"))


@signed_in
@require_POST
def change_office(request: HttpRequest) -> HttpResponse:
    """The same account, working for another of its offices. Any other office's code changes nothing."""
    chosen = request.POST.get("office", "")
    if chosen in dict(offices_of(request.user)):
        request.session[OFFICE_KEY] = chosen
    return HttpResponseRedirect(reverse("home"))
