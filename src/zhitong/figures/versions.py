"""Two versions of a scheme beside each other: what the text says differently, and who would stand where by each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from zhitong.errors import Said
from zhitong.figures.models import SchemeVersion
from zhitong.figures.people_scoring import reckon_people, scores_people
from zhitong.figures.queries import scheme_of
from zhitong.figures.schemes.difference import decided_differences, differences
from zhitong.figures.schemes.reader import read_mapping
from zhitong.figures.scope import Scope
from zhitong.figures.scoring import reckon


@dataclass(frozen=True)
class Moved:
    """One unit or person under both versions; what cannot be told under one of them is None there."""

    of: str  # unit, person
    code: str
    name: str
    group: str
    place_before: int | None
    place: int | None
    before: Decimal | None
    now: Decimal | None

    @property
    def up(self) -> int | None:
        """Places gained; below 0 lost."""
        return None if self.place is None or self.place_before is None else self.place_before - self.place

    @property
    def down(self) -> int | None:
        return None if self.up is None else -self.up

    @property
    def more(self) -> Decimal | None:
        return None if self.now is None or self.before is None else self.now - self.before


@dataclass(frozen=True)
class Compared:
    said: tuple[Said, ...]
    moved: tuple[Moved, ...]  # those whose place or points differ, the farthest first
    same: int  # how many stand as before


def text_differences(older: SchemeVersion, newer: SchemeVersion) -> list[Said]:
    return [
        *differences(read_mapping(older.text), read_mapping(newer.text)),
        *decided_differences(older.decisions, newer.decisions),
    ]


def compare(older: SchemeVersion, newer: SchemeVersion, scope: Scope) -> Compared:
    """With the effect over one period, as known on the scope's day."""
    rows = [*_units(older, newer, scope), *_people(older, newer, scope)]
    moved = [row for row in rows if (row.place, row.now) != (row.place_before, row.before)]
    moved.sort(key=lambda row: (row.of != "unit", row.up is None, -abs(row.up or 0), -abs(row.more or 0)))
    return Compared(tuple(text_differences(older, newer)), tuple(moved), len(rows) - len(moved))


def _units(older: SchemeVersion, newer: SchemeVersion, scope: Scope) -> Iterable[Moved]:
    before = {each.unit.pk: each for each in reckon(older, scope).units}
    for each in reckon(newer, scope).units:
        was = before.get(each.unit.pk)
        yield _moved("unit", each.unit.code, each.unit.name, str(each.unit.get_kind_display()), was, each)


def _people(older: SchemeVersion, newer: SchemeVersion, scope: Scope) -> Iterable[Moved]:
    """Only where both score people; who asked not to be named is in neither."""
    if not all(scores_people(scheme_of(version)) for version in (older, newer)):
        return
    before = {each.person.pk: each for each in reckon_people(older, scope).people}
    for each in reckon_people(newer, scope).people:
        was = before.get(each.person.pk)
        yield _moved("person", each.person.code, each.person.name, each.group, was, each)


def _moved(of: str, code: str, name: str, group: str, was, each) -> Moved:
    def place(scored) -> int | None:
        return scored.place.place if scored and scored.place else None

    return Moved(of, code, name, group, place(was), place(each), was.total if was else None, each.total)
