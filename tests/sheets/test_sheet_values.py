"""One cell, one field: what is taken, and what is refused rather than guessed."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhitong.errors import BadInput
from zhitong.sheets import CellFault, Field
from zhitong.sheets.values import READERS, read_value


def read(kind, value, **options):
    return read_value(value, Field("f", "栏目", kind=kind, **options))


def code_of(kind, value, **options):
    with pytest.raises(BadInput) as refusal:
        read(kind, value, **options)
    assert "%(" not in refusal.value.message.zh + refusal.value.remedy.en
    return refusal.value.code.removeprefix("sheets.cell.")


@pytest.mark.parametrize("blank", [None, "", " ", "\u3000\u00a0", "\u200b\ufeff", "\r\n\t"])
@pytest.mark.parametrize(
    "kind", ["text", "integer", "number", "date", "moment", "phone", "identity", "yes_no", "choice"]
)
def test_blank_is_none_unless_required(kind, blank):
    assert read(kind, blank) is None
    assert code_of(kind, blank, required=True) == "required"


@pytest.mark.parametrize(
    "text",
    [
        " 两端 空格 ",
        "䶮𠮷𫝀𰻝",
        "\uf900豈",
        "（１２３）①㎡，",
        "葛\U000e0100",
        "=1+1",
        "None",
        "甲\r\n乙\x0b丙",
        "𠮷" * 40_000,
        "<script>{{ }} %s {0}",
    ],
)
def test_texts_are_taken_as_they_stand(text):
    assert read("text", text) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12, "12"),
        (3.5, "3.5"),
        (True, "TRUE"),
        (date(2026, 3, 5), "2026-03-05"),
        (310101199001011234, "310101199001011234"),
    ],
)
def test_other_cells_are_texts_as_they_are_shown(value, text):
    assert read("text", value) == text


@pytest.mark.parametrize("value", [3.10101199001e17, 310101199001011000, 6222020000000000000])
def test_long_numbers_that_lost_figures_are_refused(value):
    assert code_of("text", value) == "figures_lost"


def test_what_no_database_stores_is_refused():
    assert code_of("text", "甲\x00乙") == "nul"
    assert code_of("text", "甲\ud800乙") == "surrogate"
    assert code_of("choice", "\x00", choices={"甲": 1}) == "nul"


def test_the_length_of_a_text_is_limited():
    assert read("text", "𠮷" * 5, max_length=5) == "𠮷" * 5
    assert code_of("text", "𠮷" * 6, max_length=5) == "too_long"


@pytest.mark.parametrize("kind", ["text", "integer", "date", "phone"])
@pytest.mark.parametrize("code", ["error_value", "formula_without_value", "broken", "serial_60"])
def test_faulty_cells_say_their_fault(kind, code):
    assert code_of(kind, CellFault(f"cell.{code}", "#REF!")) == code


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (5, "5"), (2.5, "2.5"), ("5", "5"), ("1,234,567.80", "1234567.80"), ("￥1,200", "1200"), ("¥ 3.5", "3.5"), ("3.5万元", "35000"), ("2亿", "200000000"),
        ("120元", "120"), ("１，２３４．５", "1234.5"), ("-3", "-3"), ("－３", "-3"), ("+7", "7"), (" 8 ", "8"),
    ],
)  # fmt: skip
def test_amounts_are_read_as_offices_write_them(value, number):
    assert read("number", value) == Decimal(number)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("壹万", "number_unreadable"), ("²", "number_unreadable"), ("٣", "number_unreadable"), ("NaN", "number_unreadable"), ("Infinity", "number_unreadable"), ("1,23", "number_unreadable"),
        ("1.2.3", "number_unreadable"), ("约5", "number_unreadable"), ("5%", "number_unreadable"), (True, "number_unreadable"), (date(2026, 3, 5), "number_unreadable"), (float("nan"), "number_unreadable"), (float("-inf"), "number_unreadable"), ("1e309", "scientific"),
        ("1.5E+3", "scientific"), (10**20, "number_too_large"), ("9" * 30, "number_too_large"), (1e300, "number_too_large"), ("1_000", "number_unreadable"),
    ],
)  # fmt: skip
def test_what_is_no_plain_number_is_refused(value, code):
    assert code_of("number", value) == code


def test_whole_numbers():
    assert read("integer", "1,200") == 1200 and read("integer", 3.0) == 3 and read("integer", "0.5万") == 5000
    assert code_of("integer", 2.5) == "not_whole"


@pytest.mark.parametrize(
    ("value", "phone"),
    [
        ("13812345678", "13812345678"), (13812345678, "13812345678"), ("138 1234 5678", "13812345678"), ("138-1234-5678", "13812345678"), ("１３８１２３４５６７８", "13812345678"),
        ("+86 13812345678", "+8613812345678"), ("+86 21 12345678", "+862112345678"), ("021-12345678", "02112345678"), ("(021)12345678转801", "02112345678转801"), ("62345678", "62345678"),
        (62345678, "62345678"), ("12345", "12345"), ("4008001234", "4008001234"), ("+852 2345 6789", "+85223456789"), ("13800000000", "13800000000"),
    ],
)  # fmt: skip
def test_telephone_numbers(value, phone):
    assert read("phone", value) == phone


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("1.38E+10", "phone_rounded"), ("1.38123E10", "phone_rounded"), (13800000000, "phone_rounded"), (1.38e16, "phone_rounded"), (13812345678.5, "phone_rounded"),
        (2112345678, "phone_zero_lost"), (75512345678, "phone_zero_lost"), ("13812345678/13912345678", "phone_several"), ("13812345678、13912345678", "phone_several"),
        ("1381234567", "phone_unreadable"), ("23812345678", "phone_unreadable"), ("无", "phone_unreadable"), ("138****5678", "phone_unreadable"), (True, "phone_unreadable"),
    ],
)  # fmt: skip
def test_telephone_numbers_that_lost_something_are_refused(value, code):
    assert code_of("phone", value) == code


def with_check_figure(first):
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return first + "10X98765432"[sum(int(figure) * weight for figure, weight in zip(first, weights, strict=True)) % 11]


def test_identity_numbers():
    whole = with_check_figure("11010119900307001")
    assert read("identity", whole) == whole
    assert read("identity", f" {whole[:6]} {whole[6:]} ") == whole
    assert read("identity", int(with_check_figure("11010119900307005"))) == with_check_figure("11010119900307005")
    assert read("identity", "110101900307001") == "110101900307001"
    ending_in_x = next(w for n in range(100, 200) if (w := with_check_figure(f"11010119900307{n:03}")).endswith("X"))
    assert read("identity", ending_in_x.lower()) == ending_in_x
    assert read("identity", ending_in_x.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789X"})) == ending_in_x


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("1.10101E+17", "identity_cut"), (1.10101199003071e17, "identity_cut"), (110101199003070000, "identity_cut"), ("110101199003071000", "identity_cut"),
        ("110101199003070012345", "identity_form"), ("11010119900307001A", "identity_form"), ("无", "identity_form"), (with_check_figure("11010119901307001"), "identity_birthday"),
        ("110101901307001", "identity_birthday"),
    ],
)  # fmt: skip
def test_identity_numbers_that_lost_figures_are_refused(value, code):
    assert code_of("identity", value) == code


@settings(deadline=None)
@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_figure_of_an_identity_number_is_always_seen(place, shift):
    whole = with_check_figure("11010119900307001")
    wrong = whole[:place] + str((int(whole[place]) + shift) % 10) + whole[place + 1 :]
    assert code_of("identity", wrong) in ("identity_check", "identity_cut")


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        ("是", True),
        ("否", False),
        ("√", True),
        ("×", False),
        (True, True),
        (0, False),
        (1, True),
        ("ＹＥＳ", True),
        (" 有 ", True),
        ("无", False),
    ],
)
def test_yes_and_no(value, answer):
    assert read("yes_no", value) is answer


def test_maybe_is_neither_yes_nor_no():
    assert code_of("yes_no", "也许") == "yes_no"


def test_choices_are_known_in_any_dress():
    choices = {"个别": "one", "多发": "several", "普遍": "widespread"}
    assert read("choice", " 普 遍 ", choices=choices) == "widespread"
    with pytest.raises(BadInput) as refusal:
        read("choice", "很多", choices=choices)
    assert refusal.value.remedy.zh == "请填：个别、多发、普遍。"


@settings(deadline=None)
@given(
    st.sampled_from([*READERS, "date", "moment"]),
    st.one_of(
        st.text(max_size=40),
        st.floats(),
        st.integers(),
        st.booleans(),
        st.none(),
        st.datetimes(),
        st.text("0123456789.,+-xX万元￥()", max_size=22),
    ),
)
def test_any_cell_of_any_kind_is_read_or_refused(kind, value):
    try:
        read(kind, value, choices={"甲": 1})
    except BadInput as refusal:
        assert refusal.message.zh and refusal.remedy.zh
    else:
        assert not isinstance(value, datetime) or kind in ("text", "date", "moment")
