"""Which target held for whom on a day, and how far each unit is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from zhitong.figures.measures import MEASURES, Measure
from zhitong.figures.models import Target
from zhitong.figures.periods import read_period
from zhitong.figures.scope import Scope
from zhitong.network.models import Unit
from zhitong.network.queries import units_of
from zhitong.outcomes.queries import end_of


class Targets:
    """The targets of one office and year as they held at the end of a day. One query."""

    def __init__(self, office_id: int, year: int, known_by: date):
        rows = Target.objects.filter(office_id=office_id, year=year, set_at__lte=end_of(known_by)).order_by(
            "set_at", "pk"
        )
        self._newest = {(row.measure, row.unit_id, row.kind): row for row in rows}

    def of_unit(self, unit: Unit, measure: str) -> Target | None:
        """The unit's own, else its kind's; None where none stands."""
        for key in ((measure, unit.pk, ""), (measure, None, unit.kind)):
            if (row := self._newest.get(key)) is not None:
                return row if row.number is not None else None
        return None

    def of_office(self, measure: str) -> Target | None:
        row = self._newest.get((measure, None, ""))
        return row if row is not None and row.number is not None else None

    @property
    def measures(self) -> list[Measure]:
        """Those for which anything was set."""
        codes = {measure for measure, _unit, _kind in self._newest}
        return [measure for code, measure in MEASURES.items() if code in codes]


@dataclass(frozen=True)
class Progress:
    """``reached`` by the day of the figure, of ``target``. ``unit`` None is the whole office."""

    unit: Unit | None
    target: Target
    reached: int

    @property
    def gap(self) -> int:
        """How many are wanting; 0 when it is reached."""
        return max(0, self.target.number - self.reached)

    @property
    def percent(self) -> int:
        return self.reached * 100 // self.target.number


def progress(scope: Scope, measure: Measure, count: Callable, unit_ids: Iterable[int] | None = None) -> list[Progress]:
    """The office first, then each unit that has a target, the farthest from it first. The scope's year counts as a whole."""
    year = scope.period.last.year
    whole = Scope(scope.office_id, read_period(str(year), scope.known_by), scope.known_by)
    targets = Targets(scope.office_id, year, scope.known_by)
    numbers = count(measure, whole)
    rows = []
    if unit_ids is None and (target := targets.of_office(measure.code)):
        rows.append(Progress(None, target, sum(numbers.values())))
    units = [
        Progress(unit, target, numbers.get(unit.pk, 0))
        for unit in units_of(scope.office_id, on=min(whole.period.last, scope.known_by))
        if (unit_ids is None or unit.pk in unit_ids) and (target := targets.of_unit(unit, measure.code))
    ]
    return rows + sorted(units, key=lambda each: (each.percent, each.unit.position))
