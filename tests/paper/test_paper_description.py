"""A paper that is described wrongly is refused where it is described; the printed words around the text."""

from __future__ import annotations

from datetime import date

import pytest

from zhitong.paper import Heading, Imprint, Masthead, Paper, Paragraph, Table, measures
from zhitong.paper.parts import FootRow, parts, texts


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda: Heading(5, "五级"), "level 1 to 4"),
        (lambda: Table([], []), "at least one column"),
        (lambda: Table(["甲"], [["1", "2"]]), "more cells"),
        (lambda: Table(["甲", "乙"], [], widths=[1]), "2 widths"),
        (lambda: Table(["甲"], [], widths=[0]), "above zero"),
        (lambda: Table(["甲"], [], numeric={1}), "outside the table"),
    ],
)
def test_a_wrong_description_says_what_is_wrong(wrong, said):
    with pytest.raises(ValueError, match=said):
        wrong()


@pytest.mark.parametrize(
    ("number", "running", "printed"),
    [
        (12, 345, "第12期（总第345期）"),
        (12, None, "第12期"),
        (0, None, "第0期"),
        ("临协发〔2026〕3号", None, "临协发〔2026〕3号"),
        (None, 345, "（总第345期）"),
        (None, None, ""),
    ],
)
def test_the_number_is_printed_as_periodicals_do(number, running, printed):
    assert parts(Paper("题", masthead=Masthead("民声摘报", number, running))).head.number == printed


def test_the_imprint_names_receivers_as_a_sentence_and_leaves_out_what_is_empty():
    imprint = Imprint(up=["区委书记", " ", "区长。"], cc="市政协办公厅", phone="0000", printed_on=date(2026, 11, 1))

    assert parts(Paper("题", imprint=imprint)).foot == (
        FootRow("报：区委书记，区长。"),
        FootRow("抄送：市政协办公厅。", rule=True),
        FootRow("", "电话：0000", rule=True),
        FootRow("", "2026年11月1日印发", rule=True),
    )
    assert parts(Paper("题", imprint=Imprint())).foot == ()


def test_texts_of_nothing_but_blanks_leave_no_hole():
    whole = parts(Paper(" 题 \n", (Paragraph(""), Paragraph(" \u3000\n"), Paragraph("正文"))))

    assert [piece.text for piece in whole.pieces] == ["正文"]
    assert whole.title == "题"


def test_short_rows_are_filled_and_numbers_printed_as_they_are():
    (piece,) = parts(Paper("", (Table(["甲", "乙", "丙"], [[1, 0.5], [None, "x", 3]]),))).pieces

    assert piece.rows == (("1", "0.5", ""), ("", "x", "3"))
    assert sum(piece.shares) == pytest.approx(1)


def test_a_block_of_an_unknown_kind_is_not_printed_as_something_else():
    class Banner:
        text = "横幅"

    with pytest.raises(TypeError, match="Banner"):
        list(texts(parts(Paper("题", (Banner(),)))))


def test_the_page_adds_up():
    assert measures.LEFT_MM + measures.TYPE_WIDTH_MM + measures.RIGHT_MM == 210
    assert measures.TOP_MM + measures.TYPE_HEIGHT_MM + measures.BOTTOM_MM == 297
    assert pytest.approx(28.99, abs=0.01) == measures.LINE_PT
    assert pytest.approx(15.79, abs=0.01) == measures.CHARACTER_PT
    assert (
        measures.CHARACTERS * (measures.SIZE_3_PT * 20 + measures.SQUEEZE_TWIPS)
        <= measures.TYPE_WIDTH_MM * measures.TWIPS_PER_MM
    )


def test_the_name_is_as_large_as_its_line_allows():
    assert measures.name_size_pt("民声摘报") == 60
    assert measures.name_size_pt("临溪区政协社情民意信息专报") == 32
    assert measures.name_size_pt("长" * 40) == 22
    assert measures.name_size_pt("") == 60
