"""What the text leaves open, and what an office has decided about it.

A decision has a key, a value and a reason, and is stored beside the scheme; it never overrules what the text says.
``open_questions`` lists what is still to be decided; a scheme may be published when the list is empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from zhitong.errors import Said

from .model import Scheme
from .numbers import exact, shown
from .refusals import Blocked, SchemeWrong
from .sentences import sentence
from .vocabulary import is_only_a_consequence

EACH = {"each": Decimal(1), "once": Decimal(0), "half": Decimal("0.5")}
KEYS: dict[str, tuple[str, ...]] = {
    "accumulate": ("sum", "increment", "highest"),
    "accumulate_instructions": ("sum", "increment", "highest"),
    "repeat_same_level": tuple(EACH),
    "repeat_instructions": tuple(EACH),
    "repeat_commissioned": tuple(EACH),
    "repeat_replies": tuple(EACH),
    "same_body": ("each", "once"),
    "same_row": ("each", "once"),
    "author_bonus": ("each", "once"),
    "missing_lower": ("row_only", "with_lower"),
    "multipliers": ("product", "highest"),
    "threshold": ("strict", "inclusive"),
    "band_gap": ("lower", "upper"),
    "ties": ("shared", "dense"),  # or the name of a measure that goes first
    "joint": ("equal", "each", "first_only", "half_first"),  # or a rule as under authors
}
_FREE = ("missed_month", "missed_quarter", "share_unit", "rate_without_items", "items_alone")
_PREFIXED = re.compile(r"(points|counts|caps|unclear|money)\..+", re.DOTALL)


@dataclass(frozen=True)
class Decision:
    key: str
    value: object
    reason: str = ""
    by: str = ""


@dataclass(frozen=True)
class Decisions:
    """The decisions that hold for one sum. Look-ups raise ``Blocked`` when nothing was decided."""

    taken: Mapping[str, Decision] = field(default_factory=dict)

    @classmethod
    def of(cls, values: Mapping[str, object] | None = None) -> Decisions:
        """From plain ``{key: value}``, where a value may also be ``{value: ..., reason: ..., by: ...}``."""
        taken = {}
        for key, value in (values or {}).items():
            if isinstance(value, Mapping) and "value" in value:
                taken[key] = Decision(key, value["value"], str(value.get("reason") or ""), str(value.get("by") or ""))
            else:
                taken[key] = Decision(str(key), value)
        return cls(taken)

    def record(self, key: str, value: object, *, reason: str, by: str = "") -> Decisions:
        """These decisions and one more, checked: the key must be one the engine asks, the value one it can use."""
        if key in KEYS:
            if value not in KEYS[key] and key not in ("ties", "joint"):
                choices = ", ".join(KEYS[key])
                raise SchemeWrong(
                    "decision",
                    key,
                    sentence("%(value)s cannot be decided.", value=shown(value)),
                    sentence("Choose one of %(choices)s.", choices=choices),
                )
        elif key not in _FREE and not _PREFIXED.fullmatch(key):
            raise SchemeWrong(
                "decision",
                key[:80],
                sentence("nothing in a scheme asks for this."),
                sentence("Take a key from the open list."),
            )
        if not reason.strip():
            raise SchemeWrong(
                "decision_reason", key, sentence("a decision needs its reason."), sentence("Write one sentence.")
            )
        return Decisions({**self.taken, key: Decision(key, value, reason, by)})

    def __iter__(self) -> Iterator[Decision]:
        return iter(self.taken.values())

    def and_then(self, others: Decisions) -> Decisions:
        return Decisions({**self.taken, **others.taken})

    def get(self, key: str) -> object | None:
        decision = self.taken.get(key)
        return None if decision is None else decision.value

    def choice(self, key: str, message: Said, *, said: str | None = None) -> str:
        """What the text said, else what was decided (first word that is a choice), else ``Blocked``."""
        if said is not None:
            return said
        decided = self.get(key)
        if isinstance(decided, str):
            words = re.findall(r"\w+", decided.casefold())
            for word in words:
                if word in KEYS[key]:
                    return word
        raise Blocked(key, message, KEYS[key])

    def later(self, key: str, message: Said, *, said: Decimal | None) -> Decimal:
        """What a second time gives, as a part of the first."""
        return said if said is not None else EACH[self.choice(key, message)]

    def points(self, key: str, message: Said, *, said: Decimal | None) -> Decimal:
        """The points of a row: from the text, else decided under ``key``, else ``Blocked``; never 0 for unknown."""
        if said is not None:
            return said
        decided = self.get(key)
        if decided is None:
            raise Blocked(key, message)
        return exact(decided, key)


@dataclass(frozen=True)
class Question:
    """One thing the text leaves open. ``choices`` is empty where a number is asked."""

    key: str
    asks: Said
    choices: tuple[str, ...] = ()


def open_questions(scheme: Scheme, decisions: Decisions | None = None) -> list[Question]:
    """What must be decided and written down before the scheme may be published, in the order of the file."""
    taken = decisions_for(scheme, decisions).taken
    return [question for question in _questions(scheme) if question.key not in taken]


def decisions_for(scheme: Scheme, decisions: Decisions | None) -> Decisions:
    """The decisions written in the scheme's own file, and on top those given."""
    return Decisions.of(scheme.decided).and_then(decisions or Decisions())


def _questions(scheme: Scheme) -> Iterator[Question]:
    several = len(scheme.levels) > 1
    if several and scheme.accumulate is None:
        yield _ask("accumulate", sentence("Does an item adopted at several levels get every row, or the highest only?"))
    if scheme.levels and scheme.later is None and any(row.later is None for row in scheme.levels):
        if scheme.accumulate != "highest":
            yield _ask("repeat_same_level", sentence("Does a second body of one row give the row's points again?"))
    if several and scheme.accumulate == "increment":
        yield _ask(
            "missing_lower",
            sentence("Does an item adopted above but not below get the row alone, or the lower rows too?"),
        )
    for row in (*scheme.levels, *scheme.instructions, *scheme.replies, *scheme.commissioned, *scheme.penalties):
        if row.points is None and not (row.family == "penalty" and is_only_a_consequence(row.effect)):
            yield Question(
                row.decision,
                sentence("How many points does this row give: %(row)s %(words)s?", row=row.id, words=row.words),
            )
    for rows, key, asks in (
        (
            scheme.instructions,
            "repeat_instructions",
            sentence("Does a second instruction of one rank on one item count again?"),
        ),
        (scheme.replies, "repeat_replies", sentence("Does a second reply of one kind on one item count again?")),
        (
            scheme.commissioned,
            "repeat_commissioned",
            sentence("Does a commissioned row count again for a second body?"),
        ),
    ):
        if any(row.later is None for row in rows):
            yield _ask(key, asks)
    if any(row.shares_row_with for row in scheme.item_rows):
        yield _ask(
            "same_row",
            sentence("When two results that share one row both happen, does the row count once or each time?"),
        )
    if scheme.authors.get("bonus_by_kind"):
        yield _ask("author_bonus", sentence("Is an author's bonus paid once for an item, or for each row?"))
    if len(scheme.multipliers) > 1:
        yield _ask(
            "multipliers",
            sentence("When two factors hold for one item, are they multiplied, or does the highest count?"),
        )
    if any(rate.threshold is not None and rate.threshold.strict is None for rate in scheme.rates):
        yield _ask(
            "threshold", sentence("Does exactly the threshold fall under the consequence (inclusive) or not (strict)?")
        )
    for cap in scheme.caps:
        if not cap.known:
            yield Question(f"caps.{cap.of}", sentence("How many points at most for %(of)s?", of=cap.of))
    if scheme.ties is None and scheme.ranked_by:
        yield _ask("ties", sentence("How are equal scores ranked?"))
    for n, words in enumerate(scheme.unclear, 1):
        yield Question(f"unclear.{n}", sentence("The text leaves open: %(words)s", words=words))


def _ask(key: str, asks: Said) -> Question:
    return Question(key, asks, KEYS[key])
