"""What is counted once for all periods: the rows of a measure in order of their days, of which any period is one stretch.

The rows behind a number stay the definition (``Measure.rows``). These tables say the same for every period after one pass through the
database, so that a row of quarters, 同比, 环比, records and running totals ask no more of it than a single figure does.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime
from operator import itemgetter

from django.db.models import Min, QuerySet

from zhitong.figures.scope import CREDITED, Scope
from zhitong.outcomes.models import Outcome
from zhitong.outcomes.queries import end_of


class Dated:
    """One row for each thing counted: the day (or the moment, then of all of them) on which it counts, and the unit credited."""

    def __init__(self, rows: Iterable[tuple[date | datetime, int | None]]):
        ordered = sorted(rows, key=itemgetter(0))
        self._days = [day for day, _unit in ordered]
        self._units = [unit for _day, unit in ordered]

    def by_unit(self, scope: Scope) -> dict[int | None, int]:
        """How many count in the scope's period, for each unit; units without any are left out."""
        of_moments = bool(self._days) and isinstance(self._days[0], datetime)
        first, last = scope.moments if of_moments else (scope.period.first, scope.period.last)
        return dict(Counter(self._units[bisect_left(self._days, first) : bisect_right(self._days, last)]))


def adopted_submissions(scope: Scope) -> dict[str, Dated]:
    """The measures of items that count submissions once adopted: on the day of the first adoption, or on that of receipt."""
    known = {f"{CREDITED}__office_id": scope.office_id, f"{CREDITED}__recorded_at__lte": end_of(scope.known_by)}
    rows = list(
        scope.adoptions()
        .filter(scope.narrowed(f"{CREDITED}__"), **known)
        .order_by()
        .values_list(CREDITED, f"{CREDITED}__unit_id", f"{CREDITED}__received_at")
        .annotate(first=Min("happened_on"))
    )
    rows.sort(key=itemgetter(3))  # once for the two that count on the day of the first adoption
    instructed = set(
        scope.instructions().filter(brief__sources__isnull=False).order_by().values_list(CREDITED, flat=True)
    )
    return {
        "adopted": Dated((first, unit) for _pk, unit, _received, first in rows),
        "received_and_adopted": Dated((received, unit) for _pk, unit, received, _first in rows),
        "adopted_and_instructed": Dated((first, unit) for pk, unit, _received, first in rows if pk in instructed),
    }


def occurrences(code: str, outcomes: Callable[[Scope], QuerySet[Outcome]]) -> Callable[[Scope], dict[str, Dated]]:
    """The pass for one measure of occurrences, each on the day it happened."""

    def dated(scope: Scope) -> dict[str, Dated]:
        drawn_on = outcomes(scope).filter(scope.narrowed(f"{CREDITED}__"), brief__sources__isnull=False)
        return {code: Dated(drawn_on.order_by().values_list("happened_on", f"{CREDITED}__unit_id"))}

    return dated
