"""纵向比较: one measure over a row of periods, against last year, as a running total, with its record."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhitong.figures.asked import Asked, filter_fields, office_of, periods_offered, read, read_for_file, units_seen
from zhitong.figures.charts import Chart, Series
from zhitong.figures.exports import Sheet, as_file, number, unit_of
from zhitong.figures.measures import EVERY, Measure
from zhitong.figures.overtime import Office, period_earlier, row_of_periods, year_earlier
from zhitong.figures.periods import shifted
from zhitong.figures.queries import first_day
from zhitong.figures.targets import Targets
from zhitong.web.pages import page


@page("figures.read")
def over_time(request: HttpRequest) -> HttpResponse:
    asked, refusal = read(request)
    _counts, office = office_of(request)
    rows = row(office, asked)
    context = {
        "tab": "time",
        "asked": asked,
        "refusal": refusal,
        "yearly": office.change(asked.measure, asked.scope, year_earlier(asked.scope, as_then=asked.then)),
        "before": office.change(asked.measure, asked.scope, period_earlier(asked.scope, as_then=asked.then)),
        "record": office.record(asked.measure, asked.scope, first_day(asked.scope)),
        "since": first_day(asked.scope),
        "rows": rows,
        "chart": chart_of(rows, asked),
        "running": running_chart(office, asked, _target(request, asked)),
        "can_open": request.actor.may("figures.open"),
        "periods": periods_offered(asked.today),
        "fields": filter_fields(asked, units_seen(request)),
        "measures": EVERY,
    }
    return render(request, "figures/time.html", context, status=422 if refusal else 200)


@page("figures.read")
def time_file(request: HttpRequest, form: str) -> HttpResponse:
    asked = read_for_file(request, form)
    _counts, office = office_of(request)
    head = [_("Period"), f"{asked.measure.name}（{unit_of(asked.measure)}）", _("The year before")]
    rows = [[period.label, number(now), number(was)] for period, now, was in row(office, asked)]
    return as_file(form, _("over time"), asked, [Sheet(_("Over time"), head, rows)], [asked.measure])


def _target(request: HttpRequest, asked: Asked) -> int | None:
    """The whole office's target for a whole year, where one stands and no filter narrows the figures."""
    if asked.period.months != 12 or asked.scope.narrow or units_seen(request) is not None:
        return None
    found = Targets(request.actor.office_id, asked.period.first.year, asked.known_by).of_office(asked.measure.code)
    return found.number if found else None


def row(office: Office, asked: Asked) -> list[tuple]:
    """(period, figure, figure of the same period a year before), the oldest first, from the first submission on."""
    since = first_day(asked.scope)
    periods = [period for period in row_of_periods(asked.period) if since and period.last >= since] or [asked.period]
    now = office.row(asked.measure, asked.scope, periods)
    if not asked.period.months:
        return [(asked.period, now[0], office.figure(asked.measure, year_earlier(asked.scope)))]
    was = office.row(asked.measure, asked.scope, [shifted(period, -12) for period in periods])
    return list(zip(periods, now, was, strict=True))


def chart_of(rows: list[tuple], asked: Asked) -> Chart:
    series = [Series(str(_("this period")), [now.number for _p, now, _w in rows])]
    if asked.period.months < 12:
        series.append(Series(str(_("the year before")), [was.number for _p, _n, was in rows]))
    return Chart(
        str(asked.measure.name),
        unit_of(asked.measure),
        [period.code for period, _now, _was in rows],
        series,
        kind="columns",
    )


def running_chart(office: Office, asked: Asked, target: float | None = None) -> Chart | None:
    """The running total month by month beside last year's whole one; only of what can be added up, over more than a month."""
    if not isinstance(asked.measure, Measure) or asked.measure.opens != "submissions" or asked.period.months < 3:
        return None
    if asked.period.first > asked.known_by:
        return None
    before = replace(asked.scope, period=shifted(asked.period, -12))
    last = office.running(asked.measure, before)
    now = [total for _month, total in office.running(asked.measure, asked.scope)]
    labels = [_("month %(month)s") % {"month": month.first.month} for month, _total in last]
    return Chart(
        _("%(measure)s, running total") % {"measure": asked.measure.name},
        unit_of(asked.measure),
        labels,
        [
            Series(asked.period.label, [*now, *[None] * (len(last) - len(now))]),
            Series(before.period.label, [total for _month, total in last]),
        ],
        kind="lines",
        target=target,
    )
