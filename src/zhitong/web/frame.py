"""What every page's frame needs: the menu, the office, the person, the reader's display."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

import zhitong
from zhitong.web.display import display_of
from zhitong.web.pages import nav_for, office_switch

PARTIAL = "web/part.html"
WHOLE = "web/frame.html"


@dataclass(frozen=True)
class MenuLine:
    """A menu item as it stands on this page."""

    url: str
    label: object
    count: int | None
    is_current: bool


def context(request: HttpRequest) -> dict:
    """The context processor. An HTMX request gets the same page without its frame.

    Menu and offices are lazy: only a whole page asks for their counts.
    """
    actor = getattr(request, "actor", None)
    return {
        "actor": actor if actor else None,
        "nav": SimpleLazyObject(lambda: menu(request, "main", request.path)),
        "own_nav": SimpleLazyObject(lambda: menu(request, "person", request.path)),
        "offices": SimpleLazyObject(lambda: offices(request)),
        **standing(request),
        "frame": PARTIAL if wants_part(request) else WHOLE,
    }


def standing(request: HttpRequest) -> dict:
    """What the frame needs that asks no database: enough for the page that says the database is gone."""
    return {"frame": WHOLE, "display": display_of(request), "demo": settings.DEMO, "version": zhitong.__version__}


def wants_part(request: HttpRequest) -> bool:
    """Whether HTMX asks for a part of the page. Going back asks for the whole of it."""
    htmx = getattr(request, "htmx", False)
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def menu(request: HttpRequest, place: str, path: str) -> list[MenuLine]:
    """The actor's lines with their counts. Current is the line whose address is the longest beginning of ``path``."""
    actor = getattr(request, "actor", None)
    items = [(item, reverse(item.url_name)) for item in nav_for(actor, place)]
    here = max((url for _item, url in items if path.startswith(url)), key=len, default=None)
    return [MenuLine(url, item.label, item.count(actor) if item.count else None, url == here) for item, url in items]


def offices(request: HttpRequest) -> dict | None:
    """The change of office, for an account that stands for somebody in several."""
    switch = office_switch()
    if not switch or not getattr(request, "actor", None):
        return None
    choices = switch.offices(request)
    return {"url": reverse(switch.url_name), "choices": choices} if len(choices) > 1 else None
