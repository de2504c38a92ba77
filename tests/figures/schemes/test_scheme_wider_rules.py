"""Rules that many real schemes need beside rows for each item: steps, completion, converting, least numbers, once, nothing counts."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from scheme_writing import scheme

from zhitong.figures.schemes import (
    EXAMPLES,
    Blocked,
    Candidate,
    Decisions,
    SchemeWrong,
    Standing,
    choose,
    open_questions,
    rank,
    read_scheme,
    score,
)
from zhitong.figures.schemes.aloud import aloud
from zhitong.figures.schemes.check import check_examples
from zhitong.figures.schemes.snippets import SNIPPETS
from zhitong.figures.schemes.vocabulary import band_of

OWN = [{"id": "own", "who": ["区政协"], "points": 2}, {"id": "city", "who": ["市政协"], "points": 10}]


def total(made, items=(), counts=None, **decided):
    return score(made, list(items), counts, Decisions.of(decided)).total


@pytest.mark.parametrize(("sent", "points"), [(15, 50), (14, 0), (0, 0), (40, 50)])
def test_points_by_steps_of_a_figure(sent, points):
    made = scheme(measured=[{"id": "sending", "of": "sent", "when": "报送数量", "steps": {">=15": 50, "<15": 0}}])
    assert total(made, counts={"sent": sent}) == points


def test_a_step_written_without_its_side_is_asked_before_publishing_and_a_gap_blocks():
    made = scheme(measured=[{"id": "sending", "of": "sent", "when": "报送数量", "steps": {"15条以上": 50, "5-10": 20}}])
    assert "threshold.sending" in [question.key for question in open_questions(made)]
    with pytest.raises(Blocked) as blocked:
        total(made, counts={"sent": 15})
    assert blocked.value.key == "threshold.sending"
    assert total(made, counts={"sent": 15}, **{"threshold.sending": "inclusive"}) == 50
    with pytest.raises(Blocked) as gap:
        total(made, counts={"sent": 12})
    assert gap.value.key == "points.sending" and "没有写计多少分" in str(gap.value)
    with pytest.raises(Blocked) as unknown:
        total(made)
    assert unknown.value.key == "counts.sent"  # never 0


COMPLETION = {"id": "quota", "of": "sent", "when": "报送任务", "full": 20, "target": 12}


@pytest.mark.parametrize(
    ("more", "sent", "points"),
    [
        ({}, 12, "20"), ({}, 6, "10"), ({}, 7, "11.67"), ({}, 30, "20"), ({}, 0, "0"),
        ({"beyond": 1, "most": 25}, 15, "23"), ({"beyond": 1, "most": 25}, 30, "25"),
        ({"short": -2}, 10, "16"), ({"short": -2}, 1, "-2"), ({"short": -2, "least": 0}, 1, "0"),
    ],
)  # fmt: skip
def test_points_by_how_much_of_a_number_was_reached(more, sent, points):
    assert total(scheme(measured=[COMPLETION | more]), counts={"sent": sent}) == Decimal(points)


def test_a_number_to_reach_may_be_each_units_own_and_unknown_blocks():
    made = scheme(measured=[COMPLETION | {"target": None}])
    assert total(made, counts={"sent": 3, "target": 4}) == 15
    with pytest.raises(Blocked) as blocked:
        total(made, counts={"sent": 3})
    assert blocked.value.key == "counts.target"


def test_a_rate_can_have_steps():
    made = scheme(
        rates={"采用率": {"numerator": "采用", "denominator": "报送"}},
        measured=[{"id": "rate", "of": "采用率", "when": "采用率", "steps": {">=0.3": 5, "<0.3": 0}}],
    )
    assert total(made, counts={"sent": 10, "adopted": 3}) == 5
    assert total(made, counts={"sent": 10, "adopted": 2}) == 0


@pytest.mark.parametrize(
    "row",
    [
        {"id": "x", "of": "sent"},
        {"id": "x", "of": "sent", "full": 5},
        {"id": "x", "of": "sent", "full": 5, "target": 3, "steps": {">=1": 1}},
        {"id": "x", "of": "sent", "steps": {"很多": 1}},
        {"id": "x", "of": "sent", "full": 5, "target": 3, "short": 2},
        {"id": "x", "of": "sent", "full": 5, "target": 3, "bonus": 2},
        {"of": "sent", "full": 5, "target": 3},
    ],
)
def test_a_row_that_cannot_be_taken_is_refused_by_its_place(row):
    with pytest.raises(SchemeWrong) as wrong:
        scheme(measured=[row])
    assert str(wrong.value).startswith("measured[0]")


def test_of_levels_and_instructions_together_only_the_highest_counts():
    made = scheme(
        levels=OWN, accumulate={"all": "highest"}, instructions=[{"rank": "leader", "who": "市领导", "points": 6}]
    )
    assert total(made, [{"rows": ["own"], "instructions": ["leader"]}]) == 6
    assert total(made, [{"rows": ["own", "city"], "instructions": ["leader"]}]) == 10
    assert not {"accumulate", "accumulate_instructions"} & {question.key for question in open_questions(made)}


def test_a_bonus_once_in_each_quarter():
    made = scheme(
        levels=OWN, commissioned=[{"id": "call", "when": "完成约稿", "points": 3, "repeat": "each", "once": "quarter"}]
    )
    call = {"commissioned": ["call"]}
    assert total(made, [call | {"month": month} for month in (1, 2, 3, 4, 12)]) == 9
    yearly = scheme(
        levels=OWN, commissioned=[{"id": "call", "when": "完成约稿", "points": 3, "repeat": "each", "once": "year"}]
    )
    assert total(yearly, [call] * 4) == 3
    with pytest.raises(SchemeWrong, match="once"):
        scheme(commissioned=[{"id": "call", "when": "完成约稿", "points": None, "once": "year"}])


def test_a_penalty_may_leave_nothing_of_the_item_or_of_the_period():
    rows = [
        {"id": "false", "when": "失实", "points": -5, "voids": "item"},
        {"id": "secret", "when": "泄密", "points": -1, "voids": "period"},
    ]
    made = scheme(levels=OWN, penalties=rows)
    assert total(made, [{"rows": ["city"], "penalties": ["false"]}, {"rows": ["own"]}]) == -5 + 2
    whole = score(made, [{"rows": ["city"]}, {"rows": ["own"]}], {"secret": 1})
    assert whole.total == 0 and whole.lines[-1].reason.zh == "当期得分全部不计"
    assert total(made, [{"rows": ["city"]}], {"secret": 0}) == 10
    with pytest.raises(SchemeWrong, match=r"penalties\[0\].voids"):
        scheme(penalties=[{"id": "x", "when": "失实", "points": -1, "voids": "everything"}])


def test_money_for_each_point():
    made = scheme(levels=OWN, money_per_point=3)
    assert score(made, [{"rows": ["city"]}, {"rows": ["own"]}]).money == 36


def test_per_head_and_converted_to_the_best():
    made = scheme(
        ranking={"by": ["人均得分"], "per_head": True, "convert": {"to": 100, "of": "best"}, "ties": "shared"}
    )
    places = rank(
        made,
        [
            Standing("甲", "", Decimal(30), heads=10),
            Standing("乙", "", Decimal(8), heads=2),
            Standing("丙", "", Decimal(4), heads=3),
        ],
    )
    assert [(place.unit, place.place, place.per_head, place.converted) for place in places] == [
        ("乙", 1, Fraction(4), Decimal("100.00")),
        ("甲", 2, Fraction(3), Decimal("75.00")),
        ("丙", 3, Fraction(4, 3), Decimal("33.33")),
    ]
    assert [place.behind for place in places] == [None, 1, Decimal("1.67")]
    with pytest.raises(Blocked) as blocked:
        rank(made, [Standing("甲", "", Decimal(30), heads=0)])
    assert "没有人员" in str(blocked.value)


def test_converted_by_a_fixed_whole_and_at_most():
    made = scheme(ranking={"convert": {"to": 20, "of": 240, "most": 20, "places": 1}, "ties": "shared"})
    places = rank(made, [Standing(name, "", Decimal(points)) for name, points in (("甲", 300), ("乙", 100), ("丙", 0))])
    assert [place.converted for place in places] == [Decimal("20.0"), Decimal("8.3"), Decimal("0.0")]
    nobody = scheme(ranking={"convert": {"to": 100, "of": "best"}, "ties": "shared"})
    assert [place.converted for place in rank(nobody, [Standing("甲", "", Decimal(0))])] == [None]


@given(st.lists(st.integers(0, 500), min_size=1, max_size=12))
def test_converting_changes_no_order_and_the_best_is_the_whole(points):
    made = scheme(ranking={"convert": {"to": 100, "of": "best"}, "ties": "dense"})
    places = rank(made, [Standing(str(n), "", Decimal(each)) for n, each in enumerate(points)])
    found = [place.converted for place in places]
    assert found == sorted(found, key=lambda each: (each is None, -(each or 0)))
    assert found[0] == (100 if max(points) else None)


def test_who_does_not_reach_a_least_number_is_not_ranked():
    made = scheme(ranking={"minimum": {"adopted": 3, "采用率": "20%"}, "ties": "shared"})
    standings = [
        Standing("甲", "", Decimal(9), {"adopted": 2, "采用率": Fraction(1)}),
        Standing("乙", "", Decimal(5), {"adopted": 3, "采用率": Fraction(1, 5)}),
        Standing("丙", "", Decimal(7), {"adopted": 9, "采用率": Fraction(1, 10)}),
    ]
    assert [(place.unit, place.place) for place in rank(made, standings)] == [("乙", 1)]
    with pytest.raises(Blocked, match="采用"):
        rank(made, [Standing("丁", "", Decimal(1))])


@pytest.mark.parametrize(
    ("ties", "order"),
    [
        (["采用率", "adopted", "shared"], ["乙1", "丙2", "甲3", "丁3"]),
        (["adopted"], ["丙1", "甲2", "乙2", "丁2"]),
        ("得分相同的，以采用篇数多者列前，再相同的并列", ["丙1", "甲2", "乙2", "丁2"]),
        (["报送篇数多者列前", "批示多者列前"], ["甲1", "丁2", "丙3", "乙4"]),
        ("shared", ["甲1", "乙1", "丙1", "丁1"]),
    ],
)
def test_equal_scores_are_parted_by_one_figure_after_the_other(ties, order):
    figures = {
        "甲": {"采用率": Fraction(1, 4), "adopted": 2, "sent": 9, "instructions": 1},
        "乙": {"采用率": Fraction(1, 2), "adopted": 2, "sent": 4, "instructions": 0},
        "丙": {"采用率": Fraction(1, 4), "adopted": 3, "sent": 8, "instructions": 0},
        "丁": {"采用率": Fraction(1, 4), "adopted": 2, "sent": 8, "instructions": 2},
    }
    standings = [Standing(name, "", Decimal(5), told) for name, told in figures.items()]
    assert [f"{place.unit}{place.place}" for place in rank(scheme(ranking={"ties": ties}), standings)] == order


def test_an_award_asks_for_least_numbers_and_says_so():
    made = scheme(
        awards=[{"id": "a", "name": "先进单位", "places": 1, "minimum": {"adopted": 3}}], ranking={"ties": "shared"}
    )
    few, many = ({"adopted": 1}, {"adopted": 4})
    found = choose(made, made.awards[0], [
        Candidate("甲", {"kind": "k"}, Decimal(9), measures=many), Candidate("乙", {"kind": "k"}, Decimal(5), measures=few)])  # fmt: skip
    assert [each.code for each in found] == ["甲"]
    assert found[0].reasons[-1].zh == "采用为 4，规则要求不少于 3"


def test_examples_of_a_file_may_expect_what_is_ranked():
    made = scheme(
        levels=OWN, ranking={"per_head": True, "convert": {"to": 100, "of": "best"}},
        examples=[
            {"items": [{"rows": ["city"], "times": 3}], "counts": {"heads": 4}, "best": 10, "expect": {"points": 30, "per_head": 7.5, "converted": 75}},
            {"items": [{"rows": ["city"]}], "counts": {"heads": 4}, "best": 10, "expect": {"converted": 30}},
        ],
    )  # fmt: skip
    right, wrong = check_examples(made)
    assert right.passed and wrong.problems == ("converted: 25 instead of 30",)


@pytest.mark.parametrize(
    ("ranking", "place"),
    [
        ({"convert": {"to": 100}}, "ranking.convert"),
        ({"convert": {"to": 100, "of": "median"}}, "ranking.convert.of"),
        ({"convert": {"too": 100, "of": "best"}}, "ranking.convert"),
        ({"per_head": "yes"}, "ranking.per_head"),
        ({"minimum": {"sent": "many"}}, "ranking.minimum.sent"),
    ],
)
def test_a_wrong_ranking_names_its_place_in_chinese(ranking, place):
    with pytest.raises(SchemeWrong) as wrong:
        scheme(ranking=ranking)
    assert str(wrong.value).startswith(f"{place}：")


@pytest.mark.parametrize(
    ("said", "at", "held"),
    [
        ("90分以上(含90分)", 90, True),
        ("90分以上（不含90分）", 90, False),
        ("90分及以上", 90, True),
        ("60分以下（不含60分）", 60, False),
        ("60分以下(含60分)", 60, True),
        ("90分以上", 90, None),
    ],
)
def test_what_stands_in_brackets_settles_the_line(said, at, held):
    assert band_of("", said, "x").holds(Fraction(at)) is held


@pytest.mark.parametrize(("says", "text"), SNIPPETS, ids=[says.en[:30] for says, _text in SNIPPETS])
def test_how_common_rules_are_written_can_be_copied_as_it_stands(says, text):
    parts = yaml.safe_load(text)
    made = scheme(**parts)
    assert made.notices == () and re.search(r"[\u4e00-\u9fff]", says.zh)


def test_every_rule_is_read_aloud_in_both_languages():
    for path in EXAMPLES.glob("*.yaml"):
        for heading, sentences in aloud(read_scheme(path)):
            assert heading.zh and heading.en
            assert all(each.zh and each.en for each in sentences)
    made = scheme(
        levels=OWN, accumulate={"all": "highest"}, ranking={"per_head": True, "convert": {"to": 100, "of": "best"}, "minimum": {"adopted": 3}},
        measured=[COMPLETION | {"beyond": 1, "most": 25}], penalties=[{"id": "copied", "when": "抄袭", "points": -5, "voids": "item"}],
        caps=[{"of": "总分", "max": 100, "min": 0}], money_per_point=3,
    )  # fmt: skip
    said = "；".join(each.zh for _heading, sentences in aloud(made) for each in sentences)
    for words in (
        "同一条的采用、批示合在一起，只计最高的。", "报送任务：报送达到 12，计 20 分", "报送任务：每超一件 1 分", "抄袭：-5 分；该条不计分",
        "总分：0 分至 100 分（全期）", "按人均得分排名。", "采用达到 3 才排名。", "折算：组内最高的计 100 分，其余按比例。", "每分 3 元。",
    ):  # fmt: skip
        assert words in said, words


def test_what_a_quarter_missed_costs_is_not_taken_again_as_items_too_few():
    made = scheme(
        submission={"points_each": 1, "target": {"quarter": 2}},
        penalties=[{"id": "missed", "when": "每季度未完成报送任务", "points": -2}],
    )
    assert total(made, counts={"quarters_missed": 2, "sent": 4}) == 4 - 2 * 2


@pytest.mark.parametrize("said", ["第一作者 only", "仅第一作者", "first_only", "only 第一作者"])
def test_all_to_the_first_author_in_the_ways_it_is_written(said):
    made = scheme(levels=OWN, authors={"information": said})
    assert score(made, [{"rows": ["city"], "authors": ["甲", "乙"]}]).by_owner == {"甲": 10, "乙": 0}
