"""Tables of the Word file: those of the text, and the imprint, a frame at the foot of the last page."""

from __future__ import annotations

from xml.sax.saxutils import escape

from docx.document import Document as DocxDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from zhitong.paper import measures, word_styles
from zhitong.paper.parts import FootRow, Piece


def _eighths(mm: float) -> int:
    return round(mm * measures.PT_PER_MM * 8)


_THICK, _THIN = _eighths(measures.THICK_MM), _eighths(measures.THIN_MM)
_FRAME = (
    f'<w:framePr w:w="{word_styles.TYPE_WIDTH}" w:vSpace="{word_styles.LINE}" w:wrap="notBeside" '
    'w:vAnchor="margin" w:hAnchor="margin" w:xAlign="center" w:yAlign="bottom"/>'
)
_CELL_SIDE = measures.twips(1)


def _border(side: str, width: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{width}" w:space="0" w:color="000000"/>'


def text_table(document: DocxDocument, piece: Piece) -> None:
    """A table as wide as the type area; its head row is repeated on each page and no row is torn."""
    widths = _widths(piece.shares)
    size = round(measures.table_size_pt(len(piece.head)) * 2)
    borders = "".join(_border(side, _THICK) for side in ("top", "left", "bottom", "right"))
    borders += "".join(_border(side, _THIN) for side in ("insideH", "insideV"))
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = [_row(piece.head, widths, ["PaperTableHead"] * len(widths), size, head=True)]
    styles = ["PaperTableFigures" if column in piece.numeric else "PaperTableText" for column in range(len(widths))]
    rows += [_row(cells, widths, styles, size) for cells in piece.rows]
    _place(
        document,
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f'<w:left w:w="{_CELL_SIDE}" w:type="dxa"/><w:right w:w="{_CELL_SIDE}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>",
    )


def foot_frame(document: DocxDocument, rows: tuple[FootRow, ...]) -> None:
    """版记: a frame as wide as the type area, at its lower edge, on the page of the paper's last paragraph.

    A frame of paragraphs and not a floating table, and rules that are thin dark lines of their own instead of borders:
    LibreOffice 7 puts a table as wide as the text, and a frame with unlike borders, back into the text (tried).
    """
    for number, row in enumerate(rows):
        if number == 0 or row.rule:
            _place(document, _paragraph("PaperFootThick" if number == 0 else "PaperFootThin", "", extra=_FRAME))
        text = "\t".join((row.left, row.right)) if row.right else row.left
        _place(document, _paragraph(word_styles.FOOT, text, extra=_FRAME))
    _place(document, _paragraph("PaperFootThick", "", extra=_FRAME))
    _place(document, _paragraph("PaperFootEnd", ""))


def _widths(shares: tuple[float, ...]) -> list[int]:
    """Whole twips that add up to the type area; what rounding left over goes to the last column."""
    widths = [int(share * word_styles.TYPE_WIDTH) for share in shares]
    widths[-1] += word_styles.TYPE_WIDTH - sum(widths)
    return widths


def _row(cells: tuple[str, ...], widths: list[int], styles: list[str], size: int, *, head: bool = False) -> str:
    properties = "<w:cantSplit/>" + ("<w:tblHeader/>" if head else "")
    written = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{_paragraph(style, cell, size)}</w:tc>'
        for cell, width, style in zip(cells, widths, styles, strict=True)
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{written}</w:tr>"


def _paragraph(style: str, text: str, size: int = 0, *, extra: str = "") -> str:
    """A paragraph as XML: building thousands of cells through objects would take ten times as long."""
    sized = f'<w:rPr><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>' if size else ""
    said = escape(text).replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    said = said.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    run = f'<w:r>{sized}<w:t xml:space="preserve">{said}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr>{run}</w:p>'


def _place(document: DocxDocument, xml: str) -> None:
    """Put an element before the section's properties, which must stay last.

    The namespace is declared on the element itself: taken from a parent left behind, it would be looked up anew for each of
    its descendants, five seconds for a table of five hundred rows.
    """
    element = parse_xml(xml.replace(">", f" {nsdecls('w')}>", 1))
    document.element.body.insert_element_before(element, "w:sectPr")
