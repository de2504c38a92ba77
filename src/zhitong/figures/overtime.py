"""纵向比较: a figure against last year to the same day (同比), against the period before (环比), over a row of periods, and its records (历史新高)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from zhitong.figures.measures import Figure, Measure, Rate, figure_of
from zhitong.figures.periods import Period, a_year_before, last_year, named, one_before, series, span
from zhitong.figures.scope import Scope

MOST_PERIODS = 12  # that a row of periods shows; records look back as far as there are submissions
Counting = Callable[[Measure, Scope], dict[int | None, int]]


@dataclass(frozen=True)
class Change:
    """A figure against an earlier one of the same measure."""

    now: Figure
    was: Figure
    period: Period  # the earlier one's

    @property
    def difference(self) -> Fraction | int | None:
        if self.now.value is None or self.was.value is None:
            return None
        return self.now.value - self.was.value

    @property
    def words(self) -> str:
        """+12 (+8.3%), of a share the percentage points: +2.5. Empty where there is nothing to compare with."""
        if self.difference is None:
            return ""
        if isinstance(self.now.measure, Measure):
            share = f" ({_signed(Fraction(self.difference, self.was.count) * 100, 1)}%)" if self.was.count else ""
            return f"{_signed(self.difference, 0)}{share}"
        return _signed(self.difference * (100 if self.now.measure.shown == "percent" else 1), 1)

    @property
    def from_nothing(self) -> bool:
        """Earlier 0: then no percentage can be said."""
        return isinstance(self.now.measure, Measure) and self.was.count == 0

    @property
    def is_share(self) -> bool:
        return isinstance(self.now.measure, Rate) and self.now.measure.shown == "percent"

    @property
    def direction(self) -> str:
        return "" if not self.difference else ("up" if self.difference > 0 else "down")


@dataclass(frozen=True)
class Record:
    """``new``: this figure is higher than every earlier one of a period of this length. ``old`` is the highest before, ``since`` the first known."""

    now: Figure
    old: Figure
    period: Period
    since: Period

    @property
    def new(self) -> bool:
        return self.now.value is not None and self.old.value is not None and self.now.value > self.old.value > 0


def _signed(value: Fraction | int, places: int) -> str:
    """With its sign and rounded halves away from zero; 0 has none."""
    size = (abs(Fraction(value)) * 10**places * 2 + 1) // 2
    if not size:
        return "0"
    digits = str(size).rjust(places + 1, "0")
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"{'+' if value > 0 else '−'}{text}"


class Office:
    """The figures of a whole office, or of some of its units, counted as asked."""

    def __init__(self, count: Counting = Measure.by_unit, unit_ids: Iterable[int] | None = None):
        self._count, self._units = count, None if unit_ids is None else frozenset(unit_ids)

    def figure(self, measure: Measure | Rate, scope: Scope) -> Figure:
        def number(part: Measure) -> int:
            counts = self._count(part, scope)
            if self._units is None:
                return sum(counts.values())
            return sum(counts.get(unit, 0) for unit in self._units)

        return figure_of(measure, number)

    def change(self, measure: Measure | Rate, scope: Scope, earlier: Scope) -> Change:
        return Change(self.figure(measure, scope), self.figure(measure, earlier), earlier.period)

    def row(self, measure: Measure | Rate, scope: Scope, periods: Iterable[Period]) -> list[Figure]:
        return [self.figure(measure, replace(scope, period=period)) for period in periods]

    def record(self, measure: Measure | Rate, scope: Scope, since: date | None) -> Record | None:
        """Against every earlier period of this length back to ``since``, the day of the first submission; None where there is none."""
        if not scope.period.months or since is None:
            return None
        span_of_months = (scope.period.first.year - since.year) * 12 + scope.period.first.month - since.month
        back = min(-(-span_of_months // scope.period.months), 40)
        if back < 1:
            return None
        earlier = series(scope.period, back + 1)[:-1]
        figures = self.row(measure, scope, earlier)
        told = [n for n, figure in enumerate(figures) if figure.value is not None]
        if not told:
            return None
        best = max(told, key=lambda n: figures[n].value)
        return Record(self.figure(measure, scope), figures[best], earlier[best], earlier[0])

    def running(self, measure: Measure, scope: Scope) -> list[tuple[Period, int]]:
        """The total from the period's first day to the end of each of its months, up to the day of the figure."""
        totals, year, month = [], scope.period.first.year, scope.period.first.month
        while (of := named(year, month, 1)).first <= scope.last_day:
            until = span(scope.period.first, min(of.last, scope.period.last))
            totals.append((of, self.figure(measure, replace(scope, period=until)).count))
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        return totals


def year_earlier(scope: Scope, *, as_then: bool = False) -> Scope:
    """同比. With ``as_then`` as it was known on that day of last year, so that late news does not favour the older figure."""
    known = a_year_before(scope.known_by) if as_then else scope.known_by
    return replace(scope, period=last_year(scope.period, scope.known_by), known_by=known)


def period_earlier(scope: Scope, *, as_then: bool = False) -> Scope:
    """环比, likewise."""
    before = one_before(scope.period, scope.known_by)
    known = before.last if as_then else scope.known_by
    return replace(scope, period=before, known_by=min(known, scope.known_by))


def row_of_periods(period: Period) -> list[Period]:
    """Twelve of the length asked for; of two days written out, only those."""
    return series(period, MOST_PERIODS if period.months < 12 else 5) if period.months else [period]
