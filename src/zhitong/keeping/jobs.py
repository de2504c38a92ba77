"""What runs by the clock: each night what is past its term goes."""

from __future__ import annotations

from datetime import time

from django_tasks import task

from zhitong.jobs.schedule import Daily, scheduled
from zhitong.jobs.worker import in_steps
from zhitong.keeping import actions
from zhitong.network.queries import all_offices


@scheduled(Daily(time(3, 20)))
@task()
@in_steps
def empty_what_is_due() -> None:
    for office in all_offices():
        actions.empty_due(by=actions.the_program(office))
