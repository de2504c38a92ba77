"""What goes on paper, and what stands for the rest."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zhitong.paper.characters import MOST_MARKS, ZERO_WIDTH_SPACE, as_printed, breakable, left_out


def test_characters_with_a_shape_are_printed_as_they_are():
    text = "䶮𠮷𰻝㛃喆\uf900\U0002f800葛\U000e0100 😀 ＡＢ１２ é e\u0301 \ue000"

    assert as_printed(text) == text
    assert left_out(text) == []


def test_each_kind_of_line_break_becomes_one():
    assert as_printed("甲\r\n乙\r丙\u2028丁\x85戊\x0b己") == "甲\n乙\n丙\n丁\n戊\n己"


def test_a_control_leaves_a_mark_that_something_was_there():
    assert as_printed("甲\x00乙\x1b[31m\ud800\uffff") == "甲�乙�[31m��"
    assert left_out("甲\x00乙\x1b[31m\x00") == ["\x00", "\x1b"]


def test_marks_of_direction_cannot_turn_a_name_around():
    assert as_printed("附件\u202ecod.exe\u200f") == "附件cod.exe"
    assert left_out("附件\u202ecod.exe\u200f\u200b") == ["\u202e", "\u200f", "\u200b"]


def test_a_tab_is_one_full_width_blank():
    assert as_printed("甲\t乙") == "甲\u3000乙"


def test_joined_pictures_and_selected_shapes_stay_whole():
    family = "👨\u200d👩\u200d👧"

    assert as_printed(family) == family
    assert as_printed("0\ufe0f\u20e3") == "0\ufe0f\u20e3"


def test_a_heap_of_marks_is_cut_with_a_sign():
    heap = "a" + "\u0301" * 10_000

    assert as_printed(heap) == "a" + "\u0301" * MOST_MARKS + "�"
    assert left_out(heap) == ["\u0301"]
    assert as_printed("a" + "\u0301" * MOST_MARKS) == "a" + "\u0301" * MOST_MARKS


@given(st.text(st.characters()))
def test_what_is_printed_can_be_written_to_any_file(text):
    printed = as_printed(text)

    printed.encode()
    assert not any(ord(character) < 32 and character != "\n" for character in printed)
    assert as_printed(printed) == printed


@given(st.text(), st.integers(1, 40))
def test_openings_change_nothing_but_where_a_line_may_end(text, longest):
    opened = breakable(as_printed(text), longest)

    assert opened.replace(ZERO_WIDTH_SPACE, "") == as_printed(text)


def test_no_run_without_an_opening_is_longer_than_asked():
    opened = breakable("电话" + "1" * 100 + "，" * 50, 20)

    assert max(map(len, opened.split(ZERO_WIDTH_SPACE))) <= 22
    assert breakable("电话12345678901", 20) == "电话12345678901"


def test_a_mark_is_not_parted_from_its_letter():
    assert (
        breakable("aé" * 3 + "e\u0301" * 5, 4).replace(ZERO_WIDTH_SPACE, "|")
        == "aéaé|aée\u0301|e\u0301e\u0301|e\u0301e\u0301"
    )
