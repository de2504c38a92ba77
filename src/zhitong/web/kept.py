"""What somebody typed and could not send: kept on the page that says so, in a form that can be sent again.

The words are only in that page. They are neither stored nor logged, and a form that another site sent here is not kept:
offering to send it again would lend that site the reader's hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest

UNKEPT = ("csrfmiddlewaretoken", "password")


@dataclass(frozen=True)
class KeptValue:
    """One value of the form. What reads like words is shown and may be copied; codes and choices travel hidden."""

    name: str
    value: str

    @property
    def is_shown(self) -> bool:
        return not self.value.isascii() or any(mark in self.value for mark in " \n\t")


def kept_words(request: HttpRequest) -> list[KeptValue]:
    """The form's values in their order, without its token and without any password."""
    if not came_from_here(request):
        return []
    return [
        KeptValue(name, value)
        for name, values in request.POST.lists()
        for value in values
        if not any(unkept in name.lower() for unkept in UNKEPT)
    ]


def came_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on a page of this server. A browser that says nothing is not believed."""
    said = request.headers.get("Origin") or request.headers.get("Referer") or ""
    try:
        origin = urlsplit(said)
    except ValueError:
        return False
    return origin.scheme in {"http", "https"} and origin.netloc == request.get_host()
