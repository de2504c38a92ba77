"""How much time a recipient has left, in working days, and how the express lane's hours run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from zhitong.desk.models import Brief
from zhitong.dispatch.models import Dispatch
from zhitong.errors import Said
from zhitong.network.actors import Actor
from zhitong.network.queries import calendar_of
from zhitong.workdays import Calendar

NEAR = 2  # working days before the last one, from which on a clock is shown as nearly over


@dataclass(frozen=True)
class Clock:
    """``name``: none (nobody asked for an answer), answered, recalled, new, near, late. ``days`` are the working days left,
    or for late those that are over; ``warning`` names years whose holidays nobody entered."""

    name: str
    days: int = 0
    due_on: date | None = None
    warning: Said | None = None


def clock_of(dispatch: Dispatch, *, calendar: Calendar, today: date) -> Clock:
    """``dispatch`` comes from ``queries.with_clock``: it knows whether it was answered."""
    if dispatch.due_on is None:
        return Clock("none")
    if dispatch.state == Dispatch.State.RECALLED:
        return Clock("recalled", due_on=dispatch.due_on)
    if dispatch.is_answered:
        return Clock("answered", due_on=dispatch.due_on)
    if today > dispatch.due_on:
        over = calendar.working_days_between(dispatch.due_on, today)
        return Clock("late", over.value, dispatch.due_on, over.warning)
    left = calendar.working_days_between(today, dispatch.due_on)
    return Clock("near" if left.value <= NEAR else "new", left.value, dispatch.due_on, left.warning)


def clocks_of(dispatches: Iterable[Dispatch], viewer: Actor) -> list[tuple[Dispatch, Clock]]:
    """Each with its clock; the office's calendar is read once."""
    today = timezone.localdate(viewer.at)
    calendar = calendar_of(viewer.office_id, on=today)
    return [(dispatch, clock_of(dispatch, calendar=calendar, today=today)) for dispatch in dispatches]


@dataclass(frozen=True)
class HourClock:
    """The express lane's hours, rest days included: whole hours left, or over; ``stopped_at`` when it went out in the meantime."""

    ends_at: datetime
    hours: int
    is_over: bool
    stopped_at: datetime | None = None


def hour_clock(brief: Brief, *, now: datetime, first_sent_at: datetime | None) -> HourClock:
    """From being put on the lane until the first dispatch."""
    ends_at = Calendar().due_in_hours(brief.express_since, brief.series.express_hours)
    left = (ends_at - (first_sent_at or now)).total_seconds() / 3600
    return HourClock(ends_at, int(abs(left)), left < 0, first_sent_at)
