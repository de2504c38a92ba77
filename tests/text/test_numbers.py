"""Numbers: what counts something is found with its value and unit; what counts nothing is left alone."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhitong.text.numbers import chinese_value, find_numbers, plain_figures


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("37户", 37, "户"),
        ("３７户", 37, "户"),
        ("1,500人", 1500, "人"),
        ("1.2万元", 12000, "元"),
        ("3.1亿元", 310_000_000, "元"),
        ("三百二十户", 320, "户"),
        ("三百余户", 300, "户"),
        ("两个月", 2, "个月"),
        ("二〇二五年", 2025, "年"),
        ("百分之三十五点五", Fraction("35.5"), "%"),
        ("百分之12.5", Fraction("12.5"), "%"),
        ("35%", 35, "%"),
        ("３５％", 35, "%"),
        ("三成", 30, "%"),
        ("十五天", 15, "天"),
        ("1700多户", 1700, "户"),
        ("80分贝", 80, "分贝"),
        ("3.5km", Fraction("3.5"), "公里"),
    ],
)
def test_a_number_has_value_and_unit(text, value, unit):
    (number,) = find_numbers(f"约{text}，")
    assert (number.value, number.unit, number.text) == (value, unit, text)


def test_a_date_is_three_numbers():
    assert [(n.value, n.unit) for n in find_numbers("2019年5月3日")] == [(2019, "年"), (5, "个月"), (3, "天")]


@pytest.mark.parametrize(
    "text",
    [
        "一、情况",
        "（二）原因",
        "一是加强",
        "第一次",
        "一些居民",
        "十分困难",
        "A2区",
        "三五天",
        "完成任务",
        "二十大",
        "1. 情况\n2. 原因",
        "一户",
        "万一",
        "几天",
    ],
)
def test_what_counts_nothing_is_left_alone(text):
    assert find_numbers(text) == []


def test_units_that_mean_the_same_agree():
    one, other = find_numbers("37户，37家")
    assert one.agrees_with(other)
    one, other = find_numbers("37户，37人")
    assert not one.agrees_with(other)


@given(st.text(alphabet=st.characters(exclude_categories=[]), max_size=80))
def test_every_text_is_read_and_positions_hold(text):
    assert len(plain_figures(text)) == len(text)
    for number in find_numbers(text):
        assert text[number.start : number.end] == number.text


@given(st.integers(1, 9999))
def test_chinese_numerals_are_read_as_written(value):
    digits = "零一二三四五六七八九"
    written = "".join(
        digits[int(figure)] + step
        for figure, step in zip(f"{value:04}", ("千", "百", "十", ""), strict=True)
        if figure != "0"
    )
    assert chinese_value(written) == value


def test_very_long_figures_are_no_quantity():
    assert find_numbers("9" * 100_000) == []
    assert find_numbers("九" * 100_000 + "户") == []
