"""The Word file: what an editor finds when the paper is opened in a word processor."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn

from zhitong.paper import Masthead, Paper, Paragraph, to_docx
from zhitong.paper.fonts import WORD_NAMES


@pytest.fixture
def opened(issue):
    return Document(BytesIO(to_docx(issue)))


def paragraphs(document) -> list[tuple[str, str]]:
    return [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]


def test_the_page_has_the_measures_of_the_standard(opened):
    section = opened.sections[0]
    margins = section._sectPr.find(qn("w:pgMar"))
    assert [margins.get(qn(f"w:{side}")) for side in ("top", "left", "right", "bottom")] == [
        "2098",
        "1587",
        "1474",
        "1984",
    ]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)


def test_lines_are_on_a_grid_and_characters_are_not(opened):
    (grid,) = opened.sections[0]._sectPr.findall(qn("w:docGrid"))

    assert grid.get(qn("w:type")) == "lines"
    assert grid.get(qn("w:linePitch")) == "579"
    assert 22 * 579 <= (297 - 37 - 35) * 1440 / 25.4


def test_every_style_names_its_east_asian_font(opened):
    styles = opened.styles.element.findall(qn("w:style"))
    named = {
        style.get(qn("w:styleId")): style.find(f"{qn('w:rPr')}/{qn('w:rFonts')}").get(qn("w:eastAsia"))
        for style in styles
        if style.find(f"{qn('w:rPr')}/{qn('w:rFonts')}") is not None
    }
    assert named["Title"] == named["PaperName"] == "方正小标宋简体"
    assert named["Heading1"] == "黑体"
    assert named["Heading2"] == "楷体_GB2312"
    assert named["PaperBody"] == named["Heading3"] == "仿宋_GB2312"
    assert set(named.values()) <= set(WORD_NAMES.values())
    used = {paragraph._p.pPr.pStyle.val for paragraph in opened.paragraphs}
    assert used <= named.keys()


def test_each_part_has_a_style_of_its_own(opened, sentence):
    assert paragraphs(opened)[:13] == [
        ("版头份号", "000012"),
        ("版头标注", "内部资料 注意保存"),
        ("版头标注", "加急"),
        ("版头刊名", "民声摘报"),
        ("版头期号", "第12期（总第345期）"),
        ("版头单位日期", "临溪区政协办公室\t2026年3月8日"),
        ("版头红线", ""),
        ("Title", "关于规范老旧小区加装电梯后续\n维护管理费用分摊办法的建议"),
        ("主送", "区委、区政府主要领导："),
        ("Heading 1", "一、基本情况"),
        ("Heading 2", "（一）费用分摊缺少依据"),
        ("Heading 3", "1. 具体表现"),
        ("Heading 4", "（1）停运"),
    ]
    assert paragraphs(opened)[13:16] == [
        ("正文段落", sentence),
        ("正文顶格", "另据反映：" + sentence),
        ("来源", "（反映人：陈立，系临溪区政协委员）"),
    ]


def test_the_red_line_is_as_wide_as_the_type_area(opened):
    style = opened.styles["版头红线"].element
    border = style.find(f"{qn('w:pPr')}/{qn('w:pBdr')}/{qn('w:bottom')}")

    assert border.get(qn("w:color")) == "E60012"
    assert style.find(f"{qn('w:pPr')}/{qn('w:ind')}") is None


def test_the_imprint_is_one_frame_at_the_foot_with_thick_lines_outside(opened):
    framed = [p for p in opened.paragraphs if p._p.pPr.find(qn("w:framePr")) is not None]

    assert [p.style.name for p in framed][0] == [p.style.name for p in framed][-1] == "版记粗线"
    assert [p.text for p in framed if p.text] == [
        "报：区委书记，区长。",
        "送：区委办公室。",
        "发：各街镇，各专门委员会。",
        "抄送：市政协办公厅。",
        "编辑：周敏　责任编辑：方岚　签发：吴越\t电话：0000-1234567",
        "临溪区政协办公室\t2026年3月9日印发",
        "\t共印50份",
    ]
    assert [p.style.name for p in framed].count("版记细线") == 3
    places = {tuple(sorted(p._p.pPr.find(qn("w:framePr")).attrib.items())) for p in framed}
    assert len(places) == 1
    assert dict(places.pop())[qn("w:yAlign")] == "bottom"
    last_text = next(p for p in opened.paragraphs if p.style.name == "来源")
    assert last_text.paragraph_format.keep_with_next


def test_page_numbers_are_fields_odd_right_even_left(opened):
    section = opened.sections[0]

    assert opened.settings.odd_and_even_pages_header_footer
    for footer, style, side in ((section.footer, "页码单页", "right"), (section.even_page_footer, "页码双页", "left")):
        (paragraph,) = footer.paragraphs
        assert paragraph.style.name == style
        assert paragraph.style.element.find(f"{qn('w:pPr')}/{qn('w:jc')}").get(qn("w:val")) == side
        assert paragraph.style.font.size.pt == 14
        assert paragraph._p.find(qn("w:fldSimple")).get(qn("w:instr")).strip() == "PAGE"
        assert [run.text for run in paragraph.runs] == ["— ", " —"]


def test_a_table_is_a_table_and_repeats_its_head(report):
    document = Document(BytesIO(to_docx(report)))
    (table,) = document.tables

    assert [cell.text for cell in table.rows[0].cells] == ["序号", "单位", "报送（篇）", "采用率"]
    assert [cell.text for cell in table.rows[3].cells] == ["3", "第3联络组", "23", "6.0%"]
    heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert heads == [True] + [False] * 8
    widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.findall(qn("w:gridCol"))]
    assert sum(widths) == 8844
    assert widths[1] == pytest.approx(4 * widths[0], abs=4)
    assert [cell.paragraphs[0].style.name for cell in table.rows[1].cells] == [
        "表格数字",
        "表格文字",
        "表格数字",
        "表格数字",
    ]


def test_a_figure_is_a_picture_with_words_for_those_who_cannot_see_it(report):
    document = Document(BytesIO(to_docx(report)))

    (shape,) = document.inline_shapes
    assert shape._inline.docPr.get("descr") == "一季度来稿最多"
    assert shape.width.mm == pytest.approx(156, abs=0.1)
    assert ("图题", "图1　各季度来稿数") in paragraphs(document)


def test_the_signer_stands_right_of_the_number_in_kai(make):
    paper = make(masthead=Masthead("民声专报", "临协发〔2026〕3号", signer="吴越"))
    document = Document(BytesIO(to_docx(paper)))

    line = next(p for p in document.paragraphs if p.style.name == "版头文号签发人")
    assert line.text == "临协发〔2026〕3号\t签发人：吴越"
    assert line.runs[-1].style.name == "签发人姓名"


def test_a_plain_paper_begins_with_its_title():
    document = Document(BytesIO(to_docx(Paper("研判记录", (Paragraph("无。"),)))))

    assert paragraphs(document) == [("Title", "研判记录"), ("正文段落", "无。")]


def test_the_file_tells_nothing_about_who_made_it_and_when(issue):
    content = to_docx(issue)
    properties = Document(BytesIO(content)).core_properties

    assert properties.title == issue.title
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    assert properties.created == properties.modified == datetime.fromisoformat("2026-03-08T00:00:00+00:00")
    with ZipFile(BytesIO(content)) as package:
        names = package.namelist()
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert not [name for name in names if "thumbnail" in name or "customXml" in name or name.endswith("app.xml")]


def test_a_very_long_title_is_kept_in_the_text_and_cut_only_in_the_properties(issue):
    paper = replace(issue, title="长" * 400)
    document = Document(BytesIO(to_docx(paper)))

    assert len(document.core_properties.title) == 255
    assert any(p.text.replace("\n", "") == "长" * 400 for p in document.paragraphs)


def test_the_font_table_says_under_which_other_names_a_font_may_be_found():
    with ZipFile(BytesIO(to_docx(Paper(title="题", blocks=(Paragraph("正文"),))))) as packed:
        table = packed.read("word/fontTable.xml").decode()
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="FangSong_GB2312,仿宋,' in table
    assert "明朝" not in table
