"""Two versions of a scheme: every difference told, none invented, and who moves by it."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from test_targets_and_schemes import TEXT, adopted_office, scope

from zhitong.figures import actions
from zhitong.figures.schemes import EXAMPLES
from zhitong.figures.schemes.difference import differences
from zhitong.figures.versions import compare, text_differences

OLD = yaml.safe_load(TEXT % "sum")


def told(**parts):
    return [said.zh for said in differences(OLD, {**OLD, **parts})]


def test_each_kind_of_change_has_its_sentence():
    levels = [{**OLD["levels"][0], "points": 2}, OLD["levels"][1], {"id": "nation", "who": ["全国政协"], "points": 20}]
    assert told(levels=levels) == [
        "采用“区政协 (own)”：分数由 1 改为 2。",
        "取消采用：市政协 (city_composite) 3。",
        "新增采用：全国政协 (nation) 20。",
    ]
    assert told(accumulate="highest") == ["一条被几级采用由 各行累计 改为 只计最高的。"]
    assert told(caps=[{"of": "信息", "max": 80}]) == ["新增封顶：信息 80。"]
    assert told(ranking={"ties": "shared"}) == ["排名·同分由 — 改为 名次并列，其后顺延（1、1、3）。"]
    assert told(instructions=[]) == ["取消批示：市领导 (city_leader) 10。"]
    assert told(levels=OLD["levels"][::-1]) == ["采用的先后变了。"]
    assert told(examples=[{}]) == ["算例有改动，不影响计分。"]
    assert [said.en for said in differences(OLD, {**OLD, "accumulate": None})] == [
        "several rows on one item was add all rows up, is —."
    ]


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_text_is_not_different_from_itself(path):
    text = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert differences(text, text) == []


values = st.none() | st.integers(-5, 5) | st.booleans() | st.sampled_from(["sum", "减半"])
parts = st.dictionaries(
    st.sampled_from(["submission", "ranking", "accumulate", "own"]),
    values | st.dictionaries(st.sampled_from("ab"), values),
)


@settings(deadline=None, max_examples=200)
@given(parts, parts)
def test_no_difference_is_passed_over(old, new):
    """Two texts of which nothing is told differ in nothing but keys that say nothing."""

    def said(value):
        if not isinstance(value, dict):
            return value if value is None else (type(value), value)
        return {key: said(inner) for key, inner in value.items() if said(inner) not in (None, {})} or None

    assert (differences(old, new) == []) == (said(old) == said(new))


def test_who_moves_by_it_and_the_page(office, sign_in):
    adopted_office(office)
    he, wu = office.by("he"), office.by("wu")
    first = actions.write_scheme((TEXT % "sum").replace("levels:", "submission: {points_each: 0}\nlevels:"), by=he)
    first = actions.publish_scheme(actions.decide(first, "points.sent", "0", reason="会议定", by=he), by=wu)
    second = actions.write_scheme(first.text.replace("points: 10", "points: 12"), by=he)
    assert [said.zh for said in text_differences(first, second)] == ["批示“市领导 (city_leader)”：分数由 10 改为 12。"]
    found = compare(first, second, scope(office))
    assert [(row.name, row.before, row.now, row.up) for row in found.moved] == [
        (office.units["street"].name, 14, 16, 0)
    ]
    second = actions.decide(second, "points.sent", "3", reason="会议再定", by=he)
    assert text_differences(first, second)[-1].zh == "决定：“报送”一行的分数，由 0 改为 3。"
    page = sign_in(office, "he").get(f"/figures/schemes/{second.code}/changes/", {"period": "2024"}).content.decode()
    assert "分数由 10 改为 12" in page and "16" in page
    alone = sign_in(office, "he").get(f"/figures/schemes/{first.code}/changes/").content.decode()
    assert "第一版" in alone
