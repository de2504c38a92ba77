"""The paper as an editable Word file (.docx): named styles, real headings and tables, page numbers, imprint at the foot.

The line grid is on, the character grid off: with a character grid Word stretches every letter that is not Chinese. The same
paper gives the same bytes. The file names no author, no program and no clock.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as DocxDocument
from docx.opc.constants import RELATIONSHIP_TYPE as REL
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as DocxParagraph
from docx.text.run import Run

from zhitong.paper import measures, word_styles
from zhitong.paper.description import Paper
from zhitong.paper.parts import Head, Parts, Piece, parts
from zhitong.paper.pdf import day_of, picture
from zhitong.paper.titles import title_lines
from zhitong.paper.word_tables import foot_frame, text_table

_KINDS = {"paragraph": "PaperBody", "flush": "PaperFlush", "source": "PaperSource", "note": word_styles.SMALL}
_LONGEST_PROPERTY = 255  # characters; python-docx refuses more
_NOT_OURS = (REL.THUMBNAIL, REL.EXTENDED_PROPERTIES, REL.CUSTOM_XML, REL.NUMBERING, REL.WEB_SETTINGS)
_STYLES_WITH_EFFECTS = "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects"
_FIRST_ZIP_MOMENT = (1980, 1, 1, 0, 0, 0)  # the first moment a zip entry can bear


def to_docx(paper: Paper) -> bytes:
    """The Word file."""
    whole = parts(paper)
    document = _empty_document(whole)
    if whole.warning:
        _warning(document, whole.warning)
    if whole.head:
        _head(document, whole.head)
    if whole.title:
        _add(document, "Title", "\n".join(title_lines(whole.title)))
    if whole.addressee:
        _add(document, "PaperAddressee", whole.addressee)
    for piece in whole.pieces:
        _piece(document, piece)
    if whole.foot:
        if whole.pieces and whole.pieces[-1].kind not in ("table", "figure"):
            # No sheet may bear the imprint alone: the last lines go with it.
            document.paragraphs[-1].paragraph_format.keep_with_next = True
        foot_frame(document, whole.foot)
    _properties(document, paper, whole)
    return _same_bytes(document)


def _empty_document(whole: Parts) -> DocxDocument:
    """A document with our styles and page and nothing of the template's own."""
    document = Document()
    for holder in (document.part.package.rels, document.part.rels):
        for key in [key for key, link in holder.items() if link.reltype in (*_NOT_OURS, _STYLES_WITH_EFFECTS)]:
            del holder[key]
    element = document.styles.element
    for child in list(element):
        element.remove(child)
    element.extend(word_styles.styles(whole.language))
    _settings(document)
    _font_table(document)
    _section(document)
    return document


def _font_table(document: DocxDocument) -> None:
    """Under which other names Word may find each font: a newer Windows has 仿宋 where the standard's papers name 仿宋_GB2312."""
    for link in document.part.rels.values():
        if link.reltype == REL.FONT_TABLE:
            link.target_part._blob = word_styles.font_table()


def _settings(document: DocxDocument) -> None:
    settings = document.settings.element
    for child in list(settings):
        settings.remove(child)
    said = (
        '<w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
    )
    settings.extend(list(parse_xml(f"<w:settings {nsdecls('w')}>{said}</w:settings>")))


def _section(document: DocxDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(measures.PAGE_WIDTH_MM), Mm(measures.PAGE_HEIGHT_MM)
    section.top_margin, section.bottom_margin = Mm(measures.TOP_MM), Mm(measures.BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(measures.LEFT_MM), Mm(measures.RIGHT_MM)
    section.header_distance, section.footer_distance = Mm(15), Mm(measures.FOOTER_FROM_EDGE_MM)
    properties = section._sectPr
    for grid in properties.findall(qn("w:docGrid")):
        properties.remove(grid)
    properties.append(parse_xml(f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="{word_styles.LINE}"/>'))
    _page_number(section.footer.paragraphs[0], "PaperPageOdd")
    _page_number(section.even_page_footer.paragraphs[0], "PaperPageEven")


def _page_number(paragraph: DocxParagraph, style: str) -> None:
    _dress(paragraph, style)
    paragraph.add_run("— ")
    field = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>')
    paragraph._p.append(field)
    paragraph.add_run(" —")


def _warning(document: DocxDocument, text: str) -> None:
    """Above every sheet, odd and even."""
    section = document.sections[0]
    for header in (section.header, section.even_page_header):
        paragraph = header.paragraphs[0]
        _dress(paragraph, "PaperWarning")
        paragraph.add_run(text)


def _dress(paragraph: DocxParagraph, style: str) -> None:
    properties = paragraph._p.get_or_add_pPr()
    for old in properties.findall(qn("w:pStyle")):
        properties.remove(old)
    name = OxmlElement("w:pStyle")
    name.set(qn("w:val"), style)
    properties.insert(0, name)


def _add(document: DocxDocument, style: str, text: str = "") -> DocxParagraph:
    paragraph = document.add_paragraph()
    _dress(paragraph, style)
    if text:
        paragraph.add_run(text)
    return paragraph


def _head(document: DocxDocument, head: Head) -> None:
    lines = 0
    if head.copy_number:
        _add(document, "PaperCopy", head.copy_number)
        lines += 1
    for mark in head.marks:
        _add(document, "PaperMark", mark)
        lines += 1
    if head.name:
        _name(document, head.name, measures.MARK_TOP_MM * measures.PT_PER_MM - lines * word_styles.LINE / 20)
    if head.number or head.signer:
        gap = measures.NUMBER_GAP_LINES if head.is_document_number else measures.ISSUE_GAP_LINES
        paragraph = _add(document, "PaperNumberSigner" if head.signer else "PaperNumber", head.number)
        paragraph.paragraph_format.space_before = Pt(gap * word_styles.LINE / 20)
        if head.signer:
            paragraph.add_run("\t" + head.signer_label)
            _in_kai(paragraph.add_run(head.signer))
    if head.office or head.date:
        _add(
            document,
            "PaperIssuer",
            "\t".join(filter(None, (head.office, head.date))) if head.office else "\t" + head.date,
        )
    _add(document, "PaperRedLine")


def _name(document: DocxDocument, name: str, gap_pt: float) -> None:
    """The red name, as large as fits its line, its top edge 35 mm below that of the type area."""
    paragraph = _add(document, "PaperName")
    size = measures.name_size_pt(name)
    paragraph.add_run(name).font.size = Pt(size)
    paragraph.paragraph_format.space_before = Pt(max(0.0, round(gap_pt, 1)))
    paragraph.paragraph_format.line_spacing = Pt(size)  # exact: some fonts ask for half as much again


def _in_kai(run: Run) -> None:
    style = OxmlElement("w:rStyle")
    style.set(qn("w:val"), "PaperSigner")
    run._r.get_or_add_rPr().insert(0, style)


def _piece(document: DocxDocument, piece: Piece) -> None:
    if piece.kind == "heading":
        _add(document, f"Heading{piece.level}", piece.text)
    elif piece.kind == "table":
        if piece.text:
            _add(document, "PaperTableCaption", piece.text)
        elif document.paragraphs:
            document.paragraphs[-1].paragraph_format.space_after = Pt(word_styles.BEFORE_TABLE_PT)
        text_table(document, piece)
        _add(document, "PaperTableEnd")
    elif piece.kind == "figure":
        _figure(document, piece)
    else:
        _add(document, _KINDS[piece.kind], piece.text)


def _figure(document: DocxDocument, piece: Piece) -> None:
    drawn = piece.drawing
    paragraph = _add(document, "PaperFigure")
    shape = paragraph.add_run().add_picture(BytesIO(picture(drawn)), Mm(drawn.width_mm), Mm(drawn.height_mm))
    shape._inline.docPr.set("descr", piece.alt)
    for side in ("distT", "distB", "distL", "distR"):
        shape._inline.set(side, "0")  # left unsaid, LibreOffice keeps 3 mm free at each side
    if piece.text:
        paragraph.paragraph_format.keep_with_next = True
        _add(document, "PaperFigureCaption", piece.text)


def _properties(document: DocxDocument, paper: Paper, whole: Parts) -> None:
    known = document.core_properties
    moment = datetime.combine(day_of(paper), datetime.min.time(), UTC).replace(tzinfo=None)
    known.title = " ".join(whole.title.split("\n"))[:_LONGEST_PROPERTY]
    known.language = whole.language[:_LONGEST_PROPERTY]
    for name in ("author", "last_modified_by", "comments", "keywords", "subject", "category"):
        setattr(known, name, "")
    known.created = known.modified = moment
    known.revision = 1


def _same_bytes(document: DocxDocument) -> bytes:
    """The file with its parts in a fixed order and no moment of writing."""
    written, packed = BytesIO(), BytesIO()
    document.save(written)
    with ZipFile(written) as source, ZipFile(packed, "w") as target:
        for name in source.namelist():
            entry = ZipInfo(name, _FIRST_ZIP_MOMENT)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(name))
    return packed.getvalue()
