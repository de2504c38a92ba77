"""What runs by the clock: each night PostgreSQL's index settles what is no longer among the newest."""

from __future__ import annotations

from datetime import time
from time import monotonic

from django_tasks import task

from zhitong.jobs.schedule import Daily, scheduled
from zhitong.jobs.worker import in_steps
from zhitong.search.settle import settle

_SECONDS = 3_600  # what is left goes on the next night


@scheduled(Daily(time(1, 40)))
@task()
@in_steps
def settle_what_is_old() -> None:
    until = monotonic() + _SECONDS
    for _count in settle():
        if monotonic() > until:
            return
