"""Every list pages. Wrong page numbers show the nearest real page, never an error."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PAGE_SIZE = 50


@dataclass(frozen=True)
class Listing:
    """One page of rows, and the address of its neighbours with the filters kept."""

    page: Page
    query: str  # the address's other parameters, ready to be followed by page=N

    def __iter__(self):
        return iter(self.page.object_list)

    @property
    def total(self) -> int:
        return self.page.paginator.count


def listing(request: HttpRequest, rows: QuerySet | list, *, size: int = PAGE_SIZE, name: str = "page") -> Listing:
    """The page that the address asks for."""
    params = request.GET.copy()
    asked = params.pop(name, ["1"])[-1]
    if len(asked) > 9:  # a number no list reaches; int() of a very long one is work for nothing
        asked = "1"
    prefix = params.urlencode()
    return Listing(Paginator(rows, size).get_page(asked), f"{prefix}&" if prefix else "")
