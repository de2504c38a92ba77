"""The only writers of notices. A deed elsewhere tells its people through :func:`tell`; an editor may look before it goes."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhitong.errors import BadInput
from zhitong.journal.door import lock, permit, record, require
from zhitong.network.actors import Actor
from zhitong.network.models import Person
from zhitong.network.queries import setting
from zhitong.notices import events
from zhitong.notices.models import Notice

DEFAULT_WAIT_MINUTES = 60  # how long an editor has to look; the office's setting "notice_wait_minutes"


def tell(
    person: Person,
    text: str,
    *,
    by: Actor,
    event: str,
    about: str,
    about_code: str,
    key: str,
    address: str = "",
    at_once: bool = False,
    by_letter: bool = True,
    shown_as: str = "",
) -> Notice:
    """Tell one person of one deed, in the deed's own transaction. The same ``key`` tells a person only once.

    ``at_once`` is for receipts and for people of the desk; what goes to sources waits for the office's time, so that an editor can read it.
    ``by_letter`` False keeps it inside the product; ``shown_as`` stands for the name before those who may not know it.
    This is part of another action and asks no right of its own.
    """
    waits = (
        0
        if at_once
        else setting(person.office_id, "notice_wait_minutes", DEFAULT_WAIT_MINUTES, on=timezone.localdate(by.at))
    )
    goes_now = waits <= 0
    notice, _new = Notice.objects.get_or_create(
        person=person,
        key=key,
        defaults={
            "office_id": person.office_id,
            "event": event,
            "about": about,
            "about_code": about_code,
            "address": address,
            "text": text,
            "happened_at": by.at,
            "state": Notice.State.RELEASED if goes_now else Notice.State.WAITING,
            "release_at": by.at + timedelta(minutes=waits),
            "released_at": by.at if goes_now else None,
            "by_letter": by_letter,
            "shown_as": shown_as,
        },
    )
    return notice


@transaction.atomic
def release(notice: Notice, *, by: Actor) -> Notice:
    """Let it go now, without waiting for its time."""
    notice = _take(notice, by)
    require(notice.state != Notice.State.RELEASED, "notices.release.done", _("This notice has gone already."))
    notice.state, notice.released_at = Notice.State.RELEASED, by.at
    notice.save(update_fields=["state", "released_at"])
    record(events.NoticeReleased(tells_of=notice.event), on=notice, by=by, matters=(notice.about_code,))
    return notice


@transaction.atomic
def hold_back(notice: Notice, *, by: Actor, reason: str) -> Notice:
    """Do not let it go. It can still be reworded and released."""
    notice = _take(notice, by)
    require(
        notice.state == Notice.State.WAITING,
        "notices.hold_back.gone",
        _("This notice has gone already."),
        _("Write to the person instead; what they have read cannot be taken back."),
    )
    if not reason.strip():
        raise BadInput("notices.hold_back.reason", _("Write why the notice is held back."), field="reason")
    notice.state = Notice.State.HELD_BACK
    notice.save(update_fields=["state"])
    record(events.NoticeHeldBack(tells_of=notice.event), on=notice, by=by, reason=reason, matters=(notice.about_code,))
    return notice


@transaction.atomic
def reword(notice: Notice, text: str, *, by: Actor) -> Notice:
    """Other words for what has not gone yet."""
    notice = _take(notice, by)
    require(
        notice.state != Notice.State.RELEASED,
        "notices.reword.gone",
        _("This notice has gone already."),
        _("What they have read cannot be changed."),
    )
    if not text.strip():
        raise BadInput("notices.reword.empty", _("Write what the person should read."), field="text")
    old, notice.text = notice.text, text
    notice.save(update_fields=["text"])
    digests = (hashlib.sha256(words.encode()).hexdigest() for words in (old, text))
    record(
        events.NoticeReworded(tells_of=notice.event, old_digest=next(digests), new_digest=next(digests)),
        on=notice,
        by=by,
        matters=(notice.about_code,),
    )
    return notice


@transaction.atomic
def mark_read(notices: list[Notice], *, by: Actor) -> None:
    """The person has seen them. Reading one's own notices is no deed of the office and stands in no journal."""
    Notice.objects.filter(pk__in=[notice.pk for notice in notices], person_id=by.person_id, read_at=None).update(
        read_at=by.at
    )


def unsay(key: str, *, by: Actor) -> list[Person]:
    """A deed was undone: hold back what still waits to be told of it. Gives those who were told already.

    This is part of another action and asks no right of its own.
    """
    notices = Notice.objects.filter(office_id=by.office_id, key=key)
    notices.filter(state=Notice.State.WAITING).update(state=Notice.State.HELD_BACK)
    return [notice.person for notice in notices.filter(state=Notice.State.RELEASED).select_related("person")]


def release_due(now: datetime) -> int:
    """The time given to editors is over: what nobody held back goes. Returns how many."""
    return Notice.objects.filter(state=Notice.State.WAITING, release_at__lte=now).update(
        state=Notice.State.RELEASED, released_at=now
    )


def _take(notice: Notice, by: Actor) -> Notice:
    notice = lock(notice)
    permit(by, "notices.outbox", notice.office_id)
    return notice
