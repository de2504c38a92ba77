"""The first comparison: every unit of an office, by kind, with the catalogue's figures; parts sum to totals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhitong.figures.dimensions import BY_NAME
from zhitong.figures.measures import CATALOGUE, Figure, Measure, Rate, counted_for, figure_of
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


def comparison(
    scope: Scope,
    *,
    by: str,
    unit_ids: Iterable[int] | None = None,
    columns: Sequence[Measure | Rate] = CATALOGUE,
    count: Callable[[Measure, Scope], dict[int | None, int]] = Measure.by_unit,
) -> Comparison:
    """Figures by ``unit`` or by ``kind``. Units that sent nothing stand there with 0; what belongs to no unit has a row of its own.

    ``count`` says how a measure is counted (``Counts.by_unit`` remembers). ``unit_ids`` limits the rows to what a liaison may see; the total is then theirs. The number of queries is the number of measures, plus one.
    """
    counts = {measure.code: count(measure, scope) for measure in counted_for(columns)}
    rows = units_of(scope.office_id).values_list("pk", "code", "name", "kind", named=True)
    units = {unit.pk: unit for unit in rows}
    if unit_ids is not None:
        allowed = set(unit_ids)
        units = {pk: unit for pk, unit in units.items() if pk in allowed}
        counts = {code: {pk: n for pk, n in of.items() if pk in allowed} for code, of in counts.items()}
    groups = _groups(units, counts, by)
    lines = tuple(Line(key, name, kind, _figures(counts, members, columns)) for key, name, kind, members in groups)
    everybody = [member for _key, _name, _kind, members in groups for member in members]
    return Comparison(lines, Line("", _("Whole office"), "", _figures(counts, everybody, columns)))


def by_dimension(
    scope: Scope,
    name: str,
    *,
    columns: Sequence[Measure | Rate],
    count: Callable[[Measure, Scope, str], dict] = Measure.by_column,
) -> Comparison:
    """Figures by another dimension of the submission, such as its area. Units and people have none: of them nothing is told here."""
    dimension = BY_NAME[name]
    columns = [measure for measure in columns if all(part.opens == "submissions" for part in counted_for([measure]))]
    counts = {measure.code: count(measure, scope, dimension.field) for measure in counted_for(columns)}
    names = dict(dimension.values(scope.office_id))
    seen = {value for of in counts.values() for value in of}
    values = [*(value for value in names if value in seen), *sorted(seen - set(names), key=str)]
    lines = tuple(
        Line(f"{name}:{value}", str(names.get(value, value) or _("not said")), "", _figures(counts, [value], columns))
        for value in values
    )
    return Comparison(lines, Line("", _("Whole office"), "", _figures(counts, values, columns)))


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


def _figures(
    counts: dict[str, dict], members: list[int | None], columns: Sequence[Measure | Rate]
) -> tuple[Figure, ...]:
    if len(members) == 1:  # hundreds of units stand in rows of their own
        sums = {code: of.get(members[0], 0) for code, of in counts.items()}
    else:
        sums = {code: sum([of.get(member, 0) for member in members]) for code, of in counts.items()}
    return tuple(figure_of(measure, lambda part: sums[part.code]) for measure in columns)
