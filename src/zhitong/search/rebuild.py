"""Making the index anew while the office works.

Batch by batch, each in one transaction with the mark of how far it came: what was there stays findable, a rebuild that is stopped harms
nothing and goes on from its mark. Until an index that was not whole is made (``Making.is_whole``), pages and ``zhitong check`` say so.
A batch is read and folded before the office is held; if a deed came in between, it is read once more while nobody writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from time import monotonic

from django.db import connection, transaction

from zhitong.search import buckets, index
from zhitong.search.models import Document, Fingerprint, Making
from zhitong.search.queries import head_of, hold_office, making, office_ids
from zhitong.search.registry import KINDS, Searchable, entries_of
from zhitong.search.settle import settle

_BATCH = 500
_PAGES = 2_000


@dataclass(frozen=True)
class Progress:
    """``done`` of ``total`` items stand anew, ``since_start`` of them made in this run, which takes ``seconds`` so far."""

    done: int
    total: int
    since_start: int
    seconds: float

    @property
    def per_second(self) -> float:
        return self.since_start / max(self.seconds, 1e-9)

    @property
    def minutes_left(self) -> float:
        return (self.total - self.done) / max(self.per_second, 1e-9) / 60


def rebuild(
    told: Callable[[Progress], None] = lambda progress: None, settling: Callable[[int], None] = lambda count: None
) -> int:
    """Write every document anew, or go on where a rebuild was stopped; gives how many were written in this run.

    ``settling`` hears at the end how many older documents were settled so far (PostgreSQL); stopped there, the night's job goes on.
    """
    mark, begun, count = making(), monotonic(), 0
    total = sum(searchable.items().count() for searchable in KINDS.values())
    for office_id, kind in _parts():
        if mark.kind and (office_id, _turn(kind)) < (mark.office_id, _turn(mark.kind)):
            continue
        after = mark.item_id if (office_id, kind) == (mark.office_id, mark.kind) else 0
        for keys in _batches(KINDS[kind], office_id, after):
            mark.office_id, mark.kind, mark.item_id = office_id, kind, keys[-1]
            mark.done += len(keys)
            _make(KINDS[kind], office_id, after, keys, mark)
            after, count = keys[-1], count + len(keys)
            told(Progress(mark.done, max(total, mark.done), count, monotonic() - begun))
        _forget(kind, _strangers(kind, office_id, after, None, ()))
    Making.objects.update_or_create(pk=mark.pk, defaults=Making.finished())
    buckets.forget_old()
    for settled in accumulate(settle()):
        settling(settled)
    _merge()
    return count


def _merge() -> None:
    """SQLite: put the many parts of its index together, which every search looks into; step by step, so that nobody waits for long."""
    pages = -_PAGES  # below zero: all parts, however unlike in size
    while connection.vendor == "sqlite":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT total_changes()")
            (before,) = cursor.fetchone()
            cursor.execute("INSERT INTO search_index(search_index, rank) VALUES ('merge', %s)", [pages])
            cursor.execute("SELECT total_changes()")
            if cursor.fetchone()[0] - before < 2:  # as SQLite's manual says: there was nothing left to do
                return
        pages = _PAGES


def _parts() -> list[tuple[int, str]]:
    return [(office_id, kind) for office_id in sorted(office_ids()) for kind in sorted(KINDS, key=_turn)]


def _turn(kind: str) -> tuple[bool, str]:
    """What people wrote first: it is the most by far, and from empty PostgreSQL's pieces are laid out by what comes first (``buckets.py``)."""
    return not KINDS[kind].fingerprinted, kind


def _batches(searchable: Searchable, office_id: int, after: int) -> Iterator[list[int]]:
    rows = searchable.items().filter(office_id=office_id).order_by("pk").values_list("pk", flat=True)
    while keys := list(rows.filter(pk__gt=after)[:_BATCH]):
        yield keys
        after = keys[-1]


def _make(searchable: Searchable, office_id: int, after: int, keys: list[int], mark: Making) -> None:
    """Replace the documents of these items, and remove those between them that have no item."""
    seen = head_of(office_id)
    made = _read(searchable, keys)
    with transaction.atomic():
        if hold_office(office_id) != seen:
            made = _read(searchable, keys)
        _forget(searchable.kind, _strangers(searchable.kind, office_id, after, keys[-1], keys))
        index.replace(searchable.kind, keys, *made)
        mark.save()


def _read(searchable: Searchable, keys: list[int]) -> tuple[list[Document], list[index.Fingers]]:
    entries = entries_of(searchable, list(searchable.items().filter(pk__in=keys).order_by("pk")))
    documents = [index.document_of(searchable.kind, entry) for entry in entries]
    return documents, [
        index.fingers_of(searchable.kind, entry) for entry in entries
    ] if searchable.fingerprinted else []


def _strangers(kind: str, office_id: int, after: int, until: int | None, keys) -> list[int]:
    """Documents without an item, among those of items after one and up to another."""
    rows = Document.objects.filter(kind=kind, office_id=office_id, item_id__gt=after)
    if until is not None:
        rows = rows.filter(item_id__lte=until)
    known = set(keys)
    return [key for key in rows.values_list("item_id", flat=True) if key not in known]


def _forget(kind: str, gone: list[int]) -> None:
    for at in range(0, len(gone), _BATCH):
        batch = gone[at : at + _BATCH]
        with transaction.atomic():
            Document.objects.filter(kind=kind, item_id__in=batch).delete()
            Fingerprint.objects.filter(kind=kind, item_id__in=batch).delete()
