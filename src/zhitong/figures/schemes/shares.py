"""One number of points divided among several, so that the shares add up to exactly that number.

Dividing is done in whole units (a hundredth of a point unless the office decides otherwise) by the largest remainder:
everybody first gets the whole units due, the units left over go to the largest remainders, and of equal remainders
to the one named earlier. So 10 points among three are 3.34, 3.33, 3.33 and never 9.99.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

HUNDREDTH = Decimal("0.01")


def divide(total: Decimal, weights: Sequence[Fraction], unit: Decimal = HUNDREDTH) -> list[Decimal]:
    """``total`` in proportion to ``weights`` (none negative, not all 0), in steps of ``unit``; sums to ``total``.

    When ``total`` is no whole number of units, the odd part of a unit goes with the last whole one, so nothing is lost.
    """
    if not weights or any(weight < 0 for weight in weights) or not any(weights):
        raise ValueError("weights must be at least one, none negative, not all 0")
    sign = -1 if total < 0 else 1
    units, odd = divmod(abs(total), unit)
    whole, due = int(units), sum(weights, Fraction(0))
    exact = [Fraction(whole) * weight / due for weight in weights]
    given = [int(part) for part in exact]
    order = sorted(range(len(weights)), key=lambda n: (given[n] - exact[n], n))
    for n in order[: whole - sum(given)]:
        given[n] += 1
    shares = [sign * count * unit for count in given]
    if odd:
        shares[next(n for n in order if weights[n])] += sign * odd
    return shares
