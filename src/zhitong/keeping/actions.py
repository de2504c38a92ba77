"""The one deed of this room: empty what is past its term."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from zhitong.journal.door import permit, record
from zhitong.keeping import events
from zhitong.keeping.models import Emptying
from zhitong.keeping.terms import Kept, all_kept, end_of_use
from zhitong.network.actors import Actor, system_actor

if TYPE_CHECKING:
    from zhitong.network.models import Office

STEP = 50  # things of one transaction: others wait for one step at most
# What the actions of the rooms ask of whoever empties: to erase a file, to set a roster aside, to end an import.
RIGHTS = frozenset({"keeping.empty", "intake.move_to_paper", "network.edit", "intake.import"})


def the_program(office: Office, now: datetime | None = None) -> Actor:
    return system_actor(office, RIGHTS, at=now or timezone.now())


def empty_due(*, by: Actor) -> dict[str, int]:
    """End the keeping of all that is past its term in the actor's office; gives kind to number. Killed, the next turn goes on."""
    permit(by, "keeping.empty", by.office_id)
    counts = {}
    for kind in all_kept():
        total = 0
        while count := _empty_step(kind, by):
            total += count
        if total:
            counts[kind.key] = total
    return counts


@transaction.atomic
def _empty_step(kind: Kept, by: Actor) -> int:
    before = end_of_use(kind, by.office_id, by.at)
    rows = list(kind.due(by.office_id, before)[:STEP])
    if not rows:
        return 0
    for row in rows:
        kind.empty(row, by)
    emptying = Emptying.objects.create(
        office_id=by.office_id, kind=kind.key, count=len(rows), before=timezone.localdate(before), at=by.at
    )
    happened = events.Emptied(kind=kind.key, count=len(rows), before=emptying.before)
    record(happened, on=emptying, by=by)
    return len(rows)
