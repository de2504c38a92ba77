"""Exact numbers: points are decimals, rates are fractions, nothing is ever a float."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from .refusals import SchemeWrong
from .sentences import sentence

ZERO = Decimal(0)

# Wide enough for every scheme seen, narrow enough that a sum of a million lines stays exact in Decimal's 28 digits.
LARGEST = Decimal(10) ** 9
MOST_DECIMALS = 4

_NUMBER = re.compile(r"[+-]?[0-9]{1,10}(\.[0-9]{1,6})?")


def exact(value: object, field: str) -> Decimal | None:
    """The number as written, exactly; ``None`` stays ``None``, because unknown is not 0.

    A float can only come from a YAML or JSON reader; its shortest written form is what stood in the file.
    """
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise SchemeWrong(
            "not_a_number",
            field,
            sentence("%(value)s is not a number.", value=shown(value)),
            sentence("Write a number, or null if unknown."),
        )
    if isinstance(value, int) and abs(value) > LARGEST:
        raise SchemeWrong(
            "number_too_large",
            field,
            sentence("the number is too large."),
            sentence("Write a number up to %(limit)s.", limit=f"{LARGEST:,}"),
        )
    number = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite() or abs(number) > LARGEST:
        raise SchemeWrong(
            "number_too_large",
            field,
            sentence("the number is too large."),
            sentence("Write a number up to %(limit)s.", limit=f"{LARGEST:,}"),
        )
    if -number.normalize().as_tuple().exponent > MOST_DECIMALS:
        raise SchemeWrong(
            "too_many_decimals",
            field,
            sentence("%(value)s has more than %(most_decimals)s decimals.", value=value, most_decimals=MOST_DECIMALS),
            sentence("Round it."),
        )
    return number


def whole(value: object, field: str, *, least: int = 0) -> int:
    """A count of things: a whole number, at least ``least``."""
    number = exact(value, field)
    if number is None or number != number.to_integral_value() or number < least:
        raise SchemeWrong(
            "not_a_count",
            field,
            sentence("%(value)s is not a count.", value=shown(value)),
            sentence("Write a whole number from %(least)s up.", least=least),
        )
    return int(number)


def ratio(value: object, field: str) -> Fraction:
    """A rate as written: 0.35, or "35%"."""
    if isinstance(value, str):
        text = value.strip()
        if text.endswith(("%", "％")) and _NUMBER.fullmatch(text[:-1]):
            return Fraction(text[:-1]) / 100
        if _NUMBER.fullmatch(text):
            return Fraction(text)
    if isinstance(value, Fraction):
        return value
    number = exact(value, field)
    if number is None or number < 0:
        raise SchemeWrong(
            "not_a_rate",
            field,
            sentence("%(value)s is not a rate.", value=shown(value)),
            sentence('Write such as 0.35 or "35%%".'),
        )
    return Fraction(number)


def say(number: Decimal | Fraction | int) -> str:
    """The number as people write it: 12.5, 40, -3; a fraction that never ends keeps its bar."""
    if isinstance(number, Fraction):
        rest = number.denominator
        for prime in (2, 5):
            while rest % prime == 0:
                rest //= prime
        if rest != 1:
            return f"{number.numerator}/{number.denominator}"
        number = Decimal(number.numerator) / Decimal(number.denominator)
    text = f"{Decimal(number):f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def rounded(number: Fraction, places: int) -> Fraction:
    """Half up, as every office rounds; for printing a rate only, never inside a sum."""
    step = Decimal(1).scaleb(-places)
    value = Decimal(number.numerator) / Decimal(number.denominator)
    return Fraction(value.quantize(step, rounding=ROUND_HALF_UP))


def shown(value: object) -> str:
    """A value from a file, short enough for a message."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
