"""Statements that PostgreSQL plans once for each connection: to plan the question to the index takes twice as long as to answer it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from django.db import connection


class Prepared(NamedTuple):
    """``sql`` with $1, $2, … in the place of values of these ``types``."""

    name: str
    types: tuple[str, ...]
    sql: str


# Which of them each connection of PostgreSQL knows. It keeps them beyond a transaction, also beyond one that is undone.
_KNOWN: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


def rows_of(statement: Prepared, values: Sequence[Any]) -> list[tuple]:
    """The rows of a statement; only on PostgreSQL."""
    with connection.cursor() as cursor:
        known = _KNOWN.setdefault(connection.connection, set())
        if statement.name not in known:
            connection.connection.execute(f"PREPARE {statement.name} ({', '.join(statement.types)}) AS {statement.sql}")
            known.add(statement.name)
        cursor.execute(f"EXECUTE {statement.name} ({', '.join(['%s'] * len(values))})", values)
        return cursor.fetchall()
