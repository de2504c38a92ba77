"""What many tests begin with is built once for each process, through the actions, and afterwards put back as the rows that came of it.

    @pytest.fixture
    @replayed
    def desk(office): ...

An office with its people takes a tenth of a second to build and a hundredth to put back, and nearly every test wants one. The rows are
exactly those that the actions wrote, the journal's entries included. They are put back only where the journal stands exactly as it
stood when they were built (the heads of all chains are compared, and a head is a digest of all before it): everywhere else the thing is
built. What the building left outside the database (files, caches) is not put back, so only things of rows alone are replayed.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial, wraps
from typing import Any, TypeVar

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from zhitong.figures import counts
from zhitong.journal.models import Chain

T = TypeVar("T")
Row = tuple[Any, ...]
Heads = frozenset[tuple[int, int, str]]


@dataclass(frozen=True)
class Replay:
    """What building wrote: whole rows to add by table, rows to change (values, then the key), and what it returned."""

    added: list[tuple[str, list[Row]]]
    changed: list[tuple[str, list[Row]]]
    result: bytes


_replays: dict[tuple, Replay] = {}
_known_heads: set[Heads] = {frozenset()}


def replayed(build: Callable[..., T]) -> Callable[..., T]:
    """``build`` made so. What it is given must be hashable; what it returns is a copy each time, of classes that a module of its own
    holds (not ``conftest``, a name that several files share)."""

    @wraps(build)
    def put_back_or_built(*given: Any, **named: Any) -> T:
        before = _heads()
        if before not in _known_heads:  # something was done in this test already: it will not happen just so again
            return build(*given, **named)
        which = (build, given, frozenset(named.items()), before)
        if not (replay := _replays.get(which)):
            result, _replays[which] = _built(partial(build, *given, **named))
            return result
        try:
            with transaction.atomic():
                _put_back(replay)
        except IntegrityError:  # rows without a journal entry took the places, such as a session
            return build(*given, **named)
        return pickle.loads(replay.result)

    return put_back_or_built


def _built(build: Callable[[], T]) -> tuple[T, Replay]:
    rows_before = all_rows()
    result = build()
    added, changed = [], []
    for model, rows in all_rows().items():
        old = rows_before[model]
        if new := [row for key, row in rows.items() if key not in old]:
            added.append((_insertion(model), new))
        if moved := [(*row, key) for key, row in rows.items() if key in old and old[key] != row]:
            changed.append((_change(model), moved))
        assert old.keys() <= rows.keys(), f"{build}: what deletes rows of {model} cannot be replayed"
    _known_heads.add(_heads())
    return result, Replay(added, changed, pickle.dumps(result))


def _put_back(replay: Replay) -> None:
    # Counts are remembered by the journal's heads, which in a real house never come twice and here stand in every test.
    counts.OFFICES.forget()
    with connection.cursor() as cursor:
        for statement, rows in replay.added:
            gaps = "(" + ", ".join(["%s"] * len(rows[0])) + ")"
            for start in range(0, len(rows), 50):
                some = rows[start : start + 50]
                cursor.execute(statement + ", ".join([gaps] * len(some)), [value for row in some for value in row])
        for statement, rows in replay.changed:
            for row in rows:
                cursor.execute(statement, row)


def _heads() -> Heads:
    return frozenset(Chain.objects.values_list("office_id", "seq", "head"))


def all_rows() -> dict[type[models.Model], dict[Any, Row]]:
    """Every row of every table, as the database gives it, by its key."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            columns = _columns(model)
            key = columns.index(model._meta.pk.column)
            cursor.execute(f"SELECT {_listed(columns)} FROM {_quoted(model._meta.db_table)}")
            found[model] = {row[key]: row for row in cursor.fetchall()}
    return found


def _insertion(model: type[models.Model]) -> str:
    return f"INSERT INTO {_quoted(model._meta.db_table)} ({_listed(_columns(model))}) VALUES "


def _change(model: type[models.Model]) -> str:
    settings = ", ".join(f"{_quoted(column)} = %s" for column in _columns(model))
    return f"UPDATE {_quoted(model._meta.db_table)} SET {settings} WHERE {_quoted(model._meta.pk.column)} = %s"


@cache
def _columns(model: type[models.Model]) -> list[str]:
    return [field.column for field in model._meta.local_concrete_fields if not field.generated]


def _listed(columns: list[str]) -> str:
    return ", ".join(map(_quoted, columns))


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
