"""What runs by the clock: release what editors let pass, write the day's letters, send each."""

from datetime import time

from django.utils import timezone
from django_tasks import task

from zhitong.jobs.schedule import Daily, Every, scheduled
from zhitong.jobs.worker import in_steps
from zhitong.notices import actions, letters
from zhitong.notices.models import Letter


@scheduled(Every(minutes=5))
@task()
def release_notices() -> None:
    actions.release_due(timezone.now())


@scheduled(Daily(time(17, 30)))
@task()
def write_letters() -> None:
    letters.make_digests(timezone.now())
    for code in Letter.objects.filter(state=Letter.State.WAITING).values_list("code", flat=True):
        send_letter.enqueue(code)


@task()
@in_steps
def send_letter(code: str) -> None:
    """At least once: a letter whose sending was not noted down is sent again under the same message id."""
    letter = Letter.objects.filter(code=code, state=Letter.State.WAITING).first()
    if letter is not None:
        letters.send(letter)
