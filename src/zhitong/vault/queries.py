"""The readers others use. What is sealed itself is only read by ``actions.look`` and, where it was given openly, ``given_openly``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from zhitong.network.actors import Actor
from zhitong.vault import envelope, keys
from zhitong.vault.models import Opening, Sealed

State = Opening.State


def visible_openings(viewer: Actor) -> QuerySet[Opening]:
    """Who consents sees all of the office, and so does the auditor; who asks sees their own."""
    rows = Opening.objects.filter(office_id=viewer.office_id).select_related("asked_by", "decided_by", "sealed")
    if viewer.may("vault.consent") or viewer.may("vault.audit"):
        return rows.order_by("-asked_at", "-pk")
    return rows.filter(asked_by_id=viewer.person_id).order_by("-asked_at", "-pk")


def opening_or_404(viewer: Actor, code: str) -> Opening:
    found = None if "\x00" in code else visible_openings(viewer).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def waiting_for(viewer: Actor) -> int:
    """How many openings wait for this viewer's word."""
    if not viewer.may("vault.consent"):
        return 0
    rows = Opening.objects.filter(office_id=viewer.office_id, state=State.ASKED)
    return rows.exclude(asked_by_id=viewer.person_id).count()


def openings_of(sealed: Sealed | None) -> list[Opening]:
    """Every opening asked for, oldest first."""
    return list(sealed.openings.order_by("asked_at", "pk")) if sealed else []


def being_opened() -> QuerySet:
    """The keys of sealed identities that somebody asks to look at, or may look at still."""
    waiting = Q(state=State.ASKED) | Q(state=State.CONSENTED, ends_at__gt=timezone.now())
    return Opening.objects.filter(waiting).values("sealed")


def looks_at(sealed: Sealed | None) -> list[datetime]:
    """When somebody first looked, once for each opening: for the source's own page. Neither reason nor people are read."""
    return list(sealed.openings.exclude(shown_at=None).values_list("shown_at", flat=True)) if sealed else []


def given_openly(rows: Iterable[Sealed]) -> dict[int, dict[str, str]]:
    """The identities of those who gave their names openly, by row; protected and destroyed ones are left out."""
    wanted = [row for row in rows if not row.protected and row.destroyed_at is None]
    if not wanted:
        return {}
    ring = keys.ring()
    return {row.pk: envelope.decrypt(row.wrapped, row.content, row.code, ring.key(row.key_id)) for row in wanted}


def under_keys() -> dict[str, int]:
    """Key id to the number of identities that are under it."""
    counts: dict[str, int] = {}
    for key_id in Sealed.objects.filter(destroyed_at=None).values_list("key_id", flat=True).iterator():
        counts[key_id] = counts.get(key_id, 0) + 1
    return counts
