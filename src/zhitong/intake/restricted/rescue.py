"""The way out when every named reader of a restricted matter has lost the roles that open it: two people, neither of whom reads it.

Whoever gives the rights asks, with the reason, that one senior editor or signer be named; another one consents. Neither sees more than
the number. Both deeds are in the journal and in the matter's own record; those who were readers are told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from zhitong.errors import BadInput
from zhitong.intake import events
from zhitong.intake.models import ReaderRequest, RestrictionReader
from zhitong.intake.restricted import queries
from zhitong.intake.restricted.actions import refuse_blank
from zhitong.journal.door import forbid, lock, permit, record, require
from zhitong.network.rights import roles_with
from zhitong.notices.actions import tell

if TYPE_CHECKING:
    from zhitong.intake.models import Restriction
    from zhitong.network.actors import Actor
    from zhitong.network.models import Person


@transaction.atomic
def ask(restriction: Restriction, person: Person, *, by: Actor, reason: str) -> ReaderRequest:
    """Ask that this person be named. Only while nobody can open the matter, and once at a time."""
    restriction = lock(restriction)
    permit(by, "intake.ask_reader", restriction.office_id)
    refuse_blank(reason)
    _require_stranded(restriction, by)
    waiting = restriction.reader_requests.filter(state=ReaderRequest.State.ASKED)
    require(not waiting.exists(), "intake.reader.asked", _("A new reader was asked for already; it waits for consent."))
    if not queries.possible_new_readers(by).filter(pk=person.pk).exists():
        raise BadInput("intake.reader.unfit", _("Choose a senior editor or a signer of this office."), field="person")
    request = ReaderRequest.objects.create(
        office_id=restriction.office_id,
        restriction=restriction,
        person=person,
        reason=reason,
        asked_by=by.person,
        asked_at=by.at,
    )
    record(events.ReaderAsked(reader=person.code), on=restriction.submission, by=by, reason=reason)
    return request


@transaction.atomic
def consent(request: ReaderRequest, *, by: Actor) -> ReaderRequest:
    """The second person's word: from now on the one asked for is a reader. Whoever was a reader learns of it, and so does the new one."""
    request, restriction = _decidable(request, by)
    _require_stranded(restriction, by)
    require(
        queries.possible_new_readers(by).filter(pk=request.person_id).exists(),
        "intake.reader.left",
        _("The person asked for is no longer a senior editor or signer."),
        _("Refuse, and have another reader asked for."),
    )
    _decide(request, ReaderRequest.State.CONSENTED, by)
    told = {reader.person_id: reader.person for reader in queries.readers_of(restriction)}
    if restriction.placed_by:
        told[restriction.placed_by_id] = restriction.placed_by
    # Somebody who is a reader already, and whose role came back, need not be named twice.
    RestrictionReader.objects.get_or_create(
        restriction=restriction, person=request.person, removed_at=None, defaults={"named_at": by.at}
    )
    record(
        events.ReaderConsented(reader=request.person.code, asked_by=request.asked_by.code),
        on=restriction.submission,
        by=by,
    )
    _tell(request, {**told, request.person_id: request.person}.values(), by)
    return request


@transaction.atomic
def refuse(request: ReaderRequest, *, by: Actor, reason: str) -> ReaderRequest:
    refuse_blank(reason)
    request, restriction = _decidable(request, by)
    _decide(request, ReaderRequest.State.REFUSED, by, reason)
    record(events.ReaderRefused(reader=request.person.code), on=restriction.submission, by=by, reason=reason)
    return request


def is_own_hand(request: ReaderRequest, by: Actor) -> bool:
    """Whether consent would come from the one who asks or the one who would read, or from somebody who only stands in for them."""
    concerned = {request.asked_by_id, request.person_id}
    if by.person_id is None or by.person_id in concerned:
        return True
    holders = roles_with("intake.consent_reader")
    giving = [grant for grant in by.grants if grant.role in holders and grant.unit_id is None]
    return all(grant.acting_for in concerned for grant in giving)


def _decidable(request: ReaderRequest, by: Actor) -> tuple[ReaderRequest, Restriction]:
    """The request and its restriction, both held, for a second person; the restriction first, as in ``ask``."""
    restriction = lock(request.restriction)
    request = lock(request)
    permit(by, "intake.consent_reader", request.office_id)
    forbid(
        is_own_hand(request, by),
        "intake.reader.own",
        _("Neither who asks nor who would read consents."),
        _("Another senior editor or signer decides."),
    )
    require(request.state == ReaderRequest.State.ASKED, "intake.reader.decided", _("This was decided before."))
    return request, restriction


def _decide(request: ReaderRequest, state: str, by: Actor, reason: str = "") -> None:
    request.state, request.decided_by, request.decided_at, request.decided_why = state, by.person, by.at, reason
    request.save(update_fields=["state", "decided_by", "decided_at", "decided_why"])


def _require_stranded(restriction: Restriction, by: Actor) -> None:
    require(
        queries.is_stranded(restriction, by),
        "intake.reader.not_stranded",
        _("A reader at the desk can open this matter, or it is no longer restricted."),
        _("That reader names others."),
    )


def _tell(request: ReaderRequest, people, by: Actor) -> None:
    """About the restriction, by number: whoever lost the role may not open it, and is told all the same."""
    restriction = request.restriction
    for person in people:
        tell(
            person,
            _(
                "No reader could open the restricted matter %(number)s any more: %(asker)s asked, and %(second)s consented, that %(name)s reads it."
            )
            % {
                "number": restriction.submission.number,
                "asker": request.asked_by.name,
                "second": by.person.name,
                "name": request.person.name,
            },
            by=by,
            event="intake.reader_consented",
            about="intake.restriction",
            about_code=restriction.code,
            key=f"intake.reader_consented:{request.code}",
            address=reverse("intake:restriction", args=[restriction.code]) if person == request.person else "",
            at_once=True,
        )
