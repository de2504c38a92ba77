"""Numbers that were counted once are remembered, and after a deed only what it may have moved is counted again.

A figure depends on nothing but its scope and the rows of the database, and rows change only by deeds, each of which moves its
office's chain. The measures that have a pass (``dated``) are kept up for each office asked for: a deed names the submissions it touches, and
those alone are read again. All other numbers hold until a deed, in whatever office, that is none of ``STILL``.

Nothing here is a second truth: what is kept is in the memory of one process, is made from the rows, and is thrown away whenever the
journal cannot say what was done since.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from threading import RLock

from django.utils import timezone

from zhitong.desk import events as desk
from zhitong.figures.dated import Book, Dated, Pass
from zhitong.figures.measures import UNIT, Measure
from zhitong.figures.queries import happened_between, submissions_coded
from zhitong.figures.scope import Scope
from zhitong.journal.queries import Deed, deeds_since, heads, latest_moment
from zhitong.network import events as network


class Kept:
    """What one process keeps of one sort: at most so many; the ones asked for longest ago go first."""

    def __init__(self, most: int):
        self._most, self._lock = most, RLock()
        self._kept: OrderedDict[tuple, object] = OrderedDict()

    def get(self, key: tuple, make: Callable[[], object]) -> object:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = make()
        with self._lock:
            found = self._kept.setdefault(key, found)  # two may have made it at once: then all go on with one
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return found

    def seen(self, key: tuple) -> object | None:
        with self._lock:
            return self._kept.get(key)

    def drop(self, key: tuple) -> None:
        with self._lock:
            self._kept.pop(key, None)


NUMBERS = Kept(4_000)  # by unit, of one measure and period
TABLES = Kept(12)  # of all periods, as known on a past day or narrowed: some megabytes each in a large office


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
# The rooms whose tables the passes ask: what they do moves the counts of the submissions that the deed names, and of no other.
PASS_ROOMS = frozenset({"intake", "desk", "outcomes"})
MOST_DEEDS = 500  # looked through between two requests; after more, everything is counted anew
MOST_TOUCHED = 5_000  # codes


class Live:
    """The passes over one office as all is known now, kept up deed by deed."""

    def __init__(self, office_id: int, latest: date):
        self._office_id, self._latest = office_id, latest  # the day of the latest deed
        self._known_by = date.min
        self._books: dict[Pass, Book] = {}
        self._touched: set[str] = set()  # codes of what deeds named since it was last read
        self._lock = RLock()

    def hear(self, deeds: list[Deed]) -> None:
        with self._lock:
            for deed in deeds:
                self._latest = max(self._latest, timezone.localdate(deed.at))
                if deed.action.split(".")[0] in PASS_ROOMS and deed.action not in STILL:
                    self._touched |= deed.codes
            if len(self._touched) > MOST_TOUCHED:  # nobody asked for a long time: then all is read anew
                self._books, self._touched = {}, set()

    def tables(self, of: Pass, scope: Scope) -> dict[str, Dated] | None:
        """None where the scope asks for less than all that is known now."""
        with self._lock:
            if scope.narrow or scope.known_by < max(self._latest, self._known_by):
                return None
            return self._as_known(scope.always, of)

    def _as_known(self, scope: Scope, of: Pass) -> dict[str, Dated]:
        if self._touched or scope.known_by > self._known_by:
            again = submissions_coded(self._office_id, self._touched)
            if self._books and scope.known_by > self._known_by:  # what was entered for a day to come has come
                again |= happened_between(self._office_id, self._known_by, scope.known_by)
            for book in self._books.values():
                book.reread(scope, again)
            self._touched, self._known_by = set(), scope.known_by
        if of not in self._books:
            self._books[of] = Book(of, scope)
        return self._books[of].tables


class Deeds:
    """What this process has seen of the journal."""

    def __init__(self):
        self._lock, self._heads, self._times = RLock(), {}, 0
        self._live = Kept(20)  # offices

    def look(self) -> int:
        """At the beginning of a request: how often deeds were done that may have moved a figure. A number that was given once is never
        given again after such a deed."""
        now = heads()
        with self._lock:
            moved = [self._hear(office, now.get(office)) for office in now.keys() | self._heads.keys()]
            self._times += any(moved)
            self._heads = now
            return self._times

    def live(self, office_id: int) -> Live:
        """The office's passes as of the last look, or later."""

        def begin() -> Live:
            latest = latest_moment(office_id)
            return Live(office_id, timezone.localdate(latest) if latest else date.min)

        return self._live.get((office_id,), begin)

    def _hear(self, office_id: int, now: tuple[int, str] | None) -> bool:
        """Whether the office's deeds since the last look may have moved a figure."""
        before = self._heads.get(office_id)
        if now == before:
            return False
        deeds = deeds_since(office_id, before, MOST_DEEDS) if before and now else None
        if deeds is None:
            self._live.drop((office_id,))
            return True
        if (live := self._live.seen((office_id,))) is not None:
            live.hear(deeds)
        return not all(deed.action in STILL or deed.action.split(".")[0] in STILL_ROOMS for deed in deeds)


DEEDS = Deeds()


class Counts:
    """The counts of one request: the state of the chains is asked once."""

    def __init__(self):
        self._state = DEEDS.look()
        self._told: dict[tuple[str, Scope], dict[int | None, int]] = {}

    def by_unit(self, measure: Measure, scope: Scope) -> dict[int | None, int]:
        """The same all through the request, whatever is done meanwhile: the figures of one page fit together."""
        if (measure.code, scope) not in self._told:
            self._told[measure.code, scope] = self._by_unit(measure, scope)
        return self._told[measure.code, scope]

    def _by_unit(self, measure: Measure, scope: Scope) -> dict[int | None, int]:
        if measure.dated is not None:
            return self._tables(measure.dated, scope)[measure.code].by_unit(scope.period)
        key = (self._state, measure.code, measure.version, UNIT, scope)
        return NUMBERS.get(key, lambda: measure.by_unit(scope))

    def by_column(self, measure: Measure, scope: Scope, column: str) -> dict[object, int]:
        """By a column of the submission, such as its area."""
        key = (self._state, measure.code, measure.version, column, scope)
        return NUMBERS.get(key, lambda: measure.by_column(scope, column))

    def _tables(self, of: Pass, scope: Scope) -> dict[str, Dated]:
        """All periods of the pass; the periods asked for next are then counted already."""
        found = DEEDS.live(scope.office_id).tables(of, scope)
        return found or TABLES.get((self._state, of, scope.always), lambda: of.tables(scope))
