"""The timetable: each turn once, however many keep it, whatever the clock does."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django_tasks import task

from zhitong.jobs import schedule
from zhitong.jobs.models import Job

SHANGHAI = ZoneInfo("Asia/Shanghai")


@task()
def digest():
    pass


@pytest.fixture
def timetable(db, monkeypatch):
    monkeypatch.setattr(schedule, "_TIMETABLE", {digest.module_path: (digest, schedule.Daily(time(17, 0)))})


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


def test_a_new_office_waits_for_the_first_turn(timetable):
    assert schedule.keep_timetable(at(2, 18)) == 0
    assert schedule.keep_timetable(at(3, 16, 59)) == 0
    assert schedule.keep_timetable(at(3, 17)) == 1


def test_three_who_keep_the_timetable_give_one_turn(timetable):
    schedule.keep_timetable(at(2, 18))

    assert [schedule.keep_timetable(at(3, 17, 1)) for _ in range(3)] == [1, 0, 0]
    assert Job.objects.count() == 1


def test_days_missed_are_made_up_once(timetable):
    schedule.keep_timetable(at(2, 18))

    assert schedule.keep_timetable(at(9, 12)) == 1


def test_a_clock_that_went_back_gives_no_second_turn(timetable):
    schedule.keep_timetable(at(2, 18))
    schedule.keep_timetable(at(3, 17, 1))

    assert schedule.keep_timetable(at(2, 17, 30)) == 0
    assert schedule.keep_timetable(at(3, 17, 2)) == 0


def test_every_so_many_minutes():
    plan = schedule.Every(minutes=10)

    assert plan.last_turn(at(3, 17, 9)) == at(3, 17, 0)
    assert plan.last_turn(at(3, 17, 10)) - plan.last_turn(at(3, 17, 9)) == timedelta(minutes=10)
