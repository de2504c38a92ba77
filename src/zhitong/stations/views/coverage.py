"""Who is not heard: the map, the matrix, and the rows behind each of their numbers."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from zhitong.stations.coverage import DIMENSIONS, SILENT_MONTHS, coverage_of, months_until, rows_behind
from zhitong.web.lists import listing
from zhitong.web.pages import page

TITLES = {
    "streets": _("Streets and towns"),
    "sectors": _("Sectors"),
    "subjects": _("Subjects"),
    "stations": _("Workstations"),
}


@page("stations.coverage")
@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    dimension = request.GET.get("of", DIMENSIONS[0])
    dimension = dimension if dimension in DIMENSIONS else DIMENSIONS[0]
    made = coverage_of(request.actor, dimension, timezone.localdate())
    most = max((max(row.cells) for row in made.rows), default=0)
    rows = [
        (row, [(month, count, _shade(count, most)) for month, count in zip(made.months, row.cells, strict=True)])
        for row in made.rows
    ]
    most_in_all = max((row.total for row in made.rows), default=0)
    tiles = [(row, _shade(row.total, most_in_all)) for row in made.rows]
    context = {
        "coverage": made,
        "rows": rows,
        "tiles": tiles,
        "tabs": TITLES.items(),
        "of": dimension,
        "silent_months": SILENT_MONTHS,
    }
    return render(request, "stations/coverage.html", context)


def _shade(count: int, most: int) -> int:
    """0 for nothing, then 1 to 4 by quarters of the largest number."""
    return 0 if not count else min(4, 1 + 4 * (count - 1) // most)


@page("stations.coverage")
@require_safe
def rows(request: HttpRequest) -> HttpResponse:
    dimension, code = request.GET.get("of", ""), request.GET.get("code", "")
    if dimension not in DIMENSIONS or "\x00" in code:
        raise Http404
    today = timezone.localdate()
    month = _month(request.GET.get("month", ""), months_until(today))
    found = rows_behind(request.actor, dimension, code, month, today)
    context = {"listing": listing(request, found), "of": dimension, "title": TITLES[dimension], "month": month}
    return render(request, "stations/coverage_rows.html", context)


def _month(asked: str, offered: tuple[date, ...]) -> date | None:
    return next((month for month in offered if f"{month:%Y-%m}" == asked), None)
