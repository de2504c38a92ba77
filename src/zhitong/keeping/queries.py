"""What is due, what is held, what went. Nothing here writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from zhitong.keeping.models import Emptying
from zhitong.keeping.terms import Kept, all_kept, days_of, end_of_use, kept
from zhitong.network.actors import Actor

SOON = timedelta(days=30)


@dataclass(frozen=True)
class Standing:
    """One kind in an office now: its term in days, how many are due, held, and due within the next 30 days."""

    kind: Kept
    days: int
    due: int
    held: int
    soon: int


def standing(office_id: int, now: datetime) -> list[Standing]:
    return [_standing(kind, office_id, now) for kind in all_kept()]


def _standing(kind: Kept, office_id: int, now: datetime) -> Standing:
    before = end_of_use(kind, office_id, now)
    due = kind.due(office_id, before).count()
    return Standing(
        kind,
        (now - before).days,
        due,
        kind.held(office_id, before).count() if kind.held else 0,
        kind.due(office_id, before + SOON).count() - due,
    )


def next_to_go(kind: Kept, office_id: int, now: datetime) -> QuerySet:
    """What is due now or within the next 30 days, oldest first."""
    return kind.due(office_id, end_of_use(kind, office_id, now) + SOON)


def in_lines(kind: Kept, rows: Iterable, days: int) -> list[tuple[str, datetime, datetime]]:
    """(number, last used, day on which it goes) of each."""
    return [(kind.name(row), kind.used_at(row), kind.used_at(row) + timedelta(days=days)) for row in rows]


def gone(viewer: Actor) -> QuerySet[Emptying]:
    """What went, newest first."""
    return Emptying.objects.filter(office_id=viewer.office_id).order_by("-at", "-pk")


def label_of(key: str) -> object:
    found = kept(key)
    return found.label if found else key


def term_in_days(office_id: int, key: str, now: datetime | None = None) -> int:
    """How long a kind is kept after its last use: to be told to those whose data it is."""
    return days_of(kept(key), office_id, now or timezone.now())
