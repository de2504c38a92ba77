"""The edit lock: who is writing now. A courtesy, not history: it expires, and saving never depends on it."""

from __future__ import annotations

from django.db import transaction

from zhitong.desk import events, rules
from zhitong.desk.models import Brief
from zhitong.errors import WrongState
from zhitong.journal.door import lock, permit, record
from zhitong.network.actors import Actor


@transaction.atomic
def take_lock(brief: Brief, *, by: Actor) -> Brief:
    """Say that the actor is writing, or still is. WrongState, with the name and since when, while somebody else is."""
    brief = _mine_to_write(brief, by)
    rules.forbid_while_written(brief, by, deed="take_lock")
    return _hold(brief, by)


@transaction.atomic
def take_over_lock(brief: Brief, *, by: Actor) -> Brief:
    """Write in spite of somebody else's lock. Whoever held it sees so at the next save, and loses nothing."""
    brief = _mine_to_write(brief, by)
    holder = rules.holder_of_lock(brief, by.at)
    _hold(brief, by)
    if holder is not None and holder.pk != by.person_id:
        record(events.LockTakenOver(from_whom=holder.commitment), on=brief, by=by)
    return brief


@transaction.atomic
def release_lock(brief: Brief, *, by: Actor) -> Brief:
    """Let the brief go when the actor holds it; somebody else's lock stays."""
    brief = lock(brief)
    permit(by, "desk.write", brief.office_id)
    if brief.lock_person_id == by.person_id:
        brief.lock_person, brief.lock_at = None, None
        brief.save(update_fields=["lock_person", "lock_at"])
    return brief


def _mine_to_write(brief: Brief, by: Actor) -> Brief:
    brief = lock(brief)
    permit(by, "desk.write", brief.office_id)
    rules.in_time(brief, "take_lock")
    rules.person_of(by)
    if brief.state == Brief.State.IN_REVIEW:
        rules.grant_for_turn(brief, by, deed="take_lock")
    return brief


def _hold(brief: Brief, by: Actor) -> Brief:
    brief.lock_person, brief.lock_at = by.person, by.at
    brief.save(update_fields=["lock_person", "lock_at"])
    return brief


def try_to_take(brief: Brief, *, by: Actor) -> bool:
    """Take the lock when it is free; for opening the writing page."""
    try:
        take_lock(brief, by=by)
    except WrongState:
        return False
    return True
