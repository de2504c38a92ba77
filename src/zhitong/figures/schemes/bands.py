"""Bands (优秀, 称职, ...) and the pass mark of a score."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from .decisions import Decisions
from .model import Scheme
from .numbers import say
from .refusals import Blocked
from .sentences import sentence

PASSED, NOT_PASSED = "达标", "不达标"


def band_of_total(scheme: Scheme, total: Decimal, decisions: Decisions) -> str | None:
    """The band ``total`` falls into. A score between two bands ("60-84", ">=85": 84.5) blocks until that is decided."""
    value = Fraction(total)
    if scheme.unread_bands:
        names = ", ".join(scheme.unread_bands)
        raise Blocked(
            "ranking.bands", sentence("The bands %(names)s are not told in points.", names=names), needs="rule"
        )
    if not scheme.bands:
        return None if scheme.pass_mark is None else (PASSED if passes(scheme, total) else NOT_PASSED)
    bands = [band for band in scheme.bands if band.holds(value)]
    holding = [band.name for band in bands if not band.loose] or [band.name for band in bands]
    if len(holding) == 1:
        return holding[0]
    if holding:
        raise Blocked(
            "ranking.bands",
            sentence("%(total)s falls into %(names)s.", total=say(total), names=" and ".join(holding)),
            needs="rule",
        )
    message = sentence(
        "%(total)s falls between the bands %(names)s.",
        total=say(total),
        names=", ".join(band.name for band in scheme.bands),
    )
    below = [band for band in scheme.bands if band.high is not None and band.high.bound <= value]
    above = [band for band in scheme.bands if band.low is not None and band.low.bound >= value]
    if not below or not above:
        raise Blocked("ranking.bands", message, needs="rule")
    if decisions.choice("band_gap", message) == "lower":
        return max(below, key=lambda band: band.high.bound).name
    return min(above, key=lambda band: band.low.bound).name


def passes(scheme: Scheme, total: Decimal) -> bool | None:
    """At or above the pass mark; ``None`` where the scheme has none."""
    return None if scheme.pass_mark is None else total >= scheme.pass_mark
