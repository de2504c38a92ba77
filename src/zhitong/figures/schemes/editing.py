"""A scheme as a form and back: what stands in each field, and the mapping that the typed fields make of the one they began from.

The form always begins from a mapping (``base``). A field that still says what it said at first leaves its value untouched, and a value
that no field can hold is never offered, so what is saved unchanged is the same scheme. ``typed`` is what a browser sends: name → words.

    f.PATH            a field of the whole scheme       TABLE            the numbers of its rows, in their order
    TABLE.N.FIELD     a field of row N                  TABLE.N.from     which row of the base it is; .gone: it is to be taken away
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import yaml

from zhitong.errors import Refused, Said

from .build import build_scheme
from .difference import LABELS, LISTS
from .fields import Field, NotTaken
from .keys import entries
from .model import Scheme
from .refusals import SchemeWrong
from .sections import SECTIONS, TABLES, Joined, Section, Table

Typed = Mapping[str, Sequence[str]]
MOST_ROWS = 200  # in one table; a scheme is a page
_MISSING = object()
_NEEDED = Said("This is needed.", "这里要填。")


@dataclass
class Folded:
    """``data`` is the mapping; ``scheme`` what it says, None where it cannot be read. ``problems``: name of a field → what is wrong;
    under the empty name what belongs to no field."""

    data: dict
    problems: dict[str, Said | str] = field(default_factory=dict)
    scheme: Scheme | None = None


# --- the file's mapping -----------------------------------------------------------------------------------------------


def normal(base: Mapping) -> dict:
    """The same scheme with every table written as the form writes it."""
    data = copy.deepcopy(dict(base))
    for table in TABLES.values():
        rows = rows_of(table, data)
        if rows is not None:
            _put(table, data, rows)
    return data


def rows_of(table: Table, data: Mapping) -> list[dict] | None:
    """None where they are written in a way that the form cannot hold."""
    if table.take is not None:
        return table.take(data)
    try:
        return entries(data, table.key)
    except SchemeWrong:
        return None


def _put(table: Table, data: dict, rows: list[dict]) -> None:
    if table.put is not None:
        table.put(data, rows)
    elif rows or data.get(table.key):
        data[table.key] = rows


def _get(holder: object, path: tuple[str, ...]) -> object:
    """The value at a path; None where nothing is said; ``_MISSING`` where something else stands in the way."""
    for step in path:
        if holder is None:
            return None
        if not isinstance(holder, dict):
            return _MISSING
        holder = holder.get(step)
    return holder


def _set(holder: dict, path: tuple[str, ...], value: object, *, must: bool) -> None:
    *way, last = path
    for step in way:
        if not isinstance(holder.get(step), dict):
            if value is None:
                return
            holder[step] = {}
        holder = holder[step]
    if value is not None or must or last in holder:
        holder[last] = value


def as_text(data: Mapping) -> str:
    """The scheme's file."""
    return yaml.safe_dump(dict(data), allow_unicode=True, sort_keys=False, width=120)


# --- what stands in the fields ----------------------------------------------------------------------------------------


def unfold(base: Mapping) -> dict[str, list[str]]:
    """The form as it is first opened."""
    data, typed = normal(base), {}
    for section in SECTIONS:
        for each in section.fields:
            typed |= {f"f.{name}": [said] for name, said in _shown(each, data).items()}
    for table in TABLES.values():
        rows = rows_of(table, data)
        if rows is None:
            continue
        typed[table.key] = [str(n) for n in range(len(rows))]
        for n, row in enumerate(rows):
            typed[f"{table.key}.{n}.from"] = [str(n)]
            for each in table.fields:
                typed |= {f"{table.key}.{n}.{name}": [said] for name, said in _shown(each, row).items()}
    return typed


def _shown(each: Field | Joined, holder: Mapping) -> dict[str, str]:
    """Name → what stands in it; empty where the value cannot stand there."""
    value = _get(holder, each.path)
    if value is _MISSING:
        return {}
    if isinstance(each, Joined):
        return {f"{'.'.join(each.path)}@{part}": said for part, said in (each.split(value) or {}).items()}
    said = each.show(value)
    return {} if said is None else {each.name: said}


# --- what was typed ---------------------------------------------------------------------------------------------------


def fold(base: Mapping, typed: Typed) -> Folded:
    """The mapping that the form says. Where a field is wrong its value stays as it was, and the problem is told."""
    data = normal(base)
    folded = Folded(data)
    for section in SECTIONS:
        for each in section.fields:
            _take_field(each, data, typed, "f.", folded.problems)
    places = {}
    for table in TABLES.values():
        if table.key in typed and (known := rows_of(table, data)) is not None:
            rows, tokens = _take_rows(table, known, data, typed, folded.problems)
            _put(table, data, rows)
            places[table.key] = tokens
    for key in ("levels", "accumulate", "repeat_same_level"):
        data.setdefault(key, [] if key == "levels" else None)
    if not folded.problems:
        try:
            folded.scheme = build_scheme(data)
        except SchemeWrong as wrong:
            folded.problems[_name_of(wrong.field or "", places, data)] = str(wrong)
        except Refused as wrong:
            folded.problems[""] = str(wrong)
    return folded


def first(typed: Typed, name: str) -> str:
    return (typed.get(name) or [""])[0]


def _take_field(
    each: Field | Joined,
    holder: dict,
    typed: Typed,
    before: str,
    problems: dict[str, Said | str],
    *,
    fresh: bool = False,
) -> None:
    """Put what was typed into its place; ``fresh``: in a row that did not stand in the file."""
    shown = _shown(each, holder)
    said = {name: _lines(first(typed, before + name)) for name in shown if before + name in typed}
    if said == {name: shown[name].strip() for name in said}:
        if fresh and isinstance(each, Field) and each.must:
            _set(holder, each.path, None, must=True)  # the text does not say; the key stands there all the same
        return
    try:
        if isinstance(each, Joined):
            value = _joined(each, {**shown, **said})
        else:
            value = each.read(said[each.name])
    except NotTaken as wrong:
        problems[before + (wrong.args[1] if len(wrong.args) > 1 else next(iter(shown)))] = wrong.said
        return
    _set(holder, each.path, value, must=not isinstance(each, Joined) and each.must)


def _joined(each: Joined, said: dict[str, str]) -> object:
    begin, read = ".".join(each.path), {}
    for part in each.parts:
        try:
            read[part.name] = part.read(said[f"{begin}@{part.name}"])
        except NotTaken as wrong:
            wrong.args = (*wrong.args, f"{begin}@{part.name}")
            raise
    return each.join(read)


def _lines(said: str) -> str:
    return said.replace("\r\n", "\n").strip()


def _take_rows(
    table: Table, known: list[dict], data: Mapping, typed: Typed, problems: dict[str, Said | str]
) -> tuple[list[dict], list[str]]:
    """The rows in the order of the form, and the number of each. A new row in which nothing stands is none."""
    rows, tokens = [], []
    taken = {str(row.get(each.id_key)) for each in TABLES.values() for row in rows_of(each, data) or () if each.stem}
    for token in list(dict.fromkeys(typed[table.key]))[:MOST_ROWS]:
        begin = f"{table.key}.{token}."
        if not token.isdecimal() or first(typed, begin + "gone"):
            continue
        came_from = first(typed, begin + "from")
        is_old = came_from.isdecimal() and int(came_from) < len(known)
        row = copy.deepcopy(known[int(came_from)]) if is_old else {}
        for each in table.fields:
            _take_field(each, row, typed, begin, problems, fresh=not is_old)
        wrong = any(name.startswith(begin) for name in problems)
        if not is_old and not wrong and not any(value not in (None, "", [], {}) for value in row.values()):
            continue
        if not wrong:
            for name in table.must:
                if row.get(name) in (None, "", []) and (not is_old or begin + name in typed):
                    problems[begin + name] = _NEEDED
        if not is_old and table.stem:
            row = {table.id_key: _free(table.stem, taken), **row}
        rows.append(row)
        tokens.append(token)
    if table.put is not None and any(name.startswith(f"{table.key}.") for name in problems):
        return known, []  # its rows cannot be written before each has its name
    return rows, tokens


def _free(stem: str, taken: set[str]) -> str:
    name = next(name for n in range(1, len(taken) + 2) if (name := f"{stem}_{n}") not in taken)
    taken.add(name)
    return name


_ROW = re.compile(r"(\w+)\[(\d+)\](?:\.(\w+))?")


def _name_of(place: str, tables: Mapping[str, list[str]], data: Mapping) -> str:
    """The field of the form that a refusal's key means; empty where it means none."""
    place = place.removeprefix("authors.")
    key, n, name = None, -1, None
    if match := _ROW.match(place):
        key, n, name = match[1], int(match[2]), match[3]
    elif place.startswith("rates."):
        _rates, rate, *rest = place.split(".")
        names = list(data.get("rates") or ())
        key, n, name = "rates", names.index(rate) if rate in names else -1, rest[0] if rest else "name"
    if key in tables and 0 <= n < len(tables[key]):
        names = [each.name for each in TABLES[key].fields]
        return f"{key}.{tables[key][n]}.{name if name in names else names[0]}"
    known = {each.name: f"f.{each.name}" for section in SECTIONS for each in section.fields if isinstance(each, Field)}
    known |= {
        ".".join(each.path): f"f.{'.'.join(each.path)}@{each.parts[0].name}"
        for section in SECTIONS
        for each in section.fields
        if isinstance(each, Joined)
    }
    return next((known[name] for name in sorted(known, key=len, reverse=True) if place.startswith(name)), "")


# --- rows added and taken away without a script -----------------------------------------------------------------------


def add_row(typed: Typed, key: str) -> tuple[dict[str, list[str]], str]:
    """The form with one more row of a table, and the name of its first field."""
    typed = {name: list(values) for name, values in typed.items()}
    rows = typed.setdefault(key, [])
    if len(rows) >= MOST_ROWS:
        return typed, ""
    token = str(max((int(row) for row in rows if row.isdecimal()), default=-1) + 1)
    rows.append(token)
    return typed, f"{key}.{token}.{TABLES[key].fields[0].name}"


def move_row(typed: Typed, key: str, token: str, by: int) -> dict[str, list[str]]:
    typed = {name: list(values) for name, values in typed.items()}
    rows = typed.get(key, [])
    if token in rows and 0 <= (n := rows.index(token)) + by < len(rows):
        rows[n], rows[n + by] = rows[n + by], rows[n]
    return typed


def mark_row(typed: Typed, key: str, token: str, *, gone: bool) -> dict[str, list[str]]:
    """A row is only marked as gone, and can be taken back, until the form is kept."""
    return {**typed, f"{key}.{token}.gone": ["1" if gone else ""]}


# --- as it is drawn ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Box:
    """One field as drawn. ``kept``: what stands there that the form cannot hold, read aloud."""

    field: Field
    name: str
    value: str = ""
    problem: Said | str = ""
    kept: str = ""

    @property
    def choices(self) -> list[tuple[str, Said | str]]:
        """What is offered, and a word of the text's own."""
        offered = list(self.field.choices)
        return offered if self.value in dict(offered) else [*offered, (self.value, self.value)]

    @property
    def id(self) -> str:
        return "x-" + re.sub(r"[^\w-]", "-", self.name)


@dataclass(frozen=True)
class DrawnRow:
    token: str
    came_from: str
    boxes: tuple[Box, ...]
    called: str  # identifier, where it has one
    besides: tuple[str, ...]  # what else the file says of it
    gone: bool = False

    @property
    def usual(self) -> list[Box]:
        return [box for box in self.boxes if not box.field.more]

    @property
    def seldom(self) -> list[Box]:
        return [box for box in self.boxes if box.field.more]

    @property
    def is_told(self) -> bool:
        """Whether something stands in what is seldom needed."""
        return any(box.value or box.kept or box.problem for box in self.seldom)

    @property
    def title(self) -> str:
        return self.boxes[0].value if self.boxes else ""


@dataclass(frozen=True)
class DrawnTable:
    table: Table
    rows: tuple[DrawnRow, ...]
    kept: str = ""


@dataclass(frozen=True)
class DrawnSection:
    section: Section
    boxes: tuple[Box, ...]
    tables: tuple[DrawnTable, ...]

    @property
    def has_problem(self) -> bool:
        rows = (row for table in self.tables for row in table.rows)
        return any(box.problem for box in (*self.boxes, *(box for row in rows for box in row.boxes)))


def drawn(base: Mapping, typed: Typed, problems: Mapping[str, Said | str]) -> list[DrawnSection]:
    data = normal(base)
    return [
        DrawnSection(
            section,
            tuple(box for each in section.fields for box in _boxes(each, data, typed, "f.", problems)),
            tuple(_drawn_table(table, data, typed, problems) for table in section.tables),
        )
        for section in SECTIONS
    ]


def _drawn_table(table: Table, data: Mapping, typed: Typed, problems: Mapping[str, Said | str]) -> DrawnTable:
    known = rows_of(table, data)
    if known is None:
        return DrawnTable(table, (), told(data.get(table.key)))
    held = {each.path[0] for each in table.fields} | {table.id_key if table.stem else ""}
    rows = []
    for token in typed.get(table.key, ()):
        begin = f"{table.key}.{token}."
        came_from = first(typed, begin + "from")
        row = known[int(came_from)] if came_from.isdecimal() and int(came_from) < len(known) else {}
        boxes = tuple(box for each in table.fields for box in _boxes(each, row, typed, begin, problems))
        besides = tuple(
            f"{label(key)}：{told(value)}" for key, value in row.items() if key not in held and value is not None
        )
        called = str(row.get(table.id_key) or "") if table.stem else ""
        rows.append(DrawnRow(token, came_from, boxes, called, besides, bool(first(typed, begin + "gone"))))
    return DrawnTable(table, tuple(rows))


def _boxes(
    each: Field | Joined, holder: Mapping, typed: Typed, before: str, problems: Mapping[str, Said | str]
) -> Iterator[Box]:
    shown = _shown(each, holder)
    parts = [(each, each.name)] if isinstance(each, Field) else [(part, f"{'.'.join(each.path)}@{part.name}") for part in each.parts]  # fmt: skip
    if not shown:
        value = _get(holder, each.path)
        yield Box(parts[0][0], before + parts[0][1], kept=told(_get(holder, each.path[:1]) if value is _MISSING else value))  # fmt: skip
        return
    for part, name in parts:
        said = first(typed, before + name) if before + name in typed else shown[name]
        yield Box(part, before + name, said, problems.get(before + name, ""))


_LABELS = {
    "title": "标题", "host": "来自", "seen": "所见部分", "ranked": "排名周期", "cutoff": "截止", "below": "低于", "above": "高于", "zh": "中文", "en": "英文",
    "proposals_rule": "联名提案", "proposal_filed": "提案立案", "proposal_turned_information": "提案转信息", "each": "每件", "filed": "立案再加", "first_author": "第一作者",
    "per_month": "每月", "per_quarter": "每季度", "folded_into": "折算到", "base_total": "总分", "text": "文字",
}  # fmt: skip


def label(key: str) -> str:
    return _LABELS.get(key) or LABELS.get(key, LISTS.get(key, (key, key)))[1]


def told(value: object) -> str:
    """A value of the file in one line, for reading."""
    if isinstance(value, Mapping):
        return "；".join(f"{label(str(key))} {told(each)}" for key, each in value.items())
    if isinstance(value, (list, tuple)):
        return "、".join(map(told, value))
    if isinstance(value, bool):
        return "是" if value else "否"
    return "—" if value is None else str(value)


_BY_NUMBER = {"examples": "共 %d 个", "decisions": "共 %d 项"}


def besides(base: Mapping) -> list[tuple[str, str]]:
    """What the form leaves alone: its name and its words. Examples and decisions are told by their number."""
    held = {each.path[0] for section in SECTIONS for each in section.fields} | set(TABLES) | {"submission", "authors"}
    found = [
        (label(key), told(value))
        for key, value in base.items()
        if key not in held | set(_BY_NUMBER) and value not in (None, "", [], {})
    ]
    found += [(label(key), words % len(base[key])) for key, words in _BY_NUMBER.items() if base.get(key)]
    for key, names in (
        ("submission", ("points_each", "base", "target", "cap", "miss")),
        ("authors", ("information", "bonus_by_kind")),
        ("ranking", ("groups", "by", "ties", "bands", "pass", "minimum", "per_head", "convert")),
        ("period", ("counting",)),
    ):
        part = base.get(key)
        if isinstance(part, dict):
            found += [(f"{label(key)}：{label(name)}", told(value)) for name, value in part.items() if name not in names and value is not None]  # fmt: skip
    return found
