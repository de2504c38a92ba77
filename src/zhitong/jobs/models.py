"""The queue and the timetable: two tables in the office's own database, so that a job and its cause are one transaction."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """Work that runs later. ``lease_until`` and ``holder`` say who works on it; a lease that ran out is taken over."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        PARKED = "parked", _("parked after too many tries")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    task = models.CharField(max_length=200)  # dotted path of the task's function
    args = models.JSONField(default=list)
    kwargs = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    priority = models.IntegerField(default=0)
    enqueued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.IntegerField(default=0)
    holder = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=500, blank=True)  # kind and place of the last failure, never its words
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "-priority", "due_at"], name="jobs_next")]

    @property
    def name(self) -> str:
        return self.task.rsplit(".", 1)[-1]


class Turn(models.Model):
    """When a scheduled task last had its turn. Its row is locked while the next turn is enqueued: each turn happens once."""

    task = models.CharField(max_length=200, primary_key=True)
    last = models.DateTimeField()
