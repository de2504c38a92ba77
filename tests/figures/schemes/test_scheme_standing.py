"""Bands, pass marks, ranking in groups, ties; and what is still to be decided."""

from decimal import Decimal
from fractions import Fraction

import pytest
from scheme_writing import LEVELS, scheme

from zhitong.figures.schemes import Blocked, Decisions, SchemeWrong, Standing, open_questions, rank, score

D = Decimal
BANDS = {"优秀": ">=85", "称职": "60-84", "不称职": "<60"}


def band(points, bands=BANDS, **decided):
    rule = scheme(submission={"base": points}, ranking={"bands": bands})
    return score(rule, decisions=Decisions.of(decided)).band


def test_a_band_holds_its_bounds_as_written():
    assert [band(n) for n in (85, 84, 60, 59.5)] == ["优秀", "称职", "称职", "不称职"]
    chinese = {"优秀": "90分以上", "合格": "60至90分", "不合格": "60分以下"}
    assert [band(n, chinese) for n in (91, 60, 59)] == ["优秀", "合格", "不合格"]


def test_where_two_bands_meet_the_one_that_names_the_bound_holds_it():
    bands = {"一等奖": ">=100", "二等奖": ">=60, <100", "三等奖": "30-60"}
    assert [band(n, bands) for n in (100, 60, 59.5, 30)] == ["一等奖", "二等奖", "三等奖", "三等奖"]
    with pytest.raises(Blocked):
        band(60, {"甲": "60-80", "乙": "40-60"})


def test_a_score_between_two_bands_asks():
    with pytest.raises(Blocked) as blocked:
        band(84.5)
    assert blocked.value.key == "band_gap"
    assert band(84.5, band_gap="lower") == "称职"
    assert band(84.5, band_gap="upper") == "优秀"


def test_a_band_told_otherwise_than_in_points_blocks():
    with pytest.raises(Blocked):
        band(90, {"优秀": "前30%"})


def test_the_pass_mark_itself_is_passed():
    rule = scheme(submission={"base": 60}, ranking={"pass": "60分"}, penalties=[{"when": "迟报", "points": -1}])
    assert score(rule).band == "达标"
    assert score(rule, counts={"late": 1}).band == "不达标"


def places(said, *standings, **decided):
    rule = scheme(ranking={"groups": ["乡镇", "部门"], "by": ["积分"], "ties": said})
    return [(p.group, p.place, p.unit, p.behind) for p in rank(rule, standings, Decisions.of(decided))]


EAST = Standing("东街", "乡镇", D(10), {"采用率": Fraction(1, 3)})
WEST = Standing("西街", "乡镇", D(10), {"采用率": Fraction(1, 2)})
NORTH = Standing("北街", "乡镇", D("7.5"), {"采用率": Fraction(1)})
OFFICE = Standing("统计局", "部门", D(3))


def test_groups_are_ranked_apart():
    assert places(None, OFFICE, NORTH, EAST) == [
        ("乡镇", 1, "东街", None),
        ("乡镇", 2, "北街", D("2.5")),
        ("部门", 1, "统计局", None),
    ]


def test_equal_scores_block_until_the_rule_is_decided():
    with pytest.raises(Blocked) as blocked:
        places(None, EAST, WEST, NORTH)
    assert blocked.value.key == "ties"

    def only(rule, **decided):
        return [(place, unit) for _, place, unit, _ in places(rule, EAST, WEST, NORTH, **decided)]

    assert only("并列") == only(None, ties="shared") == [(1, "东街"), (1, "西街"), (3, "北街")]
    assert only(None, ties="dense") == [(1, "东街"), (1, "西街"), (2, "北街")]
    assert only("积分相同的以采用率高者优先") == only(None, ties="采用率") == [(1, "西街"), (2, "东街"), (3, "北街")]


def test_a_tie_cannot_be_parted_by_a_figure_that_is_missing():
    with pytest.raises(Blocked):
        places("采用率高者优先", EAST, Standing("南街", "乡镇", D(10)))


def test_a_unit_of_no_group_is_refused():
    with pytest.raises(SchemeWrong):
        places(None, Standing("某校", "学校", D(1)))


def test_everything_the_text_leaves_open_is_asked_and_then_complete():
    rule = scheme(
        levels=[*LEVELS, {"id": "ministry", "points": None}],
        instructions=[{"rank": "leader", "points": None}],
        penalties=[{"when": "迟报", "points": None}, {"when": "泄密", "points": None, "effect": "取消评优资格"}],
        caps=[{"of": "信息", "max": None}],
        ranking={"groups": ["乡镇"], "by": ["积分"], "ties": None},
        unclear=["the year"],
    )
    keys = [question.key for question in open_questions(rule)]
    assert keys == [
        "accumulate", "repeat_same_level", "points.ministry", "points.leader", "points.迟报", "repeat_instructions",
        "caps.信息", "ties", "unclear.1",
    ]  # fmt: skip

    decisions = Decisions()
    for question in open_questions(rule):
        value = question.choices[0] if question.choices else 3
        decisions = decisions.record(question.key, value, reason="2026 年第 3 次主席会议", by="方岚")

    assert open_questions(rule, decisions) == []
    assert {decision.by for decision in score(rule, [], None, decisions).decisions} == {"方岚"}


def test_a_decision_needs_a_reason_and_a_value_that_can_be_used():
    for key, value, reason in (("accumulate", "sum", " "), ("accumulate", "most", "会议"), ("weather", "fine", "会议")):
        with pytest.raises(SchemeWrong):
            Decisions().record(key, value, reason=reason)


def test_a_decision_never_overrules_the_text():
    rule = scheme(accumulate="highest", repeat_same_level="once")
    decided = Decisions.of({"accumulate": "sum", "repeat_same_level": "each"})
    assert score(rule, [{"rows": ["own", "city", "city"]}], decisions=decided).total == 5


def test_decisions_may_stand_in_the_scheme_s_own_file():
    rule = scheme(decisions={"accumulate": {"value": "sum", "reason": "2026 年第 1 次主席会议"}})
    assert score(rule, [{"rows": ["own", "city"]}]).total == 6
    assert "decided: accumulate = sum (2026 年第 1 次主席会议)" in score(rule).explain()
    assert "accumulate" not in [question.key for question in open_questions(rule)]
