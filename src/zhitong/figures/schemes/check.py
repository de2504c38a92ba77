"""The worked examples of a scheme file, computed by the engine and compared with what was worked by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zhitong.errors import Refused

from .bands import passes
from .decisions import KEYS, Decisions
from .lines import total
from .model import Scheme
from .numbers import exact, ratio, rounded, say, shown
from .rates import rates_of
from .refusals import Blocked, SchemeWrong
from .score import Score, money, score
from .sentences import in_english, sentence
from .standings import converted, per_head, rounded_head
from .sums import points_from_sum

_KEYS = ("name", "items", "counts", "best", "proposal", "composite", "expect", "assumes", "how", "note")


@dataclass(frozen=True)
class Outcome:
    """One example: what was expected, what came out, and the sum. ``problems`` is empty when all agree.

    ``borrowed`` are points that no row gives and that were taken from the example's own sum.
    """

    name: str
    problems: tuple[str, ...]
    score: Score | None = None
    blocked: str = ""
    borrowed: Mapping[str, Decimal] | None = None
    assumed: Mapping[str, object] | None = None
    found: Mapping[str, str] | None = None

    @property
    def passed(self) -> bool:
        return not self.problems


def check_examples(scheme: Scheme) -> list[Outcome]:
    return [check_example(scheme, example, n) for n, example in enumerate(scheme.examples)]


def check_example(scheme: Scheme, example: Mapping, n: int = 0) -> Outcome:
    """One example through the engine; a refusal that was not expected is a problem, never an exception."""
    name = str(example.get("name") or f"example {n + 1}")
    try:
        return _Check(scheme, example, name).outcome()
    except Refused as refusal:
        return Outcome(name, (in_english(refusal),))


class _Check:
    def __init__(self, scheme: Scheme, example: Mapping, name: str):
        unknown = [key for key in example if key not in _KEYS and example[key] is not None]
        if unknown:
            raise SchemeWrong(
                "unknown_key",
                f"examples.{unknown[0]}",
                sentence("an example has no such key."),
                sentence("Known: %(keys)s.", keys=", ".join(_KEYS)),
            )
        self.expect = example.get("expect")
        if not isinstance(self.expect, Mapping) or not self.expect:
            raise SchemeWrong(
                "no_expectation", "examples.expect", sentence("nothing is expected."), sentence("Write {points: ...}.")
            )
        assumes = example.get("assumes")
        self.assumed = assumes if isinstance(assumes, Mapping) else {}
        _not_against_the_text(scheme, self.assumed)
        self.scheme, self.example, self.name = scheme, example, name
        self.items = [] if example.get("items") is None else example["items"]
        self.decisions = Decisions.of(self.assumed)
        self.borrowed: dict[str, Decimal] = {}
        self.found: dict[str, str] = {}
        self._score: Score | None = None

    def outcome(self) -> Outcome:
        if "blocked" in self.expect:
            return self._expects_blocked()
        problems = []
        for key, wanted in self.expect.items():
            compare = _COMPARE.get(key)
            if compare is None:
                problems.append(f"expect.{key}: this check does not know what that is")
            elif problem := compare(self, wanted):
                problems.append(f"{key}: {problem}")
        return Outcome(self.name, tuple(problems), self._score, "", self.borrowed, self.assumed, self.found)

    def _expects_blocked(self) -> Outcome:
        """The engine must refuse, and for the reason named: another refusal would only look right."""
        problems: tuple[str, ...] = ()
        refusal = ""
        try:
            self._computed()
            problems = (f"expected a refusal ({self.expect['blocked']}), got {say(self._score.total)}",)
        except (Blocked, SchemeWrong) as blocked:
            if isinstance(blocked, SchemeWrong) and not blocked.code.endswith("no_such_row"):
                raise
            refusal = in_english(blocked)
            named = [row.id for row in self.scheme.item_rows if row.id in str(self.expect["blocked"]).split()]
            if named and not any(row in refusal for row in named):
                problems = (f"refused for another reason than {', '.join(named)}: {refusal}",)
        extra = {key: wanted for key, wanted in self.expect.items() if key not in ("blocked", "points")}
        for key, wanted in extra.items():
            if key in _COMPARE and (problem := _COMPARE[key](self, wanted)):
                problems += (f"{key}: {problem}",)
        return Outcome(self.name, problems, None, refusal, None, self.assumed, self.found)

    def _computed(self) -> Score:
        if self._score is None:
            self._score = self._run_to_the_end()
        return self._score

    def _run_to_the_end(self) -> Score:
        """Run, and where the text is silent take what the example assumes, then what its own sum says."""
        for _ in range(len(self.assumed) + 3):
            try:
                return self._run(self.example.get("counts"))
            except Blocked as blocked:
                if "blocked" in self.expect or not self._helped(blocked):
                    raise
        return self._run(self.example.get("counts"))

    def _helped(self, blocked: Blocked) -> bool:
        return (
            self._items_alone(blocked)
            or self._within_one_month(blocked)
            or self._assume(blocked)
            or self._borrow(blocked)
        )

    def _items_alone(self, blocked: Blocked) -> bool:
        """An example that gives no figures of a unit at all shows what its items give, without base and rates."""
        if "counts" in self.example or not blocked.key.startswith("counts."):
            return False
        self.decisions = self.decisions.and_then(Decisions.of({"items_alone": True}))
        self.assumed = {**self.assumed, "figures": "none given, so the items alone"}
        return True

    def _within_one_month(self, blocked: Blocked) -> bool:
        """An example about a monthly cap that names no month at all is read as standing within one."""
        step = blocked.key.removeprefix("items.")
        if step not in ("month", "quarter") or any("month" in item or "quarter" in item for item in self.items):
            return False
        self.items = [{**item, step: 1} for item in self.items]
        self.assumed = {**self.assumed, step: "all items in one"}
        return True

    def _assume(self, blocked: Blocked) -> bool:
        """An assumption written under another name than the engine's: its value is one of the choices, or its name
        is the row whose points are missing."""
        if blocked.key in self.decisions.taken:
            return False
        fitting = [
            value if isinstance(value, (int, float, Decimal)) else word
            for name, value in self.assumed.items()
            if name not in KEYS
            for word in [next((word for word in blocked.choices if word in str(value).casefold().split()), None)]
            if word is not None or blocked.key.rpartition(".")[2] == name
        ]
        if len(fitting) != 1 or fitting[0] is None:
            return False
        self.decisions = self.decisions.and_then(Decisions.of({blocked.key: fitting[0]}))
        return True

    def _run(self, counts: Mapping | None) -> Score:
        example = self.example
        shared = {kind: example[kind] for kind in ("proposal", "composite") if example.get(kind) is not None}
        return score(self.scheme, self.items, counts, self.decisions, **shared)

    def _borrow(self, blocked: Blocked) -> bool:
        """Points of figures that no row names, from the example's own sum; see ``sums``."""
        unknown = blocked.details.get("missing")
        if not isinstance(unknown, dict):
            return False
        counts = {key: value for key, value in self.example["counts"].items() if key not in unknown}
        known = [(line.times, line.each) for line in self._run(counts).lines if line.points]
        self.borrowed = points_from_sum(str(self.example.get("how") or ""), unknown, known)
        reason = "from the example's own sum"
        taken = {f"counts.{key}": {"value": each, "reason": reason} for key, each in self.borrowed.items()}
        self.decisions = self.decisions.and_then(Decisions.of(taken))
        return bool(self.borrowed)

    # --- what an example may expect; each answers with the difference, or with nothing ---

    def points(self, wanted: object) -> str:
        got = self._computed().total
        self.found["points"] = say(got)
        return "" if got == exact(wanted, "expect.points") else f"{say(got)} instead of {shown(wanted)}"

    def money_yuan(self, wanted: object) -> str:
        by_points = self.scheme.money_per_point is not None
        got = self._computed().money if by_points else total(money(self.scheme, self.items, self.decisions))
        self.found["money_yuan"] = say(got)
        return "" if got == exact(wanted, "expect.money_yuan") else f"{say(got)} instead of {shown(wanted)}"

    def points_by(self, wanted: object) -> str:
        got = self._computed().by_owner
        self.found["points_by"] = ", ".join(f"{name} {say(points)}" for name, points in got.items())
        hoped = {str(name): exact(points, f"expect.points_by.{name}") for name, points in _named(wanted, "points_by")}
        return "" if got == hoped else f"{self.found['points_by']} instead of {shown(wanted)}"

    def rates(self, wanted: object) -> str:
        counts = self.example.get("counts") or {}
        got, _ = rates_of(self.scheme, counts)
        self.found["rates"] = ", ".join(f"{name} {say(rate)}" for name, rate in got.items())
        for name, rate in _named(wanted, "rates"):
            if name not in got:
                return f"{name} does not come out of the figures"
            if not _same_rate(got[name], rate):
                return f"{name} is {say(got[name])} instead of {shown(rate)}"
        return ""

    def per_head(self, wanted: object) -> str:
        got = rounded_head(per_head(self._computed().total, (self.example.get("counts") or {}).get("heads"), self.name))
        self.found["per_head"] = say(got)
        return "" if got == exact(wanted, "expect.per_head") else f"{say(got)} instead of {shown(wanted)}"

    def converted(self, wanted: object) -> str:
        """``best`` is what the best of the group has, in points or points per head."""
        if self.scheme.convert is None:
            return "the scheme converts nothing"
        total_, heads = self._computed().total, (self.example.get("counts") or {}).get("heads")
        merit = per_head(total_, heads, self.name) if self.scheme.per_head else Fraction(total_)
        best = merit if self.example.get("best") is None else ratio(self.example["best"], "examples.best")
        got = converted(self.scheme.convert, merit, best)
        self.found["converted"] = "nothing" if got is None else say(got)
        return (
            "" if got == exact(wanted, "expect.converted") else f"{self.found['converted']} instead of {shown(wanted)}"
        )

    def band(self, wanted: object) -> str:
        got = self._computed().band
        self.found["band"] = str(got)
        return "" if got == wanted else f"{got} instead of {shown(wanted)}"

    def passed(self, wanted: object) -> str:
        got = passes(self.scheme, self._computed().total)
        self.found["pass"] = str(got).lower()
        return "" if got is wanted else f"{got} instead of {shown(wanted)}"

    def number_of_items(self, wanted: object) -> str:
        got = self._computed().items
        return "" if got == wanted else f"{got} instead of {shown(wanted)}"

    def number_of_occurrences(self, wanted: object) -> str:
        got = self._computed().occurrences
        return "" if got == wanted else f"{got} instead of {shown(wanted)}"


_COMPARE: dict[str, Callable[[_Check, object], str]] = {
    "points": _Check.points,
    "money_yuan": _Check.money_yuan,
    "points_by": _Check.points_by,
    "rates": _Check.rates,
    "per_head": _Check.per_head,
    "converted": _Check.converted,
    "band": _Check.band,
    "pass": _Check.passed,
    "items": _Check.number_of_items,
    "occurrences": _Check.number_of_occurrences,
}


def _named(wanted: object, key: str) -> list[tuple[object, object]]:
    if not isinstance(wanted, Mapping):
        raise SchemeWrong(
            "not_a_mapping",
            f"examples.expect.{key}",
            sentence("names with figures are expected."),
            sentence("Write {甲: 5}."),
        )
    return list(wanted.items())


def _same_rate(got: Fraction, wanted: object) -> bool:
    """Equal, or equal to as many places as the example wrote (0.333 for a third)."""
    hoped = ratio(wanted, "expect.rates")
    text = str(wanted).strip().rstrip("%％")
    places = len(text.partition(".")[2]) + (2 if text != str(wanted).strip() else 0)
    return got == hoped or (places > 1 and rounded(got, places) == hoped)


def _not_against_the_text(scheme: Scheme, assumed: Mapping) -> None:
    """An example may assume where the text is silent, never against it."""
    said = scheme.accumulate
    claimed = assumed.get("accumulate")
    if said is None or claimed is None or claimed == said or {claimed, said} == {"sum", "increment"}:
        return
    raise SchemeWrong(
        "assumes",
        "examples.assumes.accumulate",
        sentence("the text says %(said)s.", said=said),
        sentence("Assume only what is open."),
    )
