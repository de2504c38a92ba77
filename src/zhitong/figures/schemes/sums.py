"""A figure that stands only in an example's own sum.

Some texts name a thing counted (key proposals) and its points only in the worked sum: ``70 + 2 x 5 + 5``. When no row
says what a figure gives, the check may take it from there, and says so in its report; a score never does.
It is taken only when there is no choice: the terms that rows already explain are struck out, and of what is left
each unknown figure must fit exactly one way.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from decimal import Decimal

_TERM = re.compile(r"([+-])\s*(\d+(?:\.\d+)?)(?:\s*[x×*]\s*(\d+(?:\.\d+)?))?(?=\s*(?:[+-]|$))")


def points_from_sum(
    how: str, unknown: Mapping[str, Decimal], known: list[tuple[Decimal, Decimal]]
) -> dict[str, Decimal]:
    """Points for one of each unknown figure, or ``{}`` when the sum does not say it in exactly one way.

    ``unknown``: figure → its count. ``known``: (times, each) of the lines that rows already gave.
    """
    terms = _terms(how)
    if terms is None:
        return {}
    for times, each in known:
        fitting = next((term for term in terms if term in ((times, each), (Decimal(1), times * each))), None)
        if fitting is None:
            return {}
        terms.remove(fitting)
    if len(terms) != len(unknown):
        return {}
    found = []
    for order in itertools.islice(itertools.permutations(terms), 1000):
        pairs = list(zip(unknown.items(), order, strict=True))
        if all(count == times for (_, count), (times, _) in pairs):
            solution = {key: each for (key, _), (_, each) in pairs}
            if solution not in found:
                found.append(solution)
    return found[0] if len(found) == 1 else {}


def _terms(how: str) -> list[tuple[Decimal, Decimal]] | None:
    """``70 - 2 x 5`` as [(1, 70), (2, -5)]; ``None`` when it is not a plain sum."""
    plain = re.sub(r"\([^)]*\)|（[^）]*）", "", re.split(r"[;；=]", how)[0]).strip()
    if not plain.startswith(("+", "-")):
        plain = "+" + plain
    terms, at = [], 0
    for match in _TERM.finditer(plain):
        if plain[at : match.start()].strip():
            return None
        sign, first, second = match.groups()
        times, each = (Decimal(first), Decimal(second)) if second else (Decimal(1), Decimal(first))
        terms.append((times, each if sign == "+" else -each))
        at = match.end()
    return terms if terms and not plain[at:].strip() else None
