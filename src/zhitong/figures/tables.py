"""The first comparison: every unit of an office, by kind, with the catalogue's figures; parts sum to totals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhitong.figures.measures import BY_CODE, CATALOGUE, Figure, Measure
from zhitong.figures.scope import Scope
from zhitong.network.models import Unit
from zhitong.network.queries import units_of


@dataclass(frozen=True)
class Line:
    """One row: a unit, a kind of unit, or the whole office. ``key`` is what the address says for it."""

    key: str
    name: str
    kind: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Comparison:
    lines: tuple[Line, ...]
    total: Line


NO_UNIT = "none"


def comparison(scope: Scope, *, by: str, unit_ids: Iterable[int] | None = None) -> Comparison:
    """Figures by ``unit`` or by ``kind``. Units that sent nothing stand there with 0; what belongs to no unit has a row of its own.

    ``unit_ids`` limits the rows to what a liaison may see; the total is then theirs. The number of queries is the number of measures, plus one.
    """
    counts = {code: measure.by_unit(scope) for code, measure in BY_CODE.items()}
    units = {unit.pk: unit for unit in units_of(scope.office_id)}
    if unit_ids is not None:
        allowed = set(unit_ids)
        units = {pk: unit for pk, unit in units.items() if pk in allowed}
        counts = {code: {pk: n for pk, n in of.items() if pk in allowed} for code, of in counts.items()}
    groups = _groups(units, counts, by)
    lines = tuple(Line(key, name, kind, _figures(counts, members)) for key, name, kind, members in groups)
    everybody = [member for _key, _name, _kind, members in groups for member in members]
    return Comparison(lines, Line("", _("Whole office"), "", _figures(counts, everybody)))


def _groups(units: dict[int, Unit], counts: dict, by: str) -> list[tuple[str, str, str, list[int | None]]]:
    seen = {pk for of in counts.values() for pk in of}
    if by == "kind":
        groups = [
            (kind, str(label), kind, [pk for pk, unit in units.items() if unit.kind == kind])
            for kind, label in Unit.Kind.choices
        ]
        groups = [group for group in groups if group[3]]
    else:
        groups = [(unit.code, unit.name, unit.kind, [pk]) for pk, unit in units.items()]
    if None in seen:
        groups.append((NO_UNIT, _("no unit"), "", [None]))
    return groups


def _figures(counts: dict[str, dict], members: list[int | None]) -> tuple[Figure, ...]:
    def count(measure: Measure) -> int:
        of = counts[measure.code]
        return sum(of.get(member, 0) for member in members)

    return tuple(
        Figure(measure, count(measure))
        if isinstance(measure, Measure)
        else Figure(measure, count(measure.part), count(measure.of))
        for measure in CATALOGUE
    )
