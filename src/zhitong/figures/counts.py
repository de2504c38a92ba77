"""Numbers that were counted once are remembered until the next deed.

A figure depends on nothing but its scope and the rows of the database, and rows change only by deeds, each of which moves an
office's chain. So what was counted holds as long as no chain has moved; the next deed anywhere makes it be counted anew.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from django.db.models import Sum

from zhitong.figures.measures import UNIT, Measure
from zhitong.figures.scope import Scope
from zhitong.journal.models import Chain


class Kept:
    """What one process keeps of one sort: at most so many; the ones asked for longest ago go first."""

    def __init__(self, most: int):
        self._most, self._lock = most, Lock()
        self._kept: OrderedDict[tuple, dict] = OrderedDict()

    def get(self, key: tuple, count: Callable[[], dict]) -> dict:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = count()
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return found


NUMBERS = Kept(4_000)  # by unit, of one measure and period
TABLES = Kept(12)  # of all periods: some megabytes each in a large office


class Counts:
    """The counts of one request: the state of the chains is asked once."""

    def __init__(self, office_id: int):
        heads = Chain.objects.filter(office_id=office_id).values_list("head", flat=True)
        self._state = (office_id, next(iter(heads), ""), Chain.objects.aggregate(deeds=Sum("seq"))["deeds"])

    def by_unit(self, measure: Measure, scope: Scope) -> dict[int | None, int]:
        key = (self._state, measure.code, measure.version, UNIT, scope)
        return NUMBERS.get(key, lambda: self._counted(measure, scope))

    def by_column(self, measure: Measure, scope: Scope, column: str) -> dict[object, int]:
        """By a column of the submission, such as its area."""
        key = (self._state, measure.code, measure.version, column, scope)
        return NUMBERS.get(key, lambda: measure.by_column(scope, column))

    def _counted(self, measure: Measure, scope: Scope) -> dict[int | None, int]:
        """From the pass over all periods where the measure has one: the periods asked for next are then counted already."""
        if measure.dated is None:
            return measure.by_unit(scope)
        tables = TABLES.get((self._state, measure.dated, scope.always), lambda: measure.dated(scope))
        return tables[measure.code].by_unit(scope)
