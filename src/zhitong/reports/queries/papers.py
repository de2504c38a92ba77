"""The papers one may see, their texts and periods."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from zhitong.figures.periods import Period, read_period
from zhitong.network.actors import Actor
from zhitong.reports.models import Kind, Report, ReportText, TemplateText


def visible_reports(viewer: Actor) -> QuerySet[Report]:
    """The desk sees every paper of its office; leaders and auditors those that are closed."""
    reports = Report.objects.filter(office_id=viewer.office_id).select_related(
        "office", "corrects", "made_by", "closed_by"
    )
    if viewer.may("reports.write") or viewer.may("reports.close"):
        return reports
    return reports.filter(state=Report.State.CLOSED) if viewer.may("reports.read") else reports.none()


def report_or_404(viewer: Actor, code: str) -> Report:
    return one_or_404(visible_reports(viewer), code)


def one_or_404(rows: QuerySet, code: str):
    # A code from an address may hold anything; PostgreSQL refuses NUL with an error instead of finding nothing.
    found = None if "\x00" in code else rows.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def newest_text(report: Report) -> ReportText:
    return report.texts.order_by("-ordinal").first()


def template_texts(office_id: int, kind: str) -> QuerySet[TemplateText]:
    """Every version of the office's own template, newest first; none while the office uses the one that comes with Zhitong."""
    return TemplateText.objects.filter(office_id=office_id, kind=kind).select_related("by").order_by("-ordinal")


def last_number(office_id: int, year: int) -> int:
    """The highest number given in a year. Only true while the numbering is held."""
    numbers = Report.objects.filter(office_id=office_id, year=year).order_by("-number")
    return numbers.values_list("number", flat=True).first() or 0


def another_of_period(office_id: int, kind: str, period: str) -> Report | None:
    """The paper that stands for this kind and period already; bulletins may be several."""
    if kind == Kind.BULLETIN:
        return None
    found = Report.objects.filter(office_id=office_id, kind=kind, period=period, corrects=None)
    return found.exclude(state=Report.State.DROPPED).first()


def period_of(report: Report) -> Period:
    return Period(report.period, report.first, report.last)


def period_label(period: Period) -> str:
    """As papers say it, in Chinese: 2026年第三季度."""
    year, rest = period.code[:4], period.code[4:]
    if rest.startswith("Q"):
        return f"{year}年第{'一二三四'[int(rest[1]) - 1]}季度"
    if rest.startswith("H"):
        return f"{year}年{'上' if rest == 'H1' else '下'}半年"
    if not rest:
        return f"{year}年"
    if ".." not in rest:
        return f"{year}年{int(rest[1:])}月"
    first, last = period.first, period.last
    return f"{first.year}年{first.month}月{first.day}日至{last.year}年{last.month}月{last.day}日"


def today_of(viewer: Actor) -> date:
    return timezone.localdate(viewer.at)


def suggested_periods(kind: str, today: date) -> list[Period]:
    """The periods a paper of this kind is usually made of: ended ones first, the newest first."""
    codes: dict[str, list[str]] = {
        Kind.QUARTER: [f"{year}Q{q}" for year in (today.year, today.year - 1) for q in (4, 3, 2, 1)],
        Kind.HALF: [f"{year}H{h}" for year in (today.year, today.year - 1) for h in (2, 1)],
        Kind.YEAR: [str(today.year - back) for back in range(3)],
        Kind.BULLETIN: [f"{today.year}-{month:02d}" for month in range(today.month, 0, -1)],
    }
    periods = [read_period(code, today) for code in codes[kind]]
    return [period for period in periods if period.first <= today]
