"""What the text leaves open, and what an office has decided about it.

A decision has a key, a value and a reason, and is stored beside the scheme; it never overrules what the text says.
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
    "joint_author_bonus": ("first", "any"),
    "missing_lower": ("row_only", "with_lower"),
    "multipliers": ("product", "highest"),
    "threshold": ("strict", "inclusive"),
    "band_gap": ("lower", "upper"),
    "ties": ("shared", "dense"),  # or the name of a measure that goes first
    "tie_at_limit": ("all", "none"),
    "share_rounding": ("up", "down", "half_up"),
    "beyond_pieces": ("best", "first"),
    "joint": ("equal", "each", "first_only", "half_first", "registered"),  # or a rule as under authors
}
_FREE = ("missed_month", "missed_quarter", "share_unit", "rate_without_items", "items_alone")
_PREFIXED = re.compile(r"(points|counts|caps|unclear|money|threshold)\..+", re.DOTALL)


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

    def choice(self, key: str, message: Said, *, said: str | None = None, of: str = "") -> str:
        """What the text said, else what was decided (first word that is a choice), else ``Blocked``. ``of`` names the choices."""
        if said is not None:
            return said
        decided = self.get(key)
        if isinstance(decided, str):
            words = re.findall(r"\w+", decided.casefold())
            for word in words:
                if word in KEYS[of or key]:
                    return word
        raise Blocked(key, message, KEYS[of or key])

    def later(self, key: str, message: Said, *, said: Decimal | tuple | None) -> Decimal | tuple[Decimal, ...]:
        """What a second time gives, as a part of the first; several parts: the second, the third and so on."""
        return said if said is not None else EACH[self.choice(key, message)]

    def points(self, key: str, message: Said, *, said: Decimal | None) -> Decimal:
        """The points of a row: from the text, else decided under ``key``, else ``Blocked``; never 0 for unknown."""
        if said is not None:
            return said
        decided = self.get(key)
        if decided is None:
            raise Blocked(key, message)
        return exact(decided, key)


def decisions_for(scheme: Scheme, decisions: Decisions | None) -> Decisions:
    """The decisions written in the scheme's own file, and on top those given."""
    return Decisions.of(scheme.decided).and_then(decisions or Decisions())
