"""分组排名: places within each group, with the rule for equal scores."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from .decisions import Decisions, decisions_for
from .model import Scheme
from .naming import figure
from .numbers import ratio, say, shown
from .refusals import Blocked, SchemeWrong
from .sentences import sentence
from .standings import converted, falls_short, per_head

SHARED, DENSE = "shared", "dense"
_SAID = {"shared": SHARED, "并列": SHARED, "dense": DENSE}
# How a text words a figure that goes first among equal scores: 采用篇数多者列前.
_MEASURES = {
    "adopted": re.compile(r"\badopted\b|(采用|录用|采纳)(信息)?(的)?(篇|条|件)?(数|量|多)"),
    "sent": re.compile(r"\bsent\b|(报送|上报|来稿)(信息)?(的)?(篇|条|件)?(数|量|多)"),
    "instructions": re.compile(r"\binstructions\b|批示(的)?(篇|条|件|次)?(数|量|多)"),
    "items": re.compile(r"\bitems\b"),
    "occurrences": re.compile(r"\boccurrences\b|(篇次|件次)"),
}


@dataclass(frozen=True)
class Standing:
    """What a unit stands with. ``measures`` are further figures by name, such as 采用率, for equal scores and least numbers;
    ``heads`` the people of it, where points are ranked per head."""

    unit: str
    group: str
    score: Decimal
    measures: Mapping[str, Fraction | Decimal | int] = field(default_factory=dict)
    heads: int | None = None


@dataclass(frozen=True)
class Place:
    """``behind`` is what is missing to the place before (``None`` for the first of a group), in what is ranked.
    ``per_head`` and ``converted`` are None where the scheme says nothing of the kind."""

    place: int
    unit: str
    group: str
    score: Decimal
    behind: Decimal | None
    per_head: Fraction | None = None
    converted: Decimal | None = None


def rank(scheme: Scheme, standings: Sequence[Standing], decisions: Decisions | None = None) -> list[Place]:
    """Places from 1 in every group, groups in the scheme's order, higher scores first, equal ones in the order given.

    Who does not reach the scheme's least numbers has no place. Equal scores follow ``ranking.ties`` or the decision ``ties``: the names
    of figures, of which the higher goes first, one after the other, and what then is still equal is ``shared`` (1, 1, 3; also where
    nothing more is said) or ``dense`` (1, 1, 2). Undecided, a tie blocks.
    """
    decisions = decisions_for(scheme, decisions)
    by_group: dict[str, list[Standing]] = {group: [] for group in scheme.groups}
    for standing in standings:
        if scheme.groups and standing.group not in by_group:
            raise SchemeWrong(
                "no_such_group", "group", sentence("the scheme has no group %(value)s.", value=shown(standing.group)),
                sentence("Groups: %(names)s.", names=', '.join(scheme.groups)),
            )  # fmt: skip
        if falls_short(scheme.minimum, standing.score, standing.measures, decisions) is None:
            by_group.setdefault(standing.group, []).append(standing)
    return [place for members in by_group.values() for place in _places(scheme, members, decisions)]


def _places(scheme: Scheme, members: list[Standing], decisions: Decisions) -> list[Place]:
    worth = {
        standing.unit: per_head(standing.score, standing.heads, standing.unit)
        if scheme.per_head
        else Fraction(standing.score)
        for standing in members
    }
    rule, measures = SHARED, []
    if len(set(worth.values())) < len(members):
        rule, measures = _tie_rule(scheme, members, worth, decisions)

    def merit(standing: Standing) -> tuple:
        return (worth[standing.unit], *(_measure(standing, measure, decisions) for measure in measures))

    ordered = sorted(members, key=merit, reverse=True)
    best = worth[ordered[0].unit] if ordered else Fraction(0)
    places: list[Place] = []
    for n, standing in enumerate(ordered):
        own = worth[standing.unit]
        place = n + 1
        if n and merit(standing) == merit(ordered[n - 1]):
            place = places[-1].place
        elif n and rule == DENSE:
            place = places[-1].place + 1
        ahead = next((worth[other.unit] for other in reversed(ordered[:n]) if worth[other.unit] > own), None)
        behind = None if ahead is None else _decimal(ahead - own)
        places.append(
            Place(
                place,
                standing.unit,
                standing.group,
                standing.score,
                behind,
                own if scheme.per_head else None,
                converted(scheme.convert, own, best) if scheme.convert else None,
            )
        )
    return places


def _decimal(number: Fraction) -> Decimal:
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return exact if Fraction(exact) == number else exact.quantize(Decimal("0.01"))


def _tie_rule(
    scheme: Scheme, members: list[Standing], worth: Mapping[str, Fraction], decisions: Decisions
) -> tuple[str, list[str]]:
    """The rule for what stays equal, and the figures that part equal scores before it, in the order in which the text names them."""
    said = scheme.ties if scheme.ties is not None else decisions.get("ties")
    if isinstance(said, str):
        measures = _measures_in(said, members)
        rule = next((rule for word, rule in _SAID.items() if word in said), None)
        if measures or rule:
            return rule or SHARED, measures
    equal = next(worth[s.unit] for n, s in enumerate(members) if worth[s.unit] in [worth[o.unit] for o in members[:n]])
    message = sentence(
        "Several have %(equal)s, and the text does not say how equal scores are ranked.", equal=say(equal)
    )
    raise Blocked("ties", message, (SHARED, DENSE))


def _measures_in(said: str, members: list[Standing]) -> list[str]:
    known = {name for standing in members for name in standing.measures}
    at = {name: said.index(name) for name in known if name in said}
    for name, words in _MEASURES.items():
        if name not in at and (match := words.search(said)):
            at[name] = match.start()
    return sorted(at, key=at.__getitem__)


def _measure(standing: Standing, measure: str, decisions: Decisions) -> Fraction:
    if measure not in standing.measures:
        decided = decisions.get("rate_without_items")
        if decided is not None:
            return ratio(decided, "rate_without_items")
        raise Blocked(
            f"counts.{measure}",
            sentence(
                "%(measure)s of %(unit)s is needed to part equal scores.", measure=figure(measure), unit=standing.unit
            ),
            needs="fact",
        )
    return Fraction(standing.measures[measure])
