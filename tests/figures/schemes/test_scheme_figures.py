"""What a unit's figures earn and cost: base, sending in, shortfalls, rates, penalties; and caps and floors on the whole."""

from decimal import Decimal
from fractions import Fraction

import pytest
from scheme_writing import scheme

from zhitong.figures.schemes import Blocked, Decisions, SchemeWrong, score

YEAR, QUARTER = {"counting": "year"}, {"counting": "quarter"}


def points(rule, items=(), counts=None, **decided):
    return score(rule, items, counts, Decisions.of(decided)).total


def blocked_by(rule, counts, items=(), **decided):
    with pytest.raises(Blocked) as blocked:
        points(rule, items, counts, **decided)
    return blocked.value.key


def test_a_base_for_each_month_met():
    rule = scheme(period=YEAR, submission={"base": {"month": 10, "year_cap": 100}, "miss": -3})

    assert points(rule, counts={"months_met": 12}) == 100
    assert points(rule, counts={"months_met": 8}) == 80 - 4 * 3
    assert blocked_by(rule, {}) == "counts.months_met"
    with pytest.raises(SchemeWrong):
        points(rule, counts={"months_met": 13})


def test_a_missed_month_whose_cost_is_not_told_blocks():
    rule = scheme(
        period=YEAR,
        submission={"base": {"month": 10}},
        penalties=[{"when": "未完成每月最低指标", "points": None, "effect": "相应扣分"}],
    )
    assert points(rule, counts={"months_met": 12}) == 120
    assert blocked_by(rule, {"months_met": 11}) == "missed_month"
    assert points(rule, counts={"months_met": 11}, missed_month=-4) == 106
    assert points(rule, counts={"months_met": 11}, missed_month="loses its 10 only") == 110


def test_sending_in_counts_by_the_figure_or_by_the_items_but_not_twice():
    rule = scheme(
        levels=[{"id": "sent_in", "points": 2}, {"id": "city", "points": 5}],
        accumulate="sum",
        submission={"points_each": 2, "cap": 10},
    )
    assert points(rule, counts={"sent": 3}) == 6
    assert points(rule, counts={"sent": 9}) == 10
    assert points(rule, [{"rows": ["sent_in", "city"]}], {"sent": 1}) == 7
    with pytest.raises(SchemeWrong):
        points(rule, [{"rows": ["sent_in"]}], {"sent": 4})


def test_a_target_makes_the_shortfall():
    rule = scheme(period=YEAR, submission={"points_each": 1, "target": {"month": 1}, "miss": -2})
    assert points(rule, counts={"sent": 9}) == 9 - 3 * 2
    assert points(rule, counts={"sent": 15}) == 15


def test_one_rule_printed_in_two_places_counts_once():
    rule = scheme(
        submission={"base": 6, "miss": -1},
        penalties=[{"when": "每季度报送数量每少 1 篇", "points": -1}, {"when": "报送不及时", "points": -1}],
    )
    assert points(rule, counts={"quota_short_by": 2, "late": 1}) == 3


def test_a_shortfall_whose_cost_stands_in_words_only_blocks():
    assert blocked_by(scheme(submission={"miss": "相应扣分"}), {"quota_short_by": 1}) == "points.miss"


RATE = {"录用率": {"numerator": "录用稿件", "denominator": "报送稿件"}}


@pytest.mark.parametrize(
    ("words", "at_29", "at_30", "at_31"),
    [
        ("录用率低于 30%", -1, 0, 0),
        ("录用率不高于 30%", -1, -1, 0),
        ("录用率未达到30%的", -1, 0, 0),
    ],
)
def test_a_threshold_is_as_strict_as_its_words(words, at_29, at_30, at_31):
    rule = scheme(rates=RATE, penalties=[{"when": words, "points": -1}])
    assert [points(rule, counts={"rate": rate}) for rate in (0.29, 0.30, 0.31)] == [at_29, at_30, at_31]


def test_exactly_on_an_open_threshold_somebody_must_decide():
    rule = scheme(rates=RATE, penalties=[{"when": "录用率在 30% 以下", "points": -1}])
    assert points(rule, counts={"rate": 0.2}) == -1
    assert blocked_by(rule, {"rate": 0.3}) == "threshold"
    assert points(rule, counts={"rate": 0.3}, threshold="strict") == 0
    assert points(rule, counts={"rate": 0.3}, threshold="inclusive") == -1


def test_a_rate_is_an_exact_fraction_of_the_figures():
    rule = scheme(rates={**RATE, "批示率": {"numerator": "批示件数", "denominator": "录用件数"}})
    found = score(rule, counts={"sent_through_system": 30, "adopted_by_own": 10, "instructed": 3}).rates
    assert found == {"录用率": Fraction(1, 3), "批示率": Fraction(3, 10)}


def test_a_rate_may_be_given_itself_when_only_one_can_be_meant():
    two = {**RATE, "批示率": {"numerator": "批示件数", "denominator": "录用件数"}}
    with_threshold = {**two, "录用率": {**RATE["录用率"], "threshold": {"below": 0.3, "points": -1}}}

    assert score(scheme(rates=two), counts={"adoption_rate": "20%", "批示率": 0.1}).rates == {
        "录用率": Fraction(1, 5),
        "批示率": Fraction(1, 10),
    }
    assert points(scheme(rates=with_threshold), counts={"rate": 0.2}) == -1
    assert blocked_by(scheme(rates=two), {"rate": 0.2}) == "counts.rate"


def test_items_can_be_asked_alone_without_the_unit_s_figures():
    rule = scheme(submission={"base": {"month": 10}}, penalties=[{"when": "录用率低于 30%", "points": -1}], rates=RATE)
    assert blocked_by(rule, None, [{"rows": ["city"]}]) == "counts.months_met"
    assert points(rule, [{"rows": ["city"]}], items_alone=True) == 5


def test_a_rate_that_is_needed_and_not_known_blocks():
    rule = scheme(rates=RATE, penalties=[{"when": "录用率低于 30%", "points": -1}])
    assert blocked_by(rule, None) == "counts.录用率"
    assert blocked_by(rule, {"sent": 0, "adopted": 0}) == "counts.录用率"
    assert points(rule, counts={"sent": 0, "adopted": 0}, rate_without_items=1) == 0


def test_a_threshold_with_points_beside_the_rate():
    rule = scheme(rates={"采用率": {"numerator": "采用", "denominator": "报送", "threshold": "0.50 (at least: 5)"}})
    assert points(rule, counts={"sent": 4, "adopted": 2}) == 5
    assert points(rule, counts={"sent": 5, "adopted": 2}) == 0


def test_a_rate_rule_in_other_words_blocks_once_the_rate_is_known():
    rule = scheme(rates=RATE, penalties=[{"when": "录用率低于平均", "points": -1}])
    assert points(rule) == 0
    assert blocked_by(rule, {"rate": 0.4}) == "points.penalties[0]"
    assert points(rule, counts={"rate": 0.4}, **{"points.penalties[0]": -1}) == -1


def test_penalties_are_found_by_identifier_then_by_the_documented_words():
    rule = scheme(
        penalties=[
            {"id": "late_list", "when": "名单迟报", "points": -7},
            {"when": "全体会议无故缺席", "points": -30},
            {"when": "常委会议无故缺席", "points": -5},
            {"when": "内容失实", "points": None},
            {"when": "泄密", "points": None, "effect": "取消评优资格"},
        ]
    )
    assert points(rule, counts={"late_list": 1}) == -7
    assert points(rule, counts={"absent_without_leave_standing": 2}) == -10
    assert blocked_by(rule, {"absent_without_leave": 1}) == "counts.absent_without_leave"
    assert blocked_by(rule, {"untrue": 1}) == "points.内容失实"
    leak = score(rule, counts={"leaks": 1})
    assert (leak.total, leak.consequences) == (0, ("泄密: 取消评优资格",))


def test_figures_may_be_named_in_chinese():
    rule = scheme(
        rates=RATE, penalties=[{"when": "紧急信息迟报、漏报", "points": -3}, {"when": "内容失实", "points": -5}]
    )
    assert points(rule, counts={"迟报": 2}) == -6
    assert score(rule, counts={"报送": 40, "录用": 14}).rates == {"录用率": Fraction(7, 20)}
    assert blocked_by(rule, {"信": 1}) == "counts.信"


@pytest.mark.parametrize("of", ["信息", "社情民意信息得分", "年度信息工作得分", "信息类", "全年信息总分"])
def test_a_cap_may_be_named_as_offices_name_it(of):
    assert points(scheme(caps=[{"of": of, "max": 3}]), [{"rows": ["city"]}]) == 3


def test_a_figure_that_may_mean_two_rows_asks_which():
    rule = scheme(
        commissioned=[
            {"id": "late", "when": "约稿迟报", "points": -2},
            {"id": "missed", "when": "约稿不报", "points": -5},
        ],
        penalties=[{"id": "urgent_late", "when": "迟报、漏报紧急信息", "points": -10}],
    )
    assert points(rule, counts={"omitted": 1}) == -10
    assert points(rule, counts={"missed": 1, "urgent_late": 1}) == -15
    assert blocked_by(rule, {"late": 1}) == "counts.late"
    assert points(rule, counts={"late": 1}, **{"counts.late": "urgent_late"}) == -10


def test_a_figure_without_a_row_blocks_unless_it_is_nought_or_decided():
    assert blocked_by(scheme(), {"dances": 3}) == "counts.dances"
    assert points(scheme(), counts={"dances": 0}) == 0
    assert points(scheme(), counts={"dances": 3}, **{"counts.dances": 2}) == 6


@pytest.mark.parametrize(
    "counts", [{"late": -1}, {"late": "many"}, {"rate": -0.1}, {"rate": 35}, {"late": float("inf")}, ["late"]]
)
def test_a_figure_that_is_none_is_refused(counts):
    with pytest.raises(SchemeWrong):
        points(scheme(penalties=[{"when": "迟报", "points": -1}]), counts=counts)


def test_an_unknown_figure_is_not_nought():
    assert blocked_by(scheme(penalties=[{"when": "迟报", "points": -1}]), {"late": None}) == "counts.late"


def test_a_penalty_written_as_a_gain_is_refused():
    with pytest.raises(SchemeWrong) as wrong:
        points(scheme(penalties=[{"when": "迟报", "points": 1}]), counts={"late": 1})
    assert wrong.value.field == "penalties[0].points"


def test_a_cap_is_a_line_so_that_the_lines_still_add_up():
    sum_ = score(scheme(caps=[{"of": "反映社情民意", "max": 12}]), [{"rows": ["city"], "times": 3}])

    assert sum_.total == 12
    assert [(line.row, line.points) for line in sum_.lines] == [("city", 15), ("反映社情民意", -3)]


def test_deductions_stop_where_the_text_says():
    rule = scheme(submission={"base": 6}, penalties=[{"when": "迟报", "points": -2}], caps=[{"of": "扣分", "max": 6}])
    assert points(rule, counts={"late": 2}) == 2
    assert points(rule, counts={"late": 9}) == 0
    assert points(rule, [{"rows": ["city"]}], {"late": 9}) == 5


def test_deductions_within_an_area_take_no_more_than_the_area():
    rule = scheme(
        penalties=[{"when": "迟到", "points": -3, "effect": "考勤 10 分内"}], caps=[{"of": "考勤", "max": 10}]
    )
    assert points(rule, counts={"late_meeting": 5}) == -10


def test_caps_of_one_item_of_a_month_and_of_the_whole():
    rule = scheme(
        accumulate="sum",
        period=YEAR,
        caps=[{"of": "单篇", "max": 20}, {"of": "信息", "max": 30, "per": "month"}, {"of": "总分", "max": 45}],
    )
    assert points(rule, [{"rows": ["own", "city", "nation"]}]) == 20
    assert points(rule, [{"rows": ["nation"], "times": 2, "month": 1}]) == 30
    assert points(rule, [{"rows": ["nation"], "times": 2, "month": month} for month in (1, 2)]) == 45
    assert blocked_by(rule, None, [{"rows": ["nation"], "times": 2}]) == "items.month"
    assert points(rule, [{"rows": ["nation"]}]) == 20


def test_a_deduction_without_a_month_blocks_beside_a_monthly_cap_that_it_could_change():
    rule = scheme(
        period=YEAR, penalties=[{"when": "迟报", "points": -2}], caps=[{"of": "扣分", "max": 4, "per": "month"}]
    )
    assert points(rule, counts={"late": 2}) == -4
    assert blocked_by(rule, {"late": 3}) == "items.month"


def test_a_cap_counts_what_narrower_caps_left():
    rule = scheme(
        accumulate="sum",
        caps=[{"of": "own", "max": 2}, {"of": "总分", "max": 10}],
    )
    assert points(rule, [{"rows": ["own"], "times": 9}, {"rows": ["city"]}]) == 7


def test_a_cap_whose_figure_is_missing_blocks_unless_the_text_says_there_is_none():
    items = [{"rows": ["city"]}]
    assert points(scheme(caps=[{"of": "加分", "max": None, "note": "加分无上限"}]), items) == 5
    open_cap = scheme(caps=[{"of": "信息", "max": None}])
    assert blocked_by(open_cap, None, items) == "caps.信息"
    assert points(open_cap, items, **{"caps.信息": 3}) == 3
    assert points(open_cap, items, **{"caps.信息": "none"}) == 5
    assert points(open_cap) == 0


def test_a_floor_lifts_the_whole():
    rule = scheme(penalties=[{"when": "迟报", "points": -2}], caps=[{"of": "总分", "min": 0}])
    assert points(rule, [{"rows": ["own"]}], {"late": 3}) == 0


def test_a_cap_that_holds_nothing_is_said_aloud():
    (notice,) = score(scheme(caps=[{"of": "信息稿件", "max": 3}])).notices
    assert notice.en == "the cap on 信息稿件 holds nothing in this sum"


def test_points_told_only_in_a_note_beside_a_cap():
    rule = scheme(caps=[{"of": "公益活动加分", "max": 10, "note": "每次 2"}])
    assert points(rule, counts={"charity": 3}) == 6
    assert points(rule, counts={"charity": 7}) == 10


def test_halves_stay_exact_however_many():
    rule = scheme(levels=[{"id": "net", "points": 0.1}])
    assert points(rule, [{"rows": ["net"], "times": 300_000}]) == Decimal(30_000)
    assert points(rule, [{"rows": ["net"]}] * 3) == Decimal("0.3")
