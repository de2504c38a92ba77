"""What is on a printed paper, said without saying how it looks. HTML, Word and PDF are all made from this.

All text is plain text: nothing in it is read as markup. A line break in a text stays a line break. Which characters can be
printed, and what happens to the others, stands in ``characters.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

DEFAULT_MARK = "内部资料 注意保存"


@dataclass(frozen=True, slots=True)
class Masthead:
    """版头. ``issue_number`` as a whole number is printed 第12期; as text it is printed as given: ``协发〔2026〕3号``.

    ``running_number`` is the total count of the series (总第…期). ``secrecy_mark`` and ``urgency`` stand top left in 黑体.
    """

    name: str
    issue_number: int | str | None = None
    running_number: int | None = None
    office: str = ""
    issue_date: date | None = None
    secrecy_mark: str = DEFAULT_MARK
    urgency: str = ""
    copy_number: str = ""
    signer: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """Level 1 黑体, 2 楷体, 3 and 4 仿宋. The number (一、 （一） 1. （1）) is part of the text, as the writer gave it."""

    level: int
    text: str

    def __post_init__(self) -> None:
        if self.level not in (1, 2, 3, 4):
            raise ValueError(f"a heading has level 1 to 4, not {self.level}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body, indented two characters unless ``no_indent``."""

    text: str
    no_indent: bool = False


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Who spoke and from where, in brackets after the text: （反映人：…，系…）. Given ready, brackets included."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one head row, repeated on each page. Cells are text or numbers, printed with ``str``; None is empty.

    ``widths`` are shares, one for each column (equal when left out); ``numeric`` are the positions, from 0, of columns set
    flush right. A row shorter than the head is filled with empty cells, a longer one is an error: a figure would vanish.
    """

    head: Sequence[str]
    rows: Sequence[Sequence[object]]
    widths: Sequence[float] = ()
    numeric: frozenset[int] | Sequence[int] = frozenset()
    caption: str = ""

    def __post_init__(self) -> None:
        columns = len(self.head)
        if not columns:
            raise ValueError("a table needs at least one column")
        if any(len(row) > columns for row in self.rows):
            raise ValueError(f"a row has more cells than the {columns} of the head")
        if self.widths and (len(self.widths) != columns or any(width <= 0 for width in self.widths)):
            raise ValueError(f"{columns} widths above zero are needed, one for each column")
        if any(not 0 <= position < columns for position in self.numeric):
            raise ValueError("a numeric column lies outside the table")


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing as SVG. Colours and sizes must be attributes (``fill="…"``): style sheets do not reach paper.

    ``alt`` says in words what it shows; ``caption`` is printed under it. What may stand in the SVG: ``drawings.py``.
    """

    svg: str
    alt: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A note in small type under a table or figure, or at the end."""

    text: str


Block: TypeAlias = Heading | Paragraph | SourceLine | Table | Figure | Note


@dataclass(frozen=True, slots=True)
class Imprint:
    """版记, at the foot of the last page. ``up`` 报, ``across`` 送, ``down`` 发, ``cc`` 抄送: each a list of receivers."""

    up: Sequence[str] = ()
    across: Sequence[str] = ()
    down: Sequence[str] = ()
    cc: Sequence[str] = ()
    editor: str = ""
    responsible_editor: str = ""
    signer: str = ""
    phone: str = ""
    printer: str = ""
    printed_on: date | None = None
    copies: int | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """One printed paper. Without ``masthead`` it is a plain paper (minutes, a slip): it begins with its title.

    ``language`` is a BCP 47 tag; it chooses the printed words around the text (第…期 or Issue …) and is told to readers
    that speak or hyphenate.
    """

    title: str
    blocks: Sequence[Block] = field(default_factory=tuple)
    masthead: Masthead | None = None
    addressee: str = ""
    imprint: Imprint | None = None
    language: str = "zh-Hans"
    warning: str = ""  # stands above every sheet: for whom alone this copy is, who printed it and when
