"""分组排名: places within each group, with the rule for equal scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from .decisions import Decisions, decisions_for
from .model import Scheme
from .numbers import say, shown
from .refusals import Blocked, SchemeWrong
from .sentences import sentence

SHARED, DENSE = "shared", "dense"
_SAID = {"shared": SHARED, "并列": SHARED, "dense": DENSE}


@dataclass(frozen=True)
class Standing:
    """What a unit stands with. ``measures`` are further figures by name, such as 采用率, for equal scores."""

    unit: str
    group: str
    score: Decimal
    measures: Mapping[str, Fraction | Decimal | int] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """``behind`` is what is missing to the place before (``None`` for the first of a group)."""

    place: int
    unit: str
    group: str
    score: Decimal
    behind: Decimal | None


def rank(scheme: Scheme, standings: Sequence[Standing], decisions: Decisions | None = None) -> list[Place]:
    """Places from 1 in every group, groups in the scheme's order, higher scores first, equal ones in the order given.

    Equal scores follow ``ranking.ties`` or the decision ``ties``: ``shared`` (1, 1, 3), ``dense`` (1, 1, 2), or the name
    of a measure of which the higher goes first (and equal again, the place is shared). Undecided, a tie blocks.
    """
    decisions = decisions_for(scheme, decisions)
    by_group: dict[str, list[Standing]] = {group: [] for group in scheme.groups}
    for standing in standings:
        if scheme.groups and standing.group not in by_group:
            raise SchemeWrong(
                "no_such_group", "group", sentence("the scheme has no group %(value)s.", value=shown(standing.group)),
                sentence("Groups: %(names)s.", names=', '.join(scheme.groups)),
            )  # fmt: skip
        by_group.setdefault(standing.group, []).append(standing)
    return [place for members in by_group.values() for place in _places(scheme, members, decisions)]


def _places(scheme: Scheme, members: list[Standing], decisions: Decisions) -> list[Place]:
    rule, measure = SHARED, None
    if len({standing.score for standing in members}) < len(members):
        rule, measure = _tie_rule(scheme, members, decisions)

    def merit(standing: Standing) -> tuple:
        return (standing.score, *([_measure(standing, measure)] if measure else []))

    ordered = sorted(members, key=merit, reverse=True)
    places: list[Place] = []
    for n, standing in enumerate(ordered):
        place = n + 1
        if n and merit(standing) == merit(ordered[n - 1]):
            place = places[-1].place
        elif n and rule == DENSE:
            place = places[-1].place + 1
        ahead = next((other.score for other in reversed(ordered[:n]) if other.score > standing.score), None)
        behind = None if ahead is None else ahead - standing.score
        places.append(Place(place, standing.unit, standing.group, standing.score, behind))
    return places


def _tie_rule(scheme: Scheme, members: list[Standing], decisions: Decisions) -> tuple[str, str | None]:
    said = scheme.ties if scheme.ties is not None else decisions.get("ties")
    if isinstance(said, str):
        for word, rule in _SAID.items():
            if word in said:
                return rule, None
        named = [name for standing in members for name in standing.measures if name in said]
        if named:
            return SHARED, named[0]
    equal = next(s.score for n, s in enumerate(members) if s.score in [other.score for other in members[:n]])
    message = sentence(
        "Several have %(equal)s, and the text does not say how equal scores are ranked.", equal=say(equal)
    )
    raise Blocked("ties", message, (SHARED, DENSE))


def _measure(standing: Standing, measure: str) -> Fraction:
    if measure not in standing.measures:
        raise Blocked(
            f"counts.{measure}",
            sentence("%(measure)s of %(unit)s is needed to part equal scores.", measure=measure, unit=standing.unit),
            needs="fact",
        )
    return Fraction(standing.measures[measure])
