"""The readers others use."""

from __future__ import annotations

from django.db.models import QuerySet

from zhitong.network.actors import Actor
from zhitong.notices.models import Notice


def own_notices(viewer: Actor) -> QuerySet[Notice]:
    """What the viewer has been told, newest first."""
    return Notice.objects.filter(person_id=viewer.person_id, state=Notice.State.RELEASED).order_by(
        "-happened_at", "-pk"
    )


def unread_count(viewer: Actor) -> int:
    return own_notices(viewer).filter(read_at=None).count()


def outbox(viewer: Actor) -> QuerySet[Notice]:
    """Everything of the viewer's office that is on its way, held back or gone."""
    return Notice.objects.filter(office_id=viewer.office_id).select_related("person").order_by("release_at", "pk")


def waiting_count(viewer: Actor) -> int:
    return outbox(viewer).filter(state=Notice.State.WAITING).count()


def told_about(code: str) -> QuerySet[Notice]:
    """All notices about one item, for its history."""
    return Notice.objects.filter(about_code=code).select_related("person").order_by("happened_at", "pk")
