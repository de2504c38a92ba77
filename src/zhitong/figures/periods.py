"""A span of days with a name, as an address says it: 2026, 2026Q3, 2026H1, 2026-09, or 2026-09-01..2026-09-14."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from zhitong.errors import BadInput

EARLIEST, LATEST = 1950, 2200  # years that may be asked for


@dataclass(frozen=True)
class Period:
    """From ``first`` to ``last``, both days included."""

    code: str
    first: date
    last: date

    @property
    def label(self) -> str:
        if match := re.fullmatch(r"(\d{4})(?:Q(\d)|H(\d)|-(\d\d))?", self.code):
            year, quarter, half, month = match.groups()
            if quarter:
                return _("%(year)s, quarter %(quarter)s") % {"year": year, "quarter": quarter}
            if half:
                return _("%(year)s, half %(half)s") % {"year": year, "half": half}
            if month:
                return _("%(year)s, month %(month)s") % {"year": year, "month": int(month)}
            return _("year %(year)s") % {"year": year}
        return _("%(first)s to %(last)s") % {"first": self.first.isoformat(), "last": self.last.isoformat()}

    def contains(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def months(self) -> int:
        """Length in months of a period with a name; 0 of two days written out."""
        if match := re.fullmatch(r"\d{4}(Q\d|H\d|-\d\d)?", self.code):
            return {"Q": 3, "H": 6, "-": 1}[match[1][0]] if match[1] else 12
        return 0

    def until(self, day: date) -> Period:
        """The part of it up to a day, itself when it is over by then."""
        return self if day >= self.last or day < self.first else span(self.first, day)


def read_period(code: str, today: date) -> Period:
    """The period an address names; this year's when it names none. BadInput for what is no period."""
    code = code.strip()
    if not code:
        code = str(today.year)
    try:
        if re.match(r"\d{4}", code) and not EARLIEST <= int(code[:4]) <= LATEST:
            raise ValueError("too far away to be compared with a year before")
        if match := re.fullmatch(r"(\d{4})", code):
            return Period(code, date(int(code), 1, 1), date(int(code), 12, 31))
        if match := re.fullmatch(r"(\d{4})Q([1-4])", code):
            return _months(code, int(match[1]), int(match[2]) * 3 - 2, int(match[2]) * 3)
        if match := re.fullmatch(r"(\d{4})H([12])", code):
            return _months(code, int(match[1]), int(match[2]) * 6 - 5, int(match[2]) * 6)
        if match := re.fullmatch(r"(\d{4})-(\d\d)", code):
            return _months(code, int(match[1]), int(match[2]), int(match[2]))
        if match := re.fullmatch(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)", code):
            first, last = date.fromisoformat(match[1]), date.fromisoformat(match[2])
            if first <= last and last.year <= LATEST:
                return Period(code, first, last)
    except (ValueError, calendar.IllegalMonthError):
        pass
    raise BadInput(
        "figures.period",
        _("“%(code)s” is no period.") % {"code": code[:40]},
        _(
            "Write a year (2026), half (2026H1), quarter (2026Q3), month (2026-09), or two days with the first before the last."
        ),
        field="period",
    )


def _months(code: str, year: int, first: int, last: int) -> Period:
    return Period(code, date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))


def span(first: date, last: date) -> Period:
    """Two days written out."""
    return Period(f"{first.isoformat()}..{last.isoformat()}", first, last)


def a_year_before(day: date) -> date:
    """The same day of last year; of 29 February the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def named(year: int, month: int, months: int) -> Period:
    """The year, half, quarter or month that begins with this month."""
    code = {12: f"{year}", 6: f"{year}H{month // 6 + 1}", 3: f"{year}Q{month // 3 + 1}", 1: f"{year}-{month:02d}"}
    return _months(code[months], year, month, month + months - 1)


def shifted(period: Period, months: int) -> Period:
    """A period with a name, moved by whole months: a multiple of its own length, or of a year."""
    count = period.first.year * 12 + period.first.month - 1 + months
    return named(count // 12, count % 12 + 1, period.months)


def last_year(period: Period, today: date) -> Period:
    """同比: the same period of last year; while it runs, only up to this day of the year."""
    if period.months and today >= period.last:
        return shifted(period, -12)
    running = period.until(today)
    return span(a_year_before(running.first), a_year_before(running.last))


def one_before(period: Period, today: date) -> Period:
    """环比: the period before of the same length; while it runs, only as many days of it as have passed of this one."""
    running = period.until(today)
    if not period.months:
        length = running.last - running.first
        return span(running.first - length - timedelta(days=1), running.first - timedelta(days=1))
    before = shifted(period, -period.months)
    if today >= period.last:
        return before
    return before.until(before.first + (running.last - running.first))


def series(period: Period, count: int) -> list[Period]:
    """The last ``count`` periods of this length, the oldest first, this one last."""
    return [shifted(period, -period.months * back) for back in range(count - 1, -1, -1)]
