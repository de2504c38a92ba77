"""How long a submission has waited: new, nearly late or late in working days, and the hour clock of the express lane."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from zhitong.network import queries as network
from zhitong.network.actors import Actor
from zhitong.workdays import Calendar

# Office settings, with what holds until the office sets its own. No rule text gives a figure: they are the office's to choose.
NEAR_DAYS = ("queue_near_days", 3)  # working days
LATE_DAYS = ("queue_late_days", 5)  # working days
EXPRESS_HOURS = ("express_assess_hours", 4)  # hours, rest days included
LONGEST_AGE = 400  # working days; what waits longer is late under every setting
LONGEST_CLOCK = 24 * 30  # hours


@dataclass(frozen=True)
class Age:
    """``name`` is new, near or late; ``days`` are working days since the day it began to wait."""

    name: str
    days: int


@dataclass(frozen=True)
class Countdown:
    """The express clock: whole hours left, or gone over when ``over``."""

    hours: int
    over: bool
    ends_at: datetime


@dataclass(frozen=True)
class QueueClock:
    """The office's limits at one moment. ``near_day`` and ``late_day`` are the last days of receipt that are near and late."""

    now: datetime
    calendar: Calendar
    express_hours: int
    near_day: date
    late_day: date

    @property
    def today(self) -> date:
        return self.calendar.local_day(self.now)

    @property
    def missing_years(self):
        """The sentence to show when this year's working days were guessed, else None."""
        return self.calendar.working_days_between(self.late_day, self.now).warning

    def age(self, since: date | datetime) -> Age:
        day = self.calendar.local_day(since)
        name = "late" if day <= self.late_day else "near" if day <= self.near_day else "new"
        return Age(name, self.calendar.age_in_working_days(day, self.now).value)

    def express(self, received_at: datetime) -> Countdown:
        ends_at = self.calendar.due_in_hours(received_at, self.express_hours)
        left = (ends_at - self.now).total_seconds() / 3600
        return Countdown(int(abs(left)), left < 0, ends_at)

    def end_of(self, day: date) -> datetime:
        """The first moment after a day, where the office stands."""
        return timezone.make_aware(datetime.combine(day + timedelta(days=1), datetime.min.time()), self.calendar.zone)


def clock_for(viewer: Actor) -> QueueClock:
    """The viewer's office and moment."""
    today = timezone.localdate(viewer.at)
    chosen = limits_of(viewer)
    calendar = network.calendar_of(viewer.office_id, on=today)
    near_day, late_day = limits(calendar, viewer.at, min(chosen["near"], chosen["late"]), chosen["late"])
    return QueueClock(viewer.at, calendar, chosen["express"], near_day, late_day)


def limits_of(viewer: Actor) -> dict[str, int]:
    """The office's own limits: ``near`` and ``late`` in working days, ``express`` in hours. What is no sensible number counts as not set."""
    today = timezone.localdate(viewer.at)
    return {
        "near": _number(viewer, NEAR_DAYS, 0, LONGEST_AGE, today),
        "late": _number(viewer, LATE_DAYS, 0, LONGEST_AGE, today),
        "express": _number(viewer, EXPRESS_HOURS, 1, LONGEST_CLOCK, today),
    }


def limits(calendar: Calendar, now: datetime, near: int, late: int) -> tuple[date, date]:
    """The last day of receipt that is at least nearly late now, and the last one that is late.

    Found by walking back, so that the lists filter by plain days and the calendar alone decides what a working day is.
    """
    near_day = late_day = None
    day = calendar.local_day(now)
    while late_day is None:
        age = calendar.queue_age(day, now, near, late).value
        if near_day is None and age != "new":
            near_day = day
        if age == "late":
            late_day = day
        day -= timedelta(days=1)
    return near_day, late_day


def _number(viewer: Actor, key: tuple[str, int], least: int, most: int, today: date) -> int:
    name, default = key
    value = network.setting(viewer.office_id, name, default, on=today)
    return value if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most else default
