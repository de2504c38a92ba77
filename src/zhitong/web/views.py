"""The pages that belong to no room: the first page, language and display, refusals and errors."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from zhitong.errors import Refused
from zhitong.web.display import COOKIE, display_of
from zhitong.web.frame import menu, standing, wants_part
from zhitong.web.htmx import into_messages
from zhitong.web.kept import kept_words
from zhitong.web.pages import nav_for, public, signed_in

A_YEAR = 31_536_000


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Each role begins where its work is: of the lines of its menu, the one where the day begins, else the first."""
    items = nav_for(request.actor)
    return redirect(max(items, key=lambda item: item.begins).url_name) if items else no_role(request)


def no_role(request: HttpRequest) -> HttpResponse:
    """Signed in, but nobody gave a role yet: not an error of theirs, so it says who can change it."""
    return render(request, "web/no_role.html", status=403)


@public("anybody may choose the language of the pages", residents=True)
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("language", "")
    response = HttpResponseRedirect(came_from(request))
    if chosen in {code for code, _name in settings.LANGUAGES}:
        _remember(response, settings.LANGUAGE_COOKIE_NAME, chosen)
    return response


@public("anybody may choose size and colours of the pages", residents=True)
@require_POST
def set_display(request: HttpRequest) -> HttpResponse:
    """The choice goes into a cookie. A script asks for JSON and changes the open page, so that nothing typed on it is lost."""
    display = display_of(request).with_choices(request.POST)
    if request.accepts("text/html"):
        response = HttpResponseRedirect(came_from(request))
    else:
        response = JsonResponse(
            {"class": display.html_class, "keys": display.keys, "dark": display.dark, "contrast": display.contrast}
        )
    _remember(response, COOKIE, display.cookie)
    return response


def _remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=A_YEAR, samesite="Lax", secure=settings.HTTPS, httponly=True)


def safe_next(request: HttpRequest, otherwise: str) -> str:
    """The ``next`` address when it leads nowhere but to this server."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if _is_ours(request, wanted) else otherwise


def came_from(request: HttpRequest) -> str:
    """Back to the page the form stood on. Asked of the browser, so that no page need carry its own address."""
    before = request.headers.get("Referer", "")
    return safe_next(request, before if _is_ours(request, before) else reverse("home"))


def _is_ours(request: HttpRequest, address: str) -> bool:
    return url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A refusal that no form took up, as a page of its own. The browser's back button still holds what was typed."""
    before = request.headers.get("Referer", "")
    facts = {
        "refusal": refusal,
        "kind": "warn" if refusal.status == 403 else "error",
        "back": before if _is_ours(request, before) and request.method == "POST" else "",
    }
    return _answer(request, "web/refused.html", facts, refusal.status)


def signed_out_while_typing(request: HttpRequest) -> HttpResponse:
    """The session ended while somebody was typing: their words stay on the page until they are signed in again."""
    words = kept_words(request)
    if wants_part(request) or not words:
        remedy = _("Sign in in another tab, come back to this one and try again.")
    else:
        remedy = _("What you typed is below. Leave this page open, sign in in another tab, then send it from here.")
    facts = {
        "message": _("You were signed out in the meantime; nothing was sent yet."),
        "remedy": remedy,
        "kept": words,
        "had_files": bool(request.FILES),
        "here": request.get_full_path(),
        "sign_in": f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': reverse('home')})}",
    }
    return _answer(request, "web/signed_out.html", facts, 401)


def signed_out(request: HttpRequest) -> HttpResponse:
    """The same for a part that HTMX asked for: said among the messages, the page around it stays."""
    message = _("You were signed out in the meantime.")
    remedy = _("Sign in in another tab, come back to this one and try again.")
    return _plain(request, 401, message, remedy)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is from before a new sign-in, or another site sent the form. Own words can be sent again."""
    if wants_part(request):
        response = _plain(request, 403, _("You signed in anew since this page was opened."), _("Try once more."))
        # The open page takes the new token, so that trying once more succeeds and nothing typed on it is lost.
        return trigger_client_event(response, "freshtoken", {"token": get_token(request)})
    words = kept_words(request)
    facts = {
        "message": _("This was not sent: the page was older than your sign-in."),
        "remedy": _("What you typed is below. Look it over and send it again.") if words else _("Open the page anew."),
        "kept": words,
        "had_files": bool(request.FILES),
        "here": request.get_full_path(),
        "back": came_from(request),
    }
    return _answer(request, "web/signed_out.html", facts, 403)


def bad_request(request: HttpRequest, exception=None) -> HttpResponse:
    """Also for a host name that is not ours: so nothing here asks for the request's host."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        message = _("That was more than one form may carry.")
        return _standing(request, 400, message, _("Go back, what you typed is still there; send less at a time."))
    return _standing(
        request,
        400,
        _("The browser sent something this page cannot read."),
        _("Go back and try again; what you typed is still there."),
    )


def forbidden(request: HttpRequest, exception=None) -> HttpResponse:
    return _plain(request, 403, _("This page is not open to you."), _("Sign in as somebody whose role includes it."))


def not_found(request: HttpRequest, exception=None) -> HttpResponse:
    """The same bytes for what does not exist and for what one may not see."""
    return _plain(
        request,
        404,
        _("There is nothing at this address that you can see."),
        _("Check the address, or begin again from the menu."),
    )


def not_this_way(request: HttpRequest) -> HttpResponse:
    """405: an address that only takes a form, opened like a page, as happens after a new sign-in."""
    return _plain(
        request,
        405,
        _("This address only takes a form that is sent to it."),
        _("Open the page with the form from the menu."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Asks no database and no session: it may be these that are gone."""
    return _standing(
        request,
        500,
        _("Something went wrong on our side."),
        _("Nothing you sent was half stored. Try again; if it stays, tell the administrator the time."),
    )


def _plain(request: HttpRequest, status: int, message: str, remedy: str) -> HttpResponse:
    """A page that does not depend on its address: no line of its menu is marked as the present one."""
    nav = SimpleLazyObject(lambda: menu(request, "main", ""))
    return _answer(request, "web/plain.html", {"message": message, "remedy": remedy, "nav": nav}, status)


def _standing(request: HttpRequest, status: int, message: str, remedy: str) -> HttpResponse:
    facts = {**standing(request), "message": message, "remedy": remedy}
    return HttpResponse(render_to_string("web/plain.html", facts), status=status)


def _answer(request: HttpRequest, template: str, facts: dict, status: int) -> HttpResponse:
    response = render(request, template, facts, status=status)
    return into_messages(response) if wants_part(request) else response
