"""Working days of one office: is this one, how many lie between, by when must it be done, is it late.

Days are dates where the office stands. A ``date`` is taken as it is; an aware ``datetime`` is turned into the office's
date first; a naive ``datetime`` is refused, because half the year's deadlines would hang on a guess.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Generic, Literal, TypeVar
from zoneinfo import ZoneInfo

from zhitong.errors import BadInput, Said
from zhitong.workdays.messages import say
from zhitong.workdays.years import YearEntry, announced_years

OFFICE_ZONE = ZoneInfo("Asia/Shanghai")
LONGEST_CLOCK = 24 * 366  # hours; beyond that a clock is meant in days
QueueAge = Literal["new", "near", "late"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """A value, and the years it had to be guessed for. True or false as its value is."""

    value: T
    missing_years: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.value)

    @property
    def warning(self) -> Said | None:
        """The sentence to show beside the value when a year was not entered."""
        if not self.missing_years:
            return None
        return say("missing_years", years="、".join(map(str, self.missing_years)))[0]


class Calendar:
    """Monday to Friday, less the rest days and plus the make-up days of the years that are entered."""

    def __init__(self, years: Iterable[YearEntry] | None = None, zone: tzinfo = OFFICE_ZONE):
        """``years`` are all the years known; None means those that come with Zhitong. Each year once."""
        self.zone = zone
        self.years: dict[int, YearEntry] = {}
        for entry in announced_years() if years is None else years:
            if entry.year in self.years:
                raise _bad("calendar.year_twice", year=entry.year)
            self.years[entry.year] = entry
        rest = {day for entry in self.years.values() for day in entry.rest_days()}
        make_up = {day for entry in self.years.values() for day in entry.make_up}
        if both := rest & make_up:
            raise _bad("calendar.day_disagrees", day=min(both))
        # As ordinals and sorted, so that counting over any span is two look-ups instead of a walk.
        self._lost = sorted(day.toordinal() for day in rest if day.weekday() < 5)
        self._won = sorted(day.toordinal() for day in make_up)

    def with_year(self, entry: YearEntry) -> Calendar:
        """The same calendar with one year entered or replaced, as when an office enters next year's notice."""
        others = [known for known in self.years.values() if known.year != entry.year]
        return Calendar([*others, entry], self.zone)

    def local_day(self, moment: date | datetime) -> date:
        """The office's date at that moment."""
        if not isinstance(moment, datetime):
            return moment
        return aware(moment).astimezone(self.zone).date()

    def is_working_day(self, day: date | datetime) -> Answer[bool]:
        day = self.local_day(day)
        ordinal = day.toordinal()
        return Answer(self._worked(ordinal) > self._worked(ordinal - 1), self._missing(day, day))

    def add_working_days(self, start: date | datetime, count: int) -> Answer[date]:
        """The ``count``-th working day after ``start``; before it when negative; ``start`` itself, even a rest day, for 0."""
        start = self.local_day(start)
        origin = start.toordinal()
        try:
            if count > 0:
                found = self._first_day_with(self._worked(origin) + count)
            elif count < 0:
                found = self._first_day_with(self._worked(origin - 1) + count + 1)
            else:
                found = origin
            end = date.fromordinal(found)
        except (ValueError, OverflowError):
            raise _bad("count.too_far", day=start, count=count) from None
        return Answer(end, self._missing(start, end))

    def working_days_between(self, start: date | datetime, end: date | datetime) -> Answer[int]:
        """Working days after ``start`` up to and including ``end``: 0 on the same day, negative when ``end`` is earlier."""
        start, end = self.local_day(start), self.local_day(end)
        count = self._worked(end.toordinal()) - self._worked(start.toordinal())
        return Answer(count, self._missing(start, end))

    def working_days_in(self, first: date | datetime, last: date | datetime) -> Answer[int]:
        """Working days of a period, both its ends included; 0 when it is empty."""
        first, last = self.local_day(first), self.local_day(last)
        if last < first:
            return Answer(0)
        return Answer(self._worked(last.toordinal()) - self._worked(first.toordinal() - 1), self._missing(first, last))

    def due(self, start: date | datetime, count: int) -> Answer[date]:
        """The last day still in time for "within ``count`` working days"; the day of ``start`` does not count."""
        return self.add_working_days(start, count)

    def due_in_hours(self, start: datetime, hours: float) -> datetime:
        """急报: the moment ``hours`` after ``start``, in the office's zone.

        Rest days do not stop it: the holiday notices themselves require offices to keep duty and report emergencies.
        """
        if not 0 < hours <= LONGEST_CLOCK:
            raise _bad("hours.out_of_range", hours=hours, most=LONGEST_CLOCK)
        # Counted in UTC, so that a zone that changes its clocks cannot make an hour of nought or two.
        return (aware(start).astimezone(UTC) + timedelta(hours=hours)).astimezone(self.zone)

    def age_in_working_days(self, received: date | datetime, now: date | datetime) -> Answer[int]:
        """Working days since the day of receipt, today included: 0 on that day, never negative."""
        count = self.working_days_between(received, now)
        return Answer(max(0, count.value), count.missing_years)

    def queue_age(self, received: date | datetime, now: date | datetime, near: int, late: int) -> Answer[QueueAge]:
        """Where an item stands in the queue: "late" once ``late`` working days are over, "near" from ``near`` on.

        The ``late``-th working day itself is still in time, as ``due`` says.
        """
        if not 0 <= near <= late:
            raise _bad("queue.limits", near=near, late=late)
        age = self.age_in_working_days(received, now)
        overdue = self.local_day(now) > self.due(received, late).value
        return Answer("late" if overdue else "near" if age.value >= near else "new", age.missing_years)

    def _worked(self, ordinal: int) -> int:
        """Working days from the beginning of time up to and including this day."""
        weeks, rest = divmod(ordinal, 7)  # ordinal 1 was a Monday, so a remainder of 6 or 0 is a weekend
        weekdays = weeks * 5 + min(rest, 5)
        return weekdays - bisect_right(self._lost, ordinal) + bisect_right(self._won, ordinal)

    def _first_day_with(self, count: int) -> int:
        """The ordinal of the day on which the ``count``-th working day falls. ValueError when there is none."""
        if count < 1:
            raise ValueError(count)
        return 1 + bisect_left(range(1, date.max.toordinal() + 1), count, key=self._worked)

    def _missing(self, start: date, end: date) -> tuple[int, ...]:
        first, last = sorted((start.year, end.year))
        return tuple(year for year in range(first, last + 1) if year not in self.years)


def aware(moment: datetime) -> datetime:
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise _bad("moment.naive", moment=moment)
    return moment


def _bad(code: str, **data: object) -> BadInput:
    message, remedy = say(code, **data)
    return BadInput(f"workdays.{code}", message, remedy, **data)
