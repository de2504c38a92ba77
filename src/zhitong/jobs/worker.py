"""The worker: takes a due job under a lease, runs it, says what came of it.

A job runs in one transaction together with the mark that it is done: killed anywhere, it either happened once or will run again.
A job marked :func:`in_steps` commits by itself (a long import); it must be safe to run again from where it was. What fails is tried
again later, five times, then parked with the kind of its fault, and holds nobody else up.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
import traceback
import uuid
from collections.abc import Callable
from contextlib import contextmanager
from datetime import timedelta

from django.db import DatabaseError, OperationalError, close_old_connections, connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.module_loading import import_string

from zhitong.jobs.models import Job
from zhitong.jobs.schedule import keep_timetable

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=45)
MOST_ATTEMPTS = 5
PAUSE_SECONDS = 0.5


class _LostLease(Exception):
    """Another worker took the job over; whatever this one did is rolled back."""


def in_steps(function: Callable) -> Callable:
    """Mark a job's function (below ``@task``) as committing in steps of its own. Its lease is kept alive while it runs."""
    function.in_steps = True
    return function


def claim(holder: uuid.UUID) -> Job | None:
    """Take the next due job, or one whose holder died. The count of the update decides between two workers."""
    now = timezone.now()
    due = Q(state=Job.State.WAITING, due_at__lte=now) | Q(state=Job.State.RUNNING, lease_until__lt=now)
    for candidate in Job.objects.filter(due).order_by("-priority", "due_at").values_list("pk", "attempts")[:20]:
        pk, attempts = candidate
        if attempts >= MOST_ATTEMPTS:  # its last holder died with it, again and again
            Job.objects.filter(due, pk=pk).update(
                state=Job.State.PARKED, holder=None, fault=F("fault"), finished_at=now
            )
            continue
        taken = Job.objects.filter(due, pk=pk, attempts=attempts).update(
            state=Job.State.RUNNING, holder=holder, lease_until=now + LEASE, attempts=attempts + 1
        )
        if taken:
            return Job.objects.get(pk=pk)
    return None


def run(job: Job, holder: uuid.UUID) -> bool:
    """Run one claimed job; True when it is done."""
    task = import_string(job.task)
    try:
        if getattr(task.func, "in_steps", False):
            with _lease_kept_alive(job, holder):
                task.func(*job.args, **job.kwargs)
            _mark_done(job, holder)
        else:
            with transaction.atomic():
                task.func(*job.args, **job.kwargs)
                _mark_done(job, holder)
    except _LostLease:
        log.warning("job %s (%s) was taken over while it ran", job.pk, job.name)
        return False
    except Exception as fault:  # whatever a job does must not stop the worker
        _mark_failed(job, holder, fault)
        return False
    return True


def _mark_done(job: Job, holder: uuid.UUID) -> None:
    marked = Job.objects.filter(pk=job.pk, holder=holder, state=Job.State.RUNNING).update(
        state=Job.State.DONE, holder=None, lease_until=None, finished_at=timezone.now(), fault=""
    )
    if not marked:
        raise _LostLease


def _mark_failed(job: Job, holder: uuid.UUID, fault: Exception) -> None:
    """Later again, with growing pauses; the record holds kind and place of the fault, never words from the data."""
    frame = traceback.extract_tb(fault.__traceback__)[-1]
    where = f"{type(fault).__name__} at {frame.filename.rsplit('/src/', 1)[-1]}:{frame.lineno}"
    log.error("job %s (%s) failed, attempt %s: %s", job.pk, job.name, job.attempts, where)
    parked = job.attempts >= MOST_ATTEMPTS
    Job.objects.filter(pk=job.pk, holder=holder).update(
        state=Job.State.PARKED if parked else Job.State.WAITING,
        holder=None,
        lease_until=None,
        due_at=timezone.now() + timedelta(seconds=5 * 4 ** (job.attempts - 1)),
        fault=where[:500],
        finished_at=timezone.now() if parked else None,
    )


@contextmanager
def _lease_kept_alive(job: Job, holder: uuid.UUID):
    """Push the lease on from a second thread while a long job works."""
    stop = threading.Event()

    def beat():
        while not stop.wait(LEASE.total_seconds() / 3):
            try:
                Job.objects.filter(pk=job.pk, holder=holder).update(lease_until=timezone.now() + LEASE)
            except DatabaseError:
                log.warning("the lease of job %s could not be pushed on; trying again", job.pk)
        connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def run_due(limit: int = 1_000) -> int:
    """Run what is due now, in this process; returns how many were done. For commands and tests."""
    holder, done = uuid.uuid4(), 0
    for _ in range(limit):
        job = claim(holder)
        if job is None:
            break
        done += run(job, holder)
    return done


class Worker:
    """Runs until told to stop; finishes the job at hand first."""

    def __init__(self):
        self.holder = uuid.uuid4()
        self.stopping = threading.Event()

    def stop(self, *_signal) -> None:
        self.stopping.set()

    def listen_to_signals(self) -> None:
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)

    def work(self) -> None:
        next_look = 0.0
        while not self.stopping.is_set():
            close_old_connections()
            try:
                if time.monotonic() >= next_look:
                    keep_timetable()
                    next_look = time.monotonic() + 20
                job = claim(self.holder)
                if job is None:
                    self.stopping.wait(PAUSE_SECONDS)
                    continue
                run(job, self.holder)
            except OperationalError as fault:
                log.error("the database does not answer, trying again in 5 s: %s", " ".join(str(fault).split()))
                connection.close()
                self.stopping.wait(5)
