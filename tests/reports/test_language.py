"""The small language of reports: what it reads, and how it refuses in words that say what to write instead."""

from __future__ import annotations

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from zhitong.errors import BadInput
from zhitong.reports.language import (
    MOST_CHARACTERS,
    Ask,
    ChartAsked,
    Fact,
    TableAsked,
    Vocabulary,
    Words,
    read,
)

KNOWN = Vocabulary(
    measures={"来稿": "received", "采用": "adopted", "采用率": "adoption_rate"},
    rates=frozenset({"adoption_rate"}),
    kinds={"党派团体": "party_group"},
    units={"九三支社": "abc234"},
)


def one(text):
    (block,) = read(text, KNOWN).blocks
    return block


def refusal(text):
    with translation.override("zh-hans"), pytest.raises(BadInput) as refused:
        read(text, KNOWN)
    assert refused.value.field == "text"
    return str(refused.value.message)


def test_words_headings_notes_and_figures():
    document = read("# 一、总体\n\n{期间}收到{来稿}件，{来稿·同比}。\n> 数据截至{截止日}", KNOWN)
    assert document.blocks == (
        Words("heading", ("一、总体",), 1),
        Words(
            "paragraph",
            (Fact("期间"), "收到", Ask("received", name="来稿"), "件，", Ask("received", "", "同比", "来稿"), "。"),
        ),
        Words("note", ("数据截至", Fact("截止日"))),
    )


@pytest.mark.parametrize(
    "words",
    [
        "{来稿·党派团体·同比}",
        "{来稿·同比·党派团体}",
        "｛来稿．同比．党派团体｝".replace("．", "·"),
        "{来稿 党派团体 同比}",
    ],
)
def test_whose_and_how_in_any_order_with_the_signs_an_input_method_gives(words):
    assert one(words).pieces == (Ask("received", "party_group", "同比", "来稿"),)


def test_a_unit_a_table_and_a_chart():
    assert one("{来稿·九三支社·名次}").pieces == (Ask("received", "abc234", "名次", "来稿"),)
    assert one("【表：分单位：来稿、来稿·同比，采用率】") == TableAsked(
        "unit",
        (Ask("received", name="来稿"), Ask("received", "", "同比", "来稿"), Ask("adoption_rate", name="采用率")),
    )
    assert one("【表:批示明细】") == TableAsked("instructions")
    assert one("【图：来稿：分月】") == ChartAsked(Ask("received", name="来稿"), "month")


def test_signs_doubled_stand_for_themselves_and_html_is_only_words():
    assert one("a{{b}}c").pieces == ("a", "{", "b", "}", "c")
    assert one("<script>alert(1)</script>").pieces == ("<script>alert(1)</script>",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("第一行\n{来搞}件", "第2行"),
        ("{来搞}件", "来稿"),  # what may have been meant
        ("{来稿·九山支社}", "九三支社"),
        ("{来稿", "单独出现"),
        ("来稿}", "单独出现"),
        ("{}", "没有名为"),
        ("{采用率·占比}", "是比率"),
        ("{来稿·名次}", "名次"),
        ("【表：分街道】", "没有"),
        ("【表：分单位：来稿·党派团体】", "不要写单位"),
        ("【图：来稿】", "【图：来稿：分类别】"),
        ("【图：来稿·同比：分月】", "图"),
        ("文字【表：分单位】", None),
        ("【表：分单位】文字", "单独成行"),
        ("{来稿}" * 401, "400"),
        ("字" * (MOST_CHARACTERS + 1), "60000"),
    ],
)
def test_refusals_name_the_line_and_what_to_write(text, said):
    if said is None:
        assert one(text).kind == "paragraph"  # a table's name inside a sentence is only words
    else:
        assert said in refusal(text).replace("60,000", "60000")


def test_many_faults_are_counted_and_not_all_listed():
    assert "还有" in refusal("{错}\n" * 20)


@given(st.text(max_size=200))
def test_any_text_is_either_read_or_refused(text):
    try:
        document = read(text, KNOWN)
    except BadInput:
        return
    assert len(document.blocks) <= text.count("\n") + text.count("\r") + 1
