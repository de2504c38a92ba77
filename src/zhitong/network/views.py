"""Sign-in, and the pages of the network."""

from __future__ import annotations

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from zhitong.network.forms import SignInForm
from zhitong.network.middleware import OFFICE_KEY
from zhitong.network.queries import offices_of
from zhitong.web.pages import public, signed_in
from zhitong.web.views import safe_next


@public("the way in")
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = authenticate(request, username=form.cleaned_data["username"], password=form.cleaned_data["password"])
        if account is not None:
            login(request, account)
            return HttpResponseRedirect(safe_next(request, reverse("home")))
        form.refuse()
    return render(request, "network/sign_in.html", {"form": form, "next": safe_next(request, "")})


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
