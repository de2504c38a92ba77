"""The first figures: one table, each number with its formula and the rows behind it; the same as a file."""

from __future__ import annotations

import io
from datetime import date
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from zhitong.errors import BadInput
from zhitong.figures.exports import as_csv, as_xlsx
from zhitong.figures.measures import BY_CODE, CATALOGUE
from zhitong.figures.periods import Period, read_period
from zhitong.figures.queries import rows_behind, submissions_named
from zhitong.figures.scope import Scope
from zhitong.figures.tables import Comparison, comparison
from zhitong.web.lists import listing
from zhitong.web.pages import page


@page("figures.read")
def overview(request: HttpRequest) -> HttpResponse:
    asked, refusal = _asked(request)
    table = _table(request, asked)
    return render(
        request,
        "figures/overview.html",
        {
            "table": table,
            "asked": asked,
            "catalogue": CATALOGUE,
            "refusal": refusal,
            "can_open": request.actor.may("figures.open"),
            "periods": _periods(asked.today),
        },
        status=422 if refusal else 200,
    )


@page("figures.read")
def export(request: HttpRequest, form: str) -> HttpResponse:
    """What the page shows, as .xlsx with real numbers or as .csv."""
    writers = {"xlsx": as_xlsx, "csv": as_csv}
    if form not in writers:
        raise Http404
    asked, refusal = _asked(request)
    if refusal:
        raise refusal
    content = writers[form](_table(request, asked), asked)
    name = _("figures")
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=f"{name}-{asked.period.code}.{form}")


@page("figures.open")
def rows(request: HttpRequest) -> HttpResponse:
    """The rows behind one number: exactly as many as the number says."""
    measure = BY_CODE.get(request.GET.get("measure", ""))
    if measure is None:
        raise Http404
    asked, refusal = _asked(request)
    if refusal:
        raise refusal
    shown = listing(
        request, rows_behind(measure, asked.scope, key=request.GET.get("of", "")).order_by("-pk", "submission_code")
    )
    known = submissions_named([row.submission_code for row in shown])
    lines = [(row, known[row.submission_code]) for row in shown]
    return render(request, "figures/rows.html", {"measure": measure, "asked": asked, "listing": shown, "lines": lines})


class Asked:
    """What the address asks for."""

    def __init__(self, office_id: int, today: date, period: Period, known_by: date, by: str):
        self.today, self.period, self.known_by, self.by = today, period, known_by, by
        self.scope = Scope(office_id, period, known_by)

    @property
    def query(self) -> str:
        """The address's own words, for links that keep them."""
        return urlencode({"period": self.period.code, "known_by": self.known_by.isoformat(), "by": self.by})


def _asked(request: HttpRequest) -> tuple[Asked, BadInput | None]:
    """What was asked; where it cannot be read, this year as known today, and the refusal to show beside it."""
    today = timezone.localdate(request.actor.at)
    by = "kind" if request.GET.get("by") == "kind" else "unit"
    try:
        period = read_period(_period_words(request), today)
        known_by = _day(request.GET.get("known_by", ""), today)
    except BadInput as refusal:
        return Asked(request.actor.office_id, today, read_period("", today), today, by), refusal
    return Asked(request.actor.office_id, today, period, known_by, by), None


def _period_words(request: HttpRequest) -> str:
    """Two days given in their own fields win over the list."""
    first, last = request.GET.get("first", "").strip(), request.GET.get("last", "").strip()
    return f"{first}..{last}" if first or last else request.GET.get("period", "")


def _day(words: str, today: date) -> date:
    if not words.strip():
        return today
    try:
        day = date.fromisoformat(words.strip())
    except ValueError:
        raise BadInput(
            "figures.day",
            _("“%(words)s” is no day.") % {"words": words[:20]},
            _("Write it like 2026-09-30."),
            field="known_by",
        ) from None
    return min(day, today)


def _table(request: HttpRequest, asked: Asked) -> Comparison:
    """The whole office for who may see it; for a liaison, their units."""
    actor = request.actor
    whole = any(grant.unit_id is None and grant.role != "source" for grant in actor.grants)
    return comparison(asked.scope, by=asked.by, unit_ids=None if whole else actor.unit_ids)


def _periods(today: date) -> list[Period]:
    """What the list offers: three years, the quarters of two, the months of this one."""
    codes = [str(today.year - back) for back in range(3)]
    codes += [f"{year}Q{quarter}" for year in (today.year, today.year - 1) for quarter in (4, 3, 2, 1)]
    codes += [f"{today.year}-{month:02d}" for month in range(today.month, 0, -1)]
    return [period for code in codes if (period := read_period(code, today)).first <= today]
