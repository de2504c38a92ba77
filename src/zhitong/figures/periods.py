"""A span of days with a name, as an address says it: 2026, 2026Q3, 2026H1, 2026-09, or 2026-09-01..2026-09-14."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from zhitong.errors import BadInput


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


def read_period(code: str, today: date) -> Period:
    """The period an address names; this year's when it names none. BadInput for what is no period."""
    code = code.strip()
    if not code:
        code = str(today.year)
    try:
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
            if first <= last:
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
