"""The only writers of restrictions: restrict, name and remove readers, lift, put a reading on record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from zhitong.errors import BadInput
from zhitong.intake import events
from zhitong.intake.models import Restriction, RestrictionReader
from zhitong.intake.restricted import queries
from zhitong.intake.rules import refuse_ill_fitting
from zhitong.journal.door import forbid, lock, permit, record, require
from zhitong.web.forms import is_blank

if TYPE_CHECKING:
    from zhitong.intake.models import Submission
    from zhitong.network.actors import Actor
    from zhitong.network.models import Person

REASON_LIMIT = 1_000


@transaction.atomic
def restrict(submission: Submission, *, by: Actor, reason: str, readers: Sequence[Person]) -> Restriction:
    """敏感: from now on only these people see it and whatever was or will be written from it. Whoever restricts is a reader too.

    At least one reader must hold the right to restrict, or nobody could ever open the matter again.
    """
    submission = lock(submission)
    permit(by, "intake.restrict", submission.office_id)
    forbid(
        submission.pk in queries.kept_from_source(by, [submission]),
        "intake.restrict.not_a_reader",
        _("Only a named reader changes who may read a restricted matter."),
    )
    require(
        not queries.any_restricted([submission.pk]),
        "intake.restrict.done",
        _("This matter is restricted already."),
        _("Add or remove readers instead."),
    )
    refuse_blank(reason)
    people = {person.pk: person for person in [*([by.person] if by.person else []), *readers]}
    _refuse_unfit(people.values(), by)
    restriction = Restriction.objects.create(
        submission=submission, office_id=submission.office_id, reason=reason, placed_by=by.person, placed_at=by.at
    )
    RestrictionReader.objects.bulk_create(
        RestrictionReader(restriction=restriction, person=person, named_at=by.at) for person in people.values()
    )
    _remember(by, submission)
    record(events.Restricted(readers=tuple(sorted(person.code for person in people.values()))), on=submission, by=by)
    return restriction


@transaction.atomic
def name_reader(restriction: Restriction, person: Person, *, by: Actor, reason: str) -> Restriction:
    """One more person may read it. The reason stands in the journal: it says why this person, not what the matter is."""
    restriction = _open(restriction, by)
    refuse_blank(reason)
    _refuse_unfit([person], by)
    require(
        not restriction.readers.filter(person=person, removed_at=None).exists(),
        "intake.reader.named",
        _("This person is a reader already."),
    )
    RestrictionReader.objects.create(restriction=restriction, person=person, named_at=by.at)
    record(events.ReaderNamed(reader=person.code), on=restriction.submission, by=by, reason=reason)
    return restriction


@transaction.atomic
def remove_reader(restriction: Restriction, person: Person, *, by: Actor, reason: str) -> Restriction:
    """This person no longer reads it, from the next request on."""
    restriction = _open(restriction, by)
    refuse_blank(reason)
    left = set(restriction.readers.filter(removed_at=None).values_list("person_id", flat=True))
    require(person.pk in left, "intake.reader.none", _("This person is not a reader."))
    require(
        queries.can_still_open(left - {person.pk}, by),
        "intake.reader.last",
        _("Without this reader nobody at the desk could open the matter any more."),
        _("Name another reader at the desk first, or lift the restriction."),
    )
    restriction.readers.filter(person=person, removed_at=None).update(removed_at=by.at)
    record(events.ReaderRemoved(reader=person.code), on=restriction.submission, by=by, reason=reason)
    return restriction


@transaction.atomic
def lift(restriction: Restriction, *, by: Actor, reason: str) -> Restriction:
    """Everybody whose role shows it sees the matter again. Who read it meanwhile stays on record."""
    restriction = _open(restriction, by)
    refuse_blank(reason)
    restriction.lifted_at, restriction.lifted_why = by.at, reason
    restriction.save(update_fields=["lifted_at", "lifted_why"])
    by.opened.pop(restriction.submission.code, None)
    record(events.RestrictionLifted(), on=restriction.submission, by=by)
    return restriction


@transaction.atomic
def put_on_record(submission: Submission, *, by: Actor, page: str, how: str) -> None:
    """One reading is one entry. The reader was shown the matter by a query that asked the rule: here is nothing left to permit."""
    record(events.RestrictedRead(page=page, how=how), on=submission, by=by)


def _open(restriction: Restriction, by: Actor) -> Restriction:
    """The restriction in force, held, for a reader who may restrict."""
    restriction = lock(restriction)
    permit(by, "intake.restrict", restriction.office_id)
    forbid(
        not restriction.readers.filter(person_id=by.person_id, removed_at=None).exists(),
        "intake.restrict.not_a_reader",
        _("Only a named reader changes who may read a restricted matter."),
    )
    require(restriction.lifted_at is None, "intake.restrict.lifted", _("This matter is no longer restricted."))
    return restriction


def refuse_blank(reason: str) -> None:
    if is_blank(reason):
        raise BadInput("intake.restrict.reason", _("Write the reason."), field="reason")
    refuse_ill_fitting(reason, REASON_LIMIT, field="reason")


def _refuse_unfit(people, by: Actor) -> None:
    people = list(people)
    if any(person.office_id != by.office_id for person in people):
        raise BadInput("intake.reader.foreign", _("A reader is not in your office."), field="readers")
    if by.person is None and not queries.can_still_open([person.pk for person in people], by):
        raise BadInput(
            "intake.restrict.nobody",
            _("Nobody in that office could open the matter."),
            _("Have a signer named there first."),
            field="readers",
        )


def _remember(by: Actor, submission: Submission) -> None:
    """The page that follows shows it: so it also says that it is restricted."""
    by.opened[submission.code] = submission
