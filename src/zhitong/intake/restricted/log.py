"""The reading log as people read it: who, when, what; the names of pages in words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.utils.translation import gettext_lazy

from zhitong.intake.models import Restriction
from zhitong.intake.restricted.queries import names_behind
from zhitong.journal.models import Entry
from zhitong.journal.queries import in_words
from zhitong.journal.search import who_is
from zhitong.network.queries import people_by_code

HOW = {
    "read": gettext_lazy("opened on the screen"),
    "print": gettext_lazy("opened as a sheet to print"),
    "file": gettext_lazy("taken away as a file"),
}


_SENTENCES = {
    "intake.reader_named": gettext_lazy("named %(name)s as a reader"),
    "intake.reader_removed": gettext_lazy("removed %(name)s"),
    "intake.reader_asked": gettext_lazy("asked that %(name)s be named: no reader could open it any more"),
    "intake.reader_consented": gettext_lazy("consented, as the second person, that %(name)s reads"),
    "intake.reader_refused": gettext_lazy("did not consent that %(name)s reads"),
}


@dataclass(frozen=True)
class LogLine:
    at: datetime
    who: str
    deed: str
    reason: str
    is_reading: bool


def lines_of(restriction: Restriction, entries: Sequence[Entry]) -> list[LogLine]:
    """In a constant number of queries."""
    names = names_behind(restriction.office_id, entries)
    details = [json.loads(entry.details) for entry in entries]
    named = people_by_code(restriction.office_id, [each["reader"] for each in details if "reader" in each])
    return [
        LogLine(
            entry.at,
            who_is(entry.actor, names),
            _deed(entry, said, named),
            entry.reason,
            entry.action == "intake.restricted_read",
        )
        for entry, said in zip(entries, details, strict=True)
    ]


def _deed(entry: Entry, said: dict, named: dict[str, str]) -> str:
    if entry.action == "intake.restricted_read":
        room = apps.get_app_config(said["page"].split(":")[0]).verbose_name
        return f"{HOW[said['how']]} · {room}"
    if "reader" in said:
        who = named.get(said["reader"], said["reader"])
        return _SENTENCES[entry.action] % {"name": who}
    return in_words(entry)
