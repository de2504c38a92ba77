"""The whole table, its definitions, and the rows behind each number."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhitong.figures.asked import Asked, filter_fields, office_of, periods_offered, read, read_for_file, units_seen
from zhitong.figures.exports import as_file, table_sheet
from zhitong.figures.measures import CATALOGUE, EVERY, MEASURES, Measure, Rate
from zhitong.figures.queries import openable, rows_behind, submissions_named
from zhitong.figures.tables import Comparison, by_dimension, comparison
from zhitong.web.lists import listing
from zhitong.web.pages import page


@page("figures.read")
def table(request: HttpRequest) -> HttpResponse:
    asked, refusal = read(request)
    columns = _columns(request)
    shown = _table(request, asked, columns)
    context = {
        "tab": "table",
        "table": shown,
        "listing": listing(request, list(shown.lines)),
        "asked": asked,
        "columns": columns,
        "every": EVERY,
        "all": request.GET.get("columns") == "all",
        "refusal": refusal,
        "can_open": request.actor.may("figures.open"),
        "periods": periods_offered(asked.today),
        "fields": filter_fields(asked, units_seen(request)),
    }
    return render(request, "figures/table.html", context, status=422 if refusal else 200)


@page("figures.read")
def export(request: HttpRequest, form: str) -> HttpResponse:
    """What the page shows, as .xlsx with real numbers or as .csv."""
    asked = read_for_file(request, form)
    columns = _columns(request)
    return as_file(form, _("figures"), asked, [table_sheet(_table(request, asked, columns), columns)], columns)


@page("figures.read")
def definitions(request: HttpRequest) -> HttpResponse:
    """What each number counts, in writing."""
    every = [(measure, isinstance(measure, Rate)) for measure in EVERY]
    return render(
        request, "figures/definitions.html", {"tab": "definitions", "every": every, "asked": read(request)[0]}
    )


@page("figures.open")
def rows(request: HttpRequest) -> HttpResponse:
    """The rows behind one number: exactly as many as the number says, those of restricted matters told and not shown."""
    measure = MEASURES.get(request.GET.get("measure", ""))
    if measure is None:
        raise Http404
    asked, refusal = read(request)
    if refusal:
        raise refusal
    found = rows_behind(measure, asked.scope, key=request.GET.get("of", ""))
    number, kept = None, 0
    if measure.opens == "submissions":
        number, found = found.count(), openable(found, request.actor)
    shown = listing(request, found.order_by("-pk", "submission_code"))
    if number is not None:
        kept = number - shown.total
    context = {"measure": measure, "asked": asked, "listing": shown, "number": shown.total + kept, "kept": kept}
    if measure.opens == "submissions":
        known = submissions_named([row.submission_code for row in shown])
        context["lines"] = [(row, known[row.submission_code]) for row in shown]
    elif measure.opens == "people":
        context["memberships"] = list(shown)
    else:
        context["units"] = list(shown)
    return render(request, "figures/rows.html", context)


def _columns(request: HttpRequest) -> tuple[Measure | Rate, ...]:
    return EVERY if request.GET.get("columns") == "all" else CATALOGUE


def _table(request: HttpRequest, asked: Asked, columns: tuple[Measure | Rate, ...]) -> Comparison:
    """The whole office for who may see it; for a liaison, their units (by unit or kind only)."""
    counts, _office = office_of(request)
    seen = units_seen(request)
    if asked.by in ("unit", "kind") or seen is not None:
        by = asked.by if asked.by in ("unit", "kind") else "unit"
        return comparison(asked.scope, by=by, unit_ids=seen, columns=columns, count=counts.by_unit)
    return by_dimension(asked.scope, asked.by, columns=columns, count=counts.by_column)
