"""How a view says who may open it. A view that says nothing is not served, and a test finds it.

@page("desk.read")              the actor must hold this right (in the office, or for a unit where that counts)
@signed_in                      anybody who has signed in
@public("why")                  everybody, with the reason
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Access:
    """What the door asks before a view runs. ``right`` is empty for signed_in and public."""

    kind: str  # right, signed_in, public
    right: str = ""
    why: str = ""


def _mark(access: Access) -> Callable:
    def marked(view):
        view.access = access
        return view

    return marked


def page(right: str) -> Callable:
    return _mark(Access("right", right))


def public(why: str) -> Callable:
    return _mark(Access("public", why=why))


signed_in = _mark(Access("signed_in"))


@dataclass(frozen=True)
class NavItem:
    """A line of the main menu: shown to those who hold ``right``. ``count`` gives a live number for the actor, or None."""

    order: int
    url_name: str
    label: object
    right: str
    count: Callable | None = None


_NAV: list[NavItem] = []


def register_nav(item: NavItem) -> None:
    """Called from a room's ``AppConfig.ready``."""
    _NAV.append(item)
    _NAV.sort(key=lambda known: known.order)


def nav_for(actor) -> list[NavItem]:
    return [item for item in _NAV if actor and actor.may(item.right)]
