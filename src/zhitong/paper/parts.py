"""The words of a paper in the order they are printed: what HTML, Word and PDF share, so that they cannot differ.

Here numbers become 第12期, receivers become one sentence, and every text passes ``as_printed``. A text of nothing but blanks
is no part: it would print as a hole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhitong.paper import measures
from zhitong.paper.characters import as_printed
from zhitong.paper.description import (
    Block,
    Figure,
    Heading,
    Imprint,
    Masthead,
    Note,
    Paper,
    Paragraph,
    SourceLine,
    Table,
)
from zhitong.paper.drawings import Drawing, drawing
from zhitong.paper.refusals import too_long
from zhitong.paper.wording import words, written_date


@dataclass(frozen=True, slots=True)
class Head:
    """版头 as printed. ``marks`` are the lines top left, first the copy number, which alone is set in 仿宋."""

    copy_number: str
    marks: tuple[str, ...]
    name: str
    number: str
    is_document_number: bool
    signer_label: str
    signer: str
    office: str
    date: str


@dataclass(frozen=True, slots=True)
class FootRow:
    """One row of the imprint. ``rule`` says that a thin line stands above it (the first row has the thick one)."""

    left: str
    right: str = ""
    rule: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A block as printed: its ``kind``, its text, or for tables and figures what they hold."""

    kind: str
    text: str = ""
    level: int = 0
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    shares: tuple[float, ...] = ()
    numeric: frozenset[int] = frozenset()
    drawing: Drawing | None = None
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """The whole paper as printed."""

    title: str
    addressee: str
    head: Head | None
    pieces: tuple[Piece, ...]
    foot: tuple[FootRow, ...]
    language: str
    warning: str = ""


def parts(paper: Paper) -> Parts:
    """Everything that is printed. Refuses a paper beyond ``MOST_CHARACTERS`` and figures that are not plain drawings."""
    whole = Parts(
        title=_text(paper.title),
        addressee=_text(paper.addressee),
        head=_head(paper.masthead, paper.language) if paper.masthead else None,
        pieces=tuple(_pieces(paper.blocks)),
        foot=tuple(_foot(paper.imprint, paper.language)) if paper.imprint else (),
        language=as_printed(paper.language) or "zh-Hans",
        warning=_text(paper.warning),
    )
    length = sum(map(len, texts(whole)))
    if length > measures.MOST_CHARACTERS:
        raise too_long(length)
    return whole


def texts(whole: Parts) -> Iterator[str]:
    """Every printed text, once, in reading order; page numbers and the repeated heads of tables are not among them."""
    yield whole.warning
    if head := whole.head:
        yield from (head.copy_number, *head.marks, head.name, head.number, head.signer_label, head.signer)
        yield from (head.office, head.date)
    yield from (whole.title, whole.addressee)
    for piece in whole.pieces:
        if piece.kind == "table":
            yield piece.text
            yield from piece.head
            for row in piece.rows:
                yield from row
        else:
            yield piece.text
    for row in whole.foot:
        yield from (row.left, row.right)


def _text(text: object) -> str:
    return as_printed(text).strip()


def _head(masthead: Masthead, language: str) -> Head:
    said = words(language)
    number = masthead.issue_number
    is_document_number = isinstance(number, str)
    printed = _text(number) if is_document_number else said["issue"].format(number=number) if number is not None else ""
    if masthead.running_number is not None:
        printed = (printed + said["running"].format(number=masthead.running_number)).strip()
    return Head(
        copy_number=_text(masthead.copy_number),
        marks=tuple(filter(None, map(_text, (masthead.secrecy_mark, masthead.urgency)))),
        name=_text(masthead.name),
        number=printed,
        is_document_number=is_document_number,
        signer_label=said["masthead_signer"] if _text(masthead.signer) else "",
        signer=_text(masthead.signer),
        office=_text(masthead.office),
        date=written_date(masthead.issue_date, language) if masthead.issue_date else "",
    )


def _pieces(blocks: Sequence[Block]) -> Iterator[Piece]:
    figures = 0
    for block in blocks:
        match block:
            case Table():
                yield _table(block)
            case Figure():
                figures += 1
                shown = drawing(block.svg, prefix=f"figure{figures}-")
                yield Piece("figure", _text(block.caption), drawing=shown, alt=_text(block.alt))
            case _ if text := _text(block.text):
                yield _written(block, text)


def _written(block: Heading | Paragraph | SourceLine | Note, text: str) -> Piece:
    match block:
        case Heading():
            return Piece("heading", text, level=block.level)
        case SourceLine():
            return Piece("source", text)
        case Note():
            return Piece("note", text)
        case Paragraph():
            return Piece("flush" if block.no_indent else "paragraph", text)
    raise TypeError(f"a paper has no block of the kind {type(block).__name__}")


def _table(table: Table) -> Piece:
    columns = len(table.head)
    widths = tuple(table.widths) or (1.0,) * columns
    filled = (tuple(row) + (None,) * (columns - len(row)) for row in table.rows)
    return Piece(
        "table",
        _text(table.caption),
        head=tuple(map(_text, table.head)),
        rows=tuple(tuple("" if cell is None else _text(cell) for cell in row) for row in filled),
        shares=tuple(width / sum(widths) for width in widths),
        numeric=frozenset(table.numeric),
    )


def _foot(imprint: Imprint, language: str) -> Iterator[FootRow]:
    said = words(language)
    for place in ("up", "across", "down", "cc"):
        receivers = getattr(imprint, place)
        receivers = (receivers,) if isinstance(receivers, str) else receivers
        named = said["separator"].join(filter(None, map(_text, receivers))).rstrip("。.")
        if named:
            yield FootRow(said[place] + named + said["stop"], rule=place == "cc")
    people = ("editor", "responsible_editor", "signer")
    known = [said[who] + name for who in people if (name := _text(getattr(imprint, who)))]
    phone = _text(imprint.phone)
    if known or phone:
        yield FootRow(said["blank"].join(known), said["phone"] + phone if phone else "", rule=True)
    printer = _text(imprint.printer)
    day = imprint.printed_on
    printed = said["printed_on"].format(date=written_date(day, language)) if day else ""
    if printer or printed:
        yield FootRow(printer, printed, rule=True)
    if imprint.copies is not None:
        yield FootRow("", said["copies"].format(number=imprint.copies))
