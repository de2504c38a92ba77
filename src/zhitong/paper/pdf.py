"""The paper as PDF, set by Typst from data: the same paper gives the same bytes, with no network and nothing evaluated.

The page is described in ``page.typ``; texts reach it only as JSON. A tagged PDF results (headings, tables, alternatives of
figures), with its fonts inside it. What no font here can show stands as an empty box; ask ``fonts.missing_glyphs`` first.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

import typst

from zhitong.paper import measures
from zhitong.paper.characters import breakable
from zhitong.paper.description import Paper
from zhitong.paper.drawings import Drawing
from zhitong.paper.fonts import available_fonts, is_private, library, private_fonts
from zhitong.paper.parts import FootRow, Piece, parts, texts
from zhitong.paper.refusals import not_set
from zhitong.paper.titles import title_lines

_ROOM = Path(__file__).parent
# A paper without a day of its own bears this one: a clock would make each print differ.
UNDATED = date(2000, 1, 1)
# Comes inside Typst itself, so there is always a font, if only for Latin text.
_LAST_FONT = "Libertinus Serif"
_UNBROKEN_CELL_BYTES = 1200  # about 400 characters: a third of a page in a full-width cell
_LONG_FOOT = 400  # characters: 26 lines of 24 pt fill a page, with 29 in a line; half of that, for rows that are short
_PICTURE = b"""#set page(width: auto, height: auto, margin: 0pt, fill: white)
#image(bytes(sys.inputs.svg), format: "svg", width: float(sys.inputs.width) * 1mm)"""


def to_pdf(paper: Paper, *, font_directories: Iterable[Path] = ()) -> bytes:
    """The PDF. ``font_directories`` hold fonts beside those of the system, such as the office's own."""
    directories = tuple(font_directories)
    return _set(
        _page(),
        fonts=library(directories),
        data={"paper": json.dumps(_data(paper, directories), ensure_ascii=False)},
        format="pdf",
        timestamp=int(datetime.combine(day_of(paper), datetime.min.time(), UTC).timestamp()),
    )


def picture(drawing: Drawing, *, per_inch: int = 220) -> bytes:
    """A drawing as PNG of its printed size, for programs that know no SVG."""
    data = {"svg": drawing.svg, "width": f"{drawing.width_mm:.3f}"}
    return _set(_PICTURE, fonts=library(), data=data, format="png", ppi=float(per_inch))


def day_of(paper: Paper) -> date:
    """The day a paper's file bears: its issue, else its printing, else ``UNDATED``."""
    issued = paper.masthead.issue_date if paper.masthead else None
    printed = paper.imprint.printed_on if paper.imprint else None
    return issued or printed or UNDATED


def _set(source: bytes, *, fonts: typst.Fonts, data: dict[str, str], **form: object) -> bytes:
    try:
        return typst.compile(source, root=str(_ROOM), font_paths=fonts, sys_inputs=data, **form)
    except BaseException as problem:
        # A panic inside Typst is no Exception to Python, and would end the worker that asked for one bad paper.
        if not isinstance(problem, typst.TypstError) and type(problem).__name__ != "PanicException":
            raise
        raise not_set() from problem


@lru_cache(maxsize=1)
def _page() -> bytes:
    return (_ROOM / "page.typ").read_bytes()


def _data(paper: Paper, directories: tuple[Path, ...]) -> dict[str, object]:
    whole = parts(paper)
    head = whole.head
    return {
        "lang": "en" if whole.language.lower().startswith("en") else "zh",
        "region": "cn" if not whole.language.lower().startswith("en") else "gb",
        "fonts": {role: [*names, _LAST_FONT] for role, names in available_fonts(directories).items()},
        "has_private": any(is_private(character) for text in texts(whole) for character in text),
        "private_fonts": private_fonts(directories) or [_LAST_FONT],
        "measures": _measures(),
        "warning": whole.warning,
        "title": " ".join(whole.title.split("\n")),
        "title_lines": [_line(line, measures.SIZE_2_PT) for line in title_lines(whole.title)],
        "addressee": _line(whole.addressee),
        "head": {
            "copy_number": _line(head.copy_number),
            "marks": [_line(mark) for mark in head.marks],
            "name": _line(head.name, measures.name_size_pt(head.name)),
            "name_size": measures.name_size_pt(head.name),
            "number": _line(head.number, share=0.6),
            "is_document_number": head.is_document_number,
            "signer_label": head.signer_label,
            "signer": _line(head.signer, share=0.3),
            "office": _line(head.office, share=0.6),
            "date": head.date,
        }
        if head
        else None,
        "pieces": [_piece(piece) for piece in whole.pieces],
        "foot": [_foot_row(row) for row in whole.foot],
        "foot_is_long": sum(len(row.left) + len(row.right) for row in whole.foot) > _LONG_FOOT,
    }


def _line(text: str, size_pt: float = measures.SIZE_3_PT, *, share: float = 1.0) -> str:
    """The text, broken open where a word alone would be wider than ``share`` of the type area.

    A third of a line of full-width characters is safe: no letter that is not Chinese is wider than an em, few are above half.
    """
    room = measures.TYPE_WIDTH_MM * measures.PT_PER_MM * share
    return breakable(text, max(1, int(room / size_pt / 1.2)))


def _piece(piece: Piece) -> dict[str, object]:
    if piece.kind == "table":
        size = measures.table_size_pt(len(piece.head))
        cells = [
            [_line(cell, size, share=share * 0.8) for cell, share in zip(row, piece.shares, strict=True)]
            for row in (piece.head, *piece.rows)
        ]
        return {
            "kind": "table",
            "text": _line(piece.text),
            "size": size,
            "head": cells[0],
            "rows": cells[1:],
            "shares": piece.shares,
            "numeric": sorted(piece.numeric),
        }
    if piece.drawing:
        return {
            "kind": "figure",
            "text": _line(piece.text),
            "svg": piece.drawing.svg,
            "width": piece.drawing.width_mm,
            "height": piece.drawing.height_mm,
            "alt": piece.alt,
        }
    return {"kind": piece.kind, "text": _line(piece.text), "level": piece.level}


def _foot_row(row: FootRow) -> dict[str, object]:
    label, colon, _ = row.left.partition("：")
    hang = len(label + colon) if colon and not row.right and len(label) <= 4 else 0
    share = 0.5 if row.right else 0.9
    return {
        "left": _line(row.left, measures.SIZE_4_PT, share=share),
        "right": _line(row.right, measures.SIZE_4_PT, share=0.4),
        "rule": row.rule,
        "hang": hang,
    }


@lru_cache(maxsize=1)
def _measures() -> dict[str, object]:
    return {
        "page_width": measures.PAGE_WIDTH_MM,
        "page_height": measures.PAGE_HEIGHT_MM,
        "top": measures.TOP_MM,
        "left": measures.LEFT_MM,
        "right": measures.RIGHT_MM,
        "bottom": measures.BOTTOM_MM,
        "type_width": measures.TYPE_WIDTH_MM,
        # A hundredth of a point less, or rounding could cost the 22nd line.
        "line": measures.LINE_PT - 0.01,
        "character": measures.CHARACTER_PT,
        # Between 28 characters are 27 gaps; a hundredth more, for the same reason.
        "tracking": measures.CHARACTERS * (measures.CHARACTER_PT - measures.SIZE_3_PT) / (measures.CHARACTERS - 1)
        - 0.01,
        "size_2": measures.SIZE_2_PT,
        "size_3": measures.SIZE_3_PT,
        "size_4": measures.SIZE_4_PT,
        "small": measures.SIZE_SMALL_4_PT,
        "indent": measures.INDENT_CHARACTERS,
        "mark_top": measures.MARK_TOP_MM,
        "number_gap": measures.NUMBER_GAP_LINES,
        "issue_gap": measures.ISSUE_GAP_LINES,
        "red_line_gap": measures.RED_LINE_GAP_MM,
        "red_line": measures.RED_LINE_PT,
        "red": measures.RED,
        "title_gap": measures.TITLE_GAP_LINES,
        "addressee_gap": measures.ADDRESSEE_GAP_LINES,
        "thick": measures.THICK_MM,
        "thin": measures.THIN_MM,
        "foot_line": measures.FOOT_LINE_PT,
        "page_number_gap": measures.PAGE_NUMBER_GAP_MM,
        "unbroken_cell": _UNBROKEN_CELL_BYTES,
    }
