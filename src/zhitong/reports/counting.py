"""Counts as a paper needs them: each measure's rows of its period read once, then counted for the office, a kind, a unit.

What happened in an earlier closed period and was learned after it belongs, where the office's cut-off rule says so, to the next
paper: those rows are carried here, and what an earlier period lost since is taken off. Every figure is the rows it opens, less
the rows taken off; over all papers together each fact then counts exactly once.
"""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from zhitong.figures import counts as figures
from zhitong.figures.measures import BY_CODE, CATALOGUE, SUBMISSION, UNIT, Measure, Rate
from zhitong.figures.periods import Period, read_period
from zhitong.figures.scope import Scope

OWN, YEAR_BEFORE, PERIOD_BEFORE = "own", "yoy", "pop"
RATES: dict[str, Rate] = {measure.code: measure for measure in CATALOGUE if isinstance(measure, Rate)}


class Row(NamedTuple):
    """One row that a measure counts: its id in its own table, and the submission and unit credited."""

    pk: int
    submission: str
    unit: int | None


@dataclass(frozen=True)
class Carried:
    """An earlier closed period whose late facts are counted here: what became known after ``since``."""

    period: Period
    since: date


@dataclass(frozen=True)
class Tally:
    """What one figure counts: ``rows`` less ``minus``."""

    rows: tuple[Row, ...]
    minus: tuple[Row, ...] = ()

    @property
    def number(self) -> int:
        return len(self.rows) - len(self.minus)

    def of(self, units: frozenset[int | None] | None) -> Tally:
        """Only what is credited to these units; None is the whole office."""
        if units is None:
            return self
        return Tally(
            tuple(row for row in self.rows if row.unit in units), tuple(row for row in self.minus if row.unit in units)
        )

    def by_unit(self) -> Counter:
        counts = Counter(row.unit for row in self.rows)
        counts.subtract(row.unit for row in self.minus)
        return counts


def rows_of(measure: Measure, scope: Scope) -> tuple[Row, ...]:
    found = measure.rows(scope).order_by().values_list("pk", SUBMISSION, UNIT)
    return tuple(sorted((Row(*row) for row in found), key=lambda row: (row.pk, row.submission)))


def difference(before: Sequence[Row], after: Sequence[Row]) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """(what came, what went) between two readings of one measure."""
    old, new = {row[:2] for row in before}, {row[:2] for row in after}
    return tuple(row for row in after if row[:2] not in old), tuple(row for row in before if row[:2] not in new)


@dataclass
class Counts:
    """The figures of one office and period, as known by a day."""

    office_id: int
    period: Period
    known_by: date
    carried: tuple[Carried, ...] = ()
    _read: dict[str, Tally] = field(default_factory=dict)
    _numbers: dict[str, Counter] = field(default_factory=dict)

    def tally(self, code: str) -> Tally:
        """The rows of a measure in this period, read once: a paper freezes them."""
        if code not in self._read:
            self._read[code] = self._own(BY_CODE[code])
        return self._read[code]

    def number(self, code: str, units: frozenset[int | None] | None, when: str = OWN) -> int:
        """What these units have in this period (OWN), the same one a year before, or the one before it. Of the earlier ones a paper
        keeps no rows: their numbers are those of the pages of figures."""
        if when != OWN:
            period = year_before(self.period) if when == YEAR_BEFORE else period_before(self.period)
            return self._in(period, code, units)
        if code not in self._numbers:  # the rows are gone through once for all units together
            self._numbers[code] = self.tally(code).by_unit()
        return _of(units, self._numbers[code])

    @cached_property
    def _kept(self) -> figures.Counts:
        return figures.Counts()

    def _in(self, period: Period, code: str, units: frozenset[int | None] | None) -> int:
        return _of(units, self._kept.by_unit(BY_CODE[code], Scope(self.office_id, period, self.known_by)))

    def _own(self, measure: Measure) -> Tally:
        rows = list(rows_of(measure, Scope(self.office_id, self.period, self.known_by)))
        minus: list[Row] = []
        for late in self.carried:
            came, went = difference(
                rows_of(measure, Scope(self.office_id, late.period, late.since)),
                rows_of(measure, Scope(self.office_id, late.period, self.known_by)),
            )
            rows += came
            minus += went
        return Tally(tuple(rows), tuple(minus))

    def late_rows(self, code: str) -> int:
        """By how much the figure is larger or smaller for facts of earlier closed periods."""
        plain = len(rows_of(BY_CODE[code], Scope(self.office_id, self.period, self.known_by)))
        return self.tally(code).number - plain

    def in_months(self, code: str, units: frozenset[int | None] | None = None) -> list[tuple[Period, int]]:
        """The months that the period touches, each with the measure's number of that month (carried rows left out)."""
        return [(month, self._in(month, code, units)) for month in months_of(self.period)]


def _of(units: frozenset[int | None] | None, numbers: Mapping[int | None, int]) -> int:
    return sum(numbers.values()) if units is None else sum(numbers.get(unit, 0) for unit in units)


def months_of(period: Period) -> list[Period]:
    """The calendar months of a period, its first and last cut where it begins and ends."""
    months, day = [], period.first
    while day <= period.last:
        end = min(day.replace(day=calendar.monthrange(day.year, day.month)[1]), period.last)
        whole = day.day == 1 and end.day == calendar.monthrange(day.year, day.month)[1]
        months.append(Period(f"{day:%Y-%m}" if whole else f"{day}..{end}", day, end))
        day = date.fromordinal(end.toordinal() + 1)
    return months


def year_before(period: Period) -> Period:
    """同期: the same period of the year before; 29 February answers to 28 February."""
    if ".." not in period.code:
        return read_period(f"{int(period.code[:4]) - 1}{period.code[4:]}", period.first)
    first, last = (_same_day(day) for day in (period.first, period.last))
    return Period(f"{first}..{last}", first, last)


def _same_day(day: date) -> date:
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def period_before(period: Period) -> Period:
    """环比: the quarter before a quarter, and so on; before two days, as many days."""
    end = date.fromordinal(period.first.toordinal() - 1)
    year = int(period.code[:4])
    if "Q" in period.code:
        return read_period(f"{end.year}Q{(end.month + 2) // 3}", end)
    if "H" in period.code:
        return read_period(f"{end.year}H{1 if end.month <= 6 else 2}", end)
    if ".." in period.code:
        first = date.fromordinal(period.first.toordinal() - (period.last - period.first).days - 1)
        return Period(f"{first}..{end}", first, end)
    return read_period(f"{end:%Y-%m}" if "-" in period.code else str(year - 1), end)
