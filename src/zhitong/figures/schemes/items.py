"""The lines that one item earns: its adoptions, instructions, replies, commissioned work, factors and author's bonus.

Everything is done for one value at a time, ``points`` or ``money``, so that the two never mix and money that is known
can be told while points are not.
"""

from __future__ import annotations

import fnmatch
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from zhitong.errors import Said

from .adoptions import Adoption, Item
from .decisions import Decisions
from .lines import Line
from .model import Row, Scheme
from .naming import called, kind_of
from .numbers import ZERO, exact, say
from .refusals import Blocked, SchemeWrong
from .sentences import sentence
from .vocabulary import factor_in

POINTS, MONEY = "points", "money"
PLAIN_AUTHOR = ("ordinary", "none", "other", "non_member")
_REPEAT = {"instruction": "repeat_instructions", "reply": "repeat_replies", "commissioned": "repeat_commissioned"}


def item_lines(scheme: Scheme, item: Item, decisions: Decisions, value: str = POINTS) -> list[Line]:
    """The lines of one copy of ``item``; the caller repeats them ``item.times`` times."""
    levels = _accumulated(scheme, item, item.levels, decisions, value, scheme.accumulate, "accumulate")
    own_rule = scheme.accumulate_instructions or decisions.get("accumulate_instructions") is not None
    rule, key = (
        (scheme.accumulate_instructions, "accumulate_instructions") if own_rule else (scheme.accumulate, "accumulate")
    )
    instructions = _accumulated(scheme, item, item.instructions, decisions, value, rule, key)
    lines = [*levels, *instructions]
    if scheme.highest_of_all and len([line for line in lines if line.points]) > 1:
        lines = _only_highest(lines)
    for adoptions in (item.replies, item.commissioned, item.penalties, item.counted):
        for row, worth, times in _repeated(scheme, item, adoptions, decisions, value):
            line = _line(item, row, worth, times)
            lines.append(replace(line, areas=line.areas | capped_by_effect(scheme, row)))
    lines = _once_per_shared_row(scheme, lines, decisions)
    if value == POINTS:
        _with_lower_rows(scheme, item, lines, decisions)
        lines += _multiplied(
            scheme, item, [line for line in lines if line.family in ("level", "instruction")], decisions
        )
        lines += _author_bonus(scheme, item, [line for line in lines if line.family == "level"], decisions)
    return _voided(item, lines)


def _voided(item: Item, lines: list[Line]) -> list[Line]:
    """A penalty with ``voids: item`` leaves nothing of what the item earned, and takes its own points: 该条不计分."""
    row = next((adoption.row for adoption in item.penalties if adoption.row.voids == "item"), None)
    if row is None:
        return lines
    reason = sentence("nothing of this item counts, because of %(row)s", row=called(row))
    return [line if line.points <= 0 else _set_aside(line, reason) for line in lines]


def _worth(row: Row, decisions: Decisions, value: str) -> Decimal | None:
    """What the row gives once. Points must be known; money is simply not paid by a row that names none."""
    if value == MONEY:
        return row.money
    message = sentence("Points of %(row)s (%(words)s) are not in the text.", row=row.id, words=row.words)
    return decisions.points(row.decision, message, said=row.points)


def _repeated(
    scheme: Scheme,
    item: Item,
    adoptions: Iterable[Adoption],
    decisions: Decisions,
    value: str,
    *,
    highest: bool = False,
) -> list[tuple[Row, Decimal, Decimal]]:
    """Row, worth, and how often it counts, with the rule for a second time applied."""
    counted = []
    bodies: dict[Row, list[str | None]] = {}
    for adoption in adoptions:
        bodies.setdefault(adoption.row, []).append(adoption.body)
    for row, named in bodies.items():
        worth = _worth(row, decisions, value)
        if worth is None:
            continue
        times = len(named)
        twice = [body for body, n in Counter(body for body in named if body is not None).items() if n > 1]
        if twice:
            message = sentence(
                "%(twice)s is named twice for %(row)s; the text does not say whether it counts again.",
                twice=twice[0],
                row=called(row),
            )
            if decisions.choice("same_body", message) == "once":
                times -= sum(named.count(body) - 1 for body in twice)
        if times > 1:
            times_counted = 1 + _beyond_first(times - 1, _later(scheme, row, decisions, highest=highest))
        else:
            times_counted = Decimal(times)
        counted.append((row, worth, Decimal(times_counted)))
    return counted


def _beyond_first(times: int, later: Decimal | tuple[Decimal, ...]) -> Decimal:
    if not isinstance(later, tuple):
        return times * later
    return sum((later[min(n, len(later) - 1)] for n in range(times)), ZERO)


def _later(scheme: Scheme, row: Row, decisions: Decisions, *, highest: bool) -> Decimal | tuple[Decimal, ...]:
    if row.family == "level":
        said = row.later if row.later is not None else scheme.later
        if said is None and highest:
            return ZERO  # of two equal rows the highest is one of them
        message = sentence("The text does not say whether a second body of row %(row)s counts again.", row=called(row))
        return decisions.later("repeat_same_level", message, said=said)
    if row.family == "penalty" or (row.family == "counted" and row.later is None):
        return Decimal(1)
    message = sentence("The text does not say whether %(row)s counts a second time on one item.", row=called(row))
    return decisions.later(_REPEAT[row.family], message, said=row.later)


def _accumulated(
    scheme: Scheme,
    item: Item,
    adoptions: tuple[Adoption, ...],
    decisions: Decisions,
    value: str,
    said: str | None,
    key: str,
) -> list[Line]:
    if not adoptions:
        return []
    several = len({adoption.row for adoption in adoptions}) > 1
    names = called(*(adoption.row for adoption in adoptions))
    rule = "sum"
    if several:
        rule = decisions.choice(
            key, sentence("The text does not say whether %(names)s on one item add up.", names=names), said=said
        )
    highest = "highest" in (rule, said, decisions.get(key))
    rows = _repeated(scheme, item, adoptions, decisions, value, highest=highest)
    lines = [_line(item, row, worth, times) for row, worth, times in rows]
    return _only_highest(lines) if rule == "highest" and len(lines) > 1 else lines


def _only_highest(lines: list[Line]) -> list[Line]:
    best = max(lines, key=lambda line: line.points)
    top = Said("%(row)s", "“%(words)s”", {"row": best.row, "words": best.words or best.row})
    reason = sentence("only the highest counts, which is %(row)s", row=top)
    return [line if line is best else _set_aside(line, reason) for line in lines]


def areas_of(row: Row, worth: Decimal) -> frozenset[str]:
    """The names by which a cap may mean a line of this row; whatever takes points is a deduction too."""
    return row.areas | {"penalty"} if worth < 0 else row.areas


def capped_by_effect(scheme: Scheme, row: Row) -> frozenset[str]:
    """Caps that the row's effect names: 考勤 10 分内."""
    return frozenset(cap.of for cap in scheme.caps if row.effect and cap.of in row.effect)


def _line(item: Item, row: Row, worth: Decimal, times: Decimal) -> Line:
    return Line(
        row=row.id,
        family=row.family,
        words=row.words,
        each=worth,
        times=times,
        item=item.number,
        month=item.month,
        quarter=item.quarter,
        areas=areas_of(row, worth),
        kind=kind_of(row) if row.family == "level" else "",
    )


def _set_aside(line: Line, reason: Said) -> Line:
    """The line stays to be seen, with nothing counted."""
    return replace(line, each=ZERO, times=Decimal(1), reason=reason)


def _once_per_shared_row(scheme: Scheme, lines: list[Line], decisions: Decisions) -> list[Line]:
    """Two results printed in one row ("采用, 或获批示"): whether both count is a decision."""
    partner = scheme.shared_rows
    if not partner:
        return lines
    present = {line.row: line for line in lines if line.points}
    kept = list(lines)
    for line in lines:
        other = partner.get(line.row)
        if other not in present or line.row not in present:
            continue
        message = sentence(
            "%(row)s and %(other)s stand in one row; the text does not say whether both count on one item.",
            row=line.row,
            other=other,
        )
        if decisions.choice("same_row", message) == "once":
            kept[kept.index(line)] = _set_aside(line, sentence("same row as %(other)s, counted once", other=other))
    return kept


def _with_lower_rows(scheme: Scheme, item: Item, lines: list[Line], decisions: Decisions) -> None:
    """再加: where it was decided that a row brings the lower ones with it, add those the item does not name."""
    if scheme.accumulate != "increment" or decisions.get("missing_lower") != "with_lower" or not item.levels:
        return
    named = {adoption.row.id for adoption in item.levels}
    top = max(n for n, row in enumerate(scheme.levels) if row.id in named)
    for row in scheme.levels[:top]:
        if row.id not in named:
            line = _line(item, row, _worth(row, decisions, POINTS), Decimal(1))
            lines.append(Line(**{**vars(line), "reason": sentence("comes with the row above it, as decided")}))


def _multiplied(scheme: Scheme, item: Item, lines: list[Line], decisions: Decisions) -> list[Line]:
    """What the factors add to (or take from) the rows they hold for: the level rows, unless the row names others."""
    factors = [(row.id, row.words, _factor(row, decisions), row.covers) for row in item.multipliers]
    if item.meeting_output:
        factors.append(("meeting_outputs", item.meeting_output, _meeting_factor(scheme, item, decisions), ()))
    if not factors:
        return []
    if len(factors) > 1:
        names = ", ".join(name for name, *_ in factors)
        if (
            decisions.choice("multipliers", sentence("The text does not say how %(names)s work together.", names=names))
            == "highest"
        ):
            factors = [max(factors, key=lambda factor: factor[2])]
    added, standing = [], {id(line): line.points for line in lines}
    for name, words, factor, covers in factors:
        more, areas = ZERO, frozenset()
        for line in _covered(lines, covers):
            more += standing[id(line)] * (factor - 1)
            standing[id(line)] *= factor
            areas |= line.areas
        reason = sentence("factor %(factor)s", factor=say(factor))
        added.append(
            Line(
                name, "multiplier", words, more, Decimal(1), item.number, None, item.month, item.quarter, areas, reason
            )
        )
    return added


def _covered(lines: list[Line], covers: tuple[str, ...]) -> list[Line]:
    if covers:
        return [line for line in lines if any(fits(line.row, name) or name in line.areas for name in covers)]
    levels = [line for line in lines if line.family == "level"]
    return levels or lines


def _factor(row: Row, decisions: Decisions) -> Decimal:
    return decisions.points(
        row.decision, sentence("The factor of %(row)s is not in the text.", row=called(row)), said=row.factor
    )


def _meeting_factor(scheme: Scheme, item: Item, decisions: Decisions) -> Decimal:
    """会议发言 or a research report turned into information: the part of the points it gets."""
    rule = scheme.meeting_outputs
    said = rule.get(item.meeting_output, rule.get("factor")) if isinstance(rule, Mapping) else rule
    if isinstance(said, str):
        factor = factor_in(said)
    else:
        factor = None if isinstance(said, (bool, Mapping, list)) else exact(said, "meeting_outputs")
    message = sentence("The text does not say what an item taken from a meeting or a report gets.")
    return decisions.points("points.meeting_outputs", message, said=factor)


def _author_bonus(scheme: Scheme, item: Item, levels: list[Line], decisions: Decisions) -> list[Line]:
    """Points for the kind of author, on top of the row; where several rows earn it, once or each is a decision."""
    rules = scheme.authors.get("bonus_by_kind")
    author = _author_of(item, decisions) if rules else None
    if author is None or author in PLAIN_AUTHOR:
        return []
    kinds = {kind for rule in rules for kind in rule if kind != "row"}
    if author not in kinds:
        raise SchemeWrong(
            "author_kind", f"items[{item.number - 1}].author", sentence("the scheme knows no author of kind %(author)s.", author=author),
            sentence("Write one of %(names)s or %(plain_author)s.", names=', '.join(sorted(kinds)), plain_author=PLAIN_AUTHOR[0]),
        )  # fmt: skip
    earned = []
    for line in levels:
        if not line.points:
            continue
        for n, rule in enumerate(rules):
            if author in rule and any(fits(line.row, part) for part in row_patterns(rule.get("row", "*"))):
                key = f"authors.bonus_by_kind[{n}].{author}"
                worth = decisions.points(
                    f"points.{author}",
                    sentence("%(key)s is not in the text.", key=key),
                    said=exact(rule[author], key),
                )
                earned.append((line, worth))
                break
    adoptions = sum(int(line.times) for line, _ in earned)
    each = False
    if adoptions > 1:
        message = sentence("The text does not say whether the author's bonus is paid once for an item or for each row.")
        each = decisions.choice("author_bonus", message) == "each"
        if not each:
            earned = [max(earned, key=lambda entry: entry[1])]
    return [
        Line(
            author, "author_bonus", "", worth, line.times if each else Decimal(1), item.number, None,
            item.month, item.quarter, line.areas - {line.row} | {"author_bonus"},
            sentence("for an author of the kind %(kind)s, on %(row)s", kind=author, row=line.words or line.row),
        )
        for line, worth in earned
    ]  # fmt: skip


def _author_of(item: Item, decisions: Decisions) -> str | None:
    """The kind that the bonus is for. Of authors of unlike kinds, whether the first one's counts or anybody's is a decision."""
    if not item.kinds:
        return item.author
    message = sentence("The text does not say whose kind counts where authors of unlike kinds wrote together.")
    if decisions.choice("joint_author_bonus", message) == "first":
        return item.kinds[0]
    return next((kind for kind in item.kinds if kind not in PLAIN_AUTHOR), None)


def fits(row: str, pattern: str) -> bool:
    """Is ``row`` meant by ``pattern``: its name, or the beginning of it with a star (``prov_*``)?"""
    return fnmatch.fnmatchcase(row, pattern)


def row_patterns(value: object) -> list[str]:
    """ "provparty_* and national_*", or a list of the same."""
    if isinstance(value, str):
        return [part for part in re.split(r"\s+and\s+|\s*[,、和]\s*", value.strip()) if part]
    if isinstance(value, (list, tuple)) and all(isinstance(part, str) for part in value):
        return list(value)
    raise Blocked("authors.bonus_by_kind", sentence("The rows of an author's bonus cannot be read."), needs="rule")
