"""Tiers and awards by written rules: exactly on the line, equal last places, shares, and what must be decided before."""

from decimal import Decimal
from fractions import Fraction

import pytest
from scheme_writing import scheme

from zhitong.figures.schemes import Blocked, Candidate, Decisions, SchemeWrong, choose, open_questions, tiers


def units(*scores, group="街镇", **more):
    return [Candidate(f"u{n}", {"kind": group, "all": "全体"}, Decimal(s), **more) for n, s in enumerate(scores)]


def taken(rule, candidates, **decided):
    text = scheme(awards=[{"id": "it", "name": "先进单位", **rule}], ranking={"ties": "shared"}, subject="both")
    return [chosen.code for chosen in choose(text, text.awards[0], candidates, Decisions.of(decided))]


def keys(**parts):
    return [question.key for question in open_questions(scheme(accumulate="sum", repeat_same_level="each", **parts))]


@pytest.mark.parametrize(
    ("rule", "decided", "codes"),
    [
        ({"points": ">=100"}, {}, ["u0", "u1"]),
        ({"points": ">100"}, {}, ["u0"]),
        ({"points": "100分以上"}, {"threshold.it": "inclusive"}, ["u0", "u1"]),
        ({"points": "100分以上"}, {"threshold.it": "strict"}, ["u0"]),
        ({"points": 100}, {"threshold.it": "strict"}, ["u0"]),
        ({"points": {"from": 40, "below": 100}}, {}, ["u2", "u3"]),
        ({"places": 1}, {}, ["u0"]),
        ({"places": 3}, {"tie_at_limit": "all"}, ["u0", "u1", "u2", "u3"]),
        ({"places": 3}, {"tie_at_limit": "none"}, ["u0", "u1"]),
        ({"places": 9}, {}, ["u0", "u1", "u2", "u3"]),  # nobody without points
        ({"share": "40%"}, {}, ["u0", "u1"]),
        ({"share": "30%"}, {"share_rounding": "up"}, ["u0", "u1"]),
        ({"share": "30%"}, {"share_rounding": "down"}, ["u0"]),
        ({"share": 0.5, "points": ">60"}, {"share_rounding": "half_up", "tie_at_limit": "all"}, ["u0", "u1"]),
    ],
)
def test_whom_a_rule_takes(rule, decided, codes):
    assert taken(rule, units(120, 100, 50, 50, 0), **decided) == codes


@pytest.mark.parametrize(
    ("rule", "key"),
    [({"points": "100分以上"}, "threshold.it"), ({"places": 3}, "tie_at_limit"), ({"share": "30%"}, "share_rounding")],
)
def test_what_the_words_leave_open_blocks_and_is_asked_before_publishing(rule, key):
    with pytest.raises(Blocked) as blocked:
        taken(rule, units(120, 100, 50, 50, 0))
    assert blocked.value.key == key
    assert key in keys(awards=[{"id": "it", "name": "先进单位", **rule}], ranking={"ties": "shared"})
    assert keys(awards=[{"id": "it", "name": "先进单位", "points": ">=100"}]) == []


def test_groups_are_ranked_apart_and_every_choice_says_why():
    mixed = [*units(9, 8), *(Candidate(f"p{n}", {"kind": "党派"}, Decimal(n)) for n in (1, 2))]
    assert taken({"places": 1}, mixed) == ["u0", "p2"]
    assert taken({"places": 1, "groups": ["党派"]}, mixed) == ["p2"]
    text = scheme(awards=[{"name": "先进", "places": 1, "rates": {"采用率": ">=20%"}}], ranking={"ties": "shared"})
    candidates = units(9, 8, rates={"采用率": Fraction(1, 4)})
    (chosen,) = choose(text, text.awards[0], candidates)
    assert [reason.zh for reason in chosen.reasons] == [
        "街镇 2 个中第 1 名，规则取前 1 名",
        "采用率为 25%，规则要求>=20%",
    ]
    assert choose(text, text.awards[0], units(9, 8, rates={"采用率": Fraction(1, 6)})) == []


def test_the_first_tier_that_holds_is_the_one():
    rules = [
        {"name": "第一档", "points": ">=100"},
        {"name": "第二档", "points": ">=50"},
        {"name": "第三档", "points": ">=0"},
    ]
    found = tiers(scheme(tiers=rules), {"unit": units(120, 100, 50, 3)})
    assert [(chosen.rule.name, chosen.code) for chosen in found] == [
        ("第一档", "u0"), ("第一档", "u1"), ("第二档", "u2"), ("第三档", "u3"),
    ]  # fmt: skip


def test_an_item_needs_one_of_the_rows():
    rule = {"of": "item", "rows": ["nation"], "instructions": []}
    items = [Candidate(row, {}, Decimal(5), rows=frozenset({row})) for row in ("nation", "city")]
    assert taken(rule, items) == ["nation"]


@pytest.mark.parametrize(
    "rule",
    [
        {"name": "空"},
        {"name": "错", "places": 0},
        {"name": "错", "share": "120%"},
        {"name": "错", "points": "很多"},
        {"name": "错", "of": "item", "rows": ["nowhere"]},
        {"name": "错", "of": "unit", "rows": ["own"]},
        {"name": "错", "of": "person", "places": 1},
        {"name": "错", "place": 1},
        {"places": 1},
    ],
)
def test_a_rule_that_cannot_be_read_is_refused(rule):
    with pytest.raises(SchemeWrong):
        scheme(awards=[rule])
