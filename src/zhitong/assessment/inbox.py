"""What the inbox shows: one page of rows, the place of the open item among them, the counts above.

The filtered numbers are read once, as a plain list of keys; page, position and neighbours come from that list. One scan
instead of one for each question keeps the page fast with many thousands of submissions, and its queries constant.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Count, Prefetch, Q

from zhitong.assessment.ages import Age, Countdown, QueueClock
from zhitong.assessment.filters import Filter, waiting
from zhitong.assessment.models import Assessment
from zhitong.assessment.queries import standing
from zhitong.intake.models import IN_QUEUE, Submission
from zhitong.intake.queries import code_of, visible_submissions
from zhitong.network.actors import Actor

PAGE_SIZE = 40
LONG_FIELDS = ("facts", "causes", "advice", "body", "scope_evidence", "withdrawn_why")  # not needed in a row


@dataclass(frozen=True)
class Row:
    """A line of the list."""

    submission: Submission
    decision: Assessment | None
    age: Age | None  # None when nothing waits
    countdown: Countdown | None  # of an express request that waits
    is_due_again: bool


@dataclass(frozen=True)
class Place:
    """Where the open item stands in the filtered list. ``position`` is 0 when it does not stand there (any more)."""

    position: int
    total: int
    previous: str
    next: str


@dataclass(frozen=True)
class Inbox:
    page: Page
    rows: list[Row]
    place: Place | None

    @property
    def total(self) -> int:
        return self.page.paginator.count


def open_inbox(
    viewer: Actor, wanted: Filter, clock: QueueClock, *, reading: Submission | None = None, page: str = ""
) -> Inbox:
    """The list for a filter. Without a page number the page is the one on which the open item stands."""
    keys = keys_of(viewer, wanted, clock)
    spot = keys.index(reading.pk) if reading and reading.pk in keys else -1
    number = page if page.isdecimal() and len(page) < 9 else max(spot, 0) // PAGE_SIZE + 1
    shown = Paginator(keys, PAGE_SIZE).get_page(number)
    wanted_keys = {*shown.object_list, *_neighbours(keys, spot)}
    needed = with_what_rows_show(visible_submissions(viewer).filter(pk__in=wanted_keys))
    submissions = {submission.pk: submission for submission in needed}
    rows = [row_of(submissions[key], clock) for key in shown.object_list if key in submissions]
    return Inbox(shown, rows, _place(keys, spot, submissions) if reading else None)


def keys_of(viewer: Actor, wanted: Filter, clock: QueueClock) -> list[int]:
    """Every matching submission's key, in the filter's order."""
    return list(wanted.rows(visible_submissions(viewer), clock).values_list("pk", flat=True))


def next_after(viewer: Actor, wanted: Filter, clock: QueueClock, submission: Submission) -> str:
    """The code of the item to go on with once this one is decided: the next, at the end the one before, or none."""
    keys = keys_of(viewer, wanted, clock)
    if submission.pk not in keys:
        return ""
    before, after = _neighbours(keys, keys.index(submission.pk))
    return _code(after or before)


def row_of(submission: Submission, clock: QueueClock) -> Row:
    """One line; ``submission.standing`` was prefetched."""
    decision = submission.standing[0] if submission.standing else None
    is_hold = decision is not None and decision.verdict == Assessment.Verdict.HOLD
    is_due_again = is_hold and decision.hold_until <= clock.today
    waits = (decision is None or is_due_again) and not submission.withdrawn_at and not submission.paper_at
    since: datetime = decision.hold_until if is_due_again else submission.received_at
    return Row(
        submission,
        decision,
        clock.age(since) if waits else None,
        clock.express(submission.received_at) if waits and submission.express_reason else None,
        is_due_again,
    )


def with_what_rows_show(rows):
    """Everything that a line shows, in a constant number of queries."""
    in_force = Prefetch("assessments", standing().select_related("by", "into"), to_attr="standing")
    return rows.defer(*LONG_FIELDS).select_related("unit", "commission").prefetch_related(in_force, "authors")


@dataclass(frozen=True)
class QueueCounts:
    """The figures above the list."""

    awaiting: int
    new: int
    near: int
    late: int
    express: int
    due: int


def queue_counts(viewer: Actor, clock: QueueClock) -> QueueCounts:
    """What waits, by age, in one query."""
    return QueueCounts(
        **Filter()
        .rows(visible_submissions(viewer), clock)
        .order_by()
        .aggregate(
            awaiting=Count("pk"),
            new=Count("pk", filter=waiting("new", clock)),
            near=Count("pk", filter=waiting("near", clock)),
            late=Count("pk", filter=waiting("late", clock)),
            express=Count("pk", filter=~Q(express_reason="")),
            due=Count("pk", filter=Q(rests_until__gt=IN_QUEUE)),
        )
    )


def _neighbours(keys: list[int], spot: int) -> tuple[int, int]:
    if spot < 0:
        return 0, keys[0] if keys else 0
    return keys[spot - 1] if spot else 0, keys[spot + 1] if spot + 1 < len(keys) else 0


def _place(keys: list[int], spot: int, submissions: dict[int, Submission]) -> Place:
    before, after = (submissions[key].code if key in submissions else "" for key in _neighbours(keys, spot))
    return Place(spot + 1, len(keys), before, after)


def _code(key: int) -> str:
    return code_of(key) if key else ""
