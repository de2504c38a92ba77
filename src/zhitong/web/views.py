"""The pages that belong to no room: the way in, refusals and errors."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhitong.errors import BadInput, Refused
from zhitong.web.pages import nav_for, public, signed_in


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Each role begins where its work is: the first line of its own menu."""
    items = nav_for(request.actor)
    return redirect(items[0].url_name) if items else render(request, "web/no_role.html", status=403)


@public("anybody may choose the language of the pages")
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("language", "")
    response = HttpResponseRedirect(safe_next(request, reverse("home")))
    if chosen in {code for code, _name in settings.LANGUAGES}:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=31_536_000,
            samesite="Lax",
            secure=settings.HTTPS,
            httponly=True,
        )
    return response


def safe_next(request: HttpRequest, otherwise: str) -> str:
    """The ``next`` address when it leads nowhere but to this server."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return wanted
    return otherwise


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A refusal that no form took up, as a page of its own. The browser's back button still holds what was typed."""
    status = refusal.status
    return render(
        request, "web/refused.html", {"refusal": refusal, "is_input": isinstance(refusal, BadInput)}, status=status
    )


def signed_out_while_typing(request: HttpRequest) -> HttpResponse:
    """The session ended while somebody was typing: say so and keep the words on the page until they signed in again."""
    kept = [(name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"]
    here = request.get_full_path()
    link = f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': here})}"
    return render(request, "web/signed_out.html", {"kept": kept, "sign_in": link, "here": here}, status=401)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is too old or from another sign-in; what was typed stays on the page to be sent again."""
    kept = [(name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"]
    return render(
        request, "web/signed_out.html", {"kept": kept, "again": True, "here": request.get_full_path()}, status=403
    )


def bad_request(request, exception=None):
    return _plain(
        request,
        400,
        _("The browser sent something this page cannot read."),
        _("Go back and try again; what you typed is still there."),
    )


def forbidden(request, exception=None):
    return _plain(request, 403, _("This page is not open to you."), _("Sign in as somebody whose role includes it."))


def not_found(request, exception=None):
    """The same bytes for what does not exist and for what one may not see."""
    return _plain(
        request,
        404,
        _("There is nothing at this address that you can see."),
        _("Check the address, or begin again from the menu."),
    )


def server_error(request):
    return _plain(
        request,
        500,
        _("Something went wrong on our side."),
        _("Nothing you sent was half stored. Try again; if it stays, tell the administrator the time."),
    )


def _plain(request, status: int, message: str, remedy: str) -> HttpResponse:
    return render(request, "web/plain.html", {"message": message, "remedy": remedy, "status": status}, status=status)
