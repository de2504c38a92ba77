"""Filling in: each place of a text that asks for a figure, table or chart gets what the office's counts say.

The sentences are Chinese printed words, in whatever language the pages are read. A zero base has no percentage and the paper
says so; a rate always shows how many of how many; a rank names how many it is among.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from zhitong.reports.content import Content, Run
from zhitong.reports.counting import OWN, PERIOD_BEFORE, RATES, YEAR_BEFORE, Counts, year_before
from zhitong.reports.language import LISTS, Ask, ChartAsked, Document, Fact, TableAsked, Words

USUAL_COLUMNS = ("received", "adopted", "adoptions", "adoption_rate", "instructions", "instruction_rate")
LATE_TOLD = ("received", "adopted", "adoptions", "instructions")
WHEN = {"同比": YEAR_BEFORE, "上年同期": YEAR_BEFORE, "增减": YEAR_BEFORE, "环比": PERIOD_BEFORE, "上期": PERIOD_BEFORE}
NONE = "—"


@dataclass(frozen=True)
class UnitShown:
    """A unit as tables and charts name it. ``pk`` None is what belongs to no unit."""

    pk: int | None
    key: str
    name: str
    kind: str


@dataclass(frozen=True)
class Surroundings:
    """What the paper is of, besides its counts: names and units, and the two lists that are rows and not figures."""

    office: str
    today: date
    units: tuple[UnitShown, ...]  # every unit that ever was, in the office's order, and the one that stands for none
    standing: frozenset[int]  # ids of those that existed at the period's end: they stand in tables with 0 as well
    kinds: dict[str, str]
    names: dict[str, str]  # of measures, in Chinese
    measures: dict[str, str]  # of measures to their unit 件, 件次
    lists: Callable[
        [str], tuple[list[str], list[list[Run]], list[str]]
    ]  # one of language.LISTS → head, rows, notes below

    @cached_property
    def _by_key(self) -> dict[str, frozenset[int | None]]:
        keys: dict[str, set[int | None]] = {}
        for unit in self.units:
            for key in (unit.kind, unit.key):
                keys.setdefault(key, set()).add(unit.pk)
        return {key: frozenset(units) for key, units in keys.items()}

    def members(self, key: str) -> frozenset[int | None] | None:
        """The units that a key means; the empty one is the whole office."""
        return self._by_key.get(key, frozenset()) if key else None


def percent(part: int, base: int) -> str:
    """One decimal, halves away from zero; the sign is left to the words around it."""
    tenths = (2 * abs(part) * 1000 + base) // (2 * base)
    return f"{tenths // 10}.{tenths % 10}%"


def day(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"


class Filling:
    """One filling-in of one text."""

    def __init__(self, counts: Counts, around: Surroundings, period_label: str):
        self.counts, self.around, self.period_label = counts, around, period_label
        self._shown: list[UnitShown] | None = None

    def fill(self, document: Document) -> Content:
        return {"blocks": [filled for block in document.blocks for filled in self._blocks(block)]}

    def _blocks(self, block: Words | TableAsked | ChartAsked) -> list[dict]:
        if isinstance(block, TableAsked) and block.by in LISTS.values():
            return self._list(block.by)
        return [self._block(block)]

    def _block(self, block: Words | TableAsked | ChartAsked) -> dict:
        if isinstance(block, TableAsked):
            return self._table(block)
        if isinstance(block, ChartAsked):
            return self._chart(block)
        runs: list[Run] = []
        for piece in block.pieces:
            if isinstance(piece, str):
                runs.append(piece)
            elif isinstance(piece, Fact):
                runs.append(self._fact(piece))
            else:
                runs += self._said(piece)
        filled = {"kind": block.kind, "runs": runs}
        return filled | ({"level": block.level} if block.kind == "heading" else {})

    # Figures

    def number(self, code: str, of: str, when: str = OWN) -> int:
        return self.counts.number(code, self.around.members(of), when)

    def _run(self, code: str, of: str, when: str = OWN, text: str = "") -> dict:
        return {"t": text or str(self.number(code, of, when)), "m": code, "of": of, "w": when}

    def _said(self, ask: Ask) -> list[Run]:
        if ask.measure in RATES:
            return self._rate_said(ask)
        code, of = ask.measure, ask.of
        now = self.number(code, of)
        unit = self.around.measures[code]
        if ask.form in ("上年同期", "上期"):
            return [self._run(code, of, WHEN[ask.form])]
        if ask.form == "占比":
            whole = self.number(code, "")
            if not whole:
                return [NONE]
            return [
                percent(now, whole),
                f"（{self.around.names[code]}",
                self._run(code, ""),
                f"{unit}中",
                self._run(code, of),
                f"{unit}）",
            ]
        if ask.form == "名次":
            place, among = self._rank(code, of)
            return [f"居第{place}位（同类{among}个单位）"]
        if ask.form in WHEN:
            return self._compared(ask, now, unit)
        return [self._run(code, of)]

    def _compared(self, ask: Ask, now: int, unit: str) -> list[Run]:
        """同比增长12.3%（上年同期81件）; with a zero base, in words."""
        code, of, when = ask.measure, ask.of, WHEN[ask.form]
        base = self.number(code, of, when)
        before, sign = ("上年同期", "同比") if when == YEAR_BEFORE else ("上期", "环比")
        shown = self._run(code, of, when)
        if ask.form == "增减":
            if now == base:
                return ["与上年同期持平（", shown, f"{unit}）"]
            return [
                f"较上年同期{'增加' if now > base else '减少'}{abs(now - base)}{unit}（上年同期",
                shown,
                f"{unit}）",
            ]
        if base == 0:
            return [f"与{before}均为", shown] if now == 0 else [f"{before}为", shown]
        if now == base:
            return [f"与{before}持平（{before}", shown, f"{unit}）"]
        return [
            f"{sign}{'增长' if now > base else '下降'}{percent(now - base, abs(base))}（{before}",
            shown,
            f"{unit}）",
        ]

    def _rate_said(self, ask: Ask) -> list[Run]:
        """12.3%（81件中10件）; compared in percentage points."""
        rate, of, when = RATES[ask.measure], ask.of, WHEN.get(ask.form, OWN)
        part, base = self.number(rate.part.code, of), self.number(rate.of.code, of)
        if ask.form == "名次":
            return [NONE]
        if ask.form in ("同比", "环比"):
            before = "上年同期" if when == YEAR_BEFORE else "上期"
            old_part, old_base = self.number(rate.part.code, of, when), self.number(rate.of.code, of, when)
            if not base or not old_base:
                return [f"{before}无可比数" if base else "本期无可比数"]
            moved = _tenths(part, base) - _tenths(old_part, old_base)
            words = f"提高{_points(moved)}个百分点" if moved > 0 else f"降低{_points(-moved)}个百分点"
            words = f"与{before}持平" if moved == 0 else f"较{before}{words}"
            return [
                f"{words}（{before}{percent(old_part, old_base)}，",
                *self._of_how_many(ask.measure, of, when),
                "）",
            ]
        part, base = self.number(rate.part.code, of, when), self.number(rate.of.code, of, when)
        if not base:
            return [NONE]
        return [percent(part, base), "（", *self._of_how_many(ask.measure, of, when), "）"]

    def _of_how_many(self, code: str, of: str, when: str) -> list[Run]:
        rate = RATES[code]
        unit = self.around.measures[rate.of.code]
        return [self._run(rate.of.code, of, when), f"{unit}中", self._run(rate.part.code, of, when), unit]

    def _rank(self, code: str, key: str) -> tuple[int, int]:
        """Place among the units of its kind; those with the same number share one."""
        kind = next((unit.kind for unit in self.around.units if unit.key == key), "")
        peers = [unit for unit in self._units_shown() if unit.kind == kind]
        mine = self.number(code, key)
        return 1 + sum(self.number(code, unit.key) > mine for unit in peers), len(peers)

    def _fact(self, fact: Fact) -> str:
        period = self.counts.period
        return {
            "期间": lambda: self.period_label,
            "单位": lambda: self.around.office,
            "起始日": lambda: day(period.first),
            "终止日": lambda: day(period.last),
            "截止日": lambda: day(self.counts.known_by),
            "今日": lambda: day(self.around.today),
            "补计": self._late_told,
        }[fact.name]()

    def _late_told(self) -> str:
        if not self.counts.carried:
            return "本期无此前各期补记事项"
        late = [(code, self.counts.late_rows(code)) for code in LATE_TOLD]
        told = [f"{self.around.names[code]}{number:+d}{self.around.measures[code]}" for code, number in late if number]
        return f"本期数字含此前各期截止后补记：{'、'.join(told)}" if told else "本期无此前各期补记事项"

    # Tables and charts

    def _units_shown(self) -> list[UnitShown]:
        """Units that stood at the period's end, and whatever else a figure is credited to."""
        if self._shown is None:
            credited = {pk for code in LATE_TOLD for pk in self.counts.tally(code).by_unit()}
            there = self.around.standing | credited
            self._shown = [unit for unit in self.around.units if unit.pk in there]
        return self._shown

    def _table(self, asked: TableAsked) -> dict:
        columns = asked.columns or tuple(Ask(code) for code in USUAL_COLUMNS if code in self.around.names)
        if asked.by == "month":
            return self._month_table(columns)
        lines = [(unit.key, unit.name) for unit in self._units_shown()]
        if asked.by == "kind":
            seen = {unit.kind for unit in self._units_shown()}
            lines = [(kind, name) for kind, name in self.around.kinds.items() if kind in seen]
            lines += [(unit.key, unit.name) for unit in self._units_shown() if unit.pk is None]
        rows = [[[name], *(self._cell(column, key) for column in columns)] for key, name in lines]
        rows.append([["合计"], *(self._cell(column, "") for column in columns)])
        head = ["类别" if asked.by == "kind" else "单位", *(self._head(column) for column in columns)]
        return {"kind": "table", "caption": "", "head": head, "numeric": list(range(1, len(head))), "rows": rows}

    def _head(self, ask: Ask) -> str:
        name = self.around.names[ask.measure]
        unit = self.around.measures.get(ask.measure, "")
        form = "" if ask.form == "数" else ask.form
        return f"{name}{form}（{unit}）" if unit and not form else f"{name}{form}"

    def _cell(self, ask: Ask, key: str) -> list[Run]:
        """Short: a table's head says what it is."""
        code = ask.measure
        when = WHEN.get(ask.form, OWN)
        if code in RATES:
            rate = RATES[code]
            if ask.form in ("同比", "环比", "名次"):
                return [self._rate_said(Ask(code, key, ask.form))[0].split("（")[0]]
            part, base = self.number(rate.part.code, key, when), self.number(rate.of.code, key, when)
            if not base:
                return [NONE]
            return [
                f"{percent(part, base)} ",
                self._run(rate.part.code, key, when),
                "/",
                self._run(rate.of.code, key, when),
            ]
        if ask.form == "名次":
            known = any(unit.key == key and unit.pk is not None for unit in self.around.units)
            return [str(self._rank(code, key)[0])] if known else [""]
        now = self.number(code, key)
        if ask.form == "占比":
            whole = self.number(code, "")
            return [percent(now, whole) if whole else NONE]
        if ask.form in ("同比", "环比", "增减"):
            base = self.number(code, key, when)
            if ask.form == "增减":
                return [_signed(now - base)]
            if base <= 0:
                return [NONE if now == base else "上年同期为0" if when == YEAR_BEFORE else "上期为0"]
            return [f"{'+' if now > base else '−' if now < base else ''}{percent(now - base, base)}"]
        return [self._run(code, key, when)]

    def _month_table(self, columns: tuple[Ask, ...]) -> dict:
        """Plain counts by month; what was carried over from earlier periods belongs to no month and is left out."""
        counted = [column for column in columns if column.measure not in RATES]
        by_measure = {column.measure: self.counts.in_months(column.measure) for column in counted}
        months = next(iter(by_measure.values()), [])
        rows = [
            [
                [_month_name(month.first)],
                *([_in_month(by_measure[c.measure][index][1], c.measure, month.code)] for c in counted),
            ]
            for index, (month, _number) in enumerate(months)
        ]
        head = ["月份", *(self._head(Ask(column.measure)) for column in counted)]
        return {"kind": "table", "caption": "", "head": head, "numeric": list(range(1, len(head))), "rows": rows}

    def _list(self, which: str) -> list[dict]:
        head, rows, notes = self.around.lists(which)
        below = [{"kind": "note", "runs": [words]} for words in notes]
        if not rows:
            return [{"kind": "paragraph", "runs": head or ["本期无。"]}, *below]
        cells = [[[cell] for cell in row] for row in rows]
        return [{"kind": "table", "caption": "", "head": head, "numeric": [], "rows": cells}, *below]

    def _chart(self, asked: ChartAsked) -> dict:
        code, name = asked.ask.measure, self.around.names[asked.ask.measure]
        if code in RATES:  # a rate's chart shows the part; its base stands in the table
            code = RATES[code].part.code
            name = self.around.names[code]
        if asked.by == "month":
            return self._month_chart(code, name, asked.ask.of)
        if asked.by == "kind":
            seen = {unit.kind for unit in self._units_shown()}
            lines = [(kind, label) for kind, label in self.around.kinds.items() if kind in seen]
        else:
            lines = [(unit.key, unit.name) for unit in self._units_shown()]
        lines.sort(key=lambda line: -self.number(code, line[0]))
        return {
            "kind": "chart",
            "caption": f"{name}{'分类别' if asked.by == 'kind' else '分单位'}",
            "unit": self.around.measures[code],
            "labels": [label for _key, label in lines],
            "series": [{"name": "本期", "runs": [self._run(code, key) for key, _label in lines]}],
        }

    def _month_chart(self, code: str, name: str, of: str) -> dict:
        members = self.around.members(of)
        before = Counts(self.counts.office_id, year_before(self.counts.period), self.counts.known_by)
        series = [
            {
                "name": label,
                "runs": [_in_month(number, code, month.code, of) for month, number in counts.in_months(code, members)],
            }
            for label, counts in (("本期", self.counts), ("上年同期", before))
        ]
        months = [_month_name(month.first) for month, _number in self.counts.in_months(code)]
        return {
            "kind": "chart",
            "caption": f"{name}分月",
            "unit": self.around.measures[code],
            "labels": months,
            "series": series,
        }


def _in_month(number: int, code: str, month: str, of: str = "") -> dict:
    return {"t": str(number), "m": code, "of": of, "w": OWN, "p": month}


def _month_name(first: date) -> str:
    return f"{first.year}年{first.month}月"


def _tenths(part: int, base: int) -> int:
    return (2 * part * 1000 + base) // (2 * base)


def _signed(number: int) -> str:
    """+3, −2 with the sign of print, 0."""
    return f"{'+' if number > 0 else '−' if number < 0 else ''}{abs(number)}"


def _points(tenths: int) -> str:
    return f"{tenths // 10}.{tenths % 10}"
