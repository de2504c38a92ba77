"""What runs by the clock: the biweekly push of each office that wants it."""

from __future__ import annotations

from datetime import datetime, time

from django.utils import timezone
from django_tasks import task

from zhitong.jobs.schedule import Daily, scheduled
from zhitong.network.actors import system_actor
from zhitong.network.models import Office
from zhitong.network.queries import all_offices, calendar_of, setting
from zhitong.reports.actions.pushes import make_push
from zhitong.reports.declared_settings import BIWEEKLY
from zhitong.reports.models import Push
from zhitong.reports.queries import last_push
from zhitong.reports.rhythm import due_day

# What the program must see to look over an office; it changes nothing but the list.
RIGHTS = ("reports.push", "intake.read_all", "assessment.read", "desk.read", "dispatch.read", "outcomes.read")


@scheduled(Daily(time(7, 30)))
@task()
def biweekly_pushes() -> None:
    make_due_pushes(timezone.now())


def make_due_pushes(now: datetime) -> list[Push]:
    """The lists that are due at this moment, one for each office whose fortnight is over; running it again makes none twice."""
    made = [_make_if_due(office, now) for office in all_offices()]
    return [push for push in made if push is not None]


def _make_if_due(office: Office, now: datetime) -> Push | None:
    today = timezone.localdate(now)
    if not setting(office.pk, BIWEEKLY[0], BIWEEKLY[1], on=today):
        return None
    last = last_push(office.pk, planned=True)
    works = calendar_of(office.pk, on=today).is_working_day(today).value
    planned_on = due_day(last.planned_on if last else None, today, is_working_day=works)
    if planned_on is None:
        return None
    return make_push(by=system_actor(office, RIGHTS, at=now), planned_on=planned_on)
