"""横向比较, the first screen: the headline figures with their change, and the units in order of one of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhitong.figures.asked import Asked, filter_fields, office_of, periods_offered, read, read_for_file, units_seen
from zhitong.figures.charts import Chart, Series
from zhitong.figures.exports import Sheet, as_file
from zhitong.figures.measures import (
    ADOPTED,
    ADOPTION_RATE,
    EVERY,
    INSTRUCTION_RATE,
    INSTRUCTIONS,
    RECEIVED,
    Measure,
    Rate,
)
from zhitong.figures.overtime import Change, Record, period_earlier, year_earlier
from zhitong.figures.queries import first_day
from zhitong.figures.standings import FIRST_TIER, Standing, standing
from zhitong.network.models import Unit
from zhitong.network.queries import setting
from zhitong.web.lists import listing
from zhitong.web.pages import page

HEADLINE: tuple[Measure | Rate, ...] = (RECEIVED, ADOPTED, ADOPTION_RATE, INSTRUCTIONS, INSTRUCTION_RATE)
RECORDED: tuple[Measure, ...] = (RECEIVED, ADOPTED, INSTRUCTIONS)  # whose records the first screen marks
MOST_BARS = 20  # that the chart draws; the table has all


@dataclass(frozen=True)
class Tile:
    yearly: Change
    before: Change
    record: Record | None


@page("figures.read")
def overview(request: HttpRequest) -> HttpResponse:
    asked, refusal = read(request)
    counts, office = office_of(request)
    since = first_day(asked.scope)
    table = _standing(request, asked, counts)
    tiles = [
        Tile(
            office.change(measure, asked.scope, year_earlier(asked.scope, as_then=asked.then)),
            office.change(measure, asked.scope, period_earlier(asked.scope, as_then=asked.then)),
            office.record(measure, asked.scope, since) if measure in RECORDED else None,
        )
        for measure in HEADLINE
    ]
    context = {
        "tab": "across",
        "asked": asked,
        "refusal": refusal,
        "tiles": tiles,
        "standing": table,
        "listing": listing(request, list(table.all)),
        "chart": chart_of(table, asked) if table.places else None,
        "is_share": isinstance(asked.measure, Rate) and asked.measure.shown == "percent",
        "can_open": request.actor.may("figures.open"),
        "periods": periods_offered(asked.today),
        "fields": filter_fields(asked, units_seen(request)),
        "measures": EVERY,
        "kinds": Unit.Kind.choices,
        "since": since,
    }
    return render(request, "figures/across.html", context, status=422 if refusal else 200)


@page("figures.read")
def across_file(request: HttpRequest, form: str) -> HttpResponse:
    """The same order of units as a file."""
    asked = read_for_file(request, form)
    counts, _office = office_of(request)
    return as_file(form, _("standing"), asked, [sheet_of(_standing(request, asked, counts), asked)], [asked.measure])


def _standing(request: HttpRequest, asked: Asked, counts) -> Standing:
    tier = setting(request.actor.office_id, "first_tier_percent", FIRST_TIER, on=asked.known_by)
    return standing(
        asked.measure,
        asked.scope,
        asked.earlier,
        heads=asked.order == "per_head",
        least=asked.least,
        tier_percent=tier,
        unit_ids=units_seen(request),
        kind=asked.kind,
        count=counts.by_unit,
    )


def chart_of(table: Standing, asked: Asked) -> Chart:
    """The first twenty as bars, with the same figure of the period compared with."""
    shown = table.places[:MOST_BARS]
    per_head = asked.order == "per_head"
    figures = [place.per_head if per_head and place.per_head else place.figure for place in shown]
    measure = asked.measure
    unit = "%" if isinstance(measure, Rate) and measure.shown == "percent" else str(measure.unit)
    return Chart(
        f"{measure.name} {asked.period.label}",
        unit,
        [place.line.name for place in shown],
        [Series(asked.period.label, [figure.number for figure in figures])],
        texts=[figure.text for figure in figures],
    )


def sheet_of(table: Standing, asked: Asked) -> Sheet:
    name = str(asked.measure.name)
    head = [
        _("Rank number"),
        _("Unit"),
        name,
        _("Part"),
        _("Base"),
        _("Per member"),
        _("Gap to the next"),
        asked.earlier.period.label,
    ]
    head += [_("Place before"), _("First tier")]
    rows = [
        [
            place.rank or "—",
            place.line.name,
            _number(place.figure),
            place.figure.count if place.figure.base is not None else "",
            place.figure.base if place.figure.base is not None else "",
            _number(place.per_head) if place.per_head else "",
            place.gap_text,
            _number(place.before),
            place.was or "—",
            _("yes") if place.first_tier else "",
        ]
        for place in table.all
    ]
    return Sheet(_("Standing"), head, rows)


def _number(figure) -> float | int | str:
    return "—" if figure.number is None else figure.number
