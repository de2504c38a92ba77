"""The readers others use: how the queue stands."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from zhitong.jobs.models import Job


def parked() -> QuerySet[Job]:
    """What failed five times and waits for somebody."""
    return Job.objects.filter(state=Job.State.PARKED)


def overdue(since: datetime) -> QuerySet[Job]:
    """What should have begun before a moment and did not."""
    return Job.objects.filter(state=Job.State.WAITING, due_at__lt=since)
