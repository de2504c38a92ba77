"""The door of every page, the headers of every answer, the language of every reader."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.urls import reverse
from django.utils import translation

from zhitong.errors import NotPermitted, Refused
from zhitong.web.frame import wants_part
from zhitong.web.views import no_role, not_this_way, refused, signed_out, signed_out_while_typing

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "manifest-src 'self'",
    )
)


def headers(get_response):
    """Strict headers; pages are private and never stored by a browser or proxy, static files excepted."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def language(get_response):
    """Chinese unless the reader chose otherwise; a browser's own preference is not asked."""
    offered = {code for code, _name in settings.LANGUAGES}

    def middleware(request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        with translation.override(chosen if chosen in offered else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            response = get_response(request)
            if hasattr(response, "render") and not response.is_rendered:
                response.render()
        return response

    return middleware


class Door:
    """Deny by default: a view opens only to whom its ``access`` names (see ``pages.py``).

    Refusals raised by actions become pages, and so does the bare answer to a wrong method.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            page = not_this_way(request)
            page.headers["Allow"] = response.headers["Allow"]
            return page
        return response

    def process_view(self, request, view, args, kwargs):
        access = getattr(view, "access", None)
        if access is None:
            raise Http404
        if access.kind == "public":
            return None
        if not request.user.is_authenticated:
            if request.method == "POST":
                return signed_out_while_typing(request)
            if wants_part(request):
                return signed_out(request)
            return redirect_to_login(request.get_full_path(), reverse(settings.LOGIN_URL))
        if not request.actor:
            return no_role(request)
        if access.kind == "right" and not request.actor.may(access.right):
            # Returned, not raised: Django hands only a view's exceptions to process_exception.
            refusal = NotPermitted(
                f"{access.right}.not_permitted",
                translation.gettext("Your role does not include this page."),
                request.actor.who_may(access.right),
            )
            return refused(request, refusal)
        return None

    def process_exception(self, request, exception):
        return refused(request, exception) if isinstance(exception, Refused) else None


class ResidentsDoor(Door):
    """The door of the process that serves residents alone: every other address answers as if it were not there."""

    def process_view(self, request, view, args, kwargs):
        access = getattr(view, "access", None)
        if access is None or not access.residents:
            raise Http404
