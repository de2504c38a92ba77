"""Queries and rows that are put into SQL once and then only filled in.

Django builds the SQL of a query anew each time it runs: half a millisecond and more for what SQLite answers in a twentieth. For a
page of a hundred rows that is nothing; a submission, which is a dozen small statements in one held transaction, consists of it. So
the few statements on that way are kept as Django's own compiler made them. Nothing else changes: the values are prepared by the
fields, the rows are read through the fields' converters, constraints are the tables'. No SQL is written here.

    @kept
    def _last_serial(office: int, year: int) -> QuerySet:
        return Submission.objects.filter(office_id=office, year=year).order_by("-serial").values_list("serial", flat=True)[:1]

    _last_serial(7, 2026)  ->  [41]

Use it where a profile says so, and nowhere else. Signals of models are not sent (this house has none).
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import date, datetime
from functools import update_wrapper
from types import NoneType
from typing import Any, get_type_hints
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.expressions import Expression
from django.db.models.query import FlatValuesListIterable, ModelIterable, get_related_populators
from django.db.models.sql import InsertQuery, UpdateQuery

_FIELDS = {
    int: models.BigIntegerField,
    str: models.TextField,
    date: models.DateField,
    datetime: models.DateTimeField,
    UUID: models.UUIDField,
}


class _Given(Expression):
    """The place of a value that is known only when the statement runs."""

    def __init__(self, name: str, output_field: models.Field):
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]

    def prepared(self, values: dict[str, Any], connection) -> Any:
        return self.output_field.get_db_prep_value(values[self.name], connection)


class _Statement:
    """The SQL of a query of one connection, with gaps."""

    def __init__(self, query, connection):
        self.connection = connection
        self.compiler = query.get_compiler(connection=connection)
        self.sql, self.params = self.compiler.as_sql()

    def execute(self, cursor, values: dict[str, Any]) -> None:
        connection = self.connection
        filled = [each.prepared(values, connection) if isinstance(each, _Given) else each for each in self.params]
        cursor.execute(self.sql, filled)


class _Reading(_Statement):
    """A SELECT, and how its rows become what the queryset would give."""

    def __init__(self, queryset: models.QuerySet, connection):
        super().__init__(queryset.query, connection)
        compiler = self.compiler
        self.width = compiler.col_count
        self.converters = compiler.get_converters([column for column, *_ in compiler.select[: self.width]])
        self.shape = queryset._iterable_class
        if self.shape is ModelIterable:
            info = compiler.klass_info
            self.model = info["model"]
            self.first, self.last = info["select_fields"][0], info["select_fields"][-1] + 1
            self.names = [column.target.attname for column, *_ in compiler.select[self.first : self.last]]
            self.populators = get_related_populators(info, compiler.select, connection.alias)

    def rows(self, values: dict[str, Any]) -> list:
        with self.connection.cursor() as cursor:
            self.execute(cursor, values)
            rows = [row[: self.width] for row in cursor.fetchall()]
        if self.converters and rows:
            rows = list(self.compiler.apply_converters(rows, self.converters))
        if self.shape is ModelIterable:
            return [self._item(row) for row in rows]
        return [row[0] for row in rows] if self.shape is FlatValuesListIterable else [tuple(row) for row in rows]

    def _item(self, row) -> models.Model:
        item = self.model.from_db(self.connection.alias, self.names, row[self.first : self.last])
        for populator in self.populators:
            populator.populate(row, item)
        return item


class _PerConnection:
    """A statement for each connection (each thread has its own), kept with it: converters belong to one."""

    def __init__(self, build: Callable[[Any], Any]):
        self._build = build

    def __call__(self) -> Any:
        connection = connections[DEFAULT_DB_ALIAS]
        made = connection.__dict__.setdefault("kept_statements", {})
        if self not in made:
            made[self] = self._build(connection)
        return made[self]


def kept(build: Callable[..., models.QuerySet]) -> Callable[..., list]:
    """Make a function that builds a queryset into one that gives the queryset's rows as a list.

    Each parameter has a type of ``_FIELDS`` and may only be compared in the query, never looked into: the queryset is built once.
    The queryset gives items (``select_related`` included), ``values_list`` or flat values.
    """
    signature = inspect.signature(build)
    names = list(signature.parameters)
    reading = _PerConnection(lambda connection: _Reading(build(*_gaps(build, names)), connection))

    def rows(*args) -> list:
        return reading().rows(dict(zip(names, args, strict=True)))

    return update_wrapper(rows, build)


def kept_update(build: Callable[..., tuple[models.QuerySet, dict[str, Any]]]) -> Callable[..., int]:
    """The same for a change: ``build`` gives the queryset and its new values; the function gives how many rows were changed."""
    names = list(inspect.signature(build).parameters)

    def statement(connection) -> _Statement:
        queryset, values = build(*_gaps(build, names))
        query = queryset.query.chain(UpdateQuery)
        query.add_update_values(values)
        return _Statement(query, connection)

    changing = _PerConnection(statement)

    def change(*args) -> int:
        made = changing()
        with made.connection.cursor() as cursor:
            made.execute(cursor, dict(zip(names, args, strict=True)))
            return cursor.rowcount

    return update_wrapper(change, build)


def _gaps(build: Callable, names: list[str]) -> list[_Given]:
    kinds = get_type_hints(build)
    return [_Given(name, _FIELDS[kinds[name]]()) for name in names]


# Values that a field stores as they are. Most of a row is such, and asking the field takes five calls each.
_STORED_AS_IT_IS = {
    models.CharField: (str, NoneType),
    models.TextField: (str, NoneType),
    models.BooleanField: (bool,),
    models.ForeignKey: (NoneType,),
}


class _Writing:
    """The INSERT of one row of a model."""

    def __init__(self, model: type[models.Model], connection):
        meta = model._meta
        self.connection = connection
        key = meta.pk if isinstance(meta.pk, models.AutoField) else None
        self.key = key
        fields = [field for field in meta.local_concrete_fields if field is not key]
        self.columns = [(field, field.attname, _STORED_AS_IT_IS.get(type(field), ())) for field in fields]
        query = InsertQuery(model)
        query.insert_values(fields, [model()])
        compiler = query.get_compiler(connection=connection)
        # SQLite says the new key by itself, and faster than it returns a row.
        self.returns = bool(key) and connection.vendor == "postgresql"
        compiler.returning_fields = [key] if self.returns else None
        # With an empty item the SQL is made, its values are not used.
        self.sql, _values = compiler.as_sql()[0]

    def insert(self, item: models.Model) -> None:
        connection = self.connection
        values = [
            value
            if type(value := getattr(item, name)) in as_it_is
            else field.get_db_prep_save(field.pre_save(item, True), connection)
            for field, name, as_it_is in self.columns
        ]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, values)
            if self.key:
                setattr(item, self.key.attname, cursor.fetchone()[0] if self.returns else cursor.lastrowid)
        item._state.adding, item._state.db = False, connection.alias


_WRITINGS: dict[type[models.Model], _PerConnection] = {}


def insert(item: models.Model) -> models.Model:
    """Insert one new row, as ``save(force_insert=True)`` would, and give it its key. A row that is there already raises IntegrityError."""
    model = type(item)
    if model not in _WRITINGS:
        _WRITINGS[model] = _PerConnection(lambda connection: _Writing(model, connection))
    _WRITINGS[model]().insert(item)
    return item
