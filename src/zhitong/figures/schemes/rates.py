"""Rates of a unit: exact fractions of its figures, and what a threshold makes of them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from .decisions import Decisions
from .model import Rate, Scheme
from .naming import figure
from .numbers import ratio, say, shown
from .refusals import Blocked, SchemeWrong
from .sentences import sentence
from .vocabulary import Threshold, stage_of_key, stage_of_text


def rates_of(scheme: Scheme, counts: Mapping[str, object]) -> tuple[dict[str, Fraction], set[str]]:
    """The rates that the figures give, by name, and the keys they were made from.

    A rate may be given itself (see ``_given_as``); else its two sides are looked for
    among the figures by the stage they name (报送 sent, 采用 adopted, 批示 instructed, 办复 replied). A rate whose
    denominator is 0 does not exist.
    """
    if not isinstance(counts, Mapping) or not all(isinstance(key, str) for key in counts):
        raise SchemeWrong("not_a_mapping", "counts", sentence("figures have names."), sentence("Write {late: 2}."))
    found: dict[str, Fraction] = {}
    used: set[str] = set()
    for rate in scheme.rates or (Rate("rate", "", ""),):
        key = _given_as(rate, scheme, counts)
        if key is not None:
            used.add(key)
            if counts[key] is not None:
                found[rate.name] = _plain_rate(counts[key], f"counts.{key}")
            continue
        top, bottom = (_figure(side, counts) for side in (rate.numerator, rate.denominator))
        if top is None or bottom is None or top == bottom:
            continue
        used |= {top, bottom}
        if ratio(counts[bottom], f"counts.{bottom}"):
            found[rate.name] = ratio(counts[top], f"counts.{top}") / ratio(counts[bottom], f"counts.{bottom}")
    return found, used


def _plain_rate(value: object, field: str) -> Fraction:
    """A rate as entered. 35 for 35% would pass every threshold in silence, so a rate above 1 must come from figures."""
    rate = ratio(value, field)
    if rate > 1:
        raise SchemeWrong(
            "not_a_rate",
            field,
            sentence("%(value)s is not a rate.", value=shown(value)),
            sentence('Write such as 0.35 or "35%%".'),
        )
    return rate


def _given_as(rate: Rate, scheme: Scheme, counts: Mapping[str, object]) -> str | None:
    """The figure that is the rate itself: its own name, ``adoption_rate`` by its stage, or plain ``rate`` when only one
    rate can be meant (the only one, or the only one with a threshold)."""
    if rate.name in counts:
        return rate.name
    stage = stage_of_text(rate.numerator or rate.name)
    named = [key for key in counts if key.endswith("_rate") and stage is not None and stage_of_key(key) == stage]
    if named:
        return named[0]
    meant = [other for other in scheme.rates if other.threshold is not None]
    alone = len(scheme.rates) <= 1 or (len(meant) == 1 and meant[0] is rate)
    return "rate" if alone and "rate" in counts else None


def _figure(side: str, counts: Mapping[str, object]) -> str | None:
    """The one figure that is a side of a rate: by the same name, else by the same stage."""
    if side in counts:
        return side
    stage = stage_of_text(side)
    fitting = [key for key in counts if stage is not None and stage_of_key(key) == stage and not key.endswith("_rate")]
    return stage if stage in fitting else fitting[0] if len(fitting) == 1 else None


def falls_under(threshold: Threshold, value: Fraction, name: str, decisions: Decisions) -> bool:
    """Does the consequence of a threshold fall on ``value``? Exactly on the line, the words or a decision say."""
    holds = threshold.holds(value)
    if holds is None:
        message = sentence(
            "%(name)s is exactly %(value)s; the text does not say whether the threshold itself falls under it.",
            name=figure(name),
            value=say(value),
        )
        holds = decisions.choice("threshold", message) == "inclusive"
    return holds


def needed(name: str, rates: Mapping[str, Fraction], decisions: Decisions) -> Fraction:
    """The rate, or ``Blocked``: a rate that is not known is not 0."""
    if name in rates:
        return rates[name]
    decided = decisions.get("rate_without_items")
    if decided is not None:
        return ratio(decided, "rate_without_items")
    raise Blocked(
        f"counts.{name}",
        sentence("%(name)s is needed for this sum, and the figures do not give it.", name=figure(name)),
    )
