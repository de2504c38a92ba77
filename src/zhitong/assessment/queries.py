"""The readers others use: what waits for a decision, which decision is in force, what was taken up and with what."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from zhitong.assessment.models import Assessment, Sitting
from zhitong.intake.models import Submission
from zhitong.intake.queries import visible_submissions
from zhitong.network import queries as network
from zhitong.network.actors import Actor, holds_on
from zhitong.network.models import Person, Role

Verdict = Assessment.Verdict


def standing() -> QuerySet[Assessment]:
    """Decisions in force: neither undone nor followed by another."""
    return Assessment.objects.filter(undone_at__isnull=True)


def known_by(office_id: int, moment: datetime) -> QuerySet[Assessment]:
    """An office's decisions as known by a moment, undone ones left out; one that another followed did stand."""
    followed = Assessment.objects.filter(follows=OuterRef("pk"), at__lte=moment)
    undone = Q(undone_at__lte=moment) & ~Exists(followed)
    return Assessment.objects.filter(submission__office_id=office_id, at__lte=moment).exclude(undone)


def in_force_by(office_id: int, moment: datetime) -> QuerySet[Assessment]:
    """Those of them that were in force at that moment."""
    return known_by(office_id, moment).filter(Q(undone_at__isnull=True) | Q(undone_at__gt=moment))


def declined_at() -> Subquery:
    """Of a withdrawn submission: the moment of the last decision against it before that, empty when there was none."""
    against = Assessment.objects.filter(
        submission=OuterRef("pk"),
        verdict__in=(Verdict.DECLINE, Verdict.SEND_BACK),
        at__lte=OuterRef("withdrawn_at"),
    )
    return Subquery(against.order_by("-at").values("at")[:1])


def decided(*verdicts: str, **conditions) -> Exists:
    """A condition on submissions: a decision in force, of one of these verdicts (any when none is named)."""
    rows = standing().filter(submission=OuterRef("pk"), **conditions)
    return Exists(rows.filter(verdict__in=verdicts) if verdicts else rows)


def still_open() -> Q:
    """Neither withdrawn by the source nor moved to paper."""
    return Q(withdrawn_at__isnull=True, paper_at__isnull=True)


def in_queue(today: date) -> Q:
    """A condition: it waits for a decision, for the first time or because the day of its hold has come."""
    return still_open() & Q(rests_until__lte=today)


def awaiting(viewer: Actor) -> QuerySet[Submission]:
    """The queue, oldest first: nothing decided yet, or held until a day that has come."""
    return visible_submissions(viewer).filter(in_queue(timezone.localdate(viewer.at))).order_by("received_at", "id")


def in_force(submission: Submission) -> Assessment | None:
    """The decision that holds for this submission now."""
    return standing().filter(submission=submission).select_related("by", "into", "sitting").first()


def taken_up(viewer: Actor) -> QuerySet[Submission]:
    """What the desk may write from: taken up and still open, oldest first. What is joined to each: ``followers_of``."""
    return visible_submissions(viewer).filter(still_open(), decided(Verdict.TAKE_UP)).order_by("received_at", "id")


def followers_of(submission: Submission) -> QuerySet[Submission]:
    """Every submission that is joined to this one 并稿, also by way of another; their own texts stay whole."""
    found: set[int] = set()
    latest = {submission.pk}
    while latest:
        joined = standing().filter(verdict=Verdict.MERGE, into_id__in=latest)
        latest = set(joined.values_list("submission_id", flat=True)) - found - {submission.pk}
        found |= latest
    return Submission.objects.filter(pk__in=found).order_by("received_at", "id")


def lead_of(submission: Submission) -> Submission:
    """The submission that speaks for this one: itself unless it was joined to another."""
    seen = {submission.pk}
    while True:
        joined = standing().filter(submission=submission, verdict=Verdict.MERGE).select_related("into").first()
        if joined is None or joined.into_id in seen:
            return submission
        submission = joined.into
        seen.add(submission.pk)


def decisions_on(submission: Submission) -> QuerySet[Assessment]:
    """Every decision ever made on it, oldest first, those undone included."""
    return submission.assessments.select_related("by", "undone_by", "into", "sitting", "taker", "followed_by").order_by(
        "at", "id"
    )


def may_lead(viewer: Actor) -> QuerySet[Submission]:
    """What others can be joined to: still on its way or taken up, newest first. ``rules`` asks again for each merge."""
    over = standing().exclude(verdict__in=(Verdict.TAKE_UP, Verdict.HOLD))
    return (
        visible_submissions(viewer)
        .filter(still_open(), ~Exists(over.filter(submission=OuterRef("pk"))))
        .order_by("-received_at", "-id")
    )


def people_with(roles: tuple[str, ...], office_id: int, *, on: date) -> QuerySet[Person]:
    """The people who hold one of these roles in the whole office on a day."""
    held = Role.objects.filter(holds_on(on), person=OuterRef("pk"), role__in=roles, unit=None)
    return network.people_of(office_id).filter(Exists(held))


def sittings_of(viewer: Actor) -> QuerySet[Sitting]:
    """The office's daily sittings, newest first, for whoever may read the inbox."""
    if not viewer.may("assessment.read"):
        return Sitting.objects.none()
    return Sitting.objects.filter(office_id=viewer.office_id).select_related("office").order_by("-held_on")
