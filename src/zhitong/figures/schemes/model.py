"""A scoring scheme in memory: what ``build`` made of a file. Every ``None`` means that the text does not say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from zhitong.errors import Said

from .vocabulary import Band, Threshold

if TYPE_CHECKING:
    from .measured import Measured
    from .standings import Convert

SENDING = ("sent", "sent_in")  # the level row for merely sending in
_AREAS = {
    "level": ("adoption", "information"),
    "instruction": ("instruction", "information"),
    "reply": ("reply", "information"),
    "commissioned": ("commissioned", "information"),
    "penalty": ("penalty",),
    "counted": ("duty",),
}

# How many months and quarters a counting period holds.
IN_PERIOD = {
    "month": {"year": 12, "half_year": 6, "quarter": 3, "month": 1},
    "quarter": {"year": 4, "half_year": 2, "quarter": 1},
    "year": {"year": 1},
}


@dataclass(frozen=True, eq=False)
class Row:
    """One row of the scheme that can give or take points.

    ``points`` per adoption, instruction, reply, order or occurrence; ``money`` in yuan, never mixed into the points.
    ``later`` is what a second and further time gives, as a part of the first: 1 each, 0 once, ``None`` not said; several: the second,
    the third and so on, the last of them from there on.
    ``factor`` only in multipliers; ``covers`` names the rows a multiplier holds for (empty: the item's level rows).
    """

    id: str
    family: str  # level, instruction, reply, commissioned, penalty, multiplier, counted
    key: str  # where it stands in the file, such as levels[2]
    words: str
    points: Decimal | None = None
    money: Decimal | None = None
    later: Decimal | tuple[Decimal, ...] | None = None
    factor: Decimal | None = None
    genres: tuple[str, ...] = ()
    kind: str | None = None
    covers: tuple[str, ...] = ()
    shares_row_with: str | None = None
    effect: str = ""
    note: str = ""
    area: str = ""
    decision: str = ""  # the key under which missing points are decided
    voids: str = ""  # a penalty that takes away all that the item, or the whole period, earned: item, period
    record: str = ""  # the fact that answers it, where the file says which; see ``facts``

    @cached_property
    def areas(self) -> frozenset[str]:
        """The names by which a cap may mean this row: itself, what it is about, its genre, its kind, its words."""
        names = {self.id, *_AREAS.get(self.family, ()), *self.genres, self.kind, self.words, self.area}
        if self.family == "level" and self.id in SENDING:
            names.add("submission")
        return frozenset(name for name in names if name)


@dataclass(frozen=True)
class Base:
    """Points for meeting the basic duty, per ``per`` (a month, a quarter, the whole period) and at most ``cap``."""

    points: Decimal
    per: str = "period"
    cap: Decimal | None = None


@dataclass(frozen=True)
class Submission:
    """Points merely for sending in. ``stated``: the file has a rule of this kind at all."""

    stated: bool = False
    points_each: Decimal | None = None
    base: Base | None = None
    target: int | None = None  # items in the counting period, where the text gives one figure
    target_per: Mapping[str, int] = field(
        default_factory=dict
    )  # the same as it is told: month, quarter or year → items
    miss: Decimal | None = None
    miss_words: str = ""  # what the text says instead of a figure


@dataclass(frozen=True)
class Rate:
    """名 → numerator ÷ denominator, both as the text names them."""

    name: str
    numerator: str
    denominator: str
    threshold: Threshold | None = None


@dataclass(frozen=True)
class Cap:
    """At most ``most`` and at least ``least`` points of what ``of`` names; ``known`` is false where the figure is missing.

    For ``of`` = 扣分 ``most`` is how far deductions may go. ``per`` is period, item, month or quarter.
    """

    of: str
    key: str
    most: Decimal | None = None
    least: Decimal | None = None
    per: str = "period"
    rows: tuple[str, ...] = ()
    known: bool = True
    note: str = ""
    pieces: bool = False  # most is a number of items, not of points


@dataclass(frozen=True)
class Rounding:
    """The total to so many decimals; ``way`` is half_up, half_even, up or down."""

    places: int
    way: str


@dataclass(frozen=True)
class Rule:
    """Who stands in a tier or is commended: all that is said must hold, see ``awards``. ``points`` is a line across the points."""

    id: str
    name: str
    key: str
    of: str  # unit, person, item
    apart: str = "kind"  # what is ranked apart: kind (of unit), unit, member, all
    groups: tuple[str, ...] = ()  # only in these groups
    points: Band | None = None
    points_said: str = ""
    places: int | None = None
    share: Fraction | None = None
    rates: Mapping[str, tuple[Band, str]] = field(default_factory=dict)
    rows: frozenset[str] = frozenset()  # levels and instructions, of which an item has one
    minimum: Mapping[str, Fraction] = field(default_factory=dict)  # figure → at least


@dataclass(frozen=True)
class Scheme:
    id: str
    name: str
    family: str
    subject: str
    issuer: str | None = None
    place: str | None = None
    year: int | None = None
    source: Mapping = field(default_factory=dict)
    counting: str | None = None  # year, half_year, quarter, month
    levels: tuple[Row, ...] = ()
    accumulate: str | None = None  # sum, increment, highest
    highest_of_all: bool = False  # of levels and instructions together only the highest counts
    accumulate_instructions: str | None = None  # the same, where the text has an own rule for instructions
    later: Decimal | tuple[Decimal, ...] | None = None  # repeat_same_level, as in Row.later
    instructions: tuple[Row, ...] = ()
    replies: tuple[Row, ...] = ()
    commissioned: tuple[Row, ...] = ()
    multipliers: tuple[Row, ...] = ()
    penalties: tuple[Row, ...] = ()
    counted: tuple[Row, ...] = ()
    measured: tuple[Measured, ...] = ()
    submission: Submission = Submission()
    proposals: Mapping[str, Decimal | None] = field(default_factory=dict)
    authors: Mapping = field(default_factory=dict)
    meeting_outputs: object = None
    rates: tuple[Rate, ...] = ()
    caps: tuple[Cap, ...] = ()
    groups: tuple[str, ...] = ()
    ranked_by: tuple[str, ...] = ()
    ties: str | None = None
    bands: tuple[Band, ...] = ()
    unread_bands: tuple[str, ...] = ()  # bands told otherwise than in points
    pass_mark: Decimal | None = None
    minimum: Mapping[str, Fraction] = field(default_factory=dict)  # figure → at least so much to be ranked
    per_head: bool = False
    convert: Convert | None = None
    money_per_point: Decimal | None = None  # yuan
    rounding: Rounding | None = None
    tiers: tuple[Rule, ...] = ()
    awards: tuple[Rule, ...] = ()
    unclear: tuple[Said | str, ...] = ()
    examples: tuple[Mapping, ...] = ()
    decided: Mapping[str, object] = field(default_factory=dict)
    notices: tuple[Said, ...] = ()

    @cached_property
    def item_rows(self) -> tuple[Row, ...]:
        """Every row an item may name, in the order of the file."""
        return (*self.levels, *self.instructions, *self.replies, *self.commissioned, *self.multipliers, *self.penalties)

    @cached_property
    def shared_rows(self) -> dict[str, str]:
        """Rows that the text prints as one with another: row → the other."""
        return {row.id: row.shares_row_with for row in self.item_rows if row.shares_row_with}

    @cached_property
    def pays_money(self) -> bool:
        return self.money_per_point is not None or any(row.money is not None for row in self.item_rows)
