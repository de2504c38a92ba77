"""A line of a score: some points, and the one row of the scheme that gave or took them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from zhitong.errors import Said

from .numbers import ZERO, say
from .sentences import sentence

RULES = {
    "submission.base": sentence("the base"),
    "submission.points_each": sentence("merely sent in"),
    "submission.miss": sentence("too few sent in"),
    "rounding": sentence("rounding"),
    "money_per_point": sentence("so much for each point"),
    "author_bonus": sentence("bonus for the author"),
}


@dataclass(frozen=True)
class Line:
    """``points`` = ``each`` × ``times``. The lines of a score add up to its total, with nothing beside them.

    ``item`` is the number of the item (from 1), ``None`` for figures of the whole unit. ``owner`` is an author in a
    shared case. ``areas`` are the names a cap may use for this line. ``reason`` says what is not plain from the row.
    """

    row: str
    family: str
    words: str
    each: Decimal
    times: Decimal = Decimal(1)
    item: int | None = None
    owner: str | None = None
    month: int | None = None
    quarter: int | None = None
    areas: frozenset[str] = frozenset()
    reason: Said | str = ""
    kind: Said | str = ""  # what tells the row from others of the same words
    copies: int = 1  # of the item, where the same one stands for several

    @property
    def points(self) -> Decimal:
        return self.each * self.times

    @property
    def named(self) -> Said | str:
        """What the line is called where people read it: the row's words, or what a rule without words is about."""
        if self.words:
            return Said("%(words)s%(kind)s", "%(words)s%(kind)s", {"words": self.words, "kind": self.kind})
        name = self.row.removesuffix(".month").removesuffix(".quarter")
        return RULES.get(name) or RULES.get(self.family) or self.row

    def times_more(self, times: int) -> Line:
        return self if times == 1 else replace(self, times=self.times * times, copies=times)

    def explain(self) -> str:
        """One line of the sum, such as ``20  national 全国政协 (item 2)``."""
        sum_ = say(self.points) if self.times == 1 else f"{say(self.times)} x {say(self.each)} = {say(self.points)}"
        whose = "" if self.owner is None else f" for {self.owner}"
        where = "" if self.item is None else f" (item {self.item})"
        reason = self.reason.en if isinstance(self.reason, Said) else self.reason
        why = f": {reason}" if reason else ""
        named = self.row if self.words in ("", self.row) else f"{self.row} {self.words}"
        return f"{sum_}  {named}{whose}{where}{why}"


def total(lines: list[Line] | tuple[Line, ...]) -> Decimal:
    return sum((line.points for line in lines), ZERO)
