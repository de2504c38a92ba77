"""The readers others use: recipients, what was sent to whom, what a recipient may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from zhitong.desk.models import Brief, BriefSource, Revision
from zhitong.dispatch.models import Dispatch, ExpressReview, Recipient
from zhitong.intake.queries import pseudonym
from zhitong.network.actors import Actor
from zhitong.network.models import Unit


def recipients_of(office_id: int, *, on: date | None = None) -> QuerySet[Recipient]:
    """The office's recipients, all that ever were, or those it may send to on a day."""
    recipients = Recipient.objects.filter(office_id=office_id).select_related("linked_office", "person")
    if on is None:
        return recipients
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    return recipients.filter(begun, Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def visible_dispatches(viewer: Actor) -> QuerySet[Dispatch]:
    """The desk sees all of its office; a leader or department what was sent to them and not recalled."""
    dispatches = Dispatch.objects.filter(office_id=viewer.office_id).select_related(
        "brief__series", "recipient", "sent_by"
    )
    if viewer.may("dispatch.read"):
        return dispatches
    if viewer.may("dispatch.receive"):
        return dispatches.filter(recipient__person_id=viewer.person_id).exclude(state=Dispatch.State.RECALLED)
    return dispatches.none()


def unread_count(viewer: Actor) -> int:
    """What lies unread before a leader or department."""
    return visible_dispatches(viewer).filter(recipient__person_id=viewer.person_id, state=Dispatch.State.SENT).count()


def without_outcome(viewer: Actor, *, on: date) -> QuerySet[Dispatch]:
    """Dispatches whose clock ran out and that brought no reply, instruction or adoption yet."""
    answered = Q(adoptions__isnull=False) | Q(instructions__isnull=False) | Q(replys__isnull=False)
    return visible_dispatches(viewer).filter(due_on__lt=on).exclude(state=Dispatch.State.RECALLED).exclude(answered)


def open_express_reviews(office_id: int) -> QuerySet[ExpressReview]:
    return (
        ExpressReview.objects.filter(brief__office_id=office_id, closed_at=None)
        .select_related("brief__series", "brief__editor")
        .order_by("due_on")
    )


def ways_down(brief: Brief) -> QuerySet[Dispatch]:
    """The dispatches from offices below that a brief draws on: the lines along which its outcomes go back."""
    return (
        Dispatch.objects.filter(arrived_as__used_in__brief=brief)
        .exclude(state=Dispatch.State.RECALLED)
        .select_related("brief", "office")
    )


def unit_standing_for(upper_id: int, lower_id: int) -> Unit | None:
    """The unit by which the office above knows the office below."""
    return Unit.objects.filter(office_id=upper_id, stands_for_id=lower_id).first()


@dataclass(frozen=True)
class Shown:
    """A signed brief as one recipient may see it."""

    title: str
    body: str
    revision: Revision
    sources: tuple[str, ...]  # empty where the recipient does not see who reflected it


def as_shown_to(recipient: Recipient, brief: Brief) -> Shown:
    """The exact text signed; the sources only where the recipient may see them, and never a withheld name."""
    revision = brief.signed_revision
    names: list[str] = []
    if recipient.sees_sources:
        rows = (
            BriefSource.objects.filter(brief=brief)
            .select_related("submission__unit")
            .prefetch_related("submission__authors")
        )
        for row in rows:
            submission = row.submission
            who = (
                pseudonym(submission)
                if submission.withhold_name
                else "、".join(author.name for author in submission.authors.all())
            )
            unit = "" if submission.withhold_name or submission.unit is None else submission.unit.name
            names.append(f"{who}（{unit}）" if unit and unit != who else who)
    return Shown(revision.title, revision.body, revision, tuple(names))
