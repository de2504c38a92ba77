"""Who has a submission open right now. No deed and no history: a row is overwritten every few seconds and expires."""

from __future__ import annotations

from datetime import timedelta

from zhitong.assessment.models import Presence
from zhitong.intake.models import Submission
from zhitong.network.actors import Actor
from zhitong.network.models import Person

POLL_SECONDS = 20
EXPIRES = timedelta(seconds=60)  # two lost polls are forgiven


def be_here(submission: Submission, viewer: Actor) -> list[Person]:
    """Note that the viewer reads it now; gives the others who do."""
    Presence.objects.filter(submission=submission, seen_at__lt=viewer.at - EXPIRES).delete()
    Presence.objects.update_or_create(submission=submission, person=viewer.person, defaults={"seen_at": viewer.at})
    return others_here(submission, viewer)


def others_here(submission: Submission, viewer: Actor) -> list[Person]:
    fresh = Presence.objects.filter(submission=submission, seen_at__gte=viewer.at - EXPIRES)
    return [row.person for row in fresh.exclude(person_id=viewer.person_id).select_related("person").order_by("pk")]
