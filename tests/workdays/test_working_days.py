"""The worked cases of the three announced years, and the laws of counting."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhitong.errors import BadInput
from zhitong.workdays import Calendar, announced_years, read_year

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = Calendar()
DAYS = st.dates(date(2023, 6, 1), date(2027, 6, 30))


@pytest.mark.parametrize(
    ("year", "quarters"),
    [(2024, (61, 62, 66, 62)), (2025, (59, 61, 67, 61)), (2026, (59, 61, 66, 62))],
)
def test_year_and_quarters_have_the_counts_of_the_notices(year, quarters):
    counted = tuple(
        CALENDAR.working_days_in(
            date(year, 3 * q + 1, 1), date(year + (q == 3), (3 * q + 4) % 12 or 12, 1) - timedelta(days=1)
        ).value
        for q in range(4)
    )
    assert counted == quarters
    whole = CALENDAR.working_days_in(date(year, 1, 1), date(year, 12, 31))
    assert (whole.value, whole.missing_years) == (sum(quarters), ())


def test_sums_of_the_three_years():
    assert [CALENDAR.working_days_in(date(y, 1, 1), date(y, 12, 31)).value for y in (2024, 2025, 2026)] == [
        251,
        248,
        248,
    ]


def test_every_make_up_day_works_and_every_rest_day_rests():
    for entry in announced_years():
        assert all(CALENDAR.is_working_day(day) for day in entry.make_up)
        assert not any(CALENDAR.is_working_day(day) for day in entry.rest_days())


def test_encouraged_rest_stays_a_working_day():
    assert CALENDAR.is_working_day(date(2024, 2, 9)).value is True


@pytest.mark.parametrize(
    ("start", "following"),
    [
        (date(2026, 9, 18), [date(2026, 9, 20), date(2026, 9, 21), date(2026, 9, 22)]),
        (date(2026, 2, 13), [date(2026, 2, 14), date(2026, 2, 24), date(2026, 2, 25)]),
        (date(2026, 9, 30), [date(2026, 10, 8), date(2026, 10, 9), date(2026, 10, 10)]),
        (date(2025, 9, 30), [date(2025, 10, 9), date(2025, 10, 10), date(2025, 10, 11)]),
        (date(2024, 2, 9), [date(2024, 2, 18), date(2024, 2, 19), date(2024, 2, 20)]),
    ],
)
def test_working_days_run_through_make_up_days_and_stop_over_holidays(start, following):
    assert [CALENDAR.due(start, n).value for n in (1, 2, 3)] == following
    assert [CALENDAR.working_days_between(start, day).value for day in following] == [1, 2, 3]
    assert CALENDAR.add_working_days(following[2], -2).value == following[0]


def test_year_without_entry_is_plain_weekdays_and_says_so():
    answer = CALENDAR.is_working_day(date(2027, 10, 1))  # a Friday, and surely a holiday
    assert (answer.value, answer.missing_years) == (True, (2027,))
    assert answer.warning.zh == "2027年的放假安排尚未录入，已按周一至周五为工作日计算。"
    assert answer.warning.en.startswith("The rest days of 2027 are not entered")
    assert CALENDAR.due(date(2026, 12, 30), 5).missing_years == (2027,)
    assert CALENDAR.working_days_between(date(2023, 12, 29), date(2027, 1, 4)).missing_years == (2023, 2027)
    assert CALENDAR.due(date(2026, 3, 2), 5).warning is None


def test_year_entered_by_hand_ends_the_warning():
    entry = read_year(
        {"year": 2027, "notice": "测试文号", "rest": [["2027-10-01", "2027-10-07"]], "make_up": ["2027-10-09"]}
    )
    calendar = CALENDAR.with_year(entry)
    assert calendar.due(date(2027, 9, 30), 2).value == date(2027, 10, 9)
    assert calendar.due(date(2027, 9, 30), 2).missing_years == ()
    assert CALENDAR.is_working_day(date(2027, 10, 1)).missing_years == (2027,)  # the first calendar is as it was


def test_make_up_day_in_the_december_before_counts():
    """The notice for 2019 made Saturday 2018-12-29 a working day: an entry may reach into the year before."""
    entry = read_year(
        {
            "year": 2019,
            "notice": "国办发明电〔2018〕15号",
            "rest": [["2018-12-30", "2019-01-01"]],
            "make_up": ["2018-12-29"],
        }
    )
    calendar = Calendar([entry])
    assert calendar.is_working_day(date(2018, 12, 29)).value is True
    assert calendar.is_working_day(date(2018, 12, 31)).value is False


def test_two_entries_that_disagree_or_repeat_are_refused():
    early = read_year({"year": 2018, "notice": "甲", "rest": [["2018-12-29", "2018-12-31"]]})
    late = read_year({"year": 2019, "notice": "乙", "rest": [["2019-01-01", "2019-01-01"]], "make_up": ["2018-12-29"]})
    for years, code in (
        ([early, late], "workdays.calendar.day_disagrees"),
        ([late, late], "workdays.calendar.year_twice"),
    ):
        with pytest.raises(BadInput) as refusal:
            Calendar(years)
        assert refusal.value.code == code


def test_days_are_those_of_the_office():
    late_evening = datetime(2026, 3, 5, 16, 30, tzinfo=UTC)  # already 00:30 on the 6th in Shanghai
    assert CALENDAR.local_day(late_evening) == date(2026, 3, 6)
    assert CALENDAR.due(late_evening, 1).value == date(2026, 3, 9)
    assert Calendar(zone=UTC).due(late_evening, 1).value == date(2026, 3, 6)


@pytest.mark.parametrize(
    "deed", [CALENDAR.is_working_day, lambda m: CALENDAR.due_in_hours(m, 2), lambda m: CALENDAR.due(m, 1)]
)
def test_naive_moment_is_refused(deed):
    with pytest.raises(BadInput) as refusal:
        deed(datetime(2026, 3, 5, 9, 0))
    assert refusal.value.code == "workdays.moment.naive"
    assert "时区" in str(refusal.value)


def test_hours_run_through_the_holiday():
    start = datetime(2026, 9, 30, 18, 0, tzinfo=SHANGHAI)
    due = CALENDAR.due_in_hours(start, 24)
    assert due == datetime(2026, 10, 1, 18, 0, tzinfo=SHANGHAI)
    assert due.utcoffset() == timedelta(hours=8)
    assert CALENDAR.due_in_hours(start.astimezone(UTC), 0.5) == datetime(2026, 9, 30, 18, 30, tzinfo=SHANGHAI)


@pytest.mark.parametrize("hours", [0, -1, float("nan"), float("inf"), 10**9])
def test_hours_that_cannot_run_are_refused(hours):
    with pytest.raises(BadInput) as refusal:
        CALENDAR.due_in_hours(datetime(2026, 1, 5, 8, tzinfo=SHANGHAI), hours)
    assert refusal.value.code == "workdays.hours.out_of_range"


def test_zone_that_changes_its_clocks_keeps_real_hours():
    berlin = ZoneInfo("Europe/Berlin")
    start = datetime(2026, 3, 28, 12, 0, tzinfo=berlin)  # the night to the 29th has 23 hours
    due = Calendar(zone=berlin).due_in_hours(start, 24)
    assert due.isoformat() == "2026-03-29T13:00:00+02:00"


def test_queue_ages_in_working_days():
    received = date(2026, 9, 30)
    ages = {
        day: CALENDAR.queue_age(received, date(2026, 10, day), near=2, late=3).value for day in (1, 7, 8, 9, 10, 11, 12)
    }
    assert ages == {1: "new", 7: "new", 8: "new", 9: "near", 10: "near", 11: "late", 12: "late"}
    assert CALENDAR.queue_age(received, date(2026, 9, 1), 2, 3).value == "new"  # a clock that ran behind
    assert CALENDAR.queue_age(date(2027, 1, 4), date(2027, 1, 5), 2, 3).missing_years == (2027,)


@pytest.mark.parametrize(("near", "late"), [(4, 3), (-1, 3)])
def test_queue_limits_in_wrong_order_are_refused(near, late):
    with pytest.raises(BadInput) as refusal:
        CALENDAR.queue_age(date(2026, 3, 2), date(2026, 3, 3), near, late)
    assert refusal.value.code == "workdays.queue.limits"


@pytest.mark.parametrize("count", [10**7, -(10**7), 10**30])
def test_count_beyond_the_calendar_is_refused(count):
    with pytest.raises(BadInput) as refusal:
        CALENDAR.add_working_days(date(2026, 3, 2), count)
    assert refusal.value.code == "workdays.count.too_far"


@settings(deadline=None)
@given(DAYS, st.integers(1, 400))
def test_adding_then_counting_gives_the_number_back(start, count):
    end = CALENDAR.add_working_days(start, count).value
    assert CALENDAR.working_days_between(start, end).value == count
    assert CALENDAR.is_working_day(end)


@settings(deadline=None)
@given(DAYS, st.integers(1, 400))
def test_going_back_lands_on_the_working_day_it_counts_to(start, count):
    end = CALENDAR.add_working_days(start, -count).value
    assert CALENDAR.is_working_day(end)
    assert CALENDAR.working_days_in(end, start - timedelta(days=1)).value == count


@settings(deadline=None)
@given(DAYS, DAYS, DAYS)
def test_spans_add_up(a, b, c):
    between = CALENDAR.working_days_between
    assert between(a, b).value + between(b, c).value == between(a, c).value


@settings(deadline=None)
@given(DAYS, DAYS, st.integers(0, 60), st.integers(0, 60))
def test_a_later_start_or_a_longer_term_is_never_due_earlier(a, b, n, m):
    early, late = sorted((a, b))
    short, long = sorted((n, m))
    assert CALENDAR.due(early, short).value <= CALENDAR.due(late, long).value
    assert CALENDAR.due(early, short).value <= CALENDAR.due(early, long).value


@settings(deadline=None)
@given(DAYS, st.integers(0, 900))
def test_counting_agrees_with_walking_day_by_day(start, length):
    end = start + timedelta(days=length)
    rest = {day for entry in announced_years() for day in entry.rest_days()}
    make_up = {day for entry in announced_years() for day in entry.make_up}
    walked = sum(
        day in make_up or (day.weekday() < 5 and day not in rest)
        for day in (start + timedelta(days=i) for i in range(1, length + 1))
    )
    assert CALENDAR.working_days_between(start, end).value == walked
