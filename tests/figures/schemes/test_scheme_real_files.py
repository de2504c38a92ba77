"""Every worked example of every real scheme, through the one general engine."""

import os
from pathlib import Path

import pytest

from zhitong.figures.schemes import EXAMPLES, open_questions, read_scheme
from zhitong.figures.schemes.check import check_examples

SHIPPED = sorted(EXAMPLES.glob("*.yaml"))
HANDED_OUT = Path(os.environ.get("ZHITONG_SHARED") or Path(__file__).parents[4] / "shared") / "rules" / "schemes"


def problems_of(path):
    outcomes = check_examples(read_scheme(path))
    assert outcomes, f"{path.name} holds no examples"
    return {outcome.name: outcome.problems for outcome in outcomes if not outcome.passed}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_scheme_gives_what_was_worked_by_hand(path):
    assert problems_of(path) == {}


def test_twelve_schemes_are_shipped_under_their_own_names():
    assert len(SHIPPED) == 12
    assert [read_scheme(path).id for path in SHIPPED] == [path.stem for path in SHIPPED]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_no_shipped_scheme_may_be_published_as_it_is_because_each_text_leaves_something_open(path):
    assert open_questions(read_scheme(path))


def test_the_schemes_as_handed_out_give_what_was_worked_by_hand():
    if not HANDED_OUT.is_dir():
        pytest.skip("the shared rules are not beside this checkout, so only the shipped schemes were checked")
    files = sorted(HANDED_OUT.glob("*.yaml"))
    assert len(files) >= 12
    assert {path.name: problems_of(path) for path in files if problems_of(path)} == {}
