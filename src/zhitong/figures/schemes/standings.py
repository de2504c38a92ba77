"""How a score becomes what is ranked: 人均 (per head), 折算 (converted), and who is not ranked at all.

    ranking:
      per_head: true                      the points ÷ the people of the unit (figure ``heads``)
      convert: {to: 100, of: best}        the best of a group is 100, the others in proportion
      convert: {to: 20, of: 240, most: 20}  240 points are 20, at most 20
      minimum: {adopted: 3, points: 10}   who has fewer is not ranked

Ranked is by points, or by points per head; converting changes no order. Figures are exact until they are said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from zhitong.errors import Said

from .decisions import Decisions
from .keys import mapping, one_of
from .naming import figure
from .numbers import exact, ratio, say, whole
from .refusals import Blocked, SchemeWrong
from .sentences import sentence

BEST = "best"
_CONVERT = ("to", "of", "most", "places")
COUNTED = ("points", "sent", "adopted", "instructions", "items", "occurrences")  # what every score can be asked for


@dataclass(frozen=True)
class Convert:
    """``of`` None: the best of the group. ``places``: decimals, half up."""

    to: Decimal
    of: Decimal | None = None
    most: Decimal | None = None
    places: int = 2


def read_convert(ranking: Mapping) -> Convert | None:
    if ranking.get("convert") is None:
        return None
    rule = mapping(ranking, "convert", "ranking.convert")
    for name in rule:
        one_of(name, "ranking.convert", _CONVERT)
    of = rule.get("of")
    of = None if of == BEST else exact(of, "ranking.convert.of")
    to = exact(rule.get("to"), "ranking.convert.to")
    if to is None or to <= 0 or (of is None and rule.get("of") != BEST) or (of is not None and of <= 0):
        raise SchemeWrong(
            "convert",
            "ranking.convert",
            sentence("converting says to what, and of what."),
            sentence("Write {to: 100, of: best}, or {to: 20, of: 240}."),
        )
    return Convert(
        to, of, exact(rule.get("most"), "ranking.convert.most"), whole(rule.get("places", 2), "ranking.convert.places")
    )


def read_minimum(rule: Mapping, field: str) -> dict[str, Fraction]:
    """name of a figure → at least; a rate by its name, "20%"."""
    return {str(name): ratio(value, f"{field}.{name}") for name, value in mapping(rule, "minimum", field).items()}


def falls_short(
    minimum: Mapping[str, Fraction], score: Decimal, measures: Mapping[str, object], decisions: Decisions | None = None
) -> Said | None:
    """Why somebody does not reach a minimum; ``None`` where they do. An unknown figure blocks, but for what was decided of a rate of
    nothing."""
    for name, least in minimum.items():
        value = score if name == "points" else measures.get(name)
        if value is None and decisions is not None and (decided := decisions.get("rate_without_items")) is not None:
            value = ratio(decided, "rate_without_items")
        if value is None:
            raise Blocked(
                f"counts.{name}",
                sentence("%(name)s is needed for this sum, and the figures do not give it.", name=figure(name)),
                needs="fact",
            )
        if Fraction(value) < least:
            return sentence(
                "%(name)s is %(value)s, and only from %(least)s on is there a place",
                name=figure(name),
                value=say(value),
                least=say(least),
            )
    return None


def per_head(score: Decimal, heads: object, unit: str) -> Fraction:
    if not heads:
        raise Blocked(
            "counts.heads",
            sentence("The points of %(unit)s are divided by its people, and it has none.", unit=unit),
            needs="fact",
        )
    return Fraction(score) / ratio(heads, "counts.heads")


def converted(rule: Convert, merit: Fraction, best: Fraction) -> Decimal | None:
    """What ``merit`` is worth after converting; ``None`` where nobody of the group has anything to convert by."""
    whole_ = Fraction(rule.of) if rule.of is not None else best
    if whole_ <= 0:
        return None
    value = merit * Fraction(rule.to) / whole_
    if rule.most is not None:
        value = min(value, Fraction(rule.most))
    step = Decimal(1).scaleb(-rule.places)
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(step, rounding=ROUND_HALF_UP)


def rounded_head(value: Fraction) -> Decimal:
    """For saying: to the hundredth, half up."""
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
