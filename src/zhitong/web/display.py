"""How large and in which colours a reader sees the pages: a cookie of this browser, turned into classes and links by the server.

A cookie and not the account, because the large screen at the desk and the phone want different sizes; and no inline script,
because the page then is right from its first paint on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import HttpRequest

COOKIE = "display"
SIZES = ("normal", "large")
COLOURS = ("auto", "light", "dark", "contrast")
KEYS = ("on", "off")

NEVER = "not all"
ON_SCREEN = "screen"  # paper is white, whatever the screen is


@dataclass(frozen=True)
class Display:
    """The reader's choice. ``dark`` and ``contrast`` are the media attributes of the two sheets of colours."""

    size: str = "normal"
    colour: str = "auto"
    keys: str = "on"

    @property
    def html_class(self) -> str:
        return "large" if self.size == "large" else ""

    @property
    def dark(self) -> str:
        return {"auto": "screen and (prefers-color-scheme: dark)", "dark": ON_SCREEN}.get(self.colour, NEVER)

    @property
    def contrast(self) -> str:
        return {"auto": "screen and (prefers-contrast: more)", "contrast": ON_SCREEN}.get(self.colour, NEVER)

    @property
    def cookie(self) -> str:
        return f"{self.size}.{self.colour}.{self.keys}"

    def with_choices(self, chosen) -> Display:
        """The same with what ``chosen`` (a form's data) names validly; anything else is left as it was."""
        offered = {"size": SIZES, "colour": COLOURS, "keys": KEYS}
        valid = {name: chosen[name] for name, values in offered.items() if chosen.get(name) in values}
        return replace(self, **valid)


def display_of(request: HttpRequest) -> Display:
    """What the browser's cookie says; a damaged cookie counts as none."""
    parts = request.COOKIES.get(COOKIE, "").split(".")
    return Display().with_choices(dict(zip(("size", "colour", "keys"), parts, strict=False)))
