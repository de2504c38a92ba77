"""django-tasks' interface over the table: ``some_task.enqueue(...)`` writes a row in the caller's transaction, nothing more."""

from __future__ import annotations

from django.utils import timezone
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import TaskResult, TaskResultStatus

from zhitong.jobs.models import Job
from zhitong.statements import insert

STATUS = {
    Job.State.WAITING: TaskResultStatus.READY,
    Job.State.RUNNING: TaskResultStatus.RUNNING,
    Job.State.DONE: TaskResultStatus.SUCCESSFUL,
    Job.State.PARKED: TaskResultStatus.FAILED,
}


class TableBackend(BaseTaskBackend):
    supports_defer = True
    supports_priority = True

    def enqueue(self, task, args, kwargs) -> TaskResult:
        """Write the job's row. It is there exactly when the caller's own change is there, and runs only after that.

        The task needs no look: it cannot be changed, and was validated when it was made.
        """
        now = timezone.now()
        job = insert(
            Job(
                task=task.module_path,
                args=list(args),
                kwargs=dict(kwargs),
                priority=task.priority,
                enqueued_at=now,
                due_at=task.run_after or now,
            )
        )
        return TaskResult(
            task=task,
            id=str(job.pk),
            status=STATUS[Job.State.WAITING],
            enqueued_at=now,
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
