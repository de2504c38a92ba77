"""版式: a printed paper described once and made as HTML, as .docx and as PDF, all three with the same words."""

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
from zhitong.paper.fonts import available_fonts, missing_glyphs
from zhitong.paper.html import to_html
from zhitong.paper.pdf import to_pdf


def to_docx(paper: Paper) -> bytes:
    """The paper as a .docx file: ``zhitong.paper.word``."""
    from zhitong.paper import word  # noqa: PLC0415  slow import: lxml and python-docx

    return word.to_docx(paper)


__all__ = [
    "Block",
    "Figure",
    "Heading",
    "Imprint",
    "Masthead",
    "Note",
    "Paper",
    "Paragraph",
    "SourceLine",
    "Table",
    "available_fonts",
    "missing_glyphs",
    "to_docx",
    "to_html",
    "to_pdf",
]
