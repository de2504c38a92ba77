"""Days in the many ways people write them, and the ways that could mean another day."""

from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhitong.errors import BadInput
from zhitong.sheets import read_date, read_moment


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-05", "2026-3-5", "2026/3/5", "2026/03/05", "2026.3.5", "2026. 3. 5", "2026年3月5日", "2026 年 3 月 5 日", "2026年3月5号",
        "2026年03月05日", "2026年3月5", "20260305", "２０２６年３月５日", "２０２６－０３－０５", "２０２６／３／５", "2026—3—5", "2026、3、5",
        "二〇二六年三月五日", "二零二六年三月五日", "二○二六年三月五日", "二〇二六年三月五号", " 2026-03-05 ", "\u30002026年3月5日", "2026年3月5日星期四",
        "2026年3月5日（周四）", "2026-03-05 10:20", "2026-03-05T10:20:30", "2026-03-05T10:20:30+08:00", "2026/3/5 10:20:30.5", "2026年3月5日10时20分",
        "2026年3月5日 下午3点", "2026-3-5 10：20", 46086, 46086.43, 20260305, date(2026, 3, 5), datetime(2026, 3, 5, 23, 59, 59),
    ],
)  # fmt: skip
def test_every_spelling_of_one_day(written):
    assert read_date(written) == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("3月5日", "no_year"), ("3/5", "no_year"), ("3.5", "no_year"),
        ("26.3.5", "short_year"), ("26-03-05", "short_year"), ("26年3月5日", "short_year"),
        ("03/05/2026", "order"), ("5-3-2026", "order"),
        ("2026年3月", "no_day"), ("2026-03", "no_day"), ("2026", "no_day"), ("2026年", "no_day"), ("202603", "no_day"),
        ("2026年2月30日", "impossible"), ("2026/13/01", "impossible"), ("2026-00-10", "impossible"), ("0000-00-00", "impossible"), ("20260230", "impossible"),
        ("二〇二六年十三月五日", "impossible"), ("二〇二六年三月三二日", "impossible"), ("2026-03-05 25:00", "impossible"),
        ("农历正月初五", "lunar"), ("腊月廿三", "lunar"), ("二〇二六年正月初五", "lunar"),
        ("2026年3月5日星期五", "weekday"),
        ("9999-12-31", "far"), ("1899-12-31", "far"), ("0001-01-01", "far"),
        ("46086", "serial_as_text"), ("46086.5", "serial_as_text"),
        ("昨天", "unreadable"), ("2026-03-05至03-07", "unreadable"), ("", "unreadable"), ("2026-03-05Z", "unreadable"), ("²⁰²⁶-03-05", "unreadable"),
        ("2026年三月5日", "unreadable"), (True, "unreadable"), (time(10, 20), "unreadable"), (None, "unreadable"), ("1" * 500, "unreadable"), ("٢٠٢٦-٠٣-٠٥", "unreadable"),
    ],
)  # fmt: skip
def test_what_is_no_certain_day_is_refused_with_its_reason(written, code):
    with pytest.raises(BadInput) as refusal:
        read_date(written)
    assert refusal.value.code == f"sheets.cell.date_{code}"
    assert refusal.value.message.zh and refusal.value.remedy.zh


@pytest.mark.parametrize(
    ("number", "code"), [(60, "serial_60"), (-3, "serial_range"), (0.5, "serial_range"), (3e9, "serial_range")]
)
def test_numbers_that_are_no_day(number, code):
    with pytest.raises(BadInput) as refusal:
        read_date(number)
    assert refusal.value.code == f"sheets.cell.{code}"


def test_both_calendars_of_excel():
    assert read_date(44624, epoch_1904=True) == read_date(46086) == date(2026, 3, 5)


def test_moments_keep_their_time():
    assert read_moment("2026年3月5日下午3点20分") == datetime(2026, 3, 5, 15, 20)
    assert read_moment("2026-03-05 上午9:05:07") == datetime(2026, 3, 5, 9, 5, 7)
    assert read_moment("2026-03-05") == datetime(2026, 3, 5)
    assert read_moment(46086.5) == datetime(2026, 3, 5, 12)


@settings(deadline=None)
@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_day_is_read_from_every_form_it_can_be_written_in(day):
    figures = "〇一二三四五六七八九"

    def small(number):
        tens, ones = divmod(number, 10)
        return ("" if tens == 0 else "十" if tens == 1 else figures[tens] + "十") + (figures[ones] if ones else "")

    words = "".join(figures[int(figure)] for figure in f"{day.year:04}")
    weekday = "一二三四五六日"[day.weekday()]
    for written in (
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日 星期{weekday}",
        f"{words}年{small(day.month)}月{small(day.day)}日",
    ):
        assert read_date(written) == day


@settings(deadline=None)
@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.text("0123456789-/.年月日 :", max_size=14)))
def test_anything_is_a_day_or_a_refusal(written):
    try:
        assert isinstance(read_date(written), date)
    except BadInput as refusal:
        assert refusal.message.zh
