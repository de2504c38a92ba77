"""The small language in which an office writes its reports: plain text, with places that ask for figures, tables and charts.

    # 一、总体情况
    {期间}，共收到社情民意信息{来稿}件，{来稿·同比}；其中党派团体{来稿·党派团体}件。
    【表：分单位：来稿、采用、采用率】
    【图：来稿：分月】
    > 数据截至{截止日}。

Nothing in it is ever read as HTML or run; a text that cannot be understood is refused with its line and what to write instead.
This file reads the language; what the places then say is in ``filling.py``. The manual is docs/manual/reports.md.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from zhitong.errors import BadInput

MOST_CHARACTERS = 60_000
MOST_PLACES = 400
MOST_DRAWN = 40  # tables and charts
FAULTS_SHOWN = 6

# What may follow a measure after "·": how its figure is said. Chinese, as the template is.
NUMBER = "数"
FORMS = (NUMBER, "同比", "环比", "增减", "上年同期", "上期", "占比", "名次")
ONLY_FOR_COUNTS = frozenset({"增减", "占比"})
FACTS = ("期间", "单位", "起始日", "终止日", "截止日", "今日", "补计")
BY = {"分单位": "unit", "分类别": "kind", "分月": "month"}
LISTS = {"批示明细": "instructions", "采用明细": "adoptions", "分档": "tiers", "表彰名单": "awards"}
MARKS = re.compile(r"[·・./\s]+")
PLACE = re.compile(r"\{\{|\}\}|[{｛]([^{}｛｝\n]*)[}｝]|[{}｛｝]")
DRAWN = re.compile(r"^【\s*(表|图)\s*[：:]([^】]*)】$")
HEADING = re.compile(r"^(#{1,3})\s*(.*)$")


@dataclass(frozen=True)
class Vocabulary:
    """What one office can ask for: ``measures`` (name to code; ``rates`` are codes among them), ``kinds`` of unit and ``units``
    (name to the key that an address says for it)."""

    measures: Mapping[str, str]
    rates: frozenset[str]
    kinds: Mapping[str, str]
    units: Mapping[str, str]

    @property
    def places(self) -> dict[str, str]:
        return {**self.units, **self.kinds}


@dataclass(frozen=True)
class Ask:
    """One figure asked for: a measure, of the whole office or one unit or kind (``of``), said in one of FORMS."""

    measure: str
    of: str = ""
    form: str = NUMBER
    name: str = ""  # of the measure, as written


@dataclass(frozen=True)
class Fact:
    """A fact of the paper itself: its period, office, days."""

    name: str


Piece = str | Ask | Fact


@dataclass(frozen=True)
class Words:
    """A line of words. ``kind``: heading, paragraph or note."""

    kind: str
    pieces: tuple[Piece, ...]
    level: int = 0


@dataclass(frozen=True)
class TableAsked:
    """Rows by unit, kind or month with a column for each figure asked for; or a list of instructions or adoptions."""

    by: str
    columns: tuple[Ask, ...] = ()


@dataclass(frozen=True)
class ChartAsked:
    ask: Ask
    by: str


@dataclass(frozen=True)
class Document:
    blocks: tuple[Words | TableAsked | ChartAsked, ...]


@dataclass
class _Reader:
    vocabulary: Vocabulary
    faults: list[str] = field(default_factory=list)
    line: int = 0
    places: int = 0
    drawn: int = 0

    def fault(self, message: str) -> None:
        self.faults.append(_("Line %(line)s: %(fault)s") % {"line": self.line, "fault": message})


def read(text: str, vocabulary: Vocabulary) -> Document:
    """The text as a document. BadInput that names each line which cannot be understood, and what to write there."""
    reader = _Reader(vocabulary)
    if len(text) > MOST_CHARACTERS:
        raise BadInput(
            "reports.text.long",
            _("The text is longer than %(most)s characters.") % {"most": MOST_CHARACTERS},
            _("Make two papers of it."),
            field="text",
        )
    blocks = []
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        reader.line = number
        if line.strip():
            blocks.append(_block(reader, line.strip()))
    if reader.places > MOST_PLACES or reader.drawn > MOST_DRAWN:
        reader.faults.append(
            _("A paper holds at most %(places)s figures and %(drawn)s tables and charts.")
            % {"places": MOST_PLACES, "drawn": MOST_DRAWN}
        )
    if reader.faults:
        shown = reader.faults[:FAULTS_SHOWN]
        if len(reader.faults) > FAULTS_SHOWN:
            shown.append(_("and %(count)s more faults.") % {"count": len(reader.faults) - FAULTS_SHOWN})
        raise BadInput(
            "reports.text.faults", "\n".join(shown), _("Nothing was saved; your text is below."), field="text"
        )
    return Document(tuple(block for block in blocks if block is not None))


def _block(reader: _Reader, line: str) -> Words | TableAsked | ChartAsked | None:
    if line.startswith("【") and (drawn := DRAWN.match(line)):
        reader.drawn += 1
        parts = [part.strip() for part in re.split(r"[：:]", drawn[2])]
        return _table(reader, parts) if drawn[1] == "表" else _chart(reader, parts)
    if line.startswith(("【表", "【图")):
        reader.fault(_("a table or chart stands on a line of its own, such as 【表：分单位】."))
        return None
    if heading := HEADING.match(line):
        return Words("heading", _pieces(reader, heading[2]), len(heading[1]))
    if line.startswith((">", "＞")):
        return Words("note", _pieces(reader, line[1:].strip()))
    return Words("paragraph", _pieces(reader, line))


def _pieces(reader: _Reader, line: str) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    end = 0
    for found in PLACE.finditer(line):
        pieces.append(line[end : found.start()])
        end = found.end()
        if found[0] in ("{{", "}}"):
            pieces.append(found[0][0])
        elif found[1] is None:
            reader.fault(
                _("the sign “%(sign)s” stands alone. Write {来稿} for a figure, or {{ and }} for the signs themselves.")
                % {"sign": found[0]}
            )
        else:
            reader.places += 1
            piece = _place(reader, found[1].strip())
            pieces.append(piece if piece is not None else "")
    pieces.append(line[end:])
    return tuple(piece for piece in pieces if piece != "")


def _place(reader: _Reader, words: str) -> Ask | Fact | None:
    if words in FACTS:
        return Fact(words)
    return _ask(reader, words)


def _ask(reader: _Reader, words: str, *, in_column: bool = False) -> Ask | None:
    """来稿·党派团体·同比: a measure, then in any order whose and how."""
    name, *rest = MARKS.split(words.strip()) if words.strip() else [""]
    vocabulary, places = reader.vocabulary, reader.vocabulary.places
    code = vocabulary.measures.get(name)
    if code is None:
        known = [*vocabulary.measures, *FACTS]
        reader.fault(_unknown(_("there is no figure called “%(name)s”."), name, known))
        return None
    of, form = "", NUMBER
    for word in rest:
        if word in FORMS:
            form = word
        elif word in places:
            of = places[word]
        else:
            reader.fault(
                _unknown(_("“%(name)s” is neither a unit nor a way to say a figure."), word, [*FORMS, *places])
            )
            return None
    if form in ONLY_FOR_COUNTS and code in vocabulary.rates:
        reader.fault(_("“%(name)s” is a rate; ask for 同比, 环比, 上年同期 or 上期 of it.") % {"name": name})
        return None
    if form == "名次" and not in_column and of not in vocabulary.units.values():
        reader.fault(_("a rank is asked for one unit, such as {%(name)s·名次·单位名}.") % {"name": name})
        return None
    return Ask(code, of, form, name)


def _table(reader: _Reader, parts: list[str]) -> TableAsked | None:
    if len(parts) == 1 and parts[0] in LISTS:
        return TableAsked(LISTS[parts[0]])
    if parts[0] not in BY or len(parts) > 2:
        reader.fault(
            _unknown(_("there is no table “%(name)s”."), "：".join(parts), [*BY, *LISTS, "分单位：来稿、采用、采用率"])
        )
        return None
    columns = (
        tuple(filter(None, (_column(reader, word) for word in re.split(r"[、,，]", parts[1]))))
        if len(parts) == 2
        else ()
    )
    return TableAsked(BY[parts[0]], columns)


def _column(reader: _Reader, words: str) -> Ask | None:
    reader.places += 1
    ask = _ask(reader, words, in_column=True)
    if ask is not None and ask.of:
        reader.fault(_("a column counts each row's own unit; leave “%(words)s” without a unit.") % {"words": words})
        return None
    return ask


def _chart(reader: _Reader, parts: list[str]) -> ChartAsked | None:
    if len(parts) != 2 or parts[1] not in BY:
        reader.fault(_("write a chart as 【图：来稿：分类别】, 【图：来稿：分单位】 or 【图：来稿：分月】."))
        return None
    ask = _ask(reader, parts[0])
    if ask is None:
        return None
    if ask.form != NUMBER or (ask.of and parts[1] != "分月"):
        reader.fault(_("a chart shows plain figures; only a chart by month may name a unit."))
        return None
    return ChartAsked(ask, BY[parts[1]])


def _unknown(sentence: str, name: str, known: list[str]) -> str:
    """The sentence, with what may have been meant."""
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.3) or known[:12]
    return f"{sentence % {'name': name[:40]}} " + _("You can write: %(names)s.") % {"names": "、".join(near)}
