"""A year entered by hand is refused whenever it could only be a slip, and the sentence names the slip."""

import re
from datetime import date, datetime

import pytest

from zhitong.errors import BadInput
from zhitong.workdays import announced_years, read_year
from zhitong.workdays.messages import MESSAGES

GOOD = {"year": 2027, "notice": "测试文号", "rest": [["2027-10-01", "2027-10-07"]], "make_up": ["2027-10-09"]}


def test_a_good_year_is_taken_as_entered():
    entry = read_year(GOOD)
    assert (entry.year, entry.notice) == (2027, "测试文号")
    assert entry.rest == ((date(2027, 10, 1), date(2027, 10, 7)),)
    assert entry.make_up == (date(2027, 10, 9),)


def test_our_years_name_their_notices():
    assert [(entry.year, entry.notice[:2]) for entry in announced_years()] == [
        (2024, "国办"),
        (2025, "国办"),
        (2026, "国务"),
    ]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"year": "2027"}, "number", "year"),
        ({"year": 27}, "number", "year"),
        ({"year": True}, "number", "year"),
        ({"year": None}, "number", "year"),
        ({"notice": "  "}, "no_notice", "notice"),
        ({"rest": []}, "no_rest", "rest"),
        ({"rest": "2027-10-01"}, "not_a_list", "rest"),
        ({"rest": ["2027-10-01"]}, "not_a_span", "rest"),
        ({"rest": [["2027-10-01", "2027-02-30"]]}, "not_a_day", "rest"),
        ({"rest": [["2027-10-01", 7]]}, "not_a_day", "rest"),
        ({"rest": [[datetime(2027, 10, 1), datetime(2027, 10, 7)]]}, "not_a_day", "rest"),
        ({"rest": [["2026-10-01", "2026-10-07"]]}, "other_year", "rest"),
        ({"rest": [["2027-10-07", "2027-10-01"]]}, "span_reversed", "rest"),
        ({"rest": [["2027-10-01", "2027-11-07"]]}, "span_too_long", "rest"),
        ({"rest": [["2027-10-01", "2027-10-07"], ["2027-10-07", "2027-10-08"]]}, "spans_overlap", "rest"),
        ({"make_up": ["2027-10-09", "2027-10-09"]}, "make_up_twice", "make_up"),
        ({"make_up": ["2027-10-11"]}, "make_up_on_weekday", "make_up"),
        ({"make_up": ["2027-10-02"]}, "make_up_in_rest", "make_up"),
        ({"make_up": ["2028-10-07"]}, "other_year", "make_up"),
    ],
)
def test_a_slip_is_refused_and_named(change, code, field):
    with pytest.raises(BadInput) as refusal:
        read_year({**GOOD, **change})
    assert (refusal.value.code, refusal.value.field) == (f"workdays.year.{code}", field)
    for said in (refusal.value.message, refusal.value.remedy):
        assert said.en and said.zh and "%(" not in said.en + said.zh


def test_every_sentence_has_both_languages_and_the_same_places():
    for code, (message, remedy, message_zh, remedy_zh) in MESSAGES.items():
        places = [sorted(set(re.findall(r"%\((\w+)\)", text))) for text in (message + remedy, message_zh + remedy_zh)]
        assert all((message, remedy, message_zh, remedy_zh)), code
        assert places[0] == places[1], code
