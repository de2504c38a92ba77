"""The queue: a job is there exactly when its cause is, happens once, comes back after a fault, and holds nobody up."""

import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from zhitong.errors import NotPermitted, WrongState
from zhitong.jobs import actions, worker
from zhitong.jobs.models import Job

seen: list[str] = []


@task()
def note(word):
    seen.append(word)


@task()
def stumble(word):
    raise ValueError(f"secret words {word}")


@pytest.fixture(autouse=True)
def forget():
    seen.clear()


def make_due(job_id):
    Job.objects.filter(pk=job_id).update(due_at=timezone.now() - timedelta(seconds=1))


def test_a_job_rolls_back_with_its_cause(db):
    class Changed(Exception):
        pass

    with pytest.raises(Changed), transaction.atomic():
        note.enqueue("never")
        raise Changed

    assert worker.run_due() == 0
    assert not Job.objects.exists()


def test_a_job_runs_once(db):
    note.enqueue("甲")

    assert worker.run_due() == 1
    assert worker.run_due() == 0
    assert seen == ["甲"]


def test_a_job_waits_for_its_moment(db):
    note.using(run_after=timezone.now() + timedelta(hours=1)).enqueue("later")

    assert worker.run_due() == 0


def test_a_poison_job_is_parked_after_five_tries_and_others_go_on(db):
    poison = stumble.enqueue("x")
    note.enqueue("fine")
    for _ in range(worker.MOST_ATTEMPTS):
        make_due(poison.id)
        worker.run_due()

    job = Job.objects.get(pk=poison.id)
    assert (job.state, job.attempts) == (Job.State.PARKED, 5)
    assert job.fault.startswith("ValueError at ")
    assert "secret" not in job.fault
    assert seen == ["fine"]


def test_a_dead_workers_job_is_taken_over_after_its_lease(db):
    note.enqueue("乙")
    job = worker.claim(uuid.uuid4())  # this worker now dies
    assert worker.run_due() == 0
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))

    assert worker.run_due() == 1
    assert seen == ["乙"]


def test_a_job_whose_workers_keep_dying_is_parked(db):
    note.enqueue("丙")
    for _ in range(worker.MOST_ATTEMPTS):
        job = worker.claim(uuid.uuid4())
        Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))

    assert worker.claim(uuid.uuid4()) is None
    assert Job.objects.get().state == Job.State.PARKED


def test_what_a_worker_did_after_losing_its_lease_is_rolled_back(db):
    note.enqueue("丁")
    slow = uuid.uuid4()
    job = worker.claim(slow)
    Job.objects.filter(pk=job.pk).update(holder=uuid.uuid4())  # taken over meanwhile

    assert worker.run(job, slow) is False
    assert Job.objects.get(pk=job.pk).state == Job.State.RUNNING


def test_only_a_parked_job_is_tried_again_and_only_by_the_administrator(office):
    job = Job.objects.get(pk=note.enqueue("戊").id)

    with pytest.raises(NotPermitted):
        actions.retry(job, by=office.by("zhou"))
    with pytest.raises(WrongState):
        actions.retry(job, by=office.by("admin"))
    Job.objects.filter(pk=job.pk).update(state=Job.State.PARKED, attempts=5)
    actions.retry(job, by=office.by("admin"))
    assert worker.run_due() == 1
