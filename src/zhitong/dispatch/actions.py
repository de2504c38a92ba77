"""The only writers of dispatch: recipients, sending, receipt, recall, the express lane's review."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhitong.desk.queries import people_with_role
from zhitong.dispatch import events, queries
from zhitong.dispatch.models import Dispatch, ExpressReview, Recipient
from zhitong.errors import BadInput
from zhitong.intake import actions as intake
from zhitong.intake.restricted.actions import restrict
from zhitong.intake.restricted.queries import any_restricted, is_reader
from zhitong.intake.words import Words
from zhitong.journal.door import forbid, lock, permit, record, require
from zhitong.network import actions as network
from zhitong.network.actors import Actor, system_actor
from zhitong.network.queries import calendar_of, commitment_of, setting
from zhitong.network.rights import RoleName

if TYPE_CHECKING:
    from zhitong.network.models import Office, Person, Unit

EXPRESS_REVIEW_DAYS = 10  # working days; the office's setting "express_review_days"


@transaction.atomic
def add_recipient(
    *,
    by: Actor,
    name: str,
    kind: str,
    rank: int,
    leader_rank: str = "",
    linked_office: Office | None = None,
    person: Person | None = None,
    sees_sources: bool = False,
    reply_days: int = 0,
    position: int = 0,
    valid_from: date | None = None,
) -> Recipient:
    """Somebody the office sends to. ``linked_office`` must be an ancestor of this office or stand on another ladder."""
    permit(by, "dispatch.recipients", by.office_id)
    lock(by.office)  # two who add the same name at once meet here
    _refuse_taken_name(name, by.office_id)
    if linked_office is not None and (linked_office.pk == by.office_id or linked_office.rank >= by.office.rank):
        raise BadInput(
            "dispatch.recipient.not_above",
            _("Briefs go up to an office of a higher level."),
            _("Choose an office above yours."),
            field="linked_office",
        )
    _refuse_foreign_person(person, by.office_id)
    recipient = Recipient.objects.create(
        office_id=by.office_id,
        name=name,
        kind=kind,
        rank=rank,
        leader_rank=leader_rank,
        linked_office=linked_office,
        person=person,
        sees_sources=sees_sources,
        reply_days=reply_days,
        position=position,
        valid_from=valid_from,
    )
    record(events.RecipientAdded(kind=kind, rank=rank), on=recipient, by=by)
    return recipient


CHANGEABLE = frozenset(
    {"name", "leader_rank", "person", "sees_sources", "reply_days", "position", "valid_from", "valid_to"}
)


@transaction.atomic
def change_recipient(recipient: Recipient, *, by: Actor, **changes) -> Recipient:
    """Change what may change. Kind, rank and linked office stay: what was sent was sent to that."""
    recipient = lock(recipient)
    permit(by, "dispatch.recipients", recipient.office_id)
    if unknown := set(changes) - CHANGEABLE:
        raise TypeError(f"a recipient's {', '.join(sorted(unknown))} cannot be changed")
    if changes.get("name", recipient.name) != recipient.name:
        lock(by.office)
        _refuse_taken_name(changes["name"], recipient.office_id)
    _refuse_foreign_person(changes.get("person"), recipient.office_id)
    for name, value in changes.items():
        setattr(recipient, name, value)
    recipient.save(update_fields=list(changes))
    record(events.RecipientChanged(fields=",".join(sorted(changes))), on=recipient, by=by)
    return recipient


def _refuse_taken_name(name: str, office_id: int) -> None:
    if queries.recipients_of(office_id).filter(name=name).exists():
        raise BadInput(
            "dispatch.recipient.name_taken",
            _("A recipient of this name exists already."),
            _("Choose another name, or change the existing one."),
            field="name",
        )


def _refuse_foreign_person(person: Person | None, office_id: int) -> None:
    if person is not None and person.office_id != office_id:
        raise BadInput(
            "dispatch.recipient.other_office", _("The reader must be a person of your office."), field="person"
        )


@transaction.atomic
def end_recipient(recipient: Recipient, *, by: Actor, ends_on: date) -> Recipient:
    """The last day on which briefs are sent to it; what was sent stays."""
    if recipient.valid_from and ends_on < recipient.valid_from:
        raise BadInput(
            "dispatch.recipient.before_start",
            _("The last day lies before the first."),
            _("Give a last day on or after the first day."),
            field="ends_on",
        )
    return change_recipient(recipient, by=by, valid_to=ends_on)


@transaction.atomic
def send_to_several(brief, recipients: Sequence[Recipient], *, by: Actor, note: str = "") -> list[Dispatch]:
    """One brief to several recipients: to all of them or, when one is refused, to none."""
    if not recipients:
        raise BadInput("dispatch.send.nobody", _("Choose who it goes to."), field="recipients")
    return [send(brief, recipient, by=by, note=note) for recipient in recipients]


@transaction.atomic
def send(brief, recipient: Recipient, *, by: Actor, note: str = "") -> Dispatch:
    """报送: one signed brief goes to one recipient, with its clock.

    To an office above in this installation it becomes a submission there in the same transaction, linked, under the unit that stands for
    this office.
    """
    brief = lock(brief)
    permit(by, "dispatch.send", brief.office_id)
    require(
        brief.state == brief.State.SIGNED,
        "dispatch.send.not_signed",
        _("Only a signed brief is sent."),
        _("Have it signed off first."),
    )
    if recipient.office_id != brief.office_id:
        raise BadInput("dispatch.send.foreign", _("This recipient is not in your office's list."), field="recipient")
    today = timezone.localdate(by.at)
    require(
        queries.recipients_of(brief.office_id, on=today).filter(pk=recipient.pk).exists(),
        "dispatch.send.recipient_ended",
        _("This recipient is no longer sent to."),
        _("Choose another recipient."),
    )
    require(
        not brief.dispatches.filter(recipient=recipient).exclude(state=Dispatch.State.RECALLED).exists(),
        "dispatch.send.twice",
        _("This brief was sent to this recipient already."),
        _("Open the dispatch to see what became of it."),
    )
    restricted = any_restricted(queries.keys_drawn_on(brief))
    if restricted:
        _refuse_who_is_no_reader(brief, recipient)
    due_on = (
        calendar_of(brief.office_id, on=today).due(today, recipient.reply_days).value if recipient.reply_days else None
    )
    dispatch = Dispatch.objects.create(
        office_id=brief.office_id,
        brief=brief,
        recipient=recipient,
        is_express=brief.is_express,
        note=note,
        sent_by=by.person,
        sent_at=by.at,
        due_on=due_on,
    )
    if recipient.linked_office_id:
        dispatch.arrived_as = _arrive_above(dispatch, by, restricted=restricted)
        dispatch.save(update_fields=["arrived_as"])
    record(
        events.Sent(
            brief=brief.code,
            recipient=recipient.code,
            digest=brief.signed_revision.digest,
            express=brief.is_express,
            due_on=due_on,
            arrived_as=dispatch.arrived_as.code if dispatch.arrived_as else "",
            rank=recipient.rank,
        ),
        on=dispatch,
        by=by,
        matters=_matters(brief),
    )
    return dispatch


def _refuse_who_is_no_reader(brief, recipient: Recipient) -> None:
    """A restricted matter reaches by this program only named readers; to whom has no account here it goes on paper, with its mark."""
    require(
        recipient.person is None or is_reader(recipient.person, queries.keys_drawn_on(brief)),
        "dispatch.send.not_a_reader",
        _("This brief is restricted, and who reads for this recipient is not among its named readers."),
        _("Name them as a reader on the page of the submission first."),
    )


def _arrive_above(dispatch: Dispatch, by: Actor, *, restricted: bool = False):
    """The submission that the dispatch becomes in the office above. A restricted one arrives restricted, to the signers there, who
    name further readers."""
    brief, upper = dispatch.brief, dispatch.recipient.linked_office
    rights = {"intake.submit", "intake.on_behalf", "network.edit", "intake.restrict"}
    arriving = system_actor(upper, rights, channel="upward", at=by.at)
    shown = queries.as_shown_to(dispatch.recipient, brief)
    lead = brief.sources.select_related("submission").first()
    matter = lead.submission if lead else None
    arrived = intake.arrive(
        by=arriving,
        words=Words(title=shown.title, body=shown.body),
        unit=_unit_above(arriving, by.office),
        place=matter.place if matter else "",
        area=matter.area if matter else "",
        scope=matter.scope if matter else "one",
        scope_evidence=matter.scope_evidence if matter else "",
        matter_kind=matter.matter_kind if matter else "work",
        provenance=f"《{brief.series.name}》{brief.issue}",
        voice="、".join(shown.sources)[:120],
        express_reason=brief.express_reason if brief.is_express else "",
    )
    if restricted:
        signers = list(people_with_role(upper.pk, RoleName.SIGNER, on=by.at))
        restrict(arrived, by=arriving, reason=_("It was restricted in the office that sent it up."), readers=signers)
    return arrived


def _unit_above(arriving: Actor, lower: Office) -> Unit:
    """The unit that stands for the office below; entered when its first brief arrives."""
    known = queries.unit_standing_for(arriving.office_id, lower.pk)
    return known or network.add_unit_for_office(lower, by=arriving)


@transaction.atomic
def receive(dispatch: Dispatch, *, by: Actor) -> Dispatch:
    """It has arrived: said by the desk for a recipient outside. After that it can no longer be recalled."""
    dispatch = lock(dispatch)
    permit(by, "dispatch.send", dispatch.office_id)
    require(dispatch.state == Dispatch.State.SENT, "dispatch.receive.done", _("This dispatch is not under way."))
    return _received(dispatch, by)


@transaction.atomic
def read(dispatch: Dispatch, *, by: Actor) -> Dispatch:
    """The recipient opens it, or their deputy for them. Opening it again changes nothing."""
    dispatch = lock(dispatch)
    permit(by, "dispatch.receive", dispatch.office_id)
    reader_id = dispatch.recipient.person_id
    forbid(
        reader_id not in by.persons_for("dispatch.receive"), "dispatch.read.not_yours", _("This was not sent to you.")
    )
    require(dispatch.state != Dispatch.State.RECALLED, "dispatch.read.recalled", _("This dispatch was recalled."))
    if dispatch.state == Dispatch.State.READ:
        return dispatch
    if dispatch.state == Dispatch.State.SENT:
        _received(dispatch, by)
    return _read(dispatch, by, acting_for="" if reader_id == by.person_id else commitment_of(reader_id))


def _received(dispatch: Dispatch, by: Actor) -> Dispatch:
    dispatch.state, dispatch.received_at = Dispatch.State.RECEIVED, by.at
    dispatch.save(update_fields=["state", "received_at"])
    record(events.Received(), on=dispatch, by=by, matters=_matters(dispatch.brief))
    return dispatch


def _read(dispatch: Dispatch, by: Actor, *, acting_for: str = "") -> Dispatch:
    dispatch.state, dispatch.read_at, dispatch.read_by = Dispatch.State.READ, by.at, by.person
    dispatch.save(update_fields=["state", "read_at", "read_by"])
    record(events.Read(acting_for=acting_for), on=dispatch, by=by, matters=_matters(dispatch.brief))
    return dispatch


@transaction.atomic
def decided_above(dispatch: Dispatch, *, at) -> Dispatch:
    """The office above decided on what arrived from here: so it was received and read. Called by what follows that decision."""
    dispatch = lock(dispatch)
    here = system_actor(dispatch.office, {"dispatch.receive"}, channel="downward", at=at)
    if dispatch.state == Dispatch.State.SENT:
        _received(dispatch, here)
    if dispatch.state == Dispatch.State.RECEIVED:
        _read(dispatch, here)
    return dispatch


@transaction.atomic
def recall(dispatch: Dispatch, *, by: Actor, reason: str) -> Dispatch:
    """Take it back, as long as it has not been received. What had arrived in the office above is withdrawn there."""
    dispatch = lock(dispatch)
    permit(by, "dispatch.recall", dispatch.office_id)
    if not reason.strip():
        raise BadInput("dispatch.recall.reason", _("Write why it is recalled."), field="reason")
    require(
        dispatch.state == Dispatch.State.SENT,
        "dispatch.recall.received",
        _("This dispatch has been received; it can no longer be recalled."),
        _("Write a correction as a new issue and send that."),
    )
    dispatch.state, dispatch.recalled_at, dispatch.recall_reason = Dispatch.State.RECALLED, by.at, reason
    dispatch.save(update_fields=["state", "recalled_at", "recall_reason"])
    if dispatch.arrived_as_id:
        above = system_actor(
            dispatch.recipient.linked_office, {"intake.withdraw", "intake.read_all"}, channel="upward", at=by.at
        )
        intake.withdraw(dispatch.arrived_as, by=above, why=_("recalled by the office that sent it"))
    others = queries.others_at_its_level(dispatch).count()
    recalled = events.Recalled(rank=dispatch.recipient.rank, others=others)
    record(recalled, on=dispatch, by=by, reason=reason, matters=_matters(dispatch.brief))
    return dispatch


@transaction.atomic
def open_express_review(brief, *, by: Actor) -> ExpressReview:
    """Part of signing an express brief: somebody must look back at whether it was right to hurry."""
    today = timezone.localdate(by.at)
    days = setting(brief.office_id, "express_review_days", EXPRESS_REVIEW_DAYS, on=today)
    due_on = calendar_of(brief.office_id, on=today).due(today, days).value
    review = ExpressReview.objects.create(brief=brief, opened_at=by.at, due_on=due_on)
    record(events.ExpressReviewOpened(due_on=due_on), on=brief, by=by, matters=_matters(brief))
    return review


@transaction.atomic
def close_express_review(review: ExpressReview, *, by: Actor, justified: bool, words: str) -> ExpressReview:
    """Say whether the express lane was justified, by somebody other than the brief's editor."""
    review = lock(review)
    permit(by, "dispatch.express", review.brief.office_id)
    forbid(
        by.person_id == review.brief.editor_id,
        "dispatch.express_review.own",
        _("Who wrote the brief does not review its express lane."),
    )
    require(review.closed_at is None, "dispatch.express_review.closed", _("This review is closed already."))
    if not words.strip():
        raise BadInput("dispatch.express_review.words", _("Write what the review found."), field="words")
    review.justified, review.words, review.closed_by, review.closed_at = justified, words, by.person, by.at
    review.save(update_fields=["justified", "words", "closed_by", "closed_at"])
    record(
        events.ExpressReviewClosed(justified=justified),
        on=review.brief,
        by=by,
        reason=words,
        matters=_matters(review.brief),
    )
    return review


def _matters(brief) -> tuple[str, ...]:
    """Whose timelines also show it: the brief's and each of its submissions'."""
    return (brief.code, *brief.sources.values_list("submission__code", flat=True))
