"""Waiting in working days with make-up days, and the express lane's clock of hours."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from zhitong.assessment.ages import QueueClock, clock_for, limits
from zhitong.network.actions import set_setting
from zhitong.workdays import Calendar

CALENDAR = Calendar()


def at(year, month, day, hour=9):
    return timezone.make_aware(datetime(year, month, day, hour))


@pytest.mark.parametrize(
    ("received", "now", "days"),
    [
        (date(2026, 9, 18), at(2026, 9, 22), 3),  # Sunday the 20th is worked
        (date(2026, 2, 13), at(2026, 2, 25), 3),  # Saturday the 14th is worked, then the Spring Festival
        (date(2026, 9, 30), at(2026, 10, 7), 0),
    ],
)
def test_make_up_days_count_and_rest_days_do_not(received, now, days):
    clock = QueueClock(now, CALENDAR, 4, *limits(CALENDAR, now, 3, 5))

    assert clock.age(received).days == days


@given(
    now=st.dates(date(2024, 1, 15), date(2026, 12, 31)),
    near=st.integers(0, 12),
    more=st.integers(0, 12),
    back=st.integers(0, 60),
)
def test_the_limits_say_the_same_as_the_calendar(now, near, more, back):
    moment = timezone.make_aware(datetime.combine(now, datetime.min.time())) + timedelta(hours=9)
    clock = QueueClock(moment, CALENDAR, 4, *limits(CALENDAR, moment, near, near + more))
    received = now - timedelta(days=back)

    assert clock.age(received).name == CALENDAR.queue_age(received, moment, near, near + more).value


def test_the_express_clock_runs_through_rest_days():
    friday = at(2026, 9, 25, 20)
    clock = QueueClock(friday + timedelta(hours=3), CALENDAR, 4, date(2026, 9, 1), date(2026, 9, 1))

    assert (clock.express(friday).hours, clock.express(friday).over) == (1, False)
    later = replace(clock, now=friday + timedelta(hours=10))
    assert (later.express(friday).hours, later.express(friday).over) == (6, True)


@pytest.mark.parametrize("value", ["5", "", True, -1, 1e9, [3]])
def test_a_setting_that_is_no_number_of_days_counts_as_not_set(office, value):
    usual = clock_for(office.by("zhou"))
    set_setting("queue_late_days", value, by=office.by("he"))

    assert clock_for(office.by("zhou")).late_day == usual.late_day


def test_a_year_that_nobody_entered_is_said(office):
    assert clock_for(office.by("zhou", at=at(2031, 5, 20))).missing_years is not None
