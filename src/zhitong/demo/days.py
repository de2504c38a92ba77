"""The demo's calendar: everything is counted in working days before the day of loading, so that its counts are the same on any day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.conf import settings

from zhitong.workdays import Calendar

LONGEST = 520  # working days: two years and a little before, for opening the offices


class Days:
    """``day(1)`` is the last working day before the day of loading, ``day(500)`` lies about two years back."""

    def __init__(self, today: date):
        self._calendar = calendar = Calendar()
        day = today
        self._days = [today]
        while len(self._days) <= LONGEST:
            day -= timedelta(days=1)
            if calendar.is_working_day(day):
                self._days.append(day)
        self._ago = {day: ago for ago, day in enumerate(self._days)}
        self._zone = ZoneInfo(settings.TIME_ZONE)

    def day(self, ago: int) -> date:
        return self._days[ago]

    def at(self, ago: int, hour: int, minute: int = 0) -> datetime:
        return datetime.combine(self._days[ago], time(hour, minute), tzinfo=self._zone)

    def ago(self, moment: datetime) -> int:
        return self._ago[moment.astimezone(self._zone).date()]

    def some_time(self, ago: int, chance: Random, first: int = 9, last: int = 17) -> datetime:
        """Some minute of that day between two full hours."""
        minutes = chance.randrange((last - first) * 60)
        return self.at(ago, first + minutes // 60, minutes % 60)

    def later(self, moment: datetime, days: int, chance: Random, first: int = 9, last: int = 17) -> datetime | None:
        """Some time ``days`` working days later; None when that would be on the day of loading or after it."""
        ago = self.ago(moment) - days
        return self.some_time(ago, chance, first, last) if ago >= 1 else None

    def day_after(self, moment: datetime, days: int) -> date:
        """The day some working days after a moment, also one still to come."""
        return self._calendar.add_working_days(moment, days).value
