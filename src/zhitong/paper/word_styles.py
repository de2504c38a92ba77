"""The named styles of the Word file. Whoever edits the paper later changes a style, not a hundred paragraphs.

Fonts are named for Latin and for East Asian text alike: with the East Asian one unset, Word would fall back to its theme.
Lines are set by exact pitch, so that 22 of them fill the type area with whatever font stands in for a missing one.
"""

from __future__ import annotations

from dataclasses import dataclass

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml.etree import _Element

from zhitong.paper import measures
from zhitong.paper.fonts import FREE_FONTS, OFFICE_FONTS, WORD_NAMES

LINE = measures.LINE_TWIPS
TYPE_WIDTH = measures.twips(measures.TYPE_WIDTH_MM)
BEFORE_TABLE_PT = 6  # between the words above a table and its frame
BODY, SMALL, FOOT = "Normal", "PaperNote", "PaperFoot"


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style. ``line`` is the exact pitch in twips, 0 for as high as what stands in it (drawings)."""

    id: str
    name: str
    font: str = "body"
    size_pt: float = measures.SIZE_3_PT
    colour: str = ""
    squeezed: bool = False
    align: str = "both"
    line: int = LINE
    before: int = 0
    after: int = 0
    indent_characters: int = 0
    side_indent: int = 0
    outline: int | None = None
    keep_next: bool = False
    right_tab: int = 0
    border: str = ""
    filled: bool = False


def _eighths(pt: float) -> int:
    """Word counts the width of a border in eighths of a point."""
    return round(pt * 8)


_RED_BORDER = f'<w:bottom w:val="single" w:sz="{_eighths(measures.RED_LINE_PT)}" w:space="0" w:color="{measures.RED}"/>'
_GAP = round(measures.RED_LINE_GAP_MM * measures.TWIPS_PER_MM)
_SMALL_LINE = round(measures.SIZE_SMALL_4_PT * 1.5 * measures.TWIPS_PER_PT)
_THICK, _THIN = measures.twips(measures.THICK_MM), measures.twips(measures.THIN_MM)
_BLANK_4 = round(measures.SIZE_4_PT * measures.TWIPS_PER_PT)  # one 4号 blank
_BLANK_3 = round(measures.SIZE_3_PT * measures.TWIPS_PER_PT)

STYLES = (
    Style("PaperCopy", "版头份号", squeezed=True, align="left"),
    Style("PaperMark", "版头标注", "hei", squeezed=True, align="left"),
    Style("PaperName", "版头刊名", "mark", measures.NAME_MOST_PT, measures.RED, align="center", line=0),
    Style("PaperNumber", "版头期号", squeezed=True, align="center"),
    Style("PaperNumberSigner", "版头文号签发人", squeezed=True, align="left", side_indent=_BLANK_3, right_tab=TYPE_WIDTH - _BLANK_3),
    Style("PaperIssuer", "版头单位日期", squeezed=True, align="left", right_tab=TYPE_WIDTH),
    Style("PaperRedLine", "版头红线", line=_GAP, after=measures.TITLE_GAP_LINES * LINE, border=_RED_BORDER),
    Style("Title", "Title", "mark", measures.SIZE_2_PT, align="center", after=measures.ADDRESSEE_GAP_LINES * LINE, keep_next=True),
    Style("PaperAddressee", "主送", squeezed=True),
    Style("PaperBody", "正文段落", squeezed=True, indent_characters=measures.INDENT_CHARACTERS),
    Style("PaperFlush", "正文顶格", squeezed=True),
    Style("Heading1", "heading 1", "hei", squeezed=True, indent_characters=2, outline=0, keep_next=True),
    Style("Heading2", "heading 2", "kai", squeezed=True, indent_characters=2, outline=1, keep_next=True),
    Style("Heading3", "heading 3", squeezed=True, indent_characters=2, outline=2, keep_next=True),
    Style("Heading4", "heading 4", squeezed=True, indent_characters=2, outline=3, keep_next=True),
    Style("PaperSource", "来源", "kai", squeezed=True, indent_characters=2),
    Style(SMALL, "附注", size_pt=measures.SIZE_SMALL_4_PT, line=_SMALL_LINE),
    Style("PaperTableCaption", "表题", "hei", measures.SIZE_SMALL_4_PT, align="center", line=_SMALL_LINE, before=LINE // 2, after=113, keep_next=True),
    Style("PaperTableHead", "表头", "hei", measures.SIZE_SMALL_4_PT, align="center", line=0, before=30, after=30),
    Style("PaperTableText", "表格文字", size_pt=measures.SIZE_SMALL_4_PT, align="left", line=0, before=30, after=30),
    Style("PaperTableFigures", "表格数字", size_pt=measures.SIZE_SMALL_4_PT, align="right", line=0, before=30, after=30),
    Style("PaperTableEnd", "表后", size_pt=measures.SIZE_SMALL_4_PT, line=LINE // 2),
    Style("PaperFigure", "图", align="center", line=0, before=LINE // 2),
    Style("PaperFigureCaption", "图题", size_pt=measures.SIZE_SMALL_4_PT, align="center", line=_SMALL_LINE, before=113, after=LINE // 2),
    Style(FOOT, "版记", size_pt=measures.SIZE_4_PT, align="left", line=round(measures.FOOT_LINE_PT * 20), side_indent=_BLANK_4, right_tab=TYPE_WIDTH - _BLANK_4),
    Style("PaperFootThick", "版记粗线", size_pt=1, line=_THICK, filled=True),
    Style("PaperFootThin", "版记细线", size_pt=1, line=_THIN, filled=True),
    Style("PaperFootEnd", "版记锚点", size_pt=1, line=20),
    Style("PaperWarning", "限阅标注", "hei", measures.SIZE_4_PT, align="center", line=280),
    Style("PaperPageOdd", "页码单页", "song", measures.SIZE_4_PT, align="right", line=280, side_indent=_BLANK_4),
    Style("PaperPageEven", "页码双页", "song", measures.SIZE_4_PT, align="left", line=280, side_indent=_BLANK_4),
)  # fmt: skip


def styles(language: str) -> list[_Element]:
    """The elements for ``styles.xml``: defaults, the four styles Word cannot do without, and ours."""
    font = WORD_NAMES["body"]
    latin = "en-GB" if language.lower().startswith("en") else "en-US"
    defaults = (
        f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>{_fonts(font)}<w:sz w:val='32'/><w:szCs w:val='32'/>"
        f'<w:lang w:val="{latin}" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault><w:pPr><w:widowControl w:val='0'/></w:pPr></w:pPrDefault></w:docDefaults>"
    )
    basic = (
        f'<w:style {nsdecls("w")} w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f'<w:pPr><w:spacing w:line="{LINE}" w:lineRule="exact"/><w:jc w:val="both"/></w:pPr></w:style>',
        f'<w:style {nsdecls("w")} w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>',
        f'<w:style {nsdecls("w")} w:type="character" w:styleId="PaperSigner"><w:name w:val="签发人姓名"/><w:qFormat/>'
        f"<w:rPr>{_fonts(WORD_NAMES['kai'])}</w:rPr></w:style>",
        f'<w:style {nsdecls("w")} w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>',
        f'<w:style {nsdecls("w")} w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>',
    )
    return [parse_xml(part) for part in (defaults, *basic, *map(_style, STYLES))]


def font_table() -> bytes:
    """``fontTable.xml``: each font with the other names it goes by and its kind, for machines that lack it."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{",".join(_other_names(kind))}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{"swiss" if kind == "hei" else "roman"}"/><w:pitch w:val="variable"/></w:font>'
        for kind, name in WORD_NAMES.items()
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{fonts}</w:fonts>'.encode()


def _other_names(kind: str) -> list[str]:
    return [name for name in (*OFFICE_FONTS[kind], *FREE_FONTS[kind]) if name != WORD_NAMES[kind]]


def _fonts(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}" w:hint="eastAsia"/>'


def _style(style: Style) -> str:
    following = "PaperBody" if style.outline is not None or style.id == "Title" else style.id
    size = round(style.size_pt * 2)
    run = _fonts(WORD_NAMES[style.font])
    run += f'<w:color w:val="{style.colour}"/>' if style.colour else ""
    run += f'<w:spacing w:val="{measures.SQUEEZE_TWIPS}"/>' if style.squeezed else ""
    run += f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph" w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="Normal"/><w:next w:val="{following}"/><w:qFormat/><w:pPr>{_paragraph(style)}</w:pPr>'
        f"<w:rPr>{run}</w:rPr></w:style>"
    )


def _paragraph(style: Style) -> str:
    """The paragraph properties, in the order the schema asks for."""
    said = "<w:keepNext/>" if style.keep_next else ""
    said += f"<w:pBdr>{style.border}</w:pBdr>" if style.border else ""
    said += '<w:shd w:val="clear" w:color="auto" w:fill="000000"/>' if style.filled else ""
    said += f'<w:tabs><w:tab w:val="right" w:pos="{style.right_tab}"/></w:tabs>' if style.right_tab else ""
    pitch = f'w:line="{style.line}" w:lineRule="exact"' if style.line else 'w:line="240" w:lineRule="auto"'
    # The grid is the body's; snapped to it, larger or smaller lines would take two rows or too much of one.
    said += '<w:snapToGrid w:val="0"/>' if style.line != LINE or style.size_pt != measures.SIZE_3_PT else ""
    said += f'<w:spacing w:before="{style.before}" w:after="{style.after}" {pitch}/>'
    if style.indent_characters:
        # In characters for Word, in twips for programs that do not know them.
        twips = style.indent_characters * (round(style.size_pt * 20) + measures.SQUEEZE_TWIPS)
        said += f'<w:ind w:firstLineChars="{100 * style.indent_characters}" w:firstLine="{twips}"/>'
    elif style.side_indent:
        said += f'<w:ind w:left="{style.side_indent}" w:right="{style.side_indent}"/>'
    said += f'<w:jc w:val="{style.align}"/>'
    return said + (f'<w:outlineLvl w:val="{style.outline}"/>' if style.outline is not None else "")
