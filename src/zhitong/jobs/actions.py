"""What people may do to the queue: look, and try again what was parked."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from zhitong.errors import NotPermitted, WrongState
from zhitong.jobs.models import Job


@transaction.atomic
def retry(job: Job, *, by) -> Job:
    """Give a parked job five new tries. The queue belongs to the installation, so this deed stands in no office's journal."""
    if not by.may("jobs.retry"):
        raise NotPermitted(
            "jobs.retry.not_permitted", _("Your role does not include this deed."), by.who_may("jobs.retry")
        )
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.state != Job.State.PARKED:
        raise WrongState(
            "jobs.retry.not_parked",
            _("This job is not parked."),
            _("Only what failed five times is tried again by hand."),
        )
    job.state, job.attempts, job.due_at, job.finished_at = Job.State.WAITING, 0, by.at, None
    job.save(update_fields=["state", "attempts", "due_at", "finished_at"])
    return job
