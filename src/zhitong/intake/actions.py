"""The only writers of submissions and calls. The spreadsheet import (``imports/``) builds its rows with the same checks."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhitong.errors import BadInput, Conflict
from zhitong.files import actions as files_room
from zhitong.intake import events, jobs, queries, tellings
from zhitong.intake.models import (
    WHOLE,
    Attachment,
    Commission,
    CommissionAddressee,
    Draft,
    Receipt,
    Submission,
    SubmissionAuthor,
)
from zhitong.intake.rules import (
    LIMITS,
    refuse_foreign_parts,
    refuse_ill_fitting,
    refuse_unfit_authors,
    refuse_unfit_details,
    refuse_withdrawal_by_others,
    speaks_for_others,
)
from zhitong.intake.shares import divide
from zhitong.intake.words import Words, digest, refuse_unfit_words
from zhitong.journal.chain import canonical
from zhitong.journal.door import forbid, lock, permit, record, require
from zhitong.network import queries as network
from zhitong.statements import insert
from zhitong.web.forms import is_blank

if TYPE_CHECKING:
    from zhitong.files.models import StoredFile
    from zhitong.intake.models import Import
    from zhitong.network.actors import Actor
    from zhitong.network.models import Person, Unit


# Every column of a submission that holds a source's words.
WORDS_KEPT = ("title", "facts", "causes", "advice", "body", *LIMITS, "withdrawn_why")


@dataclass(frozen=True)
class AuthorGiven:
    """One author as given: a known person or only a name; ``share`` is a weight (percent, parts), None when none was given."""

    name: str
    person: Person | None = None
    share: int | None = None


@transaction.atomic
def submit(
    *,
    by: Actor,
    words: Words,
    token: uuid.UUID | None = None,
    place: str = "",
    area: str = "",
    scope: str = "one",
    scope_evidence: str = "",
    matter_kind: str = "work",
    origin: str = "own",
    provenance: str = "",
    voice: str = "",
    withhold_name: bool = False,
    express_reason: str = "",
    unit: Unit | None = None,
    authors: Sequence[AuthorGiven] | None = None,
    files: Sequence[StoredFile] = (),
    commission: Commission | None = None,
    follows: Submission | None = None,
    received_at: datetime | None = None,
    row_key: str | None = None,
    batch: Import | None = None,
) -> Submission:
    """来稿: take in what one source says, once, with a number that has no gap in its office and year.

    ``token`` comes with the form: the same token with the same content gives the submission that is there already, with
    other content it raises Conflict. Without authors the actor is the author; without unit the actor's main unit on the day
    is credited. Raises BadInput with the field for whatever cannot be taken.
    """
    details = {
        "place": place,
        "area": area,
        "scope": scope,
        "scope_evidence": scope_evidence,
        "matter_kind": matter_kind,
        "origin": origin,
        "provenance": provenance,
        "voice": voice,
        "withhold_name": withhold_name,
        "express_reason": express_reason,
    }
    received_at = received_at or by.at
    content = _content_digest(by, words, details, unit, authors, files, commission, follows)
    queries.hold_numbering(by.office_id)
    if token is not None and (known := _already_taken_in(token, content)):
        return known

    permit(by, "intake.submit", by.office_id)
    authors = list(authors or ())
    if not authors and by.person:
        authors = [AuthorGiven(by.person.name, by.person)]
    refuse_unfit_words(words)
    refuse_unfit_details(details, by.office_id, received_at)
    refuse_unfit_authors(authors, unit)
    commission = lock(commission) if commission else None  # as it is now: it may have been cancelled meanwhile
    refuse_foreign_parts(by, unit, authors, files, commission, follows)
    on_behalf = speaks_for_others(by, unit, authors)
    unit = unit or _unit_of_first(authors, received_at)
    # Without a unit only a role for the whole office will do: 0 is no unit's key.
    forbid(
        on_behalf and not by.may("intake.on_behalf", unit_id=unit.pk if unit else 0),
        "intake.on_behalf.not_permitted",
        _("You are not among the authors, or this is not your unit; only its liaison and the desk send in for others."),
        _("Name yourself among the authors and leave the unit to be found by itself, or hand it to the liaison."),
    )

    year = timezone.localdate(received_at).year
    submission = Submission(
        office_id=by.office_id,
        year=year,
        serial=queries.last_serial(Submission, by.office_id, year) + 1,
        **vars(words),
        **details,
        unit=unit,
        commission=commission,
        follows=follows,
        received_at=received_at,
        recorded_at=by.at,
        entered_by=by.person,
        channel=by.channel,
        digest=digest(words),
        batch=batch,
        row_key=row_key,
    )
    insert(submission)
    submission.written_authors = author_rows(submission, authors, unit, lambda author: _main_unit(author, received_at))
    for author in submission.written_authors:
        insert(author)
    for position, file in enumerate(files, 1):
        insert(Attachment(submission=submission, file=file, position=position))
    if token is not None:
        _give_receipt(token, submission, content, by)
    jobs.follow_up.enqueue([submission.code])
    record(submitted_event(submission, len(authors) or 1, files, on_behalf=on_behalf), on=submission, by=by)
    return submission


def arrive(*, by: Actor, words: Words, unit: Unit, origin: str = "lower_office", **rest) -> Submission:
    """What an office below sends up arrives here as a submission of the unit that stands for it.

    ``by`` is a system actor of this office with the right ``intake.submit``. A subject area that this office's list does not
    hold is left empty: the lists of two offices are their own. Without authors the unit itself is credited.
    """
    at = rest.get("received_at") or by.at
    area = rest.pop("area", "")
    known = network.choices("area", by.office_id, on=timezone.localdate(at)).filter(code=area).exists()
    return submit(by=by, words=words, unit=unit, origin=origin, area=area if known else "", **rest)


def author_rows(
    submission: Submission,
    authors: Sequence[AuthorGiven],
    unit: Unit | None,
    unit_of: Callable[[AuthorGiven], Unit | None],
) -> list[SubmissionAuthor]:
    """The authors' rows, unsaved. One author is credited through the submission's unit; joint authors each through their own
    unit of that day (``unit_of``), or through the submission's when they have none."""
    if not authors:
        return [SubmissionAuthor(submission=submission, name=unit.name[:60], unit=unit, position=1, share=WHOLE)]
    shares = divide([author.share for author in authors])
    return [
        SubmissionAuthor(
            submission=submission,
            person=author.person,
            name=author.name,
            unit=(len(authors) > 1 and unit_of(author)) or unit,
            position=position,
            share=share,
        )
        for position, (author, share) in enumerate(zip(authors, shares, strict=True), 1)
    ]


def submitted_event(submission: Submission, authors: int, files: Sequence[StoredFile] = (), *, on_behalf: bool = False):
    return events.Submitted(
        number=submission.number,
        digest=submission.digest,
        received_at=submission.received_at,
        unit=submission.unit.code if submission.unit else "",
        origin=submission.origin,
        authors=authors,
        files=tuple(file.digest for file in files),
        express=bool(submission.express_reason),
        on_behalf=on_behalf,
        commission=submission.commission.code if submission.commission else "",
        follows=submission.follows.code if submission.follows else "",
        batch=submission.batch.code if submission.batch else "",
    )


def _main_unit(author: AuthorGiven, on: datetime) -> Unit | None:
    return network.main_unit(author.person, timezone.localdate(on)) if author.person else None


def _unit_of_first(authors: Sequence[AuthorGiven], on: datetime) -> Unit | None:
    return _main_unit(authors[0], on) if authors else None


def _content_digest(by: Actor, words: Words, details: dict, unit, authors, files, commission, follows) -> str:
    """Of all that the form held and of who sent it: what the same token must hold again."""
    content = {
        "person": by.person.code if by.person else "",
        "office": by.office.code,
        "words": vars(words),
        "details": details,
        "unit": unit.code if unit else "",
        "authors": [
            [author.name, author.person.code if author.person else "", author.share] for author in authors or ()
        ],
        # By content, not by row: a browser that sends the form again also sends its files again.
        "files": [file.digest for file in files],
        "commission": commission.code if commission else "",
        "follows": follows.code if follows else "",
    }
    # Lone surrogates are refused in a moment, with the field; here they must not stop the digest.
    return hashlib.sha256(canonical(content).encode(errors="surrogatepass")).hexdigest()


def _already_taken_in(token: uuid.UUID, content: str) -> Submission | None:
    receipt = next(iter(queries.receipts_of_token(token)), None)
    if receipt is None:
        return None
    if receipt.digest != content:
        raise _used_up()
    return receipt.submission


def _give_receipt(token: uuid.UUID, submission: Submission, content: str, by: Actor) -> None:
    writer = next(iter(queries.writers_of_draft(token)), None)
    if writer not in (None, by.person_id):
        raise _used_up()
    try:
        insert(Receipt(token=token, submission=submission, digest=content, given_at=by.at))
    except IntegrityError:  # used by another office's form in this very moment
        raise _used_up() from None
    if writer is not None:
        Draft.objects.filter(token=token).delete()


def _used_up() -> Conflict:
    return Conflict(
        "intake.submit.token_used",
        _("This form was sent before, with another content."),
        _(
            "Look under “My submissions” for what was sent. To send this text as one more submission, press “Send it in” again."
        ),
    )


@transaction.atomic
def withdraw(submission: Submission, *, by: Actor, why: str) -> Submission:
    """撤回: an entry, not a deletion. Every rate still counts the submission, so that withdrawing improves nobody's."""
    submission = lock(submission)
    permit(by, "intake.withdraw", submission.office_id)
    refuse_withdrawal_by_others(by, submission)
    require(submission.withdrawn_at is None, "intake.withdraw.done", _("This submission was withdrawn before."))
    refuse_ill_fitting(why, 1_000, field="why")
    submission.withdrawn_at = by.at
    submission.withdrawn_why = why
    submission.save(update_fields=["withdrawn_at", "withdrawn_why"])
    by_desk = by.may("intake.read_all")
    # A source's reason is a source's words: it stays in the row. The desk's reason is the desk's own, for the journal.
    record(events.Withdrawn(by_source=not by_desk), on=submission, by=by, reason=why if by_desk else "")
    return submission


@transaction.atomic
def move_to_paper(submission: Submission, *, by: Actor, reason: str) -> Submission:
    """转纸质办理: the words and files are destroyed here; number, day, unit, credit and the digest stay as a stub.

    For what must not lie in this system, such as a state secret entered by mistake. The spreadsheet that brought the row is
    destroyed too: it holds the same words.
    """
    submission = lock(submission)
    permit(by, "intake.move_to_paper", submission.office_id)
    require(submission.paper_at is None, "intake.paper.done", _("This submission was moved to paper before."))
    refuse_ill_fitting(reason, 1_000, field="reason")
    files = [attachment.file for attachment in submission.attachments.select_related("file")]
    if submission.batch:
        files.append(submission.batch.file)
        submission.batch.faults = []  # they quote cells of the same spreadsheet
        submission.batch.save(update_fields=["faults"])
    gone = [file for file in files if file.state != file.State.ERASED]
    for name in WORDS_KEPT:
        setattr(submission, name, "")
    submission.paper_at = by.at
    submission.save(update_fields=[*WORDS_KEPT, "paper_at"])
    for file in gone:
        files_room.erase(file, by=by, reason=reason)
    record(
        events.MovedToPaper(digest=submission.digest, files=tuple(file.digest for file in gone)),
        on=submission,
        by=by,
        reason=reason,
    )
    return submission


@transaction.atomic
def issue_commission(
    *,
    by: Actor,
    title: str,
    content: str,
    due_on: date,
    form: str = "",
    asked_by: str = "office",
    asker: str = "",
    parent: Commission | None = None,
    units: Sequence[Unit] = (),
    persons: Sequence[Person] = (),
) -> Commission:
    """约稿: ask units and people for information by a day. ``parent`` is the call from above that this one passes on."""
    permit(by, "intake.commission", by.office_id)
    texts = (("title", title, 200), ("content", content, 5_000), ("form", form, 200), ("asker", asker, 80))
    for name, value, limit in texts:
        refuse_ill_fitting(value, limit, field=name)
        if name in ("title", "content") and is_blank(value):
            raise BadInput(f"intake.call.{name}", _("The call does not say what is wanted."), field=name)
    if asked_by not in Commission.AskedBy.values:
        raise BadInput("intake.call.asked_by", _("The call does not say who asks."), field="asked_by")
    if not units and not persons:
        raise BadInput(
            "intake.call.nobody",
            _("The call is addressed to nobody."),
            _("Choose at least one unit or person."),
            field="units",
        )
    if any(each.office_id != by.office_id for each in (*units, *persons)):
        raise BadInput("intake.call.foreign", _("An addressee is not in your office."), field="units")
    if parent is not None and not queries.visible_commissions(by).filter(pk=parent.pk).exists():
        raise BadInput("intake.call.parent", _("The call that this passes on cannot be seen by your office."))
    today = timezone.localdate(by.at)
    if due_on < today:
        raise BadInput(
            "intake.call.due_past", _("The due day lies in the past."), _("Choose today or later."), field="due_on"
        )
    queries.hold_numbering(by.office_id)
    commission = Commission.objects.create(
        office_id=by.office_id,
        year=today.year,
        serial=queries.last_serial(Commission, by.office_id, today.year) + 1,
        asked_by=asked_by,
        asker=asker,
        parent=parent,
        title=title,
        content=content,
        form=form,
        due_on=due_on,
        issued_by=by.person,
        issued_at=by.at,
    )
    CommissionAddressee.objects.bulk_create(
        [CommissionAddressee(commission=commission, unit=unit) for unit in units]
        + [CommissionAddressee(commission=commission, person=person) for person in persons]
    )
    record(
        events.CommissionIssued(
            number=commission.number,
            due_on=due_on,
            asked_by=asked_by,
            addressees=tuple(each.code for each in (*units, *persons)),
            parent=parent.code if parent else "",
        ),
        on=commission,
        by=by,
        matters=(parent.code,) if parent else (),
    )
    tellings.tell_of_call(commission, by=by, units=units, persons=persons)
    return commission


@transaction.atomic
def close_commission(commission: Commission, *, by: Actor, reason: str = "") -> Commission:
    """The call has what it wanted, or its time is over. Who had not answered by the due day has missed it."""
    commission = lock(commission)
    permit(by, "intake.commission", commission.office_id)
    _require_open(commission)
    asked = list(queries.addressees_of([commission], as_of=timezone.localdate(by.at)))
    commission.state = Commission.State.CLOSED
    commission.closed_at = by.at
    commission.save(update_fields=["state", "closed_at"])
    missed = sum(not each.answered_in_time for each in asked) if timezone.localdate(by.at) > commission.due_on else 0
    answers = queries.answers_of(commission).count()
    record(events.CommissionClosed(answers=answers, missed=missed), on=commission, by=by, reason=reason)
    return commission


@transaction.atomic
def cancel_commission(commission: Commission, *, by: Actor, reason: str) -> Commission:
    """The call is taken back: nobody has missed it. Answers that came stay what they are."""
    commission = lock(commission)
    permit(by, "intake.commission", commission.office_id)
    _require_open(commission)
    commission.state = Commission.State.CANCELLED
    commission.closed_at = by.at
    commission.save(update_fields=["state", "closed_at"])
    record(events.CommissionCancelled(), on=commission, by=by, reason=reason)
    return commission


def _require_open(commission: Commission) -> None:
    require(
        commission.state == Commission.State.OPEN,
        "intake.call.not_open",
        _("This call is no longer open."),
        _("Issue a new call that names it."),
    )
