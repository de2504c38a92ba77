"""Checks of a brief: every rule by its own examples, places that hold, and no error on any text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhitong.text.checks import RULES, Limits, SourceText, check_brief
from zhitong.text.checks.run import _CHECKS, MOST_OF_ONE_RULE

EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.id}-{number}")
    for rule in RULES.values()
    for number, example in enumerate(rule.examples, 1)
]
BRIEF_TEXT = st.text(alphabet="普遍全市严重建议：原因一、二是3５户名。，\n138001电话我叫周敏\0\ud800x(（", max_size=80)


def marked(finding, title, body):
    return (title if finding.where == "title" else body)[finding.start : finding.end]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_each_rule_marks_its_examples_and_nothing_else(rule, example):
    others = set(RULES) - {rule.id}
    found = check_brief(example.title, example.body, example.sources, example.limits, others)
    assert [marked(finding, example.title, example.body) for finding in found] == list(example.marks)
    assert {finding.rule for finding in found} <= {rule.id}


def test_every_rule_has_a_check_and_examples_of_both_kinds():
    assert set(RULES) == set(_CHECKS)
    for rule in RULES.values():
        assert any(example.marks for example in rule.examples), rule.id
        assert any(not example.marks for example in rule.examples), rule.id
        assert rule.message_zh and rule.reason_zh and rule.severity in ("warn", "note")


def test_evidence_shows_the_words_of_the_source():
    source = SourceText("s7", "油烟", "全体业主都反映，噪音严重影响休息，共37户。")
    found = check_brief("河湾小区噪音", "个别业主反映，共370户。", [source])
    proofs = [proof for finding in found for proof in finding.evidence]
    assert {proof.text for proof in proofs} == {"全体", "37户"}
    assert all(source.text[proof.start : proof.end] == proof.text and proof.source_id == "s7" for proof in proofs)


def test_a_good_brief_is_left_in_peace():
    source = SourceText(
        "a", "电梯", "河湾小区2号楼电梯从今年3月起停运，32户居民中有11名老人下不了楼，物业说维修资金没有批下来。"
    )
    body = (
        "河湾小区2号楼电梯自今年3月起停运，32户居民中有11名老人下楼困难。"
        "主要原因是维修资金没有批下来。\n建议区住建局启用应急维修资金程序，由街道督促物业在15日内恢复运行。"
    )
    assert check_brief("河湾小区2号楼电梯停运老人下楼难", body, [source], Limits(body_least=60)) == []


def test_a_rule_that_is_switched_off_is_silent_and_an_unknown_id_is_no_error():
    assert check_brief("电梯", "我叫周敏。", [], Limits(), set(RULES) | {"long_gone"}) == []


def test_findings_come_in_reading_order_and_are_bounded():
    found = check_brief("全市普遍严重", "普遍。" * 500, [SourceText("a", "", "水小")], Limits(body_most=0))
    assert [finding.where for finding in found] == sorted((finding.where for finding in found), reverse=True)
    assert sum(f.rule == "stronger_word" for f in found) == MOST_OF_ONE_RULE


@settings(deadline=None)
@given(BRIEF_TEXT, BRIEF_TEXT, st.lists(st.tuples(BRIEF_TEXT, BRIEF_TEXT), max_size=3))
def test_any_text_is_checked_and_every_place_lies_in_it(title, body, sources):
    given_sources = [SourceText(str(n), *texts) for n, texts in enumerate(sources)]
    for finding in check_brief(title, body, given_sources):
        text = title if finding.where == "title" else body
        assert 0 <= finding.start <= finding.end <= len(text)
        assert finding.message_zh and "{" not in finding.message_zh.replace("{", "", text.count("{"))


@pytest.mark.parametrize(
    "body", ["", "的", "的" * 100_000, "1" * 100_000, "一" * 100_000, "建议" * 50_000, "，。" * 50_000]
)
def test_long_and_empty_texts_are_checked(body):
    check_brief("标题", body, [SourceText("a", "", body)])
