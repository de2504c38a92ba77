"""The readers others use."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404

from zhitong.journal.withheld import without_withheld
from zhitong.network.actors import Actor
from zhitong.notices.models import Notice


def own_notices(viewer: Actor) -> QuerySet[Notice]:
    """What the viewer has been told, newest first."""
    rows = Notice.objects.filter(person_id=viewer.person_id, state=Notice.State.RELEASED)
    return without_withheld(rows, viewer, "about_code").order_by("-happened_at", "-pk")


def unread_count(viewer: Actor) -> int:
    return own_notices(viewer).filter(read_at=None).count()


def outbox(viewer: Actor) -> QuerySet[Notice]:
    """Everything of the viewer's office that is on its way, held back or gone."""
    rows = Notice.objects.filter(office_id=viewer.office_id).select_related("person")
    return without_withheld(rows, viewer, "about_code").order_by("release_at", "pk")


def notice_or_404(viewer: Actor, code: str) -> Notice:
    """A notice of the viewer's office; another office's answers like one that does not exist."""
    # A code from an address may hold anything; PostgreSQL refuses NUL with an error instead of finding nothing.
    found = None if "\x00" in code else outbox(viewer).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def waiting_count(viewer: Actor) -> int:
    return outbox(viewer).filter(state=Notice.State.WAITING).count()


def told_about(code: str) -> QuerySet[Notice]:
    """All notices about one item, for its history."""
    return Notice.objects.filter(about_code=code).select_related("person").order_by("happened_at", "pk")


def addressee(viewer: Actor, notice: Notice) -> str:
    """Who is told, as this viewer may know it: a source who withheld the name stays behind the word given for them."""
    if notice.shown_as and not viewer.may("intake.see_withheld_names"):
        return notice.shown_as
    return notice.person.name
