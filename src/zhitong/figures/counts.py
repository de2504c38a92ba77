"""How pages count: over columns that are kept up deed by deed, one set for each office asked for.

Rows change only by deeds, each of which moves its office's chain and names the submissions it touches; those alone are read again. No
answer is remembered: each figure is added up from the columns when it is asked for.

Nothing here is a second truth: what is kept is made from the rows, and is thrown away whenever the journal cannot say what was done since.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from functools import cached_property
from threading import Lock, RLock

import numpy as np
from django.utils import timezone

from zhitong.desk import events as desk
from zhitong.figures.columns import Columns, shelf
from zhitong.figures.columns.queries import (
    Roster,
    among,
    grouped,
    number_of_submissions,
    rank_of,
    read,
    roster,
    submissions_named,
)
from zhitong.figures.columns.sums import OF_ROSTER, SUMS, Belonging, Counted, Known
from zhitong.figures.measures import Measure
from zhitong.figures.periods import Period
from zhitong.figures.scope import Scope
from zhitong.journal.queries import deeds_since, heads

# Deeds with the text of a brief: they move no line.
STILL = frozenset(
    event.event_name for event in (desk.LockTakenOver, desk.RemarkAdded, desk.RemarkSettled, desk.RevisionSaved)
)
# The rooms whose tables fill the columns: what they do moves the lines of the submissions that the deed names, and of no other.
COLUMN_ROOMS = frozenset({"intake", "assessment", "desk", "outcomes"})
MOST_DEEDS = 5_000  # looked through between two requests; after more, everything is read anew
MOST_TOUCHED = 5_000  # codes
TRIES = 5  # to read without a deed coming between
SHELVED_EVERY = 1_000  # deeds

Head = tuple[int, str]


class Live:
    """The columns of one office as all is known now."""

    def __init__(self, office_id: int):
        self._office_id, self._lock = office_id, RLock()
        self._columns: Columns | None = None
        self._as_of: Head | None = None  # where the chain ended when they were read; of some lines they may know more
        self._read_at = timezone.now()  # all of them
        self._shelved = 0  # where the chain ended when they were last laid by

    def columns(self) -> Columns:
        """As they stand at this moment: what was read while somebody wrote is looked at once more."""
        with self._lock:
            for _try in range(TRIES):
                head = heads().get(self._office_id)
                if self._columns is not None and head == self._as_of:
                    break
                self._bring_up_to(head)
            return self._columns

    def _bring_up_to(self, head: Head | None) -> None:
        taken = self._columns is None and self._take_from_shelf()
        touched = self._touched_since()
        if touched:
            again = read(self._office_id, submissions_named(touched), self._columns.said)
            self._columns = self._columns.with_again(again)
        if touched is None or (taken and not self._holds_every_submission()):
            self._columns, self._read_at, self._shelved = read(self._office_id), timezone.now(), 0
        self._as_of = head
        if head and (not self._shelved or head[0] >= self._shelved + SHELVED_EVERY):
            shelf.put(self._office_id, shelf.Shelved(self._columns, head, self._read_at))
            self._shelved = head[0]

    def _take_from_shelf(self) -> bool:
        found = shelf.take(self._office_id)
        if found:
            self._columns, self._as_of, self._read_at = found
            self._shelved = self._as_of[0]
        return found is not None

    def _holds_every_submission(self) -> bool:
        """A belt besides: rows that were put there without a deed, such as by hand, are missing in a file that is older than they."""
        return number_of_submissions(self._office_id) == np.count_nonzero(self._columns.submissions.own)

    def _touched_since(self) -> set[str] | None:
        """What deeds named since the columns were read; None where that cannot be said, or is so much that all is better read anew."""
        if self._columns is None or self._as_of is None:
            return None
        deeds = deeds_since(self._office_id, self._as_of, MOST_DEEDS)
        if deeds is None:
            return None
        moving = (deed for deed in deeds if deed.action.split(".")[0] in COLUMN_ROOMS and deed.action not in STILL)
        touched = {code for deed in moving for code in deed.codes}
        return touched if len(touched) <= MOST_TOUCHED else None


class Offices:
    """The columns that this process keeps: of at most so many offices; the ones asked for longest ago go first."""

    def __init__(self, most: int):
        self._most, self._lock = most, Lock()
        self._live: OrderedDict[int, Live] = OrderedDict()

    def columns(self, office_id: int) -> Columns:
        with self._lock:
            live = self._live.setdefault(office_id, Live(office_id))
            self._live.move_to_end(office_id)
            if len(self._live) > self._most:
                self._live.popitem(last=False)
        return live.columns()

    def forget(self) -> None:
        """For who changes rows without a deed."""
        with self._lock:
            self._live.clear()


OFFICES = Offices(20)


class Summing:
    """One set of columns as known on one day and narrowed: each measure is laid out once, and every period is a sum over that."""

    def __init__(self, columns: Columns, scope: Scope):
        self._columns, self._scope = columns, scope
        let_through = among(columns, scope.narrow)
        self._known = Known(columns, scope.known_by.toordinal(), rank_of(scope.office_id), let_through)
        self._laid_out: dict[str, Counted] = {}

    @cached_property
    def _roster(self) -> Roster:
        return roster(self._scope.office_id, self._scope.narrow)

    def by_unit(self, code: str, period: Period) -> dict[int | None, int]:
        if code in OF_ROSTER:
            last_day = min(period.last, self._scope.known_by).toordinal()
            units = OF_ROSTER[code](Belonging(self._roster, self._known, period, last_day))
            return dict(Counter(units.tolist()))
        numbers = self._counted(code).by(self._columns.submissions.unit, period)
        return {unit or None: number for unit, number in numbers.items()}

    def by_column(self, code: str, period: Period, field: str) -> dict[object, int]:
        group, names = grouped(self._columns, field)
        return {names[number]: count for number, count in self._counted(code).by(group, period).items()}

    def _counted(self, code: str) -> Counted:
        if code not in self._laid_out:
            self._laid_out[code] = SUMS[code](self._known)
        return self._laid_out[code]


class Counts:
    """The counts of one request: whatever is done meanwhile, the figures of one page are of one moment and fit together."""

    def __init__(self):
        self._columns: dict[int, Columns] = {}
        self._summing: dict[Scope, Summing] = {}  # by their scopes without period
        self._told: dict[tuple[str, Scope], dict[int | None, int]] = {}

    def by_unit(self, measure: Measure, scope: Scope) -> dict[int | None, int]:
        """Not to be changed by who asks."""
        if (measure.code, scope) not in self._told:
            self._told[measure.code, scope] = self._of(scope).by_unit(measure.code, scope.period)
        return self._told[measure.code, scope]

    def by_column(self, measure: Measure, scope: Scope, column: str) -> dict[object, int]:
        """By what the submission says of itself, such as its area."""
        return self._of(scope).by_column(measure.code, scope.period, column)

    def _of(self, scope: Scope) -> Summing:
        of = scope.always
        if of not in self._summing:
            if of.office_id not in self._columns:
                self._columns[of.office_id] = OFFICES.columns(of.office_id)
            self._summing[of] = Summing(self._columns[of.office_id], of)
        return self._summing[of]
