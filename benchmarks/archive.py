"""A large archive for measuring: the same rows that intake and search would write, written in bulk.

What a submission, its document and its fingerprints hold is made by the product's own code (``registry``, ``search.index``); only the way
into the tables is a short one: plain rows, with the indexes laid aside and raised once at the end. Some are compared at the end with what the
product would have written. Two processes make the rows, one writes them. Nothing here is for an office's own database.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from types import SimpleNamespace
from typing import Any

KIND = "submission"
_CHUNK = 2_000
_COMPARED = 200
EDITOR = "周敏"


def fill(maker: Path, count: int, until: float = float("inf")) -> int:
    """Fill an empty database with ``count`` made submissions, or with as many as are there when the clock (``time.time``) says ``until``.

    On PostgreSQL all but the newest are written settled, as they would stand after a night. Where the clock ends it, the newest follow.
    """
    from django.db import connection

    from zhitong.search.settle import NEWEST

    office_id, units = _open_office()
    lay_aside()
    connection.close()
    begun, done, sent, settled = time.perf_counter(), 0, 0, count - NEWEST
    with get_context("fork").Pool(2, initializer=_get_ready, initargs=(office_id, units)) as pool:
        # No more than a few chunks wait to be written.
        waiting: list = []
        chunks = _chunks(maker, count)
        last_spot: dict[int, int] = {}
        for chunk in chunks:
            waiting.append(pool.apply_async(_rows_of, (chunk,)))
            sent += len(chunk)
            if len(waiting) >= 6:
                done += _write(waiting.pop(0).get(), last_spot, done < settled)
                if done % (25 * _CHUNK) == 0:
                    print(f"  {done:,} written after {time.perf_counter() - begun:.0f} s", flush=True)
            if time.time() > until:
                settled = min(settled, done)
            if sent >= settled + NEWEST:
                break
        for rows in waiting:
            done += _write(rows.get(), last_spot, done < settled)
    print(f"{done:,} texts written in {time.perf_counter() - begun:.0f} s; raising the indexes", flush=True)
    raise_again()
    compare()
    return done


def viewer():
    """The office's editor."""
    from zhitong.network.actors import actor_for
    from zhitong.network.models import Person

    return actor_for(Person.objects.select_related("office").get(name=EDITOR), channel="command")


def _open_office() -> tuple[int, list[int]]:
    from zhitong.network import actions as network
    from zhitong.network.actors import system_actor
    from zhitong.network.rights import RIGHTS

    office = network.open_office(name="检索测速", short_name="测速", rank=4, level_name="区政协")
    by = system_actor(office, RIGHTS, channel="command")
    editor = network.add_person(by=by, name=EDITOR)
    network.give_role(editor, "editor", by=by, starts_on=date(2020, 1, 1))
    return office.pk, [network.add_unit(by=by, name=f"第{n}联络组", kind="street_group").pk for n in range(120)]


def _chunks(maker: Path, count: int) -> Iterator[list[tuple[int, dict]]]:
    made = subprocess.Popen([sys.executable, str(maker), str(count)], stdout=subprocess.PIPE, text=True)
    numbered = enumerate(map(json.loads, made.stdout), 1)
    while chunk := list(islice(numbered, _CHUNK)):
        yield chunk
    made.wait()


_OFFICE: Any = None
_UNITS: list[Any] = []


def _get_ready(office_id: int, units: list[int]) -> None:
    from django.db import connections

    from zhitong.network.models import Office, Unit

    global _OFFICE, _UNITS  # of a process that does nothing else
    connections.close_all()
    _OFFICE = Office.objects.get(pk=office_id)
    by_key = Unit.objects.in_bulk(units)
    _UNITS = [by_key[key] for key in units]


def _rows_of(chunk: list[tuple[int, dict]]) -> tuple[list, list, list]:
    """(rows of submissions, of documents with the day's first place as spot, (office, key, marks) of each)."""
    from django.db import connection
    from django.utils import timezone

    from zhitong.intake.models import Submission
    from zhitong.search import index, spots
    from zhitong.search.models import Document
    from zhitong.search.registry import KINDS

    items = []
    for serial, row in chunk:
        at = timezone.make_aware(datetime.fromisoformat(row["at"]))
        words = {"title": row["title"], "body": row["body"], "place": row["place"], "unit": _UNITS[row["unit"]]}
        where = {"office": _OFFICE, "year": at.year, "serial": serial, "channel": "import", "digest": ""}
        item = Submission(pk=serial, **words, **where, received_at=at, recorded_at=at)
        item._prefetched_objects_cache = {"authors": []}
        items.append(item)
    documents, fingers = [], []
    for entry in KINDS[KIND].entries(items):
        document = index.document_of(KIND, entry)
        document.spot = spots.first_of(entry.office_id, entry.day)
        documents.append(_row(document, Document, connection))
        fingers.append((entry.office_id, entry.item_id, index.marks_of(entry.title, entry.body)))
    return [_row(item, Submission, connection) for item in items], documents, fingers


def _row(item, model, connection) -> list:
    """Values as the database takes them; texts and whole numbers are so already."""
    values = []
    for field in model._meta.local_concrete_fields:
        value = getattr(item, field.attname)
        values.append(value if type(value) in (str, int) else field.get_db_prep_save(value, connection))
    return values


def _write(rows: tuple[list, list, list], last_spot: dict[int, int], is_settled: bool) -> int:
    from django.db import transaction

    from zhitong.intake.models import Submission
    from zhitong.search.models import Document

    submissions, documents, fingers = rows
    for document in documents:
        first = document[0]
        document[0] = last_spot[first] = last_spot.get(first, first) + 1
    with transaction.atomic():
        _put_into_buckets(documents, is_settled)
        _insert(Submission, submissions)
        _insert(Document, documents)
        _insert_marks(fingers)
    return len(submissions)


def _office_at() -> int:
    from zhitong.search.models import Document

    return [field.attname for field in Document._meta.local_concrete_fields].index("office_id")


def _put_into_buckets(documents: list, is_settled: bool) -> None:
    """Documents of one office, the newest so far."""
    from django.db import connection

    from zhitong.search import buckets

    if connection.vendor != "postgresql":
        return
    held = [SimpleNamespace(spot=row[0], office_id=row[_office_at()], tokens=row[-1], row=row) for row in documents]
    _open_place(held[0].office_id, held[0].spot, is_settled)
    buckets.put(held, {one.spot for one in held})
    for one in held:
        one.row[-1] = one.tokens


def _open_place(office_id: int, spot: int, is_settled: bool) -> None:
    """Where the next documents go, from this spot on: a settled range that is not full, or pieces."""
    from zhitong.search import buckets, settle, spots
    from zhitong.search.models import Bucket, Piece

    low, high = spots.span(office_id, None, None)
    newest = Bucket.objects.order_by("first").last()
    first = spot if newest else low
    if is_settled and (newest is None or newest.count >= settle.RANGE):
        Bucket.objects.create(first=first, form=Bucket.Form.SETTLED)
    if not is_settled and not Piece.objects.exists():
        buckets._opened(first, high, None)


def _insert_marks(fingers: list[tuple[int, int, list[int]]]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy("COPY search_fingerprint (office_id, mark, kind, item_id) FROM STDIN") as copy:
                for office, key, marks in fingers:
                    copy.write("".join(f"{office}\t{mark}\t{KIND}\t{key}\n" for mark in marks))
            return
        cursor.executemany(
            "INSERT INTO search_fingerprint (office_id, mark, kind, item_id) SELECT %s, value, %s, %s FROM json_each(%s)",
            [(office, KIND, key, json.dumps(marks)) for office, key, marks in fingers],
        )


def _insert(model, rows: list) -> None:
    from django.db import connection

    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(f.column) for f in model._meta.local_concrete_fields)
    table = quoted(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            gaps = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({gaps})", rows)


def lay_aside() -> None:
    """The indexes that are made faster at the end than row by row."""
    from django.db import connection

    from zhitong.search.models import Fingerprint
    from zhitong.search.tables import _SQLITE_DOWN

    with connection.schema_editor() as editor:
        for one in Fingerprint._meta.indexes:
            editor.remove_index(Fingerprint, one)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP INDEX IF EXISTS search_tokens")
            return
        for statement in _SQLITE_DOWN[:3]:
            cursor.execute(statement)
        cursor.execute("PRAGMA synchronous = OFF")


def raise_again() -> None:
    from django.db import connection

    from zhitong.search.models import Fingerprint
    from zhitong.search.tables import raise_index

    with connection.cursor() as cursor:
        begun = time.perf_counter()
        if connection.vendor == "postgresql":
            cursor.execute("SET maintenance_work_mem = '1GB'")
        raise_index(cursor, connection.vendor)
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA cache_size = -1000000")
            cursor.execute("INSERT INTO search_index(search_index, rank) VALUES ('hashsize', 200000000)")
            cursor.execute("INSERT INTO search_index(search_index) VALUES ('rebuild')")
            cursor.execute("INSERT INTO search_index(search_index, rank) VALUES ('hashsize', 1048576)")
        print(f"full-text index raised in {time.perf_counter() - begun:.0f} s", flush=True)
        begun = time.perf_counter()
    with connection.schema_editor() as editor:
        for one in Fingerprint._meta.indexes:
            editor.add_index(Fingerprint, one)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            # As after the serials of rows that were given their keys.
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('intake_submission', 'id'), (SELECT max(id) FROM intake_submission))"
            )
    print(f"indexes of fingerprints raised in {time.perf_counter() - begun:.0f} s", flush=True)
    connection.close()  # and with it what was set above


def compare() -> None:
    """Some of what was written is what the product would write."""
    from django.db import connection

    from zhitong.search import buckets, index
    from zhitong.search.models import Document, Fingerprint
    from zhitong.search.registry import KINDS, entries_of

    last = Document.objects.order_by("-item_id").values_list("item_id", flat=True)[0]
    keys = random.Random(3).sample(range(1, last + 1), min(_COMPARED, last))
    for entry in entries_of(KINDS[KIND], list(KINDS[KIND].items().filter(pk__in=keys))):
        there = Document.objects.get(kind=KIND, item_id=entry.item_id)
        wanted = index.document_of(KIND, entry)
        assert index.is_same(wanted, there), entry.code
        if connection.vendor == "postgresql":
            wanted.spot = there.spot
            buckets.put([wanted], ())
            assert set(wanted.tokens.split()) == set(there.tokens.replace("'", "").split()), entry.code
        marks = set(Fingerprint.objects.filter(item_id=entry.item_id).values_list("mark", flat=True))
        assert marks == set(index.fingers_of(KIND, entry).marks), entry.code
