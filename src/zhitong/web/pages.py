"""How a view says who may open it. A view that says nothing is not served, and a test finds it.

@page("desk.read")              the actor must hold this right (in the office, or for a unit where that counts)
@signed_in                      anybody who has signed in
@public("why")                  everybody, with the reason
@public("why", residents=True)  the same, and the residents' own process serves it too (``zhitong serve --public``)

Also where rooms register what the frame shows of them: ``register_nav``, ``register_offices``, ``register_on_sign_in``,
``register_in_head``, ``register_above_main``.
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
    residents: bool = False  # also served by the process that holds nothing but the residents' pages


def _mark(access: Access) -> Callable:
    def marked(view):
        view.access = access
        return view

    return marked


def page(right: str) -> Callable:
    return _mark(Access("right", right))


def public(why: str, *, residents: bool = False) -> Callable:
    return _mark(Access("public", why=why, residents=residents))


signed_in = _mark(Access("signed_in"))


@dataclass(frozen=True)
class NavItem:
    """A line of a menu: shown to those who hold ``right`` (empty: to everybody signed in).

    ``count`` gives a live number for the actor, or None. ``place`` is ``main`` for the office's work, ``person`` for what
    is one's own (notices, password): the menu under one's name. ``begins`` says how strongly a role's day begins here.
    """

    order: int
    url_name: str
    label: object
    right: str
    count: Callable | None = None
    place: str = "main"
    begins: int = 0


_NAV: list[NavItem] = []


def register_nav(item: NavItem) -> None:
    """Called from a room's ``AppConfig.ready``."""
    _NAV.append(item)
    _NAV.sort(key=lambda known: known.order)


def nav_for(actor, place: str = "main") -> list[NavItem]:
    return [item for item in _NAV if actor and item.place == place and (not item.right or actor.may(item.right))]


@dataclass(frozen=True)
class OfficeSwitch:
    """``offices(request)`` gives the signed-in account's (code, short name) pairs; ``url_name`` takes a POST of ``office=code``."""

    url_name: str
    offices: Callable


_OFFICE_SWITCH: list[OfficeSwitch] = []


def register_offices(switch: OfficeSwitch) -> None:
    """The network says which offices an account stands in, so that the head can offer the change."""
    _OFFICE_SWITCH[:] = [switch]


def office_switch() -> OfficeSwitch | None:
    return _OFFICE_SWITCH[0] if _OFFICE_SWITCH else None


_ON_SIGN_IN: list[Callable] = []


def register_on_sign_in(part: Callable) -> None:
    """``part(request)`` gives HTML shown below the sign-in form (made with render_to_string), or an empty string."""
    _ON_SIGN_IN.append(part)


def parts_on_sign_in(request) -> list[str]:
    return [html for part in _ON_SIGN_IN if (html := part(request))]


_IN_HEAD: list[Callable] = []


def register_in_head(part: Callable) -> None:
    """``part(request)`` gives HTML for the head of every page of somebody signed in (``request.actor``), or an empty string."""
    _IN_HEAD.append(part)


def parts_in_head(request) -> list[str]:
    return [html for part in _IN_HEAD if (html := part(request))]


_ABOVE_MAIN: list[Callable] = []


def register_above_main(part: Callable) -> None:
    """``part(request)`` gives HTML that stands above the content of a page, on the screen and on paper, or an empty string. It is asked
    when the view has done its work, so it may tell what the page shows."""
    _ABOVE_MAIN.append(part)


def parts_above_main(request) -> list[str]:
    return [html for part in _ABOVE_MAIN if (html := part(request))]
