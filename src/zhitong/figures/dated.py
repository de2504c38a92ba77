"""What is counted once for all periods: each thing counted with its day and the unit credited, of which any period is one stretch.

The rows behind a number stay the definition (``Measure.rows``). A pass says the same for every period after reading the database once, so
that a row of quarters, 同比, 环比, records and running totals ask no more of it than a single figure does. It says so submission by
submission: after a deed, only the submissions that the deed names are read again (``Book.reread``).
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils import timezone

from zhitong.figures.periods import Period
from zhitong.figures.scope import CREDITED, Scope
from zhitong.outcomes.queries import end_of

# The measures that are counted in passes; at most 32, see CODE_BITS.
CODES = (
    "received",
    "adoptions",
    "adopted_nation",
    "adopted_province",
    "adopted_city",
    "adopted",
    "received_and_adopted",
    "adopted_and_instructed",
    "adopted_above",
    "instructions",
    "replied",
)
PLACE = {code: place for place, code in enumerate(CODES)}
OF_RANK = {1: "adopted_nation", 2: "adopted_province", 3: "adopted_city"}

# One thing counted is one whole number: the day it counts on, the unit credited (its key; 0: no unit), and lowest which measure
# counts it. So a large office's history takes little room and stands in order by day.
CODE_BITS, UNIT_BITS = 5, 32
CODE, UNIT = (1 << CODE_BITS) - 1, (1 << UNIT_BITS) - 1
MOST_SPANS = 400  # periods whose numbers are kept for each measure

Facts = dict[int, tuple[int, ...]]  # submission → what is counted of it


def _fact(code: str, day: int, unit: int | None) -> int:
    return (day << UNIT_BITS | (unit or 0)) << CODE_BITS | PLACE[code]


class Dated:
    """What one measure counts, over all periods."""

    def __init__(self, counted: Iterable[int]):
        self._counted = array("q", sorted(counted))  # day and unit
        self._spans: OrderedDict[tuple[int, int], dict[int | None, int]] = OrderedDict()
        self._lock = Lock()

    def by_unit(self, period: Period) -> dict[int | None, int]:
        """How many count in the period, for each unit; units without any are left out. Not to be changed by who asks."""
        span = (period.first.toordinal(), period.last.toordinal())
        with self._lock:
            if span not in self._spans:
                self._spans[span] = self._in(*span)
            self._spans.move_to_end(span)
            if len(self._spans) > MOST_SPANS:
                self._spans.popitem(last=False)
            return self._spans[span]

    @property
    def last_day(self) -> date:
        return date.fromordinal(self._counted[-1] >> UNIT_BITS) if self._counted else date.min

    def change(self, changes: dict[int, int]) -> None:
        """So many more, or fewer, of each; the numbers kept for periods change with them."""
        with self._lock:
            for each, times in changes.items():
                at = bisect_left(self._counted, each)
                if times > 0:
                    self._counted[at:at] = array("q", [each] * times)
                else:
                    del self._counted[at : at - times]
            for first, last in self._spans:
                within = [(each, times) for each, times in changes.items() if first <= each >> UNIT_BITS <= last]
                if within:
                    self._spans[first, last] = _changed(self._spans[first, last], within)

    def _in(self, first: int, last: int) -> dict[int | None, int]:
        begin = bisect_left(self._counted, first << UNIT_BITS)
        end = bisect_right(self._counted, last << UNIT_BITS | UNIT)
        numbers = Counter(map(UNIT.__and__, self._counted[begin:end]))
        return {unit or None: number for unit, number in numbers.items()}


def _changed(numbers: dict[int | None, int], changes: list[tuple[int, int]]) -> dict[int | None, int]:
    """A new dict: somebody may be reading the old one."""
    numbers = dict(numbers)
    for each, times in changes:
        unit = (each & UNIT) or None
        numbers[unit] = numbers.get(unit, 0) + times
        if not numbers[unit]:
            del numbers[unit]
    return numbers


@dataclass(frozen=True)
class Pass:
    """One reading of the database that several measures share. ``read`` gives what they count in a scope, its period left aside: of all
    its submissions, or of these only."""

    codes: tuple[str, ...]
    read: Callable[[Scope, Collection[int] | None], Facts]

    def tables(self, scope: Scope) -> dict[str, Dated]:
        """Each measure of the pass over all periods, as known by the scope's day."""
        return self.sorted(self.read(scope, None))

    def sorted(self, facts: Facts) -> dict[str, Dated]:
        counted: dict[int, list[int]] = {PLACE[code]: [] for code in self.codes}
        for each in facts.values():
            for fact in each:
                counted[fact & CODE].append(fact >> CODE_BITS)
        return {code: Dated(counted[PLACE[code]]) for code in self.codes}


class Book:
    """A pass over a whole office, kept up: what each submission gave is remembered, and taken out when it is read again."""

    def __init__(self, of: Pass, scope: Scope):
        self._of, self._facts = of, of.read(scope, None)
        self.tables = of.sorted(self._facts)

    def reread(self, scope: Scope, submissions: Collection[int]) -> None:
        found = self._of.read(scope, submissions)
        changes: dict[int, Counter] = defaultdict(Counter)
        for submission in submissions:
            for facts, times in ((self._facts.pop(submission, ()), -1), (found.get(submission, ()), 1)):
                for fact in facts:
                    changes[fact & CODE][fact >> CODE_BITS] += times
        self._facts |= found
        for place, change in changes.items():
            self.tables[CODES[place]].change({each: times for each, times in change.items() if times})


def _receipts(scope: Scope, only: Collection[int] | None) -> Facts:
    submissions = scope.submissions() if only is None else scope.submissions().filter(pk__in=only)
    zone = timezone.get_current_timezone()
    rows = submissions.order_by().values_list("pk", "unit_id", "received_at")
    return {pk: (_fact("received", at.astimezone(zone).toordinal(), unit),) for pk, unit, at in rows}


def _credited(scope: Scope, outcomes: QuerySet, only: Collection[int] | None) -> QuerySet:
    """Each outcome with each submission of the scope that it credits."""
    these = Q() if only is None else Q(**{f"{CREDITED}__in": only})
    return outcomes.filter(these, scope.narrowed(f"{CREDITED}__"), brief__sources__isnull=False).order_by()


def _adoptions(scope: Scope, only: Collection[int] | None) -> Facts:
    """Occurrences on the day of each; items on the day of the first (or of receipt), once their submission is known."""
    known = Q(**{f"{CREDITED}__office_id": scope.office_id, f"{CREDITED}__recorded_at__lte": end_of(scope.known_by)})
    of_submission = (CREDITED, f"{CREDITED}__unit_id", f"{CREDITED}__received_at", "is_known")
    rows = (
        _credited(scope, scope.adoptions(), only)
        .annotate(is_known=ExpressionWrapper(known, output_field=BooleanField()))
        .values_list(*of_submission, "happened_on", "rank", "office__rank")
    )
    found: dict[int, list[int]] = defaultdict(list)
    first: dict[int, int] = {}
    first_above: dict[int, int] = {}
    items: dict[int, tuple[int | None, datetime]] = {}
    for submission, unit, received_at, is_known, happened_on, rank, own_rank in rows:
        day = happened_on.toordinal()
        found[submission].append(_fact("adoptions", day, unit))
        if rank in OF_RANK:
            found[submission].append(_fact(OF_RANK[rank], day, unit))
        if is_known:
            items[submission] = (unit, received_at)
            first[submission] = min(day, first.get(submission, day))
            if rank < own_rank:
                first_above[submission] = min(day, first_above.get(submission, day))
    instructed = set(_credited(scope, scope.instructions(), only).values_list(CREDITED, flat=True))
    zone = timezone.get_current_timezone()
    for submission, (unit, received_at) in items.items():
        facts = found[submission]
        facts.append(_fact("adopted", first[submission], unit))
        facts.append(_fact("received_and_adopted", received_at.astimezone(zone).toordinal(), unit))
        if submission in instructed:
            facts.append(_fact("adopted_and_instructed", first[submission], unit))
        if submission in first_above:
            facts.append(_fact("adopted_above", first_above[submission], unit))
    return {submission: tuple(facts) for submission, facts in found.items()}


def _instructions(scope: Scope, only: Collection[int] | None) -> Facts:
    """Each on its day; one to which a department replied counts as that too."""
    rows = _credited(scope, scope.instructions_with_replied(), only)
    found: dict[int, list[int]] = defaultdict(list)
    for submission, unit, happened_on, is_replied in rows.values_list(
        CREDITED, f"{CREDITED}__unit_id", "happened_on", "is_replied"
    ):
        day = happened_on.toordinal()
        found[submission].append(_fact("instructions", day, unit))
        if is_replied:
            found[submission].append(_fact("replied", day, unit))
    return {submission: tuple(facts) for submission, facts in found.items()}


BY_RECEIPT = Pass(CODES[:1], _receipts)
BY_ADOPTION = Pass(CODES[1:9], _adoptions)
BY_INSTRUCTION = Pass(CODES[9:], _instructions)
