"""Points shared among authors, signers and sources; every sharing adds up to exactly what was shared."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scheme_writing import scheme

from zhitong.figures.schemes import Blocked, Decisions, SchemeWrong, score
from zhitong.figures.schemes.shares import divide

D = Decimal
amounts = st.decimals(min_value=-10_000, max_value=10_000, places=4)
weights = st.lists(st.fractions(min_value=0, max_value=50, max_denominator=60), min_size=1, max_size=12).filter(any)
units = st.sampled_from([D(1), D("0.5"), D("0.1"), D("0.01")])


@settings(deadline=None)
@given(amounts, weights, units)
def test_shares_sum_to_exactly_the_whole(amount, parts, unit):
    assert sum(divide(amount, parts, unit), D(0)) == amount


@settings(deadline=None)
@given(amounts, weights, units)
def test_no_share_is_further_than_a_unit_from_what_is_due(amount, parts, unit):
    for share, part in zip(divide(amount, parts, unit), parts, strict=True):
        assert abs(Fraction(share) - Fraction(amount) * part / sum(parts)) < 2 * Fraction(unit)


def test_what_is_left_over_goes_to_the_largest_remainder_then_to_the_one_named_earlier():
    assert divide(D(10), [Fraction(1)] * 3) == [D("3.34"), D("3.33"), D("3.33")]
    assert divide(D(7), [Fraction(1), Fraction(2)], D(1)) == [2, 5]


def shared(authors, names=("甲", "乙", "丙"), row="city", **decided):
    rule = scheme(levels=[{"id": "city", "points": 10}], authors=authors)
    return score(rule, [{"rows": [row], "authors": list(names)}], decisions=Decisions.of(decided)).by_owner


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        ({"joint": "均分"}, ["3.34", "3.33", "3.33"]),
        ({"joint": "each in full"}, ["10", "10", "10"]),
        ({"joint": "只计第一作者"}, ["10", "0", "0"]),
        ({"joint": {"first": "折半", "others": "均摊剩下分值"}}, ["5", "2.5", "2.5"]),
        ({"joint": {"first": 0.6, "others": 0.4}}, ["6", "2", "2"]),
        ({"first": "60%", "others": "40%"}, ["6", "2", "2"]),
        ({"joint": {"first": 1, "joint": 0.5}}, ["10", "5", "5"]),
        ({"joint": {"first": 10, "joint": 4}}, ["10", "4", "4"]),
        ({"joint": ["50%", "30%", "20%"]}, ["5", "3", "2"]),
        ({"joint": {"first": "1/3", "others": "2/3"}}, ["3.34", "3.33", "3.33"]),
        ("联名的平均计分", ["3.34", "3.33", "3.33"]),
    ],
)
def test_a_rule_for_joint_authors(authors, expected):
    assert list(shared(authors).values()) == [D(share) for share in expected]


@pytest.mark.parametrize(
    "authors", [None, {"joint": "酌情"}, {"joint": {"first": 8, "joint": 4}}, {"joint": ["50%", "50%"]}]
)
def test_a_sharing_that_is_not_told_blocks_until_decided(authors):
    with pytest.raises(Blocked) as blocked:
        shared(authors)
    assert blocked.value.key == "joint"
    assert sum(shared(authors, joint="equal").values()) == 10
    assert shared(authors, joint="half_first") == {"甲": 5, "乙": D("2.5"), "丙": D("2.5")}


def test_a_sole_author_gets_the_whole():
    assert shared(None, ["甲"]) == {"甲": 10}


def test_whole_points_only_when_so_decided():
    assert list(shared({"joint": "均分"}, share_unit=1).values()) == [4, 3, 3]


def test_a_proposal_pays_each_signer_or_is_divided():
    fixed = scheme(authors={"proposal_filed": {"first": 20, "joint": 15}})
    divided = scheme(
        proposals={"each": 10, "filed": 15}, authors={"proposals_rule": {"first": "折半", "others": "均摊"}}
    )
    case = {"authors": ["甲", "乙", "丙"], "filed": True}

    assert score(fixed, proposal=case).by_owner == {"甲": 20, "乙": 15, "丙": 15}
    assert score(divided, proposal=case).by_owner == {"甲": D("12.5"), "乙": D("6.25"), "丙": D("6.25")}
    with pytest.raises(Blocked) as blocked:
        score(divided, proposal={"authors": ["甲"], "awarded": True})
    assert blocked.value.key == "points.proposals.awarded"


def test_caps_hold_for_each_named_author_alone():
    rule = scheme(authors={"proposal_filed": {"first": 20, "joint": 15}}, caps=[{"of": "提案", "max": 16}])
    assert score(rule, proposal={"authors": ["甲", "乙"], "filed": True}).by_owner == {"甲": 16, "乙": 15}


def test_a_composite_is_shared_among_its_sources():
    rule = scheme(levels=[{"id": "city", "points": 10}], authors={"composite": "均分"})

    assert score(rule, composite={"row": "city", "units": ["东街", "西街"]}).by_owner == {"东街": 5, "西街": 5}
    by_part = score(rule, composite={"row": "city", "units": {"东街": 3, "西街": 1}}).by_owner
    assert by_part == {"东街": D("7.5"), "西街": D("2.5")}
    own_rule = {"row": "city", "first": "东街", "others": ["西街"], "rule": {"first": "60%", "others": "40%"}}
    assert score(rule, composite=own_rule).by_owner == {"东街": 6, "西街": 4}
    assert score(rule, composite={"points": 3, "sources": 2}).by_owner == {"1": D("1.5"), "2": D("1.5")}
    with pytest.raises(Blocked):
        score(rule, composite={"units": ["东街", "西街"]})


def test_names_are_given_once_each():
    with pytest.raises(SchemeWrong):
        score(scheme(), proposal={"authors": ["甲", "甲"], "filed": True})
    with pytest.raises(SchemeWrong):
        score(scheme(), proposal={"authors": [], "filed": True})


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.lists(st.sampled_from("甲乙丙丁"), min_size=1, max_size=4, unique=True), min_size=1, max_size=6),
    st.sampled_from(["equal", "registered", {"first": "half", "others": "equal"}]),
)
def test_what_the_people_get_adds_up_to_what_the_items_earn(authors, rule):
    rules = scheme(levels=[{"id": "city", "points": 7}], authors={"information": rule})
    items = [
        {"rows": ["city"], **({"authors": {name: n for n, name in enumerate(names, 1)}} if len(names) > 1 else {})}
        for names in authors
    ]

    def of(person):
        own = [item for item, names in zip(items, authors, strict=True) if person in names]
        return score(rules, own, owner=person).total

    assert sum(of(person) for person in "甲乙丙丁") == score(rules, items).total == 7 * len(items)


def test_registered_parts_are_needed_where_the_text_divides_by_them():
    rules = scheme(levels=[{"id": "city", "points": 10}], authors={"information": "按署名比例"})
    by = score(rules, [{"rows": ["city"], "authors": {"甲": 0.7, "乙": 0.3}}]).by_owner
    assert by == {"甲": D("7.00"), "乙": D("3.00")}
    with pytest.raises(Blocked):
        score(rules, [{"rows": ["city"], "authors": ["甲", "乙"]}])
    with pytest.raises(SchemeWrong):
        score(rules, [{"rows": ["city"], "authors": {"甲": 0, "乙": 0}}])
