"""Every list pages. Wrong page numbers show the nearest real page, never an error."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PAGE_SIZE = 50


@dataclass(frozen=True)
class Listing:
    """One page of rows, and the address of its neighbours with the filters kept. ``{% pager listing %}`` draws the latter."""

    page: Page
    query: str  # the address's other parameters, ready to be followed by name=N
    name: str = "page"

    def __iter__(self):
        return iter(self.page.object_list)

    def __len__(self) -> int:
        return len(self.page.object_list)

    @property
    def total(self) -> int:
        return self.page.paginator.count

    @property
    def number(self) -> int:
        return self.page.number

    @property
    def pages(self) -> int:
        return self.page.paginator.num_pages

    def near(self) -> list[int | None]:
        """Page numbers worth a link: the ends and those around this one; None where some are left out."""
        shown = self.page.paginator.get_elided_page_range(self.number, on_each_side=1, on_ends=1)
        return [number if isinstance(number, int) else None for number in shown]

    def address(self, number: int) -> str:
        return f"?{self.query}{self.name}={number}"


def listing(request: HttpRequest, rows: QuerySet | list, *, size: int = PAGE_SIZE, name: str = "page") -> Listing:
    """The page that the address asks for."""
    params = request.GET.copy()
    asked = params.pop(name, [""])[-1]
    paginator = Paginator(rows, size)
    prefix = params.urlencode()
    return Listing(paginator.page(_nearest(asked, paginator)), f"{prefix}&" if prefix else "", name)


def _nearest(asked: str, paginator: Paginator) -> int:
    """What is no number, or below one, means the first page; what is beyond the end means the last."""
    digits = asked.strip().lstrip("0")
    if not digits.isdecimal():
        return 1
    if len(digits) > 9:  # int() of a very long one is work for nothing
        return paginator.num_pages
    return min(int(digits), paginator.num_pages)
