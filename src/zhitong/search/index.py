"""The index itself: documents are written, removed and asked here and nowhere else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from django.db import connection
from django.db.models import QuerySet

from zhitong.search import buckets, spots, wording
from zhitong.search.models import Document, Fingerprint
from zhitong.search.prepared import Prepared, rows_of
from zhitong.search.registry import Entry, Searchable, entries_of
from zhitong.statements import insert, kept
from zhitong.text.fingerprints import fingerprints

FIELDS = [field.attname for field in Document._meta.concrete_fields if field.attname not in ("spot", "tokens")]
_BATCH = 500
_FEW_MARKS = 32

# Some twenty rows for each text: made as objects they would cost more than all the rest.
_FINGERS_SQLITE = (
    "INSERT INTO search_fingerprint (office_id, mark, kind, item_id) SELECT %s, value, %s, %s FROM json_each(%s)"
)
_FINGERS_POSTGRESQL = (
    "INSERT INTO search_fingerprint (office_id, mark, kind, item_id) "
    "SELECT given.office, given.mark, %s, given.item FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS given(office, mark, item)"
)
_SQLITE = "SELECT rowid FROM search_index WHERE search_index MATCH %s AND rowid BETWEEN %s AND %s ORDER BY rowid DESC LIMIT %s"
# With a number of its own in front, to ask several in one statement.
_NUMBERED_SQLITE = (
    "SELECT * FROM (SELECT %s AS question, rowid FROM search_index "
    "WHERE search_index MATCH %s AND rowid BETWEEN %s AND %s ORDER BY rowid DESC LIMIT %s) AS asked"
)
# Each question step by step from the newest on, until there are enough: the loop over the steps is lazy and keeps their order. Each step is
# a range of spots: the piece that ``high`` falls into and those before it under the same digits, four pieces, sixteen, then bucket after
# bucket, in pieces or settled. Then once for documents from before there were pieces. ``spot + 0`` keeps PostgreSQL from reading the table in
# the order of spots and looking into every document. In the words of a question ``~`` stands for what goes before a token, ``^`` for what goes
# behind. Of a bucket that is being settled the oldest pieces are gone: a step begins with the oldest that is left of it.
_POSTGRESQL = Prepared(
    "search_ask",
    ("bigint", "bigint", "bigint", "int", "text[]"),
    """
SELECT asked.number, found.spot
FROM (SELECT $1 AS low, $2 AS high, $3 AS start, $4 AS most) AS given,
    unnest($5) WITH ORDINALITY AS asked(words, number),
    LATERAL (
        (SELECT held.spot FROM (SELECT given.high AS high) AS top LEFT JOIN LATERAL (
            SELECT bucket_id, part, first FROM search_piece WHERE first BETWEEN given.start AND given.high ORDER BY first DESC LIMIT 1
        ) AS newest ON true, LATERAL (
            SELECT newest.bucket_id AS bucket, CASE size
                WHEN 1 THEN concat('~', at / 16, at / 4 % 4, at % 4, '''')
                WHEN 4 THEN concat('~', at / 4, at % 4, ''':*')
                ELSE concat('~', at, ''':*') END AS behind,
                (SELECT first FROM search_piece WHERE bucket_id = newest.bucket_id AND part >= at * size ORDER BY part LIMIT 1) AS first,
                CASE WHEN size = 1 AND back = 0 THEN given.high
                ELSE (SELECT first - 1 FROM search_piece WHERE bucket_id = newest.bucket_id AND part = (at + 1) * size) END AS last
            FROM (VALUES (1, 0), (1, 1), (1, 2), (1, 3), (4, 1), (4, 2), (4, 3), (16, 1), (16, 2), (16, 3)) AS step(size, back),
                LATERAL (SELECT newest.part / size AS own, newest.part / size - back AS at) AS numbered
            WHERE back <= own % 4
            UNION ALL
            SELECT id, CASE form WHEN 'pieces' THEN '~'':*' ELSE '''' END, first, last FROM (
                SELECT id, form, first, lag(first, 1, CASE WHEN newest.first IS NULL THEN top.high + 1 END) OVER (ORDER BY first DESC) - 1 AS last
                FROM search_bucket WHERE form IN ('pieces', 'settled') AND first BETWEEN given.start AND coalesce(newest.first, top.high)
                ORDER BY first DESC
            ) AS older WHERE last IS NOT NULL
        ) AS step, LATERAL (
            SELECT spot FROM search_document
            WHERE tokens @@ replace(replace(asked.words, '~', step.bucket || '~'), '^', step.behind)::tsquery
            AND spot + 0 BETWEEN greatest(given.low, step.first) AND least(given.high, step.last)
            ORDER BY spot + 0 DESC LIMIT given.most
        ) AS held WHERE step.last >= given.low AND step.first <= step.last LIMIT given.most)
        UNION ALL
        (SELECT spot FROM (
            SELECT id || '~' AS before FROM search_bucket
            WHERE form = 'old' AND first BETWEEN given.start AND given.high UNION ALL SELECT ''
        ) AS old, LATERAL (
            SELECT spot FROM search_document WHERE tokens @@ replace(replace(asked.words, '~', old.before), '^', '''')::tsquery
            AND spot + 0 BETWEEN given.low AND given.high ORDER BY spot + 0 DESC LIMIT given.most
        ) AS held)
        ORDER BY spot DESC LIMIT given.most
    ) AS found
""",
)

# Spots stand as one value: to put hundreds into a statement costs more than reading their rows.
_HELD_SQLITE = "SELECT spot, {columns} FROM search_document WHERE spot IN (SELECT value FROM json_each(%s))"
_HELD_POSTGRESQL = "SELECT spot, {columns} FROM search_document WHERE spot = ANY ($1)"
_HELD = {
    name: (
        _HELD_SQLITE.format(columns=columns),
        Prepared(f"search_{name}", ("bigint[]",), _HELD_POSTGRESQL.format(columns=columns)),
    )
    for name, columns in {"texts": "text", "facets": ", ".join(wording.FACETS)}.items()
}

# Answered by the index of marks alone, without a look at the rows: items of other kinds may stand among them, with a number that is theirs
# too. A mark's keys come as one text: thousands of rows would cost more than finding them. A greeting stands in half of a large archive, so
# each mark brings the newest only.
_HOLDERS_SQLITE = (
    "SELECT asked.value, (SELECT group_concat(item_id) FROM (SELECT item_id FROM search_fingerprint WHERE office_id = %s AND mark = asked.value "
    "ORDER BY item_id DESC LIMIT %s)) FROM json_each(%s) AS asked"
)
_HOLDERS_POSTGRESQL = (
    "SELECT asked.mark, (SELECT string_agg(item_id::text, ',') FROM (SELECT item_id FROM search_fingerprint WHERE office_id = %s AND mark = asked.mark "
    "ORDER BY item_id DESC LIMIT %s) AS newest) FROM unnest(%s::bigint[]) AS asked(mark)"
)


def refresh(searchable: Searchable, keys: Iterable[int]) -> None:
    """Write the documents of these items as the items are now; of items that are gone, remove them.

    Stands in the transaction of the change, which holds the office's journal, so that no two of one office write here at once.
    """
    keys = list(keys)
    for at in range(0, len(keys), _BATCH):
        _refresh(searchable, keys[at : at + _BATCH])


def _refresh(searchable: Searchable, keys: list[int]) -> None:
    entries = entries_of(searchable, list(searchable.items().filter(pk__in=keys).order_by("pk")))
    known = {
        row.item_id: row for row in Document.objects.filter(kind=searchable.kind, item_id__in=keys).defer("tokens")
    }
    gone = set(known) - {entry.item_id for entry in entries}
    stale, written, told_anew = [known[key].spot for key in gone], [], list(gone)
    fingers: list[Fingers] = []
    free = _FreeSpots()
    for entry in entries:
        document, old = document_of(searchable.kind, entry), known.get(entry.item_id)
        if old and is_same(document, old):
            continue
        stays = old and (old.office_id, old.day) == (document.office_id, document.day)
        document.spot = old.spot if stays else free.next(entry.office_id, entry.day)
        stale += [old.spot] if old else []
        written.append(document)
        if searchable.fingerprinted and (old is None or old.text != document.text):
            told_anew += [entry.item_id] if old else []
            fingers.append(fingers_of(searchable.kind, entry))
    if told_anew and searchable.fingerprinted:
        Fingerprint.objects.filter(kind=searchable.kind, item_id__in=told_anew).delete()
    if stale:
        Document.objects.filter(spot__in=stale).delete()
    _write(written, fingers, free)


def add(searchable: Searchable, items: Sequence[Any]) -> None:
    """Write the documents of new items as they stand in memory: there is nothing of them in the index yet, and nothing to compare."""
    free = _FreeSpots()
    for at in range(0, len(items), _BATCH):
        documents, fingers = [], []
        for entry in searchable.entries(items[at : at + _BATCH]):
            document = document_of(searchable.kind, entry)
            document.spot = free.next(entry.office_id, entry.day)
            documents.append(document)
            if searchable.fingerprinted:
                fingers.append(fingers_of(searchable.kind, entry))
        _write(documents, fingers, free)


def replace(kind: str, keys: list[int], documents: list[Document], fingers: list[Fingers]) -> None:
    """Write these documents in the place of those that items have now, whether those are right or not."""
    old = dict(Document.objects.filter(kind=kind, item_id__in=keys).values_list("item_id", "spot"))
    Document.objects.filter(kind=kind, item_id__in=keys).delete()
    Fingerprint.objects.filter(kind=kind, item_id__in=keys).delete()
    free = _FreeSpots()
    for document in documents:
        spot = old.get(document.item_id)
        stays = spot is not None and spots.is_on(spot, document.office_id, document.day)
        document.spot = spot if stays else free.next(document.office_id, document.day)
    _write(documents, fingers, free)


def _write(documents: list[Document], fingers: list[Fingers], free: _FreeSpots) -> None:
    """Documents and fingerprints of items of one kind."""
    if connection.vendor == "postgresql":
        buckets.put(documents, free.given)
    if len(documents) == 1:
        insert(documents[0])
    else:
        Document.objects.bulk_create(documents)
    if not fingers:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            rows = [(one.office_id, mark, one.item_id) for one in fingers for mark in one.marks]
            if rows:
                cursor.execute(_FINGERS_POSTGRESQL, [fingers[0].kind, *map(_array, zip(*rows, strict=True))])
        else:
            cursor.executemany(_FINGERS_SQLITE, [(*of_one[:3], json.dumps(of_one.marks)) for of_one in fingers])


def _array(numbers: Iterable[int]) -> str:
    """As PostgreSQL reads an array; made of hundreds of objects one by one it would cost more than the statement."""
    return "{" + ",".join(map(str, numbers)) + "}"


class Fingers(NamedTuple):
    """The rows of ``Fingerprint`` of one item before they are written."""

    office_id: int
    kind: str
    item_id: int
    marks: list[int]


class _FreeSpots:
    """The next place of each day; asked of the table once for a day, then counted on."""

    def __init__(self):
        self._last: dict[tuple[int, date], int] = {}
        self.given: set[int] = set()

    def next(self, office_id: int, day: date) -> int:
        first, last = spots.first_of(office_id, day), spots.last_of(office_id, day)
        if (office_id, day) not in self._last:
            self._last[office_id, day] = next(iter(_last_spot(first, last)), first)
        self._last[office_id, day] += 1
        self.given.add(self._last[office_id, day])
        return self._last[office_id, day]


@kept
def _last_spot(first: int, last: int) -> QuerySet:
    taken = Document.objects.filter(spot__gte=first, spot__lte=last)
    return taken.order_by("-spot").values_list("spot", flat=True)[:1]


def document_of(kind: str, entry: Entry) -> Document:
    """The document as it should stand, without its spot."""
    text, names = wording.text_of(entry), wording.names_of(entry)
    return Document(
        office_id=entry.office_id,
        kind=kind,
        item_id=entry.item_id,
        code=entry.code,
        day=entry.day,
        text=text,
        names="" if entry.names_withheld else names,
        withheld_names=names if entry.names_withheld else "",
        unit_id=entry.unit_id,
        area=entry.area,
        place=entry.place,
        state=entry.state,
        number=entry.number,
        level=entry.level,
        tokens=wording.tokens_of(kind, entry, text, names),
    )


def is_same(document: Document, other: Document) -> bool:
    """Tokens follow from the other fields, so they need not be read."""
    return all(getattr(document, name) == getattr(other, name) for name in FIELDS)


def marks_of(title: str, body: str) -> list[int]:
    """The fingerprints that are stored and asked for: all of a short text, of a longer one those that end in certain bits.

    Which are left out depends on the fingerprint alone, so that two texts keep the same part of what they share. Each one
    kept costs a page of an index when a text is added, and a passage worth showing has several.
    """
    marks = fingerprints(body) or fingerprints(title)
    bits = _thinned(len(marks))
    return [mark for mark in marks if not mark & bits] or marks


def _thinned(count: int) -> int:
    return 0 if count <= _FEW_MARKS else 1 if count <= 2 * _FEW_MARKS else 3


def fingers_of(kind: str, entry: Entry) -> Fingers:
    return Fingers(entry.office_id, kind, entry.item_id, marks_of(entry.title, entry.body))


def holders_of(office_id: int, marks: list[int], most: int) -> list[tuple[int, np.ndarray]]:
    """(mark, keys of the newest items of the office that have it, at most ``most``) of each mark that any item has."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_HOLDERS_POSTGRESQL, [office_id, most, _array(marks)])
        else:
            cursor.execute(_HOLDERS_SQLITE, [office_id, most, json.dumps(marks)])
        return [(mark, np.fromstring(keys, dtype=np.int64, sep=",")) for mark, keys in cursor.fetchall() if keys]


def spots_of(kind: str, keys: list[int]) -> dict[int, int]:
    """The spot of each of these items that has a document, by its key."""
    return dict(Document.objects.filter(kind=kind, item_id__in=keys).values_list("item_id", "spot"))


def ask(question: wording.Asked, low: int, high: int, most: int) -> list[int]:
    """Spots from ``low`` to ``high`` whose documents the index holds to match, the newest first, at most ``most``."""
    if connection.vendor == "postgresql":
        return [spot for _number, spot in ask_each([question], low, high, most)]
    with connection.cursor() as cursor:
        cursor.execute(_SQLITE, [wording.for_sqlite(question), low, high, most])
        return [spot for (spot,) in cursor.fetchall()]


def ask_each(questions: list[wording.Asked], low: int, high: int, most: int) -> list[tuple[int, int]]:
    """(number of the question, spot): for each question its newest ``most``, in one statement."""
    if not questions:
        return []
    if connection.vendor == "postgresql":
        words = [wording.for_postgresql(question, *buckets.GAPS) for question in questions]
        rows = rows_of(_POSTGRESQL, [low, high, spots.start_of(low), most, words])
        return [(number - 1, spot) for number, spot in rows]
    with connection.cursor() as cursor:
        values = []
        for number, question in enumerate(questions):
            values += [number, wording.for_sqlite(question), low, high, most]
        cursor.execute(" UNION ALL ".join([_NUMBERED_SQLITE] * len(questions)), values)
        return cursor.fetchall()


def texts_of(found: list[int]) -> dict[int, str]:
    """The text of each of these documents, by its spot."""
    return dict(_held("texts", found))


def facets_of(found: list[int]) -> dict[int, tuple]:
    """What the filters choose by (``wording.FACETS``) of each of these documents, by its spot."""
    return {spot: tuple(values) for spot, *values in _held("facets", found)}


def _held(name: str, found: list[int]) -> list[tuple]:
    for_sqlite, for_postgresql = _HELD[name]
    if connection.vendor == "postgresql":
        return rows_of(for_postgresql, [_array(found)])
    with connection.cursor() as cursor:
        cursor.execute(for_sqlite, [json.dumps(found)])
        return cursor.fetchall()
