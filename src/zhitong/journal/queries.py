"""The readers others use: timelines and verification."""

from __future__ import annotations

import json
from datetime import datetime
from typing import NamedTuple

from django.db.models import Max, Q, QuerySet

from zhitong.journal import chain
from zhitong.journal.events import sentence_of
from zhitong.journal.models import Chain, Entry, Mention


def entries_of(office_id: int, codes: list[str]) -> QuerySet[Entry]:
    """Every entry of one office about these items, oldest first: directly, or because it mentions them."""
    mentioned = Mention.objects.filter(code__in=codes).values("entry_id")
    return Entry.objects.filter(Q(subject_code__in=codes) | Q(pk__in=mentioned), office_id=office_id).order_by("seq")


def entries_by_item(office_id: int, codes: list[str], actions: list[str]) -> dict[str, list[Entry]]:
    """The entries of these kinds about each of many items, those that only mention it included, in two queries."""
    found: dict[str, list[Entry]] = {code: [] for code in codes}
    for entry in Entry.objects.filter(office_id=office_id, subject_code__in=codes, action__in=actions).order_by("seq"):
        found[entry.subject_code].append(entry)
    mentions = Mention.objects.filter(code__in=codes, entry__office_id=office_id, entry__action__in=actions)
    for mention in mentions.select_related("entry").order_by("entry__seq"):
        found[mention.code].append(mention.entry)
    return found


def heads() -> dict[int, tuple[int, str]]:
    """Where each office's chain ends now: sequence number and hash."""
    return {office: (seq, head) for office, seq, head in Chain.objects.values_list("office_id", "seq", "head")}


class Deed(NamedTuple):
    """What a room that follows the journal from afar needs of an entry."""

    action: str
    at: datetime
    codes: frozenset[str]  # of the item and of everything else the entry belongs to


def deeds_since(office_id: int, head: tuple[int, str], most: int) -> list[Deed] | None:
    """What was done since an office's chain ended at ``head``, oldest first.

    None where that cannot be said: more than ``most`` deeds, or a chain that never ended there (a backup was restored).
    """
    seq, digest = head
    entries = Entry.objects.filter(office_id=office_id, seq__gte=seq).order_by("seq")
    found = list(entries.values_list("seq", "hash", "action", "at", "subject_code", "matters")[: most + 2])
    if not found or found[0][:2] != (seq, digest) or len(found) > most + 1:
        return None
    return [
        Deed(action, at, frozenset([subject_code, *json.loads(matters)]))
        for _seq, _hash, action, at, subject_code, matters in found[1:]
    ]


def latest_moment(office_id: int) -> datetime | None:
    """The latest moment of any deed of an office; None before its first."""
    return Entry.objects.filter(office_id=office_id).aggregate(latest=Max("at"))["latest"]


def newest_moment() -> datetime | None:
    """When the entry that was written last says that it was done, whichever office's; None before the first."""
    return Entry.objects.order_by("-pk").values_list("at", flat=True).first()


def in_words(entry: Entry) -> str:
    """The deed as a sentence in the reader's language."""
    return sentence_of(entry.action, json.loads(entry.details))


def verify_office(office_id: int) -> chain.ChainReport:
    """Check an office's whole chain against its own head."""
    head = Chain.objects.filter(office_id=office_id).first()
    entries = Entry.objects.filter(office_id=office_id).order_by("seq").iterator(chunk_size=2_000)
    return chain.verify(
        office_id, entries, expected_seq=head.seq if head else 0, expected_head=head.head if head else chain.GENESIS
    )


def verify_all() -> list[chain.ChainReport]:
    """One report for each chain of the installation, also for chains whose head row is gone."""
    ids = set(Chain.objects.values_list("office_id", flat=True)) | set(
        Entry.objects.values_list("office_id", flat=True).distinct()
    )
    return [verify_office(office_id) for office_id in sorted(ids)]
