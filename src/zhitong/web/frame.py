"""What every page's frame needs: the menu, the office, the person, the reader's display."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

import zhitong
from zhitong.web.display import display_of
from zhitong.web.pages import nav_for, office_switch

PARTIAL = "web/part.html"
WHOLE = "web/frame.html"


# What one looks at now and then stands folded below what one does all day: the orders of menu items (from, before) and a heading.
FOLDED = ((60, 70, _("Figures and reports")), (80, 100, _("Administration")))
# A menu of so many lines is seen whole on the screen of a laptop: nothing of it is folded.
SEEN_WHOLE = 14


@dataclass(frozen=True)
class MenuLine:
    """A menu item as it stands on this page."""

    order: int
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
    return {
        "frame": WHOLE,
        "display": display_of(request),
        "demo": settings.DEMO,
        "public_side": settings.PUBLIC_SIDE,
        "version": zhitong.__version__,
    }


def wants_part(request: HttpRequest) -> bool:
    """Whether HTMX asks for a part of the page. Going back asks for the whole of it."""
    htmx = getattr(request, "htmx", False)
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def menu(request: HttpRequest, place: str, path: str) -> list[MenuLine]:
    """The actor's lines with their counts. Current is the line whose address is the longest beginning of ``path``."""
    actor = getattr(request, "actor", None)
    items = [(item, reverse(item.url_name)) for item in nav_for(actor, place)]
    here = max((url for _item, url in items if path.startswith(url)), key=len, default=None)
    return [
        MenuLine(item.order, url, item.label, item.count(actor) if item.count else None, url == here)
        for item, url in items
    ]


@dataclass(frozen=True)
class Fold:
    """Menu lines under a heading that opens. It stands open where one is inside it, or where the whole menu is short."""

    label: object
    lines: list[MenuLine]
    is_open: bool

    @property
    def count(self) -> int:
        """What waits inside, shown while it is closed."""
        return sum(line.count or 0 for line in self.lines)


@dataclass(frozen=True)
class Menu:
    """The menu as it is drawn: the day's lines, then what is folded."""

    plain: list[MenuLine]
    folds: list[Fold]


def in_parts(lines: list[MenuLine]) -> Menu:
    """The same lines, those of ``FOLDED`` under their headings."""
    folds, left = [], list(lines)
    for first, before, label in FOLDED:
        inside = [line for line in left if first <= line.order < before]
        if len(inside) > 1:
            is_open = len(lines) <= SEEN_WHOLE or any(line.is_current for line in inside)
            folds.append(Fold(label, inside, is_open))
            left = [line for line in left if line not in inside]
    return Menu(left, folds)


def offices(request: HttpRequest) -> dict | None:
    """The change of office, for an account that stands for somebody in several."""
    switch = office_switch()
    if not switch or not getattr(request, "actor", None):
        return None
    choices = switch.offices(request)
    return {"url": reverse(switch.url_name), "choices": choices} if len(choices) > 1 else None
