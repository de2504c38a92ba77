"""What holds for every scheme and every year, found by trying many."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from scheme_writing import scheme

from zhitong.figures.schemes import score

D = Decimal
ROWS = ["r0", "r1", "r2", "r3"]
worth = st.decimals(min_value=0, max_value=100, places=1).map(float)
levels = st.lists(worth, min_size=4, max_size=4).map(
    lambda each: [{"id": row, "points": points} for row, points in zip(ROWS, each, strict=True)]
)
items = st.fixed_dictionaries(
    {
        "rows": st.lists(st.sampled_from(ROWS), min_size=1, max_size=6),
        "times": st.integers(1, 5),
        "month": st.integers(1, 12),
    },
    optional={"instructions": st.lists(st.just("leader"), max_size=2), "multipliers": st.just(["urgent"])},
)
years = st.lists(items, max_size=8)
caps = st.lists(
    st.fixed_dictionaries(
        {
            "of": st.sampled_from(["总分", "信息", "批示", "单篇", "加分", "扣分", "r1"]),
            "max": st.integers(0, 60),
            "per": st.sampled_from(["period", "month", "quarter"]),
        }
    ),
    max_size=4,
)
MORE = {
    "instructions": [{"rank": "leader", "points": 7.5, "repeat": "each"}],
    "multipliers": [{"id": "urgent", "when": "急报", "factor": 1.5}],
    "penalties": [{"when": "迟报", "points": -2}],
    "period": {"counting": "year"},
}


def rule(levels, accumulate="sum", repeat="each", **parts):
    return scheme(levels=levels, accumulate=accumulate, repeat_same_level=repeat, **{**MORE, **parts})


@settings(deadline=None)
@given(levels, years, caps, st.integers(0, 20))
def test_the_lines_are_the_total_and_caps_hold(levels, year, caps, late):
    # A deduction names no month, so beside a monthly cap it would rightly block.
    counts = {"late": late} if all(cap["per"] == "period" for cap in caps) else None
    sum_ = score(rule(levels, caps=caps), year, counts)

    assert sum_.total == sum((line.each * line.times for line in sum_.lines), D(0))
    for cap in caps:
        if cap["of"] == "总分" and cap["per"] == "period":
            assert sum_.total <= cap["max"]


@settings(deadline=None)
@given(levels, years, st.sampled_from(ROWS), st.data())
def test_one_more_adoption_never_lowers_the_score(levels, year, row, data):
    if not year:
        year = [{"rows": ["r0"]}]
    n = data.draw(st.integers(0, len(year) - 1))
    more = [{**item, "rows": [*item["rows"], row]} if at == n else item for at, item in enumerate(year)]
    for accumulate in ("sum", "increment", "highest"):
        for repeat in ("each", "once", "half"):
            any_rule = rule(levels, accumulate, repeat)
            assert score(any_rule, more).total >= score(any_rule, year).total


@settings(deadline=None)
@given(levels, years)
def test_the_highest_is_never_more_than_the_sum(levels, year):
    assert score(rule(levels, "highest"), year).total <= score(rule(levels, "sum"), year).total


@settings(deadline=None)
@given(levels, years)
def test_order_and_grouping_of_items_do_not_matter(levels, year):
    any_rule = rule(levels)
    one_by_one = [{**item, "times": 1} for item in reversed(year) for _ in range(item["times"])]
    assert score(any_rule, year).total == score(any_rule, one_by_one).total


@settings(deadline=None)
@given(levels, years, st.integers(0, 9), st.integers(0, 80))
def test_a_plain_reckoning_by_another_way_agrees(levels, year, late, most):
    """The oracle: integers of tenths, worked straight from the words of the rule."""
    each = {level["id"]: round(D(str(level["points"])) * 10) for level in levels}
    tenths = 0
    for item in year:
        adopted = sum(each[row] for row in item["rows"])
        if "multipliers" in item:
            adopted = D(adopted) * 3 / 2
        tenths += item["times"] * (adopted + 75 * len(item.get("instructions", [])))
    tenths -= 20 * late
    expected = min(D(tenths) / 10, D(most))

    assert score(rule(levels, caps=[{"of": "总分", "max": most}]), year, {"late": late}).total == expected
