"""The check of worked examples, and ``zhitong schemes check``."""

import json

import pytest
from scheme_writing import written

from zhitong.figures.schemes import EXAMPLES, build_scheme
from zhitong.figures.schemes.check import check_examples
from zhitong.figures.schemes.command import main


def checked(*examples, **parts):
    return check_examples(build_scheme(written(examples=list(examples), **parts)))


def test_a_wrong_expectation_fails_and_says_the_difference():
    (outcome,) = checked({"items": [{"rows": ["city"]}], "expect": {"points": 6}})
    assert outcome.problems == ("points: 5 instead of 6",)


@pytest.mark.parametrize(
    "expect",
    [
        {"points": 5, "colour": "red"},
        {"money_yuan": 3},
        {"points_by": {"甲": 5}},
        {"rates": {"采用率": 0.5}},
        {"band": "优秀"},
        {"pass": True},
        {"items": 2},
        {"occurrences": 2},
        {"blocked": "points of city are not in the text"},
        {},
        None,
    ],
)
def test_no_expectation_passes_by_not_being_looked_at(expect):
    (outcome,) = checked({"items": [{"rows": ["city"]}], "expect": expect})
    assert not outcome.passed


def test_a_refusal_for_another_reason_is_no_expected_refusal():
    row = {"id": "ministry", "points": None}
    levels = [{"id": "city", "points": 1}, {"id": "province", "points": 2}, row]
    expect = {"blocked": "points of ministry are not in the text"}
    right, wrong, unrelated = checked(
        {"items": [{"rows": ["ministry"]}], "expect": expect},
        {"items": [{"rows": ["city", "province"]}], "expect": expect},
        {"items": [{"rows": ["city"], "times": 0}], "expect": expect},
        levels=levels,
    )
    assert (right.passed, wrong.passed, unrelated.passed) == (True, False, False)


def test_an_assumption_fills_what_is_open_also_under_another_name_but_never_against_the_text():
    item = {"items": [{"rows": ["city", "city"]}], "expect": {"points": 10}}
    assert checked({**item, "assumes": {"repeat_same_level": "each"}})[0].passed
    assert checked({**item, "assumes": {"second_body": "each"}})[0].passed
    assert not checked({**item, "assumes": {"second_body": "twice"}})[0].passed
    two = {"items": [{"rows": ["own", "city"]}], "expect": {"points": 5}, "assumes": {"accumulate": "highest"}}
    assert checked(two)[0].passed
    assert not checked(two, accumulate="sum")[0].passed


def test_points_that_stand_only_in_the_example_s_own_sum_are_taken_from_there_and_said():
    figures = {"base": 70, "songs": 2, "dances": 1}
    example = {"counts": figures, "expect": {"points": 85}, "how": "70 + 2 x 5 + 5"}
    (outcome,) = checked(example, submission={"base": 70})
    assert outcome.passed
    assert outcome.borrowed == {"songs": 5, "dances": 5}


@pytest.mark.parametrize(
    "how", ["", "70 + 15", "85", "70 + 1 x 10 + 1 x 5", "70 + 2 x 5 + 5 + 1", "as agreed", "60 + 2 x 5 + 5"]
)
def test_a_sum_that_does_not_say_it_in_one_way_gives_nothing(how):
    example = {"counts": {"base": 70, "songs": 2, "dances": 1}, "expect": {"points": 85}, "how": how}
    assert not checked(example, submission={"base": 70})[0].passed


def test_what_was_taken_from_the_sum_must_still_lead_to_what_is_expected():
    example = {"counts": {"songs": 2}, "expect": {"points": 11}, "how": "2 x 5"}
    assert checked(example)[0].problems == ("points: 10 instead of 11",)


def test_a_rate_may_be_written_rounded():
    rates = {"采用率": {"numerator": "采用", "denominator": "报送"}}
    counts = {"sent": 3, "adopted": 1}
    good, bad = checked(
        {"counts": counts, "expect": {"rates": {"采用率": 0.333}}},
        {"counts": counts, "expect": {"rates": {"采用率": 0.334}}},
        rates=rates,
    )
    assert (good.passed, bad.passed) == (True, False)


def test_an_example_without_any_figures_shows_its_items_alone():
    parts = {
        "rates": {"采用率": {"numerator": "采用", "denominator": "报送", "threshold": {"below": 0.2, "points": -5}}},
        "submission": {"base": 6},
    }
    item = {"items": [{"rows": ["city"]}]}
    alone, with_figures, unknown = checked(
        {**item, "expect": {"points": 5}},
        {**item, "counts": {"rate": 0.1}, "expect": {"points": 6}},
        {**item, "counts": {}, "expect": {"points": 5}},
        **parts,
    )
    assert (alone.passed, with_figures.passed, unknown.passed) == (True, True, False)
    assert alone.assumed == {"figures": "none given, so the items alone"}


def test_an_example_of_a_monthly_cap_without_months_stands_within_one():
    caps = [{"of": "信息", "max": 12, "per": "month"}]
    (outcome,) = checked({"items": [{"rows": ["city"], "times": 3}], "expect": {"points": 12}}, caps=caps)
    assert outcome.passed
    assert outcome.assumed == {"month": "all items in one"}


@pytest.fixture
def scheme_file(tmp_path):
    def write(name="trial.yaml", **parts):
        path = tmp_path / name
        path.write_text(json.dumps(written(**parts)), "utf-8")  # JSON is YAML
        return str(path)

    return write


GOOD = {"name": "one", "items": [{"rows": ["own"]}, {"rows": ["city"], "times": 2}], "expect": {"points": 11}}


def test_the_command_prints_each_line_of_each_sum(scheme_file, capsys):
    assert main(["check", scheme_file(examples=[GOOD])]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "trial  某区政协信息工作计分办法",
        "  pass  one: points 11",
        "          1  own 区政协 (item 1)",
        "          2 x 5 = 10  city 市政协、市委办 (item 2)",
        "  to decide before it can be published: accumulate, repeat_same_level",
        "  发布前待定：一条被几级采用，是累计还是只计最高？；同一行第二个单位采用，是否再计分？",
        "  1 of 1 examples pass",
        "",
    ]


def test_the_command_says_when_a_cap_holds_nothing_in_any_example(scheme_file, capsys):
    main(["check", scheme_file(examples=[GOOD], caps=[{"of": "讯息", "max": 3}])])
    assert "  note: the cap on 讯息 holds nothing in this sum" in capsys.readouterr().out.splitlines()


def test_the_command_fails_on_a_wrong_example_a_broken_file_and_a_file_without_examples(scheme_file, tmp_path, capsys):
    wrong = scheme_file("wrong.yaml", examples=[GOOD, {**GOOD, "expect": {"points": 12}}])
    broken = tmp_path / "broken.yaml"
    broken.write_text("id: [\n", "utf-8")
    good = scheme_file("good.yaml", examples=[GOOD])

    assert main(["check", wrong]) == 1
    assert main(["check", good, str(broken)]) == 1
    assert main(["check", scheme_file("empty.yaml")]) == 1
    assert main(["check", str(tmp_path / "none.yaml")]) == 1
    said = capsys.readouterr().out
    assert "! points: 11 instead of 12" in said
    assert "1 of 2 files pass" in said
    assert "nothing was checked" in said
    assert "未读入：broken.yaml：YAML 读不下去（第 2 行）" in said or "未读入：broken.yaml：" in said


def test_the_command_names_the_place_of_every_key_it_does_not_know_in_chinese(scheme_file, capsys):
    levels = [{"id": "own", "who": ["区政协"], "points": 1, "weighting": 3}]
    parts = {
        "levels": levels,
        "ranking": {"weights": {"a": 1}},
        "submission": {"points_each": 1, "spread": 2},
        "奖惩": "另行通知",
    }
    assert (
        main(["check", scheme_file(examples=[{"items": [{"rows": ["own"]}], "expect": {"points": 1}}], **parts)]) == 0
    )
    said = capsys.readouterr().out
    for place in ("levels[0].weighting", "ranking.weights", "submission.spread", "奖惩"):
        assert f"注意：{place}：不是计分办法的键；保留，但不计分" in said
    assert main(["check", scheme_file(levels=[{"id": "own", "points": 1, "repeatt": "each"}])]) == 1
    assert "未读入：levels[0].repeatt：没有这个键。 也许是 repeat。" in capsys.readouterr().out


def test_the_command_says_how_it_is_called(capsys):
    assert [main([]), main(["check"]), main(["run", "x"]), main(["check", "--fast", "x"])] == [2, 2, 2, 2]
    assert "usage: zhitong schemes check FILE" in capsys.readouterr().err
    assert main(["--help"]) == 0


def test_all_shipped_schemes_pass_by_the_command(capsys):
    assert main(["check", *map(str, sorted(EXAMPLES.glob("*.yaml")))]) == 0
    assert "12 of 12 files pass" in capsys.readouterr().out
