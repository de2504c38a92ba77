"""The door of every action, in its five steps: lock, permit, require, change, record.

    @transaction.atomic
    def sign_off(brief, *, by, note=""):
        brief = lock(brief)                                  # 1 take it
        permit(by, "desk.sign_off", brief.office_id)         # 2 may they?
        require(brief.state, {Brief.State.IN_REVIEW}, ...)   # 3 is it time?
        ...                                                  # 4 change it
        record(BriefSigned(...), on=brief, by=by)            # 5 say so

``by`` is an actor: who, for which office, when, through which channel (see ``network.actors``). This room only asks it
``may(right)``, so it needs to know nothing of offices and roles.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from zhitong.errors import NotPermitted, WrongState
from zhitong.journal import chain
from zhitong.journal.events import details_of, followers, is_beginning, watchers
from zhitong.journal.models import Chain, Entry, Mention
from zhitong.statements import insert, kept, kept_update

M = TypeVar("M", bound=models.Model)


def lock(item: M) -> M:
    """The item's row as it is now, held until the transaction ends. Related rows are read by the action itself."""
    return type(item)._default_manager.select_for_update().get(pk=item.pk)


def permit(by: Any, right: str, office_id: int, *, unit_id: int | None = None) -> None:
    """Raise NotPermitted unless the actor holds this right in the office (and unit) the item belongs to."""
    if by.office_id != office_id or not by.may(right, unit_id=unit_id):
        raise NotPermitted(f"{right}.not_permitted", _("Your role does not include this deed."), by.who_may(right))


def forbid(fact: bool, code: str, message: object, remedy: object = "") -> None:
    """Raise NotPermitted when a fact about this item and this actor stands against the deed, such as: its own writer."""
    if fact:
        raise NotPermitted(code, message, remedy)


def require(fact: bool, code: str, message: object, remedy: object = "") -> None:
    """Raise WrongState unless it is time for the deed."""
    if not fact:
        raise WrongState(code, message, remedy)


def record(happened: object, *, on: models.Model, by: Any, reason: str = "", matters: tuple[str, ...] = ()) -> Entry:
    """Write the deed's journal entry in the caller's transaction, then let the rooms that follow this event act.

    ``on`` is what was changed (it has a ``code``); ``matters`` are codes of other items whose timeline also shows the deed,
    such as each submission that a brief draws on.
    """
    return record_many([(happened, on, matters)], by=by, reason=reason)[0]


def record_many(
    deeds: Sequence[tuple[object, models.Model, tuple[str, ...]]], *, by: Any, reason: str = ""
) -> list[Entry]:
    """The same for many deeds of one actor at one moment, such as a spreadsheet's rows: the chain's head is locked and moved once.

    Each deed is (happened, on, matters) and gets its own entry; followers act after all entries are written, in order.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("record() must stand in the transaction of the change it records")
    head = _head_of(by.office_id)
    entries, mentions = [], []
    for happened, on, matters in deeds:
        also = sorted(set(matters) - {str(on.code)})
        entry = Entry(
            office_id=by.office_id,
            seq=head.seq + 1,
            at=by.at,
            actor=by.commitment,
            channel=by.channel,
            action=happened.event_name,
            subject=on._meta.label_lower,
            subject_code=str(on.code),
            matters=chain.canonical(also),
            details=chain.canonical(details_of(happened)),
            reason=reason,
            previous=head.head,
        )
        entry.hash = chain.digest(entry)
        head.seq, head.head = entry.seq, entry.hash
        entries.append(entry)
        mentions += [Mention(entry=entry, code=code) for code in also]
    if len(entries) == 1:
        insert(entries[0])
    else:
        Entry.objects.bulk_create(entries, batch_size=500)
    if mentions:
        Mention.objects.bulk_create(mentions, batch_size=500)
    _move_head(by.office_id, head.seq, head.head)
    for happened, on, _matters in deeds:
        for follower in followers(happened.event_name):
            follower(happened, on, by)
    new = all(is_beginning(happened) for happened, _on, _matters in deeds)
    _tell_watchers([on for _happened, on, _matters in deeds], by, new=new)
    return entries


def _tell_watchers(items: Sequence[models.Model], by: Any, *, new: bool) -> None:
    """Each watcher of a model gets the items of it, each once."""
    by_model: dict[str, dict[object, models.Model]] = {}
    for item in items:
        by_model.setdefault(item._meta.label_lower, {})[item.pk] = item
    for model, changed in by_model.items():
        for watcher in watchers(model, new=new):
            watcher(list(changed.values()), by)


def _head_of(office_id: int) -> Chain:
    """The office's chain, locked; made when the office does its first deed."""
    head = _locked_head(office_id)
    if not head:
        Chain.objects.get_or_create(office_id=office_id)
        head = _locked_head(office_id)
    return head[0]


@kept
def _locked_head(office_id: int) -> models.QuerySet:
    return Chain.objects.select_for_update().filter(office_id=office_id)


@kept_update
def _move_head(office_id: int, seq: int, head: str) -> tuple[models.QuerySet, dict]:
    return Chain.objects.filter(office_id=office_id), {"seq": seq, "head": head}
