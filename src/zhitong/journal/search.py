"""Finding entries in an office's journal, and saying them in words."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from zhitong.journal.events import EVENTS
from zhitong.journal.models import Entry, Mention
from zhitong.journal.names import commitments_found, names_of
from zhitong.journal.queries import in_words
from zhitong.journal.withheld import withheld_among


@dataclass(frozen=True)
class Wanted:
    """What to look for; empty means any. ``code`` finds the entries of one thing, those that only mention it too."""

    first: date | None = None
    last: date | None = None
    action: str = ""
    subject: str = ""
    code: str = ""
    actor: str = ""

    def __bool__(self) -> bool:
        return any((self.first, self.last, self.action, self.subject, self.code, self.actor))


@dataclass(frozen=True)
class Line:
    """One entry as a person reads it."""

    entry: Entry
    who: str
    deed: str
    thing: str
    reason: str  # empty where the matter is kept from the viewer


def entries_found(office_id: int, wanted: Wanted) -> QuerySet[Entry]:
    """The newest first."""
    entries = Entry.objects.filter(office_id=office_id)
    if wanted.first:
        entries = entries.filter(at__gte=_beginning(wanted.first))
    if wanted.last:
        entries = entries.filter(at__lt=_beginning(wanted.last + timedelta(days=1)))
    if wanted.action:
        entries = entries.filter(action=wanted.action)
    if wanted.subject:
        entries = entries.filter(subject=wanted.subject)
    if wanted.code:
        mentioned = Mention.objects.filter(code=wanted.code).values("entry_id")
        entries = entries.filter(Q(subject_code=wanted.code) | Q(pk__in=mentioned))
    if wanted.actor:
        entries = entries.filter(actor__in=commitments_found(office_id, wanted.actor))
    return entries.order_by("-seq")


def as_lines(viewer: Any, entries: list[Entry]) -> list[Line]:
    """With the names that are still known, in one query for all of them. Of what is kept from the viewer the deed stands there, since
    the chain has no gap, and not the reason: that is somebody's words."""
    office_id = viewer.office_id
    principals = {entry.pk: acting_for(entry) for entry in entries}
    names = names_of(office_id, {entry.actor for entry in entries} | set(filter(None, principals.values())))
    concerned = {entry.pk: {entry.subject_code, *json.loads(entry.matters)} for entry in entries if entry.reason}
    withheld = withheld_among(viewer, set().union(*concerned.values()))
    return [
        Line(
            entry,
            who_did(entry.actor, principals[entry.pk], names),
            in_words(entry),
            name_of_subject(entry.subject),
            "" if withheld & concerned.get(entry.pk, set()) else entry.reason,
        )
        for entry in entries
    ]


def acting_for(entry: Entry) -> str:
    """The commitment of the one in whose place it was done, by written delegation; mostly empty."""
    return json.loads(entry.details).get("acting_for", "") if '"acting_for"' in entry.details else ""


def who_did(actor: str, principal: str, names: dict[str, str]) -> str:
    """Both names where a deputy acted."""
    if not principal:
        return who_is(actor, names)
    return _("%(deputy)s (for %(principal)s)") % {
        "deputy": who_is(actor, names),
        "principal": who_is(principal, names),
    }


def who_is(actor: str, names: dict[str, str]) -> str:
    if actor == "system":
        return _("the program")
    return names.get(actor) or _("somebody no longer known (%(mark)s)") % {"mark": actor[:8]}


def name_of_subject(label: str) -> str:
    """What kind of thing, in words; a kind that no longer exists by its key."""
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return label


def known_subjects(office_id: int) -> list[tuple[str, str]]:
    """The kinds of things that this office's journal speaks of."""
    kinds = Entry.objects.filter(office_id=office_id).order_by().values_list("subject", flat=True).distinct()
    return sorted(((kind, name_of_subject(kind)) for kind in kinds), key=lambda pair: pair[1])


def deeds_in_words() -> list[tuple[str, str]]:
    """Every deed that can stand in a journal, by room; what differs from entry to entry is left open."""
    named = []
    for name, declared in EVENTS.items():
        room = apps.get_app_config(name.split(".")[0]).verbose_name
        named.append((name, f"{room} · {_left_open(name, declared)}"))
    return sorted(named, key=lambda pair: pair[1])


def _left_open(name: str, declared: type) -> str:
    """The sentence with … for each field; where a field cannot be left open, the event's own name."""
    details = {each.name: "…" for each in fields(declared)}
    try:
        return str(declared.sentence(details)) if callable(declared.sentence) else str(declared.sentence) % details
    except (KeyError, ValueError, TypeError, AttributeError):
        return name.split(".")[1].replace("_", " ")


def _beginning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
