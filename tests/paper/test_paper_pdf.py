"""The PDF beside the page of GB/T 9704-2012, measured on what a reader of PDF finds."""

from __future__ import annotations

import re
from datetime import date

import pytest

from zhitong.errors import Refused
from zhitong.paper import Heading, Imprint, Masthead, Paper, Paragraph, SourceLine, Table, measures, to_pdf
from zhitong.paper import pdf as pdf_form

pytestmark = pytest.mark.usefixtures("pdf_reader", "chinese_fonts")
MM = measures.PT_PER_MM


def numbered(lines):
    return [line for line in lines if re.fullmatch(r"—\d+—", line.words)]


def written(lines):
    return [line for line in lines if not re.fullmatch(r"—\d+—", line.words)]


def test_a_page_is_filled_by_22_lines_of_28_characters(placed):
    lines = placed(to_pdf(Paper("", (Paragraph("社情民意信息工作" * 180, no_indent=True),))))

    first = [line for line in written(lines) if line.page == 1]
    assert [len(line.words) for line in first] == [28] * 22
    for line in first:
        assert line.left == pytest.approx(28 * MM, abs=1)
        assert line.right == pytest.approx((210 - 26) * MM, abs=1)
    assert first[0].top > 37 * MM
    assert first[-1].bottom < (297 - 35) * MM
    pitches = [below.top - above.top for above, below in zip(first, first[1:], strict=False)]
    assert pitches == pytest.approx([225 * MM / 22] * 21, abs=0.1)


def test_a_paragraph_begins_two_characters_in(placed):
    line = placed(to_pdf(Paper("", (Paragraph("正文。"),))))[0]

    assert line.left == pytest.approx(28 * MM + 2 * measures.CHARACTER_PT, abs=1)


def test_page_numbers_stand_7_mm_under_the_text_odd_right_even_left(placed):
    numbers = numbered(placed(to_pdf(Paper("", tuple(Paragraph("一行。") for _ in range(60))))))

    assert [line.words for line in numbers] == ["—1—", "—2—", "—3—"]
    blank = measures.SIZE_4_PT
    for line in numbers:
        assert line.top == pytest.approx((297 - 35 + 7) * MM, abs=1)
    assert numbers[0].right == pytest.approx((210 - 26) * MM - blank, abs=3)  # a dash hangs over a little
    assert numbers[1].left == pytest.approx(28 * MM + blank, abs=2)


def test_the_red_name_begins_35_mm_below_the_top_of_the_type_area(placed, issue):
    lines = {line.words: line for line in placed(to_pdf(issue))}

    assert lines["民声摘报"].top == pytest.approx((37 + 35) * MM, abs=4)
    assert lines["第12期（总第345期）"].top > lines["民声摘报"].bottom
    assert lines["内部资料注意保存"].top < lines["加急"].top < lines["民声摘报"].top


def test_body_text_stands_on_the_first_page_of_an_issue(placed, issue, sentence):
    lines = placed(to_pdf(issue))

    assert any(line.page == 1 and line.words.startswith(sentence[:10]) for line in lines)


def test_the_imprint_ends_at_the_foot_of_the_last_page(placed, make):
    lines = written(placed(to_pdf(make(*(Paragraph("一行。") for _ in range(30))))))

    last = max(lines, key=lambda line: (line.page, line.bottom))
    assert last.words == "共印50份"
    assert last.page == max(line.page for line in lines)
    assert (297 - 35) * MM - last.bottom < measures.FOOT_LINE_PT / 2


@pytest.mark.parametrize("lines_of_text", range(14, 26))
def test_no_sheet_bears_the_imprint_alone(lines_of_text, placed, make):
    body = [Paragraph("一行正文。") for _ in range(lines_of_text)]
    found = written(placed(to_pdf(make(*body, SourceLine("（反映人：陈立）"), masthead=None))))

    last_page = max(line.page for line in found)
    assert any(line.page == last_page and line.words == "（反映人：陈立）" for line in found)


def test_a_list_of_receivers_longer_than_a_page_is_printed_whole(placed):
    paper = Paper("题", (Paragraph("正文。"),), imprint=Imprint(up=[f"第{n}单位" for n in range(400)]))

    printed = "".join(line.words for line in written(placed(to_pdf(paper))))

    assert all(f"第{n}单位" in printed for n in range(400))


def test_the_head_of_a_table_is_repeated_on_each_page(placed):
    paper = Paper("附表", (Table(["单位", "篇数"], [[f"第{n}组", n] for n in range(90)], numeric=[1]),))

    lines = placed(to_pdf(paper))

    heads = [line.page for line in lines if line.words == "单位"]
    assert heads == list(range(1, max(line.page for line in lines) + 1))
    assert len(heads) > 1


def test_numbers_stand_flush_right(placed):
    lines = placed(to_pdf(Paper("", (Table(["单位", "篇数"], [["甲", 7], ["乙", 1234]], numeric={1}),))))

    sevens, thousands = (next(line for line in lines if line.words == words) for words in ("7", "1234"))
    assert sevens.right == pytest.approx(thousands.right, abs=0.5)
    assert sevens.left > thousands.left


def test_a_long_word_stays_on_the_sheet(placed):
    lines = placed(to_pdf(Paper("a" * 90, (Paragraph("W" * 400), Table(["甲", "乙"], [["b" * 90, 1]], (1, 5))))))

    assert max(line.right for line in lines) < (210 - 26) * MM + 2


def test_text_is_never_read_as_markup(read):
    words = '#panic("x") $a^2$ *b* _c_ `d` @e <f> // g'
    paper = Paper(words, (Heading(1, words), Paragraph(words)), Masthead(words, words, office=words), words)

    assert "".join(read.pdf(to_pdf(paper)).split()).count('#panic("x")$a^2$*b*_c_`d`@e<f>//g') >= 3


def test_the_file_bears_the_day_of_the_issue_and_no_author(issue):
    content = to_pdf(issue)

    assert b"D:20260308" in content
    assert b"/Author" not in content
    assert str(date.today().year + 1).encode() not in content


def test_a_fault_inside_the_typesetter_is_a_refusal(monkeypatch):
    monkeypatch.setattr(pdf_form, "_page", lambda: b"#panic()")

    with pytest.raises(Refused) as refusal:
        to_pdf(Paper("题", ()))

    assert refusal.value.code == "paper.not_set"
