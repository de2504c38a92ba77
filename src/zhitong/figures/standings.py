"""横向比较: units of one kind in order of one figure: place, change of place, gap to the next, tier. Small units are treated fairly.

A share of few items jumps: one adopted out of two is 50 %. So a unit below the least number of cases gets no place; it stands below the
others with its figure, and every share is shown with the range in which it lies with 95 % certainty (Wilson's interval).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, sqrt

from zhitong.figures.measures import MEMBERS, Figure, Measure, Rate, counted_for, figure_of
from zhitong.figures.scope import Scope
from zhitong.figures.tables import Line, comparison

LEAST_CASES = {"percent": 10, "number": 3}  # by how a rate is shown: below it no place is given
FIRST_TIER = 25  # percent of the ranked units; the office's setting "first_tier_percent"
Z = 1.96


@dataclass(frozen=True)
class Place:
    """One unit's standing. ``rank`` is None where too few cases stand behind the figure, ``was`` where there was no place before."""

    line: Line
    figure: Figure
    before: Figure
    per_head: Figure | None
    rank: int | None
    was: int | None
    gap: Fraction | None  # to the next one above, in the figure's own measure (a share: in parts of one)
    first_tier: bool

    @property
    def rise(self) -> int | None:
        """Places gained (above 0) or lost since the period compared with."""
        return self.was - self.rank if self.rank and self.was else None

    @property
    def fall(self) -> int | None:
        return -self.rise if self.rise is not None else None

    @property
    def interval(self) -> tuple[float, float] | None:
        return wilson(self.figure)

    @property
    def gap_text(self) -> str:
        if self.gap is None:
            return ""
        measure = self.figure.measure
        if isinstance(measure, Measure):
            return str(self.gap)
        times = 1000 if measure.shown == "percent" else 10
        tenths = round(self.gap * times)
        return f"{tenths // 10}.{tenths % 10}"


@dataclass(frozen=True)
class Standing:
    places: tuple[Place, ...]
    unranked: tuple[Place, ...]  # too few cases for a place
    total: Figure
    least: int
    tier_percent: int

    @property
    def all(self) -> tuple[Place, ...]:
        return self.places + self.unranked


def per_head(measure: Measure) -> Rate:
    """A number by members, for units of different size."""
    return Rate(
        f"{measure.code}_per_head", measure.name, measure.formula, measure, MEMBERS, shown="number", unit=measure.unit
    )


def standing(
    measure: Measure | Rate,
    scope: Scope,
    before: Scope,
    *,
    heads: bool = False,
    least: int | None = None,
    tier_percent: int = FIRST_TIER,
    unit_ids: Iterable[int] | None = None,
    kind: str = "",
    count: Callable = Measure.by_unit,
) -> Standing:
    """Who stands where by ``measure``; with ``heads`` by the number for each member."""
    by_head = (
        per_head(measure)
        if isinstance(measure, Measure) and measure.opens == "submissions" and not measure.adds
        else None
    )
    ranked_by = by_head if heads and by_head else measure
    columns = [measure, *([by_head] if by_head else [])]
    now = comparison(scope, by="unit", unit_ids=unit_ids, columns=columns, count=count)
    then = comparison(before, by="unit", unit_ids=unit_ids, columns=columns, count=count)
    at = columns.index(ranked_by)
    if least is None:
        least = 0 if isinstance(ranked_by, Measure) else LEAST_CASES[ranked_by.shown]
    here = [line for line in now.lines if line.key != "none" and (not kind or line.kind == kind)]
    there = {line.key: line for line in then.lines}
    ranks = _ranks({line.key: line.figures[at] for line in here}, least)
    ranked = {line.key for line in here}
    were = _ranks({key: line.figures[at] for key, line in there.items() if key in ranked}, least)
    limit = ceil(len(ranks) * tier_percent / 100)
    in_order = sorted((line for line in here if line.key in ranks), key=lambda line: ranks[line.key])
    values = [line.figures[at].value for line in in_order]
    places: list[Place] = []
    better = None  # the nearest figure above that is not this one
    for n, line in enumerate(in_order):
        if n and values[n - 1] != values[n]:
            better = values[n - 1]
        places.append(
            Place(
                line,
                line.figures[0],
                there[line.key].figures[0],
                line.figures[1] if by_head else None,
                ranks[line.key],
                were.get(line.key),
                Fraction(abs(better - values[n])) if better is not None and ranked_by is measure else None,
                ranks[line.key] <= limit and values[n] > 0,
            )
        )
    few = [
        Place(
            line,
            line.figures[0],
            there[line.key].figures[0],
            line.figures[1] if by_head else None,
            None,
            None,
            None,
            False,
        )
        for line in here
        if line.key not in ranks
    ]
    sums = {part.code: sum(_count_of(line, part) for line in here) for part in counted_for([measure])}
    return Standing(tuple(places), tuple(few), figure_of(measure, lambda part: sums[part.code]), least, tier_percent)


def _count_of(line: Line, part: Measure) -> int:
    figure = line.figures[0]
    if isinstance(figure.measure, Measure):
        return figure.count
    return figure.count if part is figure.measure.part else figure.base or 0


def _ranks(figures: dict[str, Figure], least: int) -> dict[str, int]:
    """Equal figures share a place, and the next ones move down: 1, 2, 2, 4."""
    values = {
        key: figure.value
        for key, figure in figures.items()
        if figure.value is not None and (figure.base is None or figure.base >= least)
    }
    sample = next(iter(figures.values()), None)
    ascending = sample is not None and getattr(sample.measure, "less_is_better", False)
    ordered = sorted(values.values(), reverse=not ascending)
    first: dict = {}
    for n, value in enumerate(ordered, 1):
        first.setdefault(value, n)
    return {key: first[value] for key, value in values.items()}


def wilson(figure: Figure) -> tuple[float, float] | None:
    """The range in which a share lies with 95 % certainty, in percent; None where it is no share or has no base."""
    if isinstance(figure.measure, Measure) or figure.measure.shown != "percent" or not figure.base:
        return None
    n, p = figure.base, figure.count / figure.base
    middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
    reach = Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
    return round(max(0.0, middle - reach) * 100, 1), round(min(1.0, middle + reach) * 100, 1)
