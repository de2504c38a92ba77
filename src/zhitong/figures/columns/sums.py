"""Every measure as a sum over columns: the formulas of ``measures``, once more and in another way.

That both say the same is what the oracle's tests and ``zhitong figures check`` prove.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

import numpy as np

from zhitong.figures.columns.queries import Roster
from zhitong.figures.columns.tables import NEVER, Columns, Decisions, Issues, Outcomes
from zhitong.figures.periods import Period
from zhitong.network.models import Office


class Counted(NamedTuple):
    """What a measure counts, over all periods: for each line the day on which it counts (NEVER: it does not), the line's submission (None: the
    lines are the submissions), and the days to add up instead of counting, if any."""

    day: np.ndarray
    place: np.ndarray | None = None
    adds: np.ndarray | None = None

    def by(self, group: np.ndarray, period: Period) -> dict[int, int]:
        """The number for each group in the period, given the group of each submission; groups without a line are left out."""
        within = (self.day >= period.first.toordinal()) & (self.day <= period.last.toordinal())
        groups = group[within] if self.place is None else group[self.place[within]]
        numbers = np.bincount(groups)
        found = np.flatnonzero(numbers)
        if self.adds is not None:
            numbers = np.bincount(groups, self.adds[within]).astype(np.int64)
        return dict(zip(found.tolist(), numbers[found].tolist(), strict=True))


class Known:
    """The columns as they were known at the end of a day, perhaps of some submissions only; ``rank`` is the office's own."""

    def __init__(self, columns: Columns, known_by: int, rank: int, among: np.ndarray | None = None):
        self._columns, self._day, self._rank, self._among = columns, known_by, rank, among

    @cached_property
    def _there(self) -> np.ndarray:
        """The office's submissions that were recorded by then."""
        submissions = self._columns.submissions
        there = submissions.own & (submissions.recorded <= self._day)
        return there if self._among is None else there & self._among

    def held(self, outcomes: Outcomes) -> np.ndarray:
        """The lines that held, and had happened."""
        held = (outcomes.since <= self._day) & (outcomes.until > self._day) & (outcomes.day <= self._day)
        return held if self._among is None else held & self._among[outcomes.place]

    def _any(self, table: Outcomes | Decisions | Issues, lines: np.ndarray) -> np.ndarray:
        """For each submission whether one of these lines belongs to it."""
        found = np.zeros(len(self._there), bool)
        found[table.place[lines]] = True
        return found

    def _first(self, table: Outcomes | Decisions | Issues, lines: np.ndarray) -> np.ndarray:
        """For each submission that was recorded the first day of its lines among these; NEVER without any."""
        first = np.full(len(self._there), NEVER, np.int32)
        np.minimum.at(first, table.place[lines], table.day[lines])
        first[~self._there] = NEVER
        return first

    # The days from which several measures start

    @cached_property
    def adopted(self) -> np.ndarray:
        return self._first(self._columns.adoptions, self.held(self._columns.adoptions))

    @cached_property
    def adopted_above(self) -> np.ndarray:
        adoptions = self._columns.adoptions
        return self._first(adoptions, self.held(adoptions) & (adoptions.what < self._rank))

    @cached_property
    def _standing(self) -> np.ndarray:
        """Decisions that were known and not undone; one that another followed did stand."""
        decisions = self._columns.decisions
        stood = (decisions.ended > self._day) | (decisions.followed <= self._day)
        return (decisions.day <= self._day) & stood

    @cached_property
    def decided(self) -> np.ndarray:
        return self._first(self._columns.decisions, self._standing)

    @cached_property
    def _signed(self) -> np.ndarray:
        return self._columns.issues.day <= self._day

    @cached_property
    def issued(self) -> np.ndarray:
        return self._first(self._columns.issues, self._signed)

    # What is counted

    def received(self, among: np.ndarray | None = None) -> Counted:
        there = self._there if among is None else self._there & among
        return Counted(np.where(there, self._columns.submissions.received, NEVER))

    def withdrawn(self) -> np.ndarray:
        return self._columns.submissions.withdrawn <= self._day

    def merged(self) -> np.ndarray:
        """Whether joining it to another was the decision in force."""
        decisions = self._columns.decisions
        return self._any(decisions, self._standing & decisions.merges & (decisions.ended > self._day))

    def instructed(self) -> np.ndarray:
        return self._any(self._columns.instructions, self.held(self._columns.instructions))

    def in_issue(self, wanted: np.ndarray) -> np.ndarray:
        return self._any(self._columns.issues, self._signed & wanted)

    def occurrences(self, outcomes: Outcomes, lines: np.ndarray | None = None) -> Counted:
        """Each line on its own day, if it held."""
        held = self.held(outcomes)
        return Counted(np.where(held if lines is None else held & lines, outcomes.day, NEVER), outcomes.place)

    def adoptions(self, rank: int) -> Counted:
        return self.occurrences(self._columns.adoptions, self._columns.adoptions.what == rank)

    def replied(self) -> Counted:
        """Instructions to which a reply held; a reply is bound to the first row of an instruction's corrections."""
        replies, instructions = self._columns.replies, self._columns.instructions
        known = (replies.since <= self._day) & (replies.until > self._day)
        return self.occurrences(instructions, np.isin(instructions.what, replies.what[known]))

    def days_until(self, reached: np.ndarray) -> Counted:
        """From receipt to that day, added up."""
        return Counted(reached, adds=reached - self._columns.submissions.received)

    def items(self, reached: np.ndarray, among: np.ndarray | None = None) -> Counted:
        return Counted(reached if among is None else np.where(among, reached, NEVER))

    @property
    def columns(self) -> Columns:
        return self._columns


SUMS: dict[str, Callable[[Known], Counted]] = {
    "received": lambda known: known.received(),
    "withdrawn": lambda known: known.received(known.withdrawn()),
    "joint": lambda known: known.received(known.columns.submissions.joint),
    "repeated": lambda known: known.received(known.merged()),
    "received_and_adopted": lambda known: known.received(known.adopted != NEVER),
    "adopted": lambda known: known.items(known.adopted),
    "adopted_and_instructed": lambda known: known.items(known.adopted, known.instructed()),
    "adopted_above": lambda known: known.items(known.adopted_above),
    "days_to_adopt": lambda known: known.days_until(known.adopted_above),
    "adoptions": lambda known: known.occurrences(known.columns.adoptions),
    "adopted_nation": lambda known: known.adoptions(Office.Rank.NATION),
    "adopted_province": lambda known: known.adoptions(Office.Rank.PROVINCE),
    "adopted_city": lambda known: known.adoptions(Office.Rank.CITY),
    "instructions": lambda known: known.occurrences(known.columns.instructions),
    "replied": lambda known: known.replied(),
    "issued": lambda known: known.items(known.issued),
    "issued_express": lambda known: known.items(known.issued, known.in_issue(known.columns.issues.express)),
    "issued_composite": lambda known: known.items(known.issued, known.in_issue(known.columns.issues.composite)),
    "days_to_sign": lambda known: known.days_until(known.issued),
    "decided": lambda known: known.items(known.decided),
    "days_to_decide": lambda known: known.days_until(known.decided),
}


class Belonging:
    """Units and people of a roster on the last day that a period's figure can know of, beside what was received in the period."""

    def __init__(self, roster: Roster, known: Known, period: Period, last_day: int):
        self._roster, self._columns, self._last = roster, known.columns, last_day
        received = known.received().day
        self._received = (received >= period.first.toordinal()) & (received <= period.last.toordinal())

    def units(self) -> np.ndarray:
        roster = self._roster
        return roster.unit[(roster.unit_since <= self._last) & (roster.unit_until >= self._last)]

    def members(self) -> np.ndarray:
        """Which memberships of these units hold."""
        roster = self._roster
        return (roster.since <= self._last) & (roster.until >= self._last) & np.isin(roster.in_unit, self.units())

    def senders(self) -> np.ndarray:
        """Units with something received."""
        return np.unique(self._columns.submissions.unit[self._received])

    def wrote(self) -> np.ndarray:
        """Which memberships are of somebody who wrote what was received from that very unit."""
        authors = self._columns.authors
        place, person = (column[self._received[authors.place]] for column in authors)
        pairs = _pairs(self._columns.submissions.unit[place], person)
        return np.isin(_pairs(self._roster.in_unit, self._roster.person), pairs)

    def units_of(self, memberships: np.ndarray) -> np.ndarray:
        return self._roster.in_unit[memberships]


def _pairs(unit: np.ndarray, person: np.ndarray) -> np.ndarray:
    """One number for each unit and person."""
    return unit << 32 | person


# The units that are counted, each as often as it counts.
OF_ROSTER: dict[str, Callable[[Belonging], np.ndarray]] = {
    "members": lambda roster: roster.units_of(roster.members()),
    "active_members": lambda roster: roster.units_of(roster.members() & roster.wrote()),
    "units": lambda roster: roster.units(),
    "active_units": lambda roster: np.intersect1d(roster.units(), roster.senders()),
    "silent_units": lambda roster: np.setdiff1d(roster.units(), roster.senders()),
}
