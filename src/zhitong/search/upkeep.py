"""Proving that the index is what the items say."""

from __future__ import annotations

import random
from collections.abc import Iterator
from operator import attrgetter

from django.db import DatabaseError, connection, transaction

from zhitong.search import buckets, index, spots, wording
from zhitong.search.models import Bucket, Document, Fingerprint, Piece
from zhitong.search.queries import is_whole, office_ids
from zhitong.search.registry import KINDS, Searchable, entries_of

_BATCH = 500
_WORDS_TRIED = 40  # for each kind and office
_MISPLACED = (
    "WITH given AS (SELECT %s::bigint AS first, %s::bigint AS last, %s AS before, %s AS behind) "
    "SELECT kind, code FROM given, search_document WHERE spot BETWEEN given.first AND given.last AND EXISTS ("
    "SELECT 1 FROM unnest(tsvector_to_array(tokens)) AS token WHERE NOT starts_with(token, given.before) "
    "OR substring(token, '~.*(~.*)$') IS DISTINCT FROM nullif(given.behind, ''))"
)


def differences() -> Iterator[str]:
    """Everything in which the index is not what the items say, in words for the operator."""
    if not is_whole():
        yield "not made to its end"
    yield from _broken_index()
    yield from _misplaced()
    for searchable in KINDS.values():
        for office_id in office_ids():
            yield from _documents_that_differ(searchable, office_id)
            yield from _words_that_differ(searchable, office_id)


def _broken_index() -> Iterator[str]:
    """SQLite compares its index with every document itself."""
    if connection.vendor != "sqlite":
        return
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_index(search_index, rank) VALUES ('integrity-check', 1)")
    except DatabaseError as fault:
        yield f"search_index: {fault}"


def _misplaced() -> Iterator[str]:
    """PostgreSQL: documents whose tokens are not those of their place (``buckets.py``), which no search would find."""
    if connection.vendor != "postgresql" or Bucket.objects.filter(form=Bucket.Form.OLD).exists():
        return
    for office_id in office_ids():
        low, high = spots.span(office_id, None, None)
        settled = Bucket.objects.filter(form=Bucket.Form.SETTLED, first__range=(low, high))
        places = sorted([*settled, *Piece.objects.filter(first__range=(low, high))], key=attrgetter("first"))
        ends = [place.first - 1 for place in places[1:]]
        for place, end in zip(places, [*ends, high], strict=True):
            with connection.cursor() as cursor:
                cursor.execute(_MISPLACED, [place.first, end, *buckets.around(place)])
                yield from (f"{kind} {code}: its tokens stand in another bucket" for kind, code in cursor.fetchall())


def _documents_that_differ(searchable: Searchable, office_id: int) -> Iterator[str]:
    keys = list(searchable.items().filter(office_id=office_id).order_by("pk").values_list("pk", flat=True))
    for at in range(0, len(keys), _BATCH):
        batch = keys[at : at + _BATCH]
        items = list(searchable.items().filter(pk__in=batch).order_by("pk"))
        known = {
            row.item_id: row for row in Document.objects.filter(kind=searchable.kind, item_id__in=batch).defer("tokens")
        }
        marks: dict[int, set[int]] = {}
        for key, mark in Fingerprint.objects.filter(kind=searchable.kind, item_id__in=batch).values_list(
            "item_id", "mark"
        ):
            marks.setdefault(key, set()).add(mark)
        for entry in entries_of(searchable, items):
            wanted, there = index.document_of(searchable.kind, entry), known.get(entry.item_id)
            if there is None:
                yield f"{searchable.kind} {entry.code}: not in the index"
                continue
            if differing := [name for name in index.FIELDS if getattr(wanted, name) != getattr(there, name)]:
                yield f"{searchable.kind} {entry.code}: differs in {', '.join(differing)}"
            if spots.ordinal_of(there.spot) != entry.day.toordinal():
                yield f"{searchable.kind} {entry.code}: stands at another day"
            own = set(index.fingers_of(searchable.kind, entry).marks) if searchable.fingerprinted else set()
            if own != marks.get(entry.item_id, set()):
                yield f"{searchable.kind} {entry.code}: fingerprints differ"
    wanted_keys = set(keys)
    rows = Document.objects.filter(kind=searchable.kind, office_id=office_id).values_list("item_id", "code")
    yield from (
        f"{searchable.kind} {code}: in the index, but there is no such item"
        for key, code in rows
        if key not in wanted_keys
    )


def _words_that_differ(searchable: Searchable, office_id: int) -> Iterator[str]:
    """Words taken from the documents at random, looked up in the index and by reading every document."""
    rows = Document.objects.filter(kind=searchable.kind, office_id=office_id)
    some = list(rows.order_by("spot").values_list("text", flat=True)[:_BATCH])
    pairs = sorted({line[at : at + 2] for text in some for line in text.split("\n") for at in range(len(line) - 1)})
    chosen = random.Random(office_id).sample(pairs, min(_WORDS_TRIED, len(pairs)))
    low, high = spots.span(office_id, None, None)
    for pair in (pair for pair in chosen if " " not in pair):
        question = wording.Asked((wording.facet_token("kind", searchable.kind), wording.Token(pair)))
        by_index = set(index.ask(question, low, high, 10**9))
        by_reading = set(rows.filter(text__contains=pair).values_list("spot", flat=True))
        if by_index != by_reading:
            yield f"{searchable.kind}: {pair} is found {len(by_index)} times by the index and {len(by_reading)} times by reading"
