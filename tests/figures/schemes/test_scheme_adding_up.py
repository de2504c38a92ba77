"""Levels, instructions, factors, bonuses: what one item earns, and what blocks it."""

from decimal import Decimal

import pytest
from scheme_writing import LEVELS, scheme

from zhitong.figures.schemes import Blocked, Decisions, SchemeWrong, money, score

D = Decimal


def points(rule, item, **decided):
    return score(rule, [item], decisions=Decisions.of(decided)).total


def test_each_level_adds_where_the_text_says_so():
    assert points(scheme(accumulate="sum"), {"rows": ["own", "city", "nation"]}) == 26
    assert points(scheme(accumulate="increment"), {"rows": ["own", "city", "nation"]}) == 26


def test_only_the_highest_counts_and_the_others_stay_to_be_seen():
    sum_ = score(scheme(accumulate="highest"), [{"rows": ["own", "nation", "city"]}])

    assert sum_.total == 20
    assert [(line.row, line.points) for line in sum_.lines] == [("own", 0), ("nation", 20), ("city", 0)]
    assert "only the highest counts, which is nation" in sum_.explain()


def test_several_levels_block_until_somebody_decides():
    with pytest.raises(Blocked) as blocked:
        points(scheme(), {"rows": ["own", "city"]})

    assert blocked.value.key == "accumulate"
    assert blocked.value.choices == ("sum", "increment", "highest")
    assert points(scheme(), {"rows": ["own", "city"]}, accumulate="sum") == 6
    assert points(scheme(), {"rows": ["own", "city"]}, accumulate="highest") == 5


def test_one_level_does_not_need_the_decision():
    assert points(scheme(), {"rows": ["city"]}) == 5


def test_a_second_body_of_one_row():
    twice = {"rows": ["city", "city", "city"]}
    assert points(scheme(repeat_same_level="each"), twice) == 15
    assert points(scheme(repeat_same_level="once"), twice) == 5
    assert points(scheme(repeat_same_level="half"), twice) == 10
    assert points(scheme(repeat_same_level={"later": 0.2}), twice) == 7
    assert points(scheme(), twice, repeat_same_level="each") == 15
    with pytest.raises(Blocked) as blocked:
        points(scheme(), twice)
    assert blocked.value.key == "repeat_same_level"


def test_of_two_equal_rows_the_highest_is_one():
    assert points(scheme(accumulate="highest"), {"rows": ["city", "city"]}) == 5


def test_one_body_named_twice_is_another_question_than_two_bodies():
    rule = scheme(repeat_same_level="each")
    two = {"rows": [{"row": "city", "body": "市政协"}, {"row": "city", "body": "市委办"}]}
    same = {"rows": [{"row": "city", "body": "市政协"}, {"row": "city", "body": "市政协"}]}

    assert points(rule, two) == 10
    assert points(rule, same, same_body="once") == 5
    assert points(rule, same, same_body="each") == 10
    with pytest.raises(Blocked):
        points(rule, same)


def test_unknown_points_block_and_are_never_nought():
    rule = scheme(levels=[*LEVELS, {"id": "ministry", "points": None, "money_yuan": 100}])

    with pytest.raises(Blocked) as blocked:
        points(rule, {"rows": ["ministry"]})

    assert blocked.value.key == "points.ministry"
    assert "ministry" in str(blocked.value)
    assert points(rule, {"rows": ["ministry"]}, **{"points.ministry": 12}) == 12
    assert [line.points for line in money(rule, [{"rows": ["ministry"]}])] == [100]


def test_money_is_kept_apart_from_points():
    rule = scheme(levels=[{"id": "own", "points": 1, "money_yuan": 20.5}, *LEVELS[1:]], accumulate="sum")

    sum_ = score(rule, [{"rows": ["own", "city"], "times": 2}])

    assert (sum_.total, sum_.money) == (12, 41)
    assert score(scheme(), [{"rows": ["own"]}]).money is None


def test_instructions_come_on_top_of_the_level():
    rule = scheme(instructions=[{"rank": "leader", "points": 10}, {"rank": "chief", "points": 30, "repeat": "each"}])

    assert points(rule, {"rows": ["city"], "instructions": ["leader"]}) == 15
    assert points(rule, {"rows": ["city"], "instructions": ["chief", "chief"]}) == 65
    with pytest.raises(Blocked) as blocked:
        points(rule, {"instructions": ["leader", "leader"]})
    assert blocked.value.key == "repeat_instructions"


def test_instructions_may_have_their_own_rule_for_adding_up():
    rule = scheme(
        accumulate={"levels": "sum", "instructions": "highest"},
        instructions=[{"rank": "leader", "points": 10}, {"rank": "chief", "points": 30}],
    )
    assert points(rule, {"rows": ["own", "city"], "instructions": ["leader", "chief"]}) == 36


def test_results_printed_in_one_row_block_when_both_happen():
    rule = scheme(
        accumulate="sum",
        instructions=[{"rank": "leader", "points": 5, "note": "same row as city adoption"}],
    )
    both = {"rows": ["city"], "instructions": ["leader"]}

    assert points(rule, {"instructions": ["leader"]}) == 5
    with pytest.raises(Blocked):
        points(rule, both)
    assert points(rule, both, same_row="each") == 10
    assert points(rule, both, same_row="once") == 5


def test_commissioned_rows_may_take_points():
    rule = scheme(
        commissioned=[
            {"id": "done", "when": "完成约稿", "points": 2},
            {"id": "missed", "when": "约稿不报", "points": -10},
        ]
    )

    assert points(rule, {"rows": ["city"], "commissioned": ["done"]}) == 7
    assert points(rule, {"commissioned": ["missed"]}) == -10


def test_a_factor_holds_for_the_level_rows_and_is_a_line_of_its_own():
    rule = scheme(
        multipliers=[
            {"id": "urgent", "when": "急报", "factor": 1.5},
            {"id": "halved", "when": "转发", "factor": "50%"},
        ],
        instructions=[{"rank": "leader", "points": 10}],
    )
    item = {"rows": ["city"], "instructions": ["leader"], "multipliers": ["urgent"]}

    sum_ = score(rule, [item])

    assert [(line.row, line.points) for line in sum_.lines] == [("city", 5), ("leader", 10), ("urgent", D("2.5"))]
    assert points(rule, {"rows": ["city"], "multipliers": ["halved"]}) == D("2.5")
    two = {"rows": ["city"], "multipliers": ["urgent", "halved"]}
    with pytest.raises(Blocked):
        points(rule, two)
    assert points(rule, two, multipliers="product") == D("3.75")
    assert points(rule, two, multipliers="highest") == D("7.5")


def test_a_factor_may_name_the_rows_it_holds_for():
    rule = scheme(
        accumulate="sum",
        multipliers=[{"id": "urgent", "when": "急报", "factor": 2, "rows": ["instruction", "own"]}],
        instructions=[{"rank": "leader", "points": 10}],
    )
    assert points(rule, {"rows": ["own", "city"], "instructions": ["leader"], "multipliers": ["urgent"]}) == 27


def test_an_item_from_a_meeting_speech():
    assert points(scheme(meeting_outputs="会议发言转化的减半计分"), {"rows": ["city"], "meeting_output": True}) == D(
        "2.5"
    )
    rule = scheme(meeting_outputs={"speech": 0.4, "report": None})
    assert points(rule, {"rows": ["city"], "meeting_output": "speech"}) == 2
    with pytest.raises(Blocked):
        points(rule, {"rows": ["city"], "meeting_output": "report"})
    with pytest.raises(Blocked):
        points(scheme(), {"rows": ["city"], "meeting_output": True})


def test_an_author_bonus_is_paid_by_kind_and_asks_when_several_rows_earn_it():
    rule = scheme(
        accumulate="sum",
        authors={
            "bonus_by_kind": [{"row": "own", "member": 2}, {"row": "city and nation", "member": 10, "deputy": None}]
        },
    )
    assert points(rule, {"rows": ["own"], "author": "member"}) == 3
    assert points(rule, {"rows": ["own"], "author": "ordinary"}) == 1
    both = {"rows": ["own", "city"], "author": "member"}
    with pytest.raises(Blocked):
        points(rule, both)
    assert points(rule, both, author_bonus="each") == 18
    assert points(rule, both, author_bonus="once") == 16
    with pytest.raises(Blocked):
        points(rule, {"rows": ["city"], "author": "deputy"})
    with pytest.raises(SchemeWrong) as wrong:
        points(rule, {"rows": ["city"], "author": "stranger"})
    assert wrong.value.field == "items[0].author"


def test_a_row_above_may_bring_the_lower_ones_with_it_when_so_decided():
    rule = scheme(accumulate="increment")
    assert points(rule, {"rows": ["nation"]}) == 20
    assert points(rule, {"rows": ["nation"]}, missing_lower="with_lower") == 26


def test_an_item_that_was_merely_sent_in():
    assert points(scheme(submission={"points_each": 2}), {"rows": [], "times": 3}) == 6
    assert points(scheme(submission={"points_each": 0}), {"rows": []}) == 0
    with pytest.raises(Blocked):
        points(scheme(), {"rows": []})


def test_times_repeats_the_whole_item_and_items_are_not_occurrences():
    sum_ = score(scheme(accumulate="sum", repeat_same_level="each"), [{"rows": ["own", "city", "city"], "times": 4}])

    assert (sum_.total, sum_.items, sum_.occurrences) == (44, 4, 12)


@pytest.mark.parametrize(
    ("item", "field"),
    [
        ({"rows": ["moon"]}, "items[0].rows[0]"),
        ({"row_s": ["own"]}, "items[0].row_s"),
        ({"rows": ["own"], "times": 0}, "items[0].times"),
        ({"rows": ["own"], "times": 1.5}, "items[0].times"),
        ({"rows": ["own"], "month": 13}, "items[0].month"),
        ({"rows": 7}, "items[0].rows"),
        ("own", "items[0]"),
    ],
)
def test_an_item_that_does_not_fit_is_refused_by_the_name_of_its_key(item, field):
    with pytest.raises(SchemeWrong) as wrong:
        score(scheme(), [item])
    assert wrong.value.field == field


def test_the_row_of_another_genre_is_refused():
    rule = scheme(levels=[{"id": "news", "points": 1, "genre": "新闻类/党建类"}])
    assert points(rule, {"rows": ["news"], "genre": "党建类"}) == 1
    with pytest.raises(SchemeWrong):
        points(rule, {"rows": ["news"], "genre": "理论调研类"})


def test_every_line_says_which_row_and_which_item_gave_it():
    sum_ = score(scheme(accumulate="sum"), [{"rows": ["own"]}, {"rows": ["city", "nation"], "times": 2}])

    assert [(line.item, line.row, line.each, line.times) for line in sum_.lines] == [
        (1, "own", 1, 1),
        (2, "city", 5, 2),
        (2, "nation", 20, 2),
    ]
    assert sum_.explain().splitlines() == [
        "1  own 区政协 (item 1)",
        "2 x 5 = 10  city 市政协、市委办 (item 2)",
        "2 x 20 = 40  nation 全国政协 (item 2)",
        "= 51",
    ]


def test_a_second_and_third_time_give_less_and_less():
    rules = scheme(levels=[{"id": "city", "points": 10, "repeat": [1, 0.5, 0]}])
    assert [score(rules, [{"rows": ["city"] * times}]).total for times in (1, 2, 3, 5)] == [10, 15, 15, 15]
    last = scheme(repeat_same_level=[1, 0.5, 0.2], accumulate="sum")
    assert score(last, [{"rows": ["city"] * 4}]).total == 5 + 2.5 + 1 + 1


@pytest.mark.parametrize(
    ("rule", "total"),
    [(1, "0.7"), (0, "1"), ({"places": 0, "way": "down"}, "0"), ({"places": 1, "way": "half_even"}, "0.6"), ({"places": 0, "way": "up"}, "1")],
)  # fmt: skip
def test_the_total_is_rounded_as_written_by_a_line_of_its_own(rule, total):
    rules = scheme(levels=[{"id": "own", "points": 0.65}], rounding=rule)
    got = score(rules, [{"rows": ["own"]}])
    assert got.total == D(total) == sum(line.points for line in got.lines)
    assert got.lines[-1].row == "rounding"


@pytest.mark.parametrize(("which", "total"), [("best", 20 + 20 + 5), ("first", 1 + 5 + 20)])
def test_only_so_many_items_count(which, total):
    rules = scheme(accumulate="sum", caps=[{"of": "信息", "max": 3, "unit": "篇"}])
    items = [{"rows": ["own"]}, {"rows": ["city"]}, {"rows": ["nation"], "times": 2}]
    with pytest.raises(Blocked):
        score(rules, items)
    got = score(rules, items, None, Decisions.of({"beyond_pieces": which}))
    assert got.total == total == sum(line.points for line in got.lines)
    alike = score(rules, [{"rows": ["city", "city"], "times": 4}], None, Decisions.of({"repeat_same_level": "each"}))
    assert alike.total == 3 * 10  # four items of two bodies each: three of them count


def test_so_many_items_of_a_month():
    rules = scheme(levels=[{"id": "own", "points": 2}], caps=[{"of": "own", "max": 1, "per": "month", "unit": "篇"}])
    assert score(rules, [{"rows": ["own"], "month": m} for m in (1, 1, 2)]).total == 4
    with pytest.raises(Blocked):
        score(rules, [{"rows": ["own"]}, {"rows": ["own"]}])


@pytest.mark.parametrize(
    ("words", "rate", "points"),
    [("低于30%扣2分", 0.1, -2), ("below 20%: -2", 0.1, -2), ("超过 50% 加 5 分", 0.6, 5), ("低于30%扣2分", 0.3, 0)],
)
def test_what_crossing_a_rate_costs_may_stand_in_words(words, rate, points):
    rules = scheme(rates={"采用率": {"numerator": "采用", "denominator": "报送", "threshold": words}})
    assert score(rules, [], {"rate": rate}).total == points
