"""The readers others use: recipients, what was sent to whom, what a recipient may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from zhitong.desk.models import Brief, BriefSource, Revision
from zhitong.desk.queries import (
    hidden_briefs,
    note_opened_brief,
    restricted_briefs,
    visible_briefs,
    without_hidden_briefs,
)
from zhitong.dispatch.models import Dispatch, ExpressReview, Recipient
from zhitong.intake.queries import desk_people, pseudonym
from zhitong.intake.restricted.queries import is_anything_hidden_from
from zhitong.network.actors import Actor
from zhitong.network.models import Office, Person, Unit


def recipients_of(office_id: int, *, on: date | None = None) -> QuerySet[Recipient]:
    """The office's recipients, all that ever were, or those it may send to on a day."""
    recipients = Recipient.objects.filter(office_id=office_id).select_related("linked_office", "person")
    if on is None:
        return recipients
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    return recipients.filter(begun, Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def visible_dispatches(viewer: Actor) -> QuerySet[Dispatch]:
    """The desk sees all of its office; a leader, their deputy or a department what was sent to them and not recalled."""
    dispatches = without_hidden_briefs(Dispatch.objects.filter(office_id=viewer.office_id), viewer)
    dispatches = dispatches.select_related("brief__series", "recipient", "sent_by")
    if viewer.may("dispatch.read"):
        return dispatches
    return dispatches.filter(_to(viewer)).exclude(state=Dispatch.State.RECALLED)


def received_by(viewer: Actor) -> QuerySet[Dispatch]:
    """What was sent to the viewer, or to whom they stand in for, and not recalled; unread first, then the newest."""
    mine = without_hidden_briefs(Dispatch.objects.filter(_to(viewer), office_id=viewer.office_id), viewer)
    beside = ("office", "brief__series", "brief__office", "brief__signed_revision", "sent_by", "read_by")
    return (
        mine.exclude(state=Dispatch.State.RECALLED)
        .select_related(*beside, "recipient__person")
        .annotate(is_read=Q(state=Dispatch.State.READ), is_answered=_answered())
        .order_by("is_read", "-is_express", "-sent_at", "-pk")
    )


def _to(viewer: Actor) -> Q:
    """Sent to the viewer, or to a principal in whose place they read by written delegation today."""
    return Q(recipient__person_id__in=viewer.persons_for("dispatch.receive"))


def unread_count(viewer: Actor) -> int:
    """What lies unread before a leader or department, whether or not the desk has noted that it arrived."""
    return received_by(viewer).exclude(state=Dispatch.State.READ).count()


def with_clock(dispatches: QuerySet[Dispatch]) -> QuerySet[Dispatch]:
    """Each with ``is_answered``: whether a reply, an instruction or an adoption that stands came of it."""
    return dispatches.annotate(is_answered=_answered())


def without_outcome(viewer: Actor, *, on: date) -> QuerySet[Dispatch]:
    """Dispatches whose clock ran out and that brought no reply, instruction or adoption that stands."""
    late = visible_dispatches(viewer).filter(due_on__lt=on).exclude(state=Dispatch.State.RECALLED)
    return late.filter(~_answered())


def _answered() -> Exists:
    standing = Q()
    for rows in ("adoptions", "instructions", "replys"):
        standing |= Q(**{f"{rows}__isnull": False, f"{rows}__void": False, f"{rows}__corrected_by": None})
    return Exists(Dispatch.objects.filter(standing, pk=OuterRef("pk")))


def to_its_level(dispatch: Dispatch) -> QuerySet[Dispatch]:
    """Every dispatch of the same brief to the same level, this one and recalled ones too."""
    return Dispatch.objects.filter(brief_id=dispatch.brief_id, recipient__rank=dispatch.recipient.rank).order_by("pk")


def others_at_its_level(dispatch: Dispatch) -> QuerySet[Dispatch]:
    """The others of them that stand."""
    return to_its_level(dispatch).exclude(pk=dispatch.pk).exclude(state=Dispatch.State.RECALLED)


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


def offices_above(viewer: Actor) -> QuerySet[Office]:
    """The offices of this installation a brief may go up to: those over the viewer's, and higher ones of other ladders."""
    over, each = [], viewer.office
    while each.parent_id and each.parent_id not in over:
        over.append(each.parent_id)
        each = each.parent
    other_ladders = Q(rank__lt=viewer.office.rank) & ~Q(ladder=viewer.office.ladder)
    return Office.objects.filter(Q(pk__in=over) | other_ladders).order_by("-rank", "pk")


def possible_readers(viewer: Actor, recipient: Recipient | None = None) -> QuerySet[Person]:
    """Who in the office may read what is sent to them, and whoever reads for this recipient now."""
    now = desk_people(viewer.office_id, "dispatch.receive", on=viewer.at)
    return Person.objects.filter(
        Q(pk__in=now.values("pk")) | Q(pk=recipient.person_id if recipient else None)
    ).order_by("pk")


def recipient_or_404(viewer: Actor, code: str) -> Recipient:
    return _one_or_404(recipients_of(viewer.office_id), code)


def dispatch_or_404(viewer: Actor, code: str) -> Dispatch:
    rows = visible_dispatches(viewer) if viewer.may("dispatch.read") else Dispatch.objects.none()
    beside = (
        "recipient__linked_office",
        "recipient__person",
        "read_by",
        "brief__office",
        "brief__signed_revision",
        "arrived_as",
    )
    return _opened(viewer, with_clock(rows).select_related(*beside, "brief__series", "sent_by", "recipient"), code)


def received_or_404(viewer: Actor, code: str) -> Dispatch:
    return _opened(viewer, received_by(viewer), code)


def _opened(viewer: Actor, rows: QuerySet[Dispatch], code: str) -> Dispatch:
    found = _one_or_404(rows.annotate(is_restricted=Q(brief_id__in=restricted_briefs())), code)
    if found.is_restricted:
        note_opened_brief(viewer, found.brief)
    return found


def hidden_codes(viewer: Actor) -> QuerySet | None:
    """For notices and the journal; None where nothing is hidden."""
    hidden = is_anything_hidden_from(viewer)
    return Dispatch.objects.filter(brief_id__in=hidden_briefs(viewer)).values("code") if hidden else None


def keys_drawn_on(brief: Brief) -> list[int]:
    """The keys of the submissions behind a brief, for asking whether they are restricted."""
    return list(BriefSource.objects.filter(brief=brief).values_list("submission_id", flat=True))


def _one_or_404(rows: QuerySet, code: str):
    # A code from an address may hold anything; PostgreSQL refuses NUL with an error instead of finding nothing.
    found = None if "\x00" in code else rows.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def sent_of(brief: Brief) -> QuerySet[Dispatch]:
    """Every dispatch of one brief, recalled ones too, newest first."""
    return brief.dispatches.select_related("recipient", "sent_by").order_by("-sent_at", "-pk")


def never_sent(viewer: Actor) -> QuerySet[Brief]:
    """Signed and standing, and sent to nobody; express first, then the oldest."""
    standing = Dispatch.objects.filter(brief=OuterRef("pk")).exclude(state=Dispatch.State.RECALLED)
    briefs = visible_briefs(viewer).filter(~Exists(standing), state=Brief.State.SIGNED)
    return briefs.select_related("series", "editor").order_by("-is_express", "signed_at", "pk")


def on_express(viewer: Actor) -> QuerySet[Brief]:
    """On the lane now: being written, in review, or signed and not sent yet; the clock that runs out first stands first."""
    standing = Dispatch.objects.filter(brief=OuterRef("pk")).exclude(state=Dispatch.State.RECALLED)
    under_way = Q(state__in=(Brief.State.DRAFTING, Brief.State.IN_REVIEW)) | (
        Q(state=Brief.State.SIGNED) & ~Exists(standing)
    )
    briefs = visible_briefs(viewer).filter(under_way, is_express=True, express_since__isnull=False)
    return briefs.select_related("series", "editor").order_by("express_since", "pk")


def express_reviews(viewer: Actor) -> QuerySet[ExpressReview]:
    """The office's reviews, open ones first, each with ``first_sent_at``, the moment its brief first went out."""
    first = Dispatch.objects.filter(brief=OuterRef("brief")).order_by("sent_at").values("sent_at")[:1]
    reviews = without_hidden_briefs(ExpressReview.objects.filter(brief__office_id=viewer.office_id), viewer)
    reviews = reviews if viewer.may("dispatch.read") else reviews.none()
    return (
        reviews.select_related("brief__series", "brief__editor", "closed_by")
        .annotate(is_closed=Q(closed_at__isnull=False), first_sent_at=Subquery(first))
        .order_by("is_closed", "due_on", "-closed_at", "pk")
    )


def review_or_404(viewer: Actor, brief_code: str) -> ExpressReview:
    found = None if "\x00" in brief_code else express_reviews(viewer).filter(brief__code=brief_code).first()
    if found is None:
        raise Http404
    return found
