"""Numbers that were counted once are remembered until a deed may have moved them.

A figure depends on nothing but its scope and the rows of the database, and rows change only by deeds, each of which moves an
office's chain. So what was counted holds until a chain tells of a deed, in whatever office, that is none of ``STILL``.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from zhitong.desk import events as desk
from zhitong.figures.measures import UNIT, Measure
from zhitong.figures.scope import Scope
from zhitong.journal.queries import actions_since, heads
from zhitong.network import events as network


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


# Deeds that touch nothing a measure counts: of rooms whose tables no measure asks (a room writes only its own; what it has another one do
# is that one's deed), of people's doors, and of the text of a brief. What does not stand here may move figures.
STILL_ROOMS = frozenset({"dispatch", "figures", "notices", "reports", "stations"})
STILL = frozenset(
    event.event_name
    for event in (
        network.SignedIn,
        network.SignInHeld,
        network.SessionsEnded,
        network.PasswordSet,
        network.FactorAdded,
        network.FactorRemoved,
        network.RecoveryCodesMade,
        network.RecoveryCodeUsed,
        desk.LockTakenOver,
        desk.RemarkAdded,
        desk.RemarkSettled,
        desk.RevisionSaved,
    )
)
MOST_DEEDS = 500  # looked through between two requests; after more, everything is counted anew


class Deeds:
    """How often, as far as this process has seen, deeds were done that may have moved a figure."""

    def __init__(self):
        self._lock, self._heads, self._times = Lock(), {}, 0

    def times(self) -> int:
        """Asked at the beginning of a request. A number that was given once is never given again after such a deed."""
        now = heads()
        with self._lock:
            if any(self._may_have_moved(office, now.get(office)) for office in now.keys() | self._heads.keys()):
                self._times += 1
            self._heads = now
            return self._times

    def _may_have_moved(self, office_id: int, now: tuple[int, str] | None) -> bool:
        before = self._heads.get(office_id)
        if now == before:
            return False
        done = actions_since(office_id, before, MOST_DEEDS) if before and now else None
        return done is None or not all(action in STILL or action.split(".")[0] in STILL_ROOMS for action in done)


DEEDS = Deeds()


class Counts:
    """The counts of one request: the state of the chains is asked once."""

    def __init__(self):
        self._state = DEEDS.times()

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
