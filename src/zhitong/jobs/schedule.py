"""What runs by the clock. A room declares it in its ``jobs.py``; any number of workers may keep the timetable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from zhitong.jobs.models import Turn


@dataclass(frozen=True)
class Daily:
    """Every day at a local time. A day missed while everything was off is made up once, not once for each day."""

    at: time

    def last_turn(self, now: datetime) -> datetime:
        """The newest moment, not after ``now``, at which the task should have had its turn."""
        local = timezone.localtime(now)
        today = local.replace(hour=self.at.hour, minute=self.at.minute, second=0, microsecond=0)
        return today if today <= local else today - timedelta(days=1)


@dataclass(frozen=True)
class Every:
    """Every so many minutes."""

    minutes: int

    def last_turn(self, now: datetime) -> datetime:
        seconds = self.minutes * 60
        return datetime.fromtimestamp(now.timestamp() // seconds * seconds, tz=now.tzinfo)


_TIMETABLE: dict[str, tuple[object, Daily | Every]] = {}


def scheduled(plan: Daily | Every) -> Callable:
    """Decorate a task (above ``@task``) to give it turns by the clock."""

    def declare(task):
        _TIMETABLE[task.module_path] = (task, plan)
        return task

    return declare


def keep_timetable(now: datetime | None = None) -> int:
    """Enqueue each task whose turn has come; safe to call from several workers at once. Returns how many.

    A task seen for the first time waits for its next turn: starting an office does not send last night's digest. A clock that went
    back gives no second turn.
    """
    now = now or timezone.now()
    given = 0
    for path, (task, plan) in _TIMETABLE.items():
        turn = plan.last_turn(now)
        if Turn.objects.filter(task=path, last__gte=turn).exists():
            continue
        with transaction.atomic():
            row, is_new = Turn.objects.select_for_update().get_or_create(task=path, defaults={"last": turn})
            if not is_new and row.last < turn:
                row.last = turn
                row.save(update_fields=["last"])
                task.enqueue()
                given += 1
    return given
