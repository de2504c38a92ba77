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

MOST = 4_000  # numbers by unit kept in one process; the ones asked for longest ago go first

_kept: OrderedDict[tuple, dict] = OrderedDict()
_lock = Lock()


class Counts:
    """The counts of one request: the state of the chains is asked once."""

    def __init__(self, office_id: int):
        heads = Chain.objects.filter(office_id=office_id).values_list("head", flat=True)
        self._state = (office_id, next(iter(heads), ""), Chain.objects.aggregate(deeds=Sum("seq"))["deeds"])

    def by_unit(self, measure: Measure, scope: Scope) -> dict[int | None, int]:
        return self._remembered((measure.code, measure.version, UNIT, scope), lambda: measure.by_unit(scope))

    def by_column(self, measure: Measure, scope: Scope, column: str) -> dict[object, int]:
        """By a column of the submission, such as its area."""
        key = (measure.code, measure.version, column, scope)
        return self._remembered(key, lambda: measure.by_column(scope, column))

    def _remembered(self, key: tuple, count: Callable[[], dict]) -> dict:
        key = (self._state, *key)
        with _lock:
            if key in _kept:
                _kept.move_to_end(key)
                return _kept[key]
        found = count()
        with _lock:
            _kept[key] = found
            while len(_kept) > MOST:
                _kept.popitem(last=False)
        return found
