"""The only writers of the gazetteer. A place is a value of the list "place": it is added, changed or ended, never deleted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhitong.errors import BadInput
from zhitong.journal.door import permit, record
from zhitong.network import events
from zhitong.network.actors import Actor
from zhitong.network.models import Choice
from zhitong.network.places.reading import PlaceRow
from zhitong.text.normalise import fold

LIST = "place"


@transaction.atomic
def take_in_places(
    rows: Iterable[PlaceRow], *, by: Actor, digest: str = "", only_these: bool = False
) -> dict[str, int]:
    """Add what is new, change what is told otherwise now. ``only_these``: what the list no longer names is offered no more.

    One journal entry for the whole file. Gives how many were added, changed, left as they were and ended.
    """
    permit(by, "network.lists", by.office_id)
    known = {choice.code: choice for choice in Choice.objects.filter(office_id=by.office_id, list=LIST)}
    counts = dict.fromkeys(("added", "changed", "same", "ended"), 0)
    new, changed, named = [], [], set()
    for row in rows:
        code = code_of(row)
        if code in named:
            counts["same"] += 1
            continue
        named.add(code)
        data = {"kind": row.kind, "aliases": list(row.aliases), "within": row.within}
        choice = known.get(code)
        if choice is None:
            new.append(Choice(office_id=by.office_id, list=LIST, code=code, name=row.name, data=data))
        elif choice.data != data or choice.valid_to is not None:
            choice.data, choice.valid_to = data, None
            changed.append(choice)
        else:
            counts["same"] += 1
    if not named:
        raise BadInput(
            "network.places.none", _("The file names no place."), _("Write one name on each row."), field="file"
        )
    gone = [choice for code, choice in known.items() if only_these and code not in named and choice.valid_to is None]
    for choice in gone:
        choice.valid_to = timezone.localdate(by.at) - timedelta(days=1)
    Choice.objects.bulk_create(new, batch_size=500)
    Choice.objects.bulk_update([*changed, *gone], ["data", "valid_to"], batch_size=500)
    counts |= {"added": len(new), "changed": len(changed), "ended": len(gone)}
    record(events.PlacesTakenIn(file=digest, **counts), on=by.office, by=by)
    return counts


def code_of(row: PlaceRow) -> str:
    """One place is one name of one kind within one surrounding: two communities of one name in two streets are two."""
    return hashlib.sha256(f"{fold(row.name)}\n{row.kind}\n{fold(row.within)}".encode()).hexdigest()[:12]
