"""Points shared among several: joint authors, a proposal's signers, the sources of one composite.

A rule is read from ``authors`` in these forms; anything else blocks until the office decides ``joint``:

    {first: 20, joint: 15}          points for each, not divided (no other figure is needed)
    {first: 0.6, others: 0.4}       parts; together 1: the later authors divide the rest; else each gets the part
    {first_author: 折半, others: 均摊}  half to the first, the rest divided equally
    [0.5, 0.3, 0.2]                 parts in the order of names
    均分 / each / 第一作者 only      divided equally / in full to each / to the first only
    registered / 按署名比例         in the parts the authors themselves registered with the item
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from .decisions import Decisions
from .keys import text, texts
from .lines import Line
from .model import Scheme
from .naming import figure
from .numbers import ZERO, exact, ratio, say
from .refusals import Blocked, SchemeWrong
from .sentences import sentence
from .shares import HUNDREDTH, divide

_NAMES = ("authors", "units", "sources", "persons", "members", "shares", "weights", "parts")
_RULES = {
    "proposal": ("proposals_rule", "proposal_rule", "proposals", "proposal"),
    "composite": ("composite", "composite_rule", "composites", "综合"),
    "information": (
        "information",
        "information_rule",
        "joint",
        "joint_information",
        "joint_rule",
        "sharing",
        "shares",
        "rule",
    ),
}
_FIRST = ("first", "first_author", "lead", "lead_author")
_REST = ("joint", "others", "other", "later", "rest")
_HALF = re.compile(r"折半|减半|一半|\bhalf\b")
_EQUAL = re.compile(r"均摊|均分|平均|平分|等分|\bequal(ly)?\b")
_FULL = re.compile(r"各计|各得|各记|分别计|全额|不分割|\beach\b|\bfull\b|\bin full\b")
_REGISTERED = re.compile(r"\bregistered\b|按(署名|申报|登记|约定|贡献)?比例")
_FIRST_ONLY = re.compile(
    r"(only|仅|只)\s*(计|记|给|the)?\s*(第一|first)|first[ _]only|(第一|first)\s*\w{0,4}\s*(only|独得|单独计)|其他不计"
)
_DECIDED = {
    "equal": "equal",
    "each": "each",
    "first_only": "first only",
    "half_first": {"first": "half", "others": "equal"},
    "registered": "registered",
}


@dataclass(frozen=True)
class Case:
    """A proposal or a composite: who stands behind it, and what became of it (filed, turned_information, ...)."""

    kind: str
    names: tuple[str, ...]
    outcomes: tuple[str, ...] = ()
    rows: tuple = ()
    points: Decimal | None = None
    weights: tuple[Fraction, ...] = ()  # parts of each name, where the case itself gives them
    rule: object = None  # a rule of sharing that the case itself names


def _first_named_first(value: Mapping) -> dict:
    """``{first: 甲, others: [乙, 丙]}`` as ``{authors: [甲, 乙, 丙]}``."""
    case = dict(value)
    first = next((case.pop(key) for key in _FIRST if isinstance(case.get(key), str)), None)
    if first is None:
        return case
    others = next((case.pop(key) for key in _REST if key in case), ())
    case["authors"] = [first, *texts(others, "others")]
    return case


def read_case(kind: str, value: Mapping) -> Case:
    if not isinstance(value, Mapping):
        raise SchemeWrong(
            "not_a_mapping",
            kind,
            sentence("a shared case is a mapping."),
            sentence("Write {authors: [甲, 乙], filed: true}."),
        )
    names: tuple[str, ...] = ()
    weights: tuple[Fraction, ...] = ()
    outcomes, rows, points, rule = [], (), None, None
    value = _first_named_first(value)
    for key, entry in value.items():
        field = f"{kind}.{key}"
        if key in _NAMES and isinstance(entry, Mapping):
            names = texts(list(entry), field)
            weights = tuple(ratio(weight, f"{field}.{name}") for name, weight in entry.items())
        elif key in _NAMES:
            many = isinstance(entry, int) and not isinstance(entry, bool) and 0 < entry <= 1000
            names = tuple(str(n) for n in range(1, entry + 1)) if many else texts(entry, field)
        elif key in ("row", "rows", "level", "of"):
            rows = texts(entry, field)
        elif key == "rule":
            rule = entry
        elif key == "points":
            points = exact(entry, field)
        elif entry is True:
            outcomes.append(text(key, field))
        elif entry is not False:
            raise SchemeWrong(
                "unknown_key",
                field,
                sentence("a shared case has no such key."),
                sentence("Outcomes are written name: true."),
            )
    if not names or len(set(names)) != len(names) or (weights and not any(weights)):
        raise SchemeWrong(
            "names", f"{kind}.authors", sentence("each author is named once."), sentence("Write [甲, 乙].")
        )
    return Case(kind, names, tuple(outcomes), rows, points, weights, rule)


def proposal_lines(scheme: Scheme, case: Case, decisions: Decisions) -> list[Line]:
    """A proposal: fixed points per signer where the scheme has them, else its points shared by the rule."""
    areas = frozenset({"proposal"} | {cap.of for cap in scheme.caps if "提案" in cap.of})
    fixed = [(outcome, scheme.authors.get(f"proposal_{outcome}")) for outcome in case.outcomes]
    lines = []
    for outcome, rule in fixed:
        if isinstance(rule, Mapping):
            shares = _share(rule, None, case.names, decisions, f"authors.proposal_{outcome}")
            lines += _to_owners(f"authors.proposal_{outcome}", "proposal", case.names, shares, areas)
    left = [outcome for outcome, rule in fixed if not isinstance(rule, Mapping)]
    if lines and not left:
        return lines
    worth = [("each", "proposals.each"), *((outcome, f"proposals.{outcome}") for outcome in left)]
    known = scheme.proposals
    amounts = [
        (
            key,
            decisions.points(
                f"points.{key}",
                sentence("What a proposal gets (%(name)s) is not in the text.", name=figure(key)),
                said=known.get(name),
            ),
        )
        for name, key in worth
    ]
    rule = _rule(scheme, "proposal") if len(case.names) > 1 else None
    amount = sum((points for _, points in amounts), ZERO)
    shares = _share(rule, amount, case.names, decisions, "authors.proposals")
    words = " + ".join(f"{say(points)} {key}" for key, points in amounts)
    return [*lines, *_to_owners("proposals", "proposal", case.names, shares, areas, words)]


def shared_lines(
    scheme: Scheme,
    kind: str,
    lines: list[Line],
    names: tuple[str, ...],
    decisions: Decisions,
    case: Case | None = None,
    parts: tuple[Fraction, ...] = (),
) -> list[Line]:
    """The lines of a joint item or a composite, each divided among the names; every line's shares sum to the line.

    A ``case`` may name the part of each or its own rule; else the scheme's rule divides, which may be to take the ``parts`` that
    the authors registered.
    """
    if len(names) == 1:
        return [replace(line, owner=names[0]) for line in lines]
    rule = _rule(scheme, kind) if case is None or case.rule is None else case.rule
    if case is not None and case.weights:
        rule = [weight / sum(case.weights) for weight in case.weights]
    shared = []
    for line in lines:
        for name, share in zip(
            names, _share(rule, line.points, names, decisions, f"authors.{kind}", parts), strict=True
        ):
            shared.append(
                replace(
                    line,
                    each=share,
                    times=Decimal(1),
                    owner=name,
                    reason=sentence("share of %(points)s", points=say(line.points)),
                )
            )
    return shared


def _rule(scheme: Scheme, kind: str) -> object:
    for key in _RULES[kind]:
        if scheme.authors.get(key) is not None:
            return scheme.authors[key]
    if any(key in scheme.authors for key in _FIRST):
        return scheme.authors  # one rule for everything that several have written
    return scheme.authors.get("rule")


def _to_owners(
    row: str, family: str, names: tuple[str, ...], shares: list[Decimal], areas: frozenset, words: str = ""
) -> list[Line]:
    return [Line(row, family, words, share, owner=name, areas=areas) for name, share in zip(names, shares, strict=True)]


def _share(
    rule: object,
    amount: Decimal | None,
    names: tuple[str, ...],
    decisions: Decisions,
    key: str,
    parts: tuple[Fraction, ...] = (),
) -> list[Decimal]:
    shares = _by_rule(rule, amount, len(names), decisions, key, parts)
    if shares is None and (decided := decisions.get("joint")) is not None:
        said = _DECIDED.get(decided, decided) if isinstance(decided, str) else decided
        shares = _by_rule(said, amount, len(names), decisions, key, parts)
    if shares is None:
        raise Blocked(
            "joint",
            sentence("%(key)s: the text does not say how %(count)s authors share.", key=figure(key), count=len(names)),
            tuple(_DECIDED),
        )
    return shares


def says_how_to_share(scheme: Scheme, kind: str) -> bool:
    """Whether the text's own rule for what several have written can be read; else it must be decided."""
    rule = _rule(scheme, kind)
    return _by_rule(rule, Decimal(1), 2, Decisions(), f"authors.{kind}", (Fraction(1), Fraction(1))) is not None


def _by_rule(
    rule: object, amount: Decimal | None, count: int, decisions: Decisions, key: str, parts: tuple[Fraction, ...] = ()
) -> list[Decimal] | None:
    """The shares, or ``None`` when the rule cannot be read."""
    if isinstance(rule, Mapping):
        first = next((rule[name] for name in _FIRST if rule.get(name) is not None), None)
        rest = next((rule[name] for name in _REST if rule.get(name) is not None), None)
        if amount is None or _is_points(first) or _is_points(rest):
            return _fixed(first, rest, amount, count, key)
    if amount is None:
        return None
    if count == 1:
        return [amount]
    unit = exact(decisions.get("share_unit"), "share_unit") or HUNDREDTH
    if isinstance(rule, Mapping):
        return _by_parts(_part(first), rest, amount, count, unit)
    if isinstance(rule, (list, tuple)):
        weights = [_part(part) for part in rule]
        return None if None in weights or len(weights) != count else divide(amount, weights, unit)
    if not isinstance(rule, str):
        return None
    if _REGISTERED.search(rule):
        if not parts:
            raise Blocked(
                f"{key}.parts",
                sentence("The authors share as they registered, and this item names no parts."),
                needs="fact",
            )
        return divide(amount, parts, unit)
    if _FIRST_ONLY.search(rule):
        return [amount, *[ZERO] * (count - 1)]
    if _EQUAL.search(rule):
        return divide(amount, [Fraction(1)] * count, unit)
    return [amount] * count if _FULL.search(rule) else None


def _fixed(first: object, rest: object, amount: Decimal | None, count: int, key: str) -> list[Decimal] | None:
    """Points for each signer, not divided. Beside a row's own points they hold only where the first gets just those."""
    if isinstance(first, str) or isinstance(rest, str) or None in (first, rest):
        return None
    points = exact(first, f"{key}.first")
    if amount is not None and amount != points:
        return None
    return [points, *[exact(rest, f"{key}.joint")] * (count - 1)]


def _by_parts(first: Fraction | None, rest: object, amount: Decimal, count: int, unit: Decimal) -> list[Decimal] | None:
    part = _part(rest)
    if first is None:
        return None
    shares_rest = isinstance(rest, str) and _EQUAL.search(rest)
    if shares_rest or (part is not None and first + part == 1):
        return divide(amount, [first, *[(1 - first) / (count - 1)] * (count - 1)], unit)
    if part is None:
        return None
    return [_times(amount, first), *[_times(amount, part)] * (count - 1)]


def _times(amount: Decimal, part: Fraction) -> Decimal:
    return amount * part.numerator / part.denominator


def _is_points(value: object) -> bool:
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool) and value > 1


def _part(value: object) -> Fraction | None:
    """A part of the whole: 0.6, "60%", 折半, 全额."""
    if isinstance(value, str):
        if _HALF.search(value):
            return Fraction(1, 2)
        if _FULL.search(value):
            return Fraction(1)
        if re.fullmatch(r"\d{1,4}/[1-9]\d{0,3}", value.strip()):
            return Fraction(value.strip())
        return ratio(value, "authors") if value.strip().endswith(("%", "％")) else None
    if isinstance(value, Fraction):
        return value
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool) and 0 <= value <= 1:
        return ratio(value, "authors")
    return None
