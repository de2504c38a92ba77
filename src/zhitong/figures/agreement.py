"""The proof that figures added up from columns are what the rows say: every measure, every year, as known today and at the end of each year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from zhitong.figures.counts import Counts
from zhitong.figures.measures import MEASURES, Measure
from zhitong.figures.periods import Period, read_period
from zhitong.figures.queries import first_day
from zhitong.figures.scope import Scope


@dataclass(frozen=True)
class Compared:
    """One measure, year and day of knowledge, unit by unit. ``by_rows`` is the definition."""

    measure: Measure
    period: Period
    known_by: date
    by_rows: dict[int | None, int]
    by_columns: dict[int | None, int]

    @property
    def agrees(self) -> bool:
        return self.by_rows == self.by_columns


def compared(office_id: int, today: date) -> Iterator[Compared]:
    """Nothing for an office without submissions."""
    since = first_day(Scope(office_id, read_period("", today), today))
    if since is None:
        return
    counts = Counts()
    years = [read_period(str(year), today) for year in range(since.year, today.year + 1)]
    for known_by in (*(year.last for year in years[:-1]), today):
        for measure in MEASURES.values():
            for year in years:
                scope = Scope(office_id, year, known_by)
                yield Compared(measure, year, known_by, measure.by_unit(scope), counts.by_unit(measure, scope))
