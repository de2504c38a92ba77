"""封顶 and 扣完为止: caps and floors, each cut a line of its own, so that the lines still add up to the total."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal

from zhitong.errors import Said

from .decisions import Decisions
from .items import fits
from .lines import Line
from .model import Cap, Scheme
from .naming import figure
from .numbers import ZERO, exact, say
from .refusals import Blocked
from .sentences import sentence

# What a cap may be called, and the area of lines it then holds.
_NAMES = {
    "total": ("total", "总分", "总计", "合计", "总得分", "综合得分", "全年", "年度总分", "score"),
    "penalty": ("扣分", "penalty", "penalties", "deductions"),
    "bonus": ("加分", "奖励分", "奖励加分", "bonus"),
    "base": ("基础分", "报送基础分", "base"),
    "submission": ("submission", "报送分", "报送得分", "上报分", "来稿得分"),
    "information": ("information", "反映社情民意", "社情民意", "社情民意信息", "信息", "信息得分", "信息分", "反映社情民意信息"),
    "adoption": ("adoption", "采用", "采用分", "采用得分", "信息采用得分", "录用得分"),
    "instruction": ("instruction", "instructions", "批示", "批示分", "批示得分", "批示加分"),
    "reply": ("reply", "replies", "答复", "办理答复"),
    "commissioned": ("commissioned", "约稿", "约稿分", "约稿加分"),
    "proposal": ("proposal", "proposals", "提案", "提交提案", "提案得分"),
    "duty": ("duty", "履职", "履职得分"),
    "author_bonus": ("author_bonus", "作者加分", "委员加分"),
}  # fmt: skip
_AREA = {name: area for area, names in _NAMES.items() for name in names}
# Words around a name that do not change what is capped: 年度信息工作得分 is 信息.
_BEFORE = re.compile(r"^(全年|年度|每年|每季度|每月|本项|累计)")
_ENDINGS = ("得分", "计分", "总分", "加分", "工作得分", "工作", "类", "部分", "分")
_PER_ITEM = ("item", "单篇", "每篇", "单条", "每条", "单件", "每件")
_WHOLE = (None, None, None, frozenset())
_DUTY = {"information", "proposal", "submission", "duty"}
# A narrow cap first: what it takes away no longer weighs in the wider one.
_ORDER = ("row", "penalty", "submission", "bonus", "duty", "total")


class Limits:
    """The caps of one scheme, ready to be put on the lines of one score."""

    def __init__(self, scheme: Scheme, decisions: Decisions):
        self._scheme = scheme
        self._decisions = decisions
        caps = sorted(scheme.caps, key=lambda cap: _ORDER.index(_width(cap)))
        self._item_caps = [cap for cap in caps if _is_per_item(cap)]
        self._caps = [cap for cap in caps if not _is_per_item(cap)]

    def on_item(self, lines: list[Line]) -> list[Line]:
        """One copy of an item, with the caps that hold for each item."""
        return self._apply(lines, self._item_caps)

    def on_all(self, lines: list[Line]) -> list[Line]:
        """The whole score. Named authors of a shared case are capped each for themselves."""
        owners = {line.owner for line in lines}
        if len(owners - {None}) <= 1:
            return self._apply(lines, self._caps)
        capped: list[Line] = []
        for owner in dict.fromkeys(line.owner for line in lines):
            capped += self._apply([line for line in lines if line.owner == owner], self._caps)
        return capped

    def _apply(self, lines: list[Line], caps: Iterable[Cap]) -> list[Line]:
        left = [line.points for line in lines]  # what of each line still stands
        cuts: list[Line] = []
        for cap in caps:
            for chosen in self._parts(cap, lines, left):
                cuts += self._cut(cap, lines, left, chosen)
        return [*lines, *cuts]

    def _parts(self, cap: Cap, lines: list[Line], left: list[Decimal]) -> list[list[int]]:
        """The lines under the cap, together or month by month."""
        held = _held_by(cap)
        chosen = [n for n, line in enumerate(lines) if held(line)]
        if cap.per in ("period", "item") or cap.per == self._scheme.counting or not chosen:
            return [chosen]
        parts: dict[int | None, list[int]] = {}
        for n in chosen:
            parts.setdefault(getattr(lines[n], cap.per), []).append(n)
        undated = parts.get(None, [])
        side = -1 if _area(cap) == "penalty" else 1
        reach = sum((max(ZERO, side * left[n]) for n in chosen), ZERO)
        if cap.pieces:
            reach = Decimal(sum(copies for _lines, copies in _by_item(lines, left, chosen)))
        if undated and cap.most is not None and reach > cap.most:
            raise Blocked(
                f"items.{cap.per}",
                sentence(
                    "%(of)s is capped for each %(per)s, and %(count)s lines name none.",
                    of=cap.of,
                    per=figure(cap.per),
                    count=len(undated),
                ),
                needs="fact",
            )
        return list(parts.values())

    def _cut(self, cap: Cap, lines: list[Line], left: list[Decimal], chosen: list[int]) -> list[Line]:
        if cap.pieces:
            return self._cut_pieces(cap, lines, left, chosen)
        stands = sum((left[n] for n in chosen), ZERO)
        most = self._most(cap, stands)
        if _area(cap) == "penalty":
            return [] if most is None else self._spread(cap, lines, left, chosen, max(ZERO, -stands - most), 1)
        cuts: list[Line] = []
        if most is not None and stands > most:
            cuts = self._spread(cap, lines, left, chosen, stands - most, -1)
        deducted = [n for n in chosen if left[n] < 0 and cap.of in lines[n].areas]
        if most is not None and deducted and _area(cap) is None:
            # deductions "within" an area (考勤 10 分内) cannot take more than the area has
            cuts += self._spread(cap, lines, left, deducted, max(ZERO, -sum(left[n] for n in deducted) - most), 1)
        if cap.least is not None and stands < cap.least:
            cuts.append(
                Line(
                    cap.of,
                    "floor",
                    "",
                    cap.least - stands,
                    reason=sentence("not below %(least)s", least=say(cap.least)),
                )
            )
        return cuts

    def _cut_pieces(self, cap: Cap, lines: list[Line], left: list[Decimal], chosen: list[int]) -> list[Line]:
        """At most so many items: of unlike ones the best, or the first, as decided."""
        items = _by_item(lines, left, chosen)
        beyond = sum(copies for _lines, copies in items) - int(self._most(cap, Decimal(1)) or 0)
        if cap.most is None or beyond <= 0:
            return []
        worth = [sum((left[n] for n in of_item), ZERO) / copies for of_item, copies in items]
        order = list(range(len(items)))
        if len(set(worth)) > 1:
            message = sentence(
                "%(of)s counts at most %(most)s items; the text does not say which.", of=cap.of, most=cap.most
            )
            if self._decisions.choice("beyond_pieces", message) == "best":
                order.sort(key=lambda n: -worth[n])
        cuts = []
        for n in reversed(order):
            of_item, copies = items[n]
            gone = min(beyond, copies)
            beyond -= gone
            for line in of_item if gone else ():
                part = left[line] if gone == copies else left[line] * gone / copies
                left[line] -= part
                held = lines[line]
                words = sentence("at most %(most)s items", most=say(cap.most))
                cuts.append(
                    Line(
                        cap.of, "cap", cap.note, -part, Decimal(1), held.item, held.owner, held.month, held.quarter,
                        held.areas, words,
                    )
                )  # fmt: skip
        return cuts

    def _most(self, cap: Cap, stands: Decimal) -> Decimal | None:
        if cap.known or not stands:
            return cap.most
        decided = self._decisions.get(f"caps.{cap.of}")
        if decided is None:
            raise Blocked(f"caps.{cap.of}", sentence("The cap on %(of)s is not in the text.", of=cap.of))
        return None if decided == "none" else exact(decided, f"caps.{cap.of}")

    def _spread(
        self, cap: Cap, lines: list[Line], left: list[Decimal], chosen: list[int], amount: Decimal, sign: int
    ) -> list[Line]:
        """Take ``amount`` off the last lines first (``sign`` -1), or give deductions back (``sign`` 1)."""
        taken: dict[tuple, Decimal] = {}
        for n in reversed(chosen):
            if not amount:
                break
            part = min(amount, max(ZERO, -sign * left[n]))
            if part:
                amount -= part
                left[n] += sign * part
                # A cut on one item still has to weigh in the caps on the whole, so it keeps the areas of its line.
                line = lines[n]
                place = (
                    line.owner,
                    *((line.item, line.month, line.quarter, line.areas) if _is_per_item(cap) else _WHOLE),
                )
                taken[place] = taken.get(place, ZERO) + part
        bound = cap.most if cap.known else exact(self._decisions.get(f"caps.{cap.of}"), f"caps.{cap.of}")
        words = sentence("at most %(most)s", most=say(bound))
        return [
            Line(cap.of, "cap", cap.note, sign * part, Decimal(1), item, owner, month, quarter, areas, words)
            for (owner, item, month, quarter, areas), part in taken.items()
        ]


def _by_item(lines: list[Line], left: list[Decimal], chosen: list[int]) -> list[tuple[list[int], int]]:
    """(its lines that give points, how many items of the kind stand behind them), in the order of the items."""
    items: dict[object, list[int]] = {}
    for n in chosen:
        if left[n] > 0:
            items.setdefault(lines[n].item if lines[n].item is not None else f"line {n}", []).append(n)
    return [
        (of_item, max(lines[n].copies if lines[n].item is not None else int(lines[n].times) for n in of_item))
        for of_item in items.values()
    ]


def _area(cap: Cap) -> str | None:
    if cap.rows:
        return None
    plain = _BEFORE.sub("", cap.of)
    names = (cap.of, plain, *(plain.removesuffix(ending) for ending in _ENDINGS))
    return next((_AREA[name] for name in names if name in _AREA), None)


def _is_per_item(cap: Cap) -> bool:
    return cap.per == "item" or cap.of in _PER_ITEM


def _width(cap: Cap) -> str:
    area = _area(cap)
    return area if area in _ORDER else "row"


def _held_by(cap: Cap) -> Callable[[Line], bool]:
    if cap.rows:
        return lambda line: any(fits(line.row, pattern) for pattern in cap.rows)
    if cap.of in _PER_ITEM:
        return lambda line: True
    match _area(cap):
        case "total":
            return lambda line: True
        case "bonus":
            return lambda line: not line.areas & {"base", "penalty"}
        case "submission":
            return lambda line: bool(line.areas & {"base", "submission"})
        case "duty":
            return lambda line: bool(line.areas & _DUTY)
        case None:
            return lambda line: cap.of in line.areas
        case area:
            return lambda line: area in line.areas


def idle_caps(scheme: Scheme, lines: Iterable[Line]) -> list[Said]:
    """Caps whose name means nothing that is counted here; said aloud, because a misspelt cap caps nothing."""
    lines = list(lines)
    return [
        sentence("the cap on %(of)s holds nothing in this sum", of=cap.of)
        for cap in scheme.caps
        if _area(cap) is None and not _is_per_item(cap) and not any(map(_held_by(cap), lines))
    ]
