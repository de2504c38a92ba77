"""按数计分: points for a figure as a whole, where a text pays for reaching a number and not for each item.

    measured:
      - {id: sending, of: sent, when: 报送篇数, steps: {">=15": 50, "<15": 0}}            分段: by bands
      - {id: quota, of: sent, when: 报送任务完成率, full: 20, target: 12}                    完成率: 20 in proportion, at most 20
      - {id: beyond, of: adopted, when: 采用任务, full: 10, target: 6, beyond: 1, most: 15}  超额: 1 for each above, at most 15 together
      - {id: duty, of: sent, when: 每月任务, full: 10, target: 24, short: -1, least: 0}      每少一件扣 1 分, 扣完为止

``of`` is a figure of the unit (sent, adopted, instructions, replied, ...) or a rate by its name. ``target: null`` takes the number that is
set for each unit. In proportion means to the hundredth, half up.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from .decisions import Decisions
from .keys import entries, mapping, one_of, text
from .lines import Line
from .naming import figure
from .numbers import ZERO, exact, ratio, say, shown, whole
from .refusals import Blocked, SchemeWrong
from .sentences import sentence
from .vocabulary import Band, band_of

_KEYS = ("id", "when", "of", "steps", "full", "target", "beyond", "short", "most", "least", "note", "area", "record")
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Measured:
    """One row. ``steps`` or ``full`` is there. ``has_target``: the file names one, or leaves it to each unit's own."""

    id: str
    key: str
    words: str
    of: str
    steps: tuple[tuple[Band, Decimal], ...] = ()
    full: Decimal | None = None
    target: int | None = None
    beyond: Decimal | None = None
    short: Decimal | None = None
    most: Decimal | None = None
    least: Decimal | None = None
    area: str = ""


def read_measured(data: Mapping) -> tuple[Measured, ...]:
    rows: list[Measured] = []
    for n, row in enumerate(entries(data, "measured")):
        key = f"measured[{n}]"
        for name in row:
            one_of(name, key, _KEYS)
        found = _row(row, key)
        if found.id in {other.id for other in rows}:
            raise SchemeWrong(
                "key_twice", f"{key}.id", sentence("the key is written twice."), sentence("Keep one of the two.")
            )
        rows.append(found)
    return tuple(rows)


def _row(row: Mapping, key: str) -> Measured:
    steps = []
    for bound, points in mapping(row, "steps", f"{key}.steps").items():
        plain = re.sub(r"(?<=\d)\s*(?:件次|篇次|人次|条|篇|件|次|个)", "", bound) if isinstance(bound, str) else bound
        band = band_of("", plain, f"{key}.steps")
        if band is None:
            raise SchemeWrong(
                "steps",
                f"{key}.steps",
                sentence("%(value)s is no line across a figure.", value=shown(bound)),
                sentence('Write such as {">=15": 50, "<15": 0}.'),
            )
        steps.append((band, exact(points, f"{key}.steps.{bound}") or ZERO))
    full = exact(row.get("full"), f"{key}.full")
    if bool(steps) == (full is not None) or (full is not None and "target" not in row):
        raise SchemeWrong(
            "measured",
            key,
            sentence("a row says either steps, or full and target."),
            sentence('Write steps: {">=15": 50}, or full: 20 and target: 12.'),
        )
    short = exact(row.get("short"), f"{key}.short")
    if short is not None and short > 0:
        raise SchemeWrong(
            "penalty",
            f"{key}.short",
            sentence("a penalty takes points."),
            sentence("Write -%(worth)s.", worth=say(short)),
        )
    return Measured(
        id=text(row.get("id"), f"{key}.id", longest=80),
        key=key,
        words=text(row.get("when", row.get("id")), f"{key}.when"),
        of=text(row.get("of"), f"{key}.of", longest=80),
        steps=tuple(steps),
        full=full,
        target=None if row.get("target") is None else whole(row["target"], f"{key}.target", least=1),
        beyond=exact(row.get("beyond"), f"{key}.beyond"),
        short=short,
        most=exact(row.get("most"), f"{key}.most"),
        least=exact(row.get("least"), f"{key}.least"),
        area=str(row.get("area") or ""),
    )


def is_open_on_a_line(row: Measured) -> bool:
    """Whether the words of its steps leave open what holds exactly on one of them."""
    sides = [side for band, _points in row.steps for side in (band.low, band.high) if side is not None]
    return any(side.strict is None for side in sides)


def measured_lines(
    rows: tuple[Measured, ...],
    counts: Mapping[str, object],
    rates: Mapping[str, Fraction],
    decisions: Decisions,
    untold: frozenset[str],
) -> tuple[list[Line], set[str]]:
    """The lines, and the figures that they were made from. ``untold``: rows whose figure nobody keeps; they are named elsewhere."""
    lines, used = [], set()
    for row in rows:
        used |= {row.of, "target", f"target.{row.id}"}
        if row.id in untold:
            continue
        value = _value(row, counts, rates)
        points, reason = _by_steps(row, value, decisions) if row.steps else _by_target(row, value, counts)
        areas = frozenset({row.id, "measured", row.area, row.words} | ({"penalty"} if points < 0 else set())) - {""}
        lines.append(Line(row.id, "measured", row.words, points, areas=areas, reason=reason))
    return lines, used


def _value(row: Measured, counts: Mapping[str, object], rates: Mapping[str, Fraction]) -> Fraction:
    if row.of in rates:
        return rates[row.of]
    value = counts.get(row.of)
    if value is None:
        raise Blocked(
            f"counts.{row.of}",
            sentence("%(name)s is needed for this sum, and the figures do not give it.", name=figure(row.of)),
            needs="fact",
        )
    return ratio(value, f"counts.{row.of}")


def _by_steps(row: Measured, value: Fraction, decisions: Decisions) -> tuple[Decimal, object]:
    for band, points in row.steps:
        held = band.holds(value)
        if held is None:
            message = sentence(
                "%(value)s is exactly on the line of %(name)s, and the text does not say whether that belongs to it.",
                value=say(value),
                name=row.words,
            )
            held = decisions.choice(f"threshold.{row.id}", message, of="threshold") == "inclusive"
        if held:
            return points, sentence("%(name)s is %(value)s", name=figure(row.of), value=say(value))
    message = sentence(
        "%(name)s is %(value)s, for which the text names no points.", name=figure(row.of), value=say(value)
    )
    return decisions.points(f"points.{row.id}", message, said=None), message


def _by_target(row: Measured, value: Fraction, counts: Mapping[str, object]) -> tuple[Decimal, object]:
    given = counts.get(f"target.{row.id}", counts.get("target")) if row.target is None else row.target
    if not given:
        raise Blocked(
            "counts.target",
            sentence("%(name)s has no number to reach, so the sum is not known.", name=row.words),
            needs="fact",
        )
    target = whole(given, "counts.target", least=1)
    missing, above = max(Fraction(0), target - value), max(Fraction(0), value - target)
    if row.short is not None:
        points = row.full + _decimal(missing) * row.short
    else:
        points = _hundredth(Fraction(row.full) * min(Fraction(1), value / target))
    points += _decimal(above) * (row.beyond or ZERO)
    if row.most is not None:
        points = min(points, row.most)
    if row.least is not None:
        points = max(points, row.least)
    return points, sentence("%(value)s of %(target)s to be reached", value=say(value), target=target)


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


def _hundredth(number: Fraction) -> Decimal:
    return _decimal(number).quantize(HUNDREDTH, rounding=ROUND_HALF_UP)
