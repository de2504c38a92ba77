"""Reads a day as people write it, and refuses what could mean another day."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from zhitong.sheets.cells import CellFault, Value, shown
from zhitong.sheets.messages import refusal
from zhitong.sheets.serials import LAST_SERIAL, from_serial

FIRST_YEAR, LAST_YEAR = 1900, 2100
PLAIN = str.maketrans("０１２３４５６７８９／．－：，　—–。、年月", "0123456789/.-:, --..年月")
CHINESE_FIGURES = str.maketrans("〇零○Ｏ一二三四五六七八九", "0000123456789")
WEEKDAYS = {name: number for number, names in enumerate(("一", "二", "三", "四", "五", "六", "日天")) for name in names}

YEAR = r"[〇零○Ｏ一二三四五六七八九]{4}"
SMALL = r"[一二三四五六七八九十]{1,3}"
IN_WORDS = re.compile(rf"({YEAR})年({SMALL})月({SMALL})[日号號]?")
WEEKDAY = re.compile(r"[(（,\s]*(?:星期|周|週|礼拜|禮拜)([一二三四五六日天])[)）]?")
CLOCK = r"(?:[T\s]*(上午|下午|晚上)?\s*(\d{1,2})\s*[:时時点點]\s*(?:(\d{1,2})\s*(?:[:分]\s*(?:(\d{1,2})(?:\.\d+)?\s*秒?)?)?)?(?:\+08:?00)?)?"
DAY = re.compile(rf"(\d{{4}})\s*([-/.年])\s*(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})\s*[日号號]?{CLOCK}", re.ASCII)
RUN_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
# What cannot be one certain day, and what is said about it. First match counts.
UNCERTAIN = (
    (re.compile(r".*(农历|農曆|阴历|腊月|臘月|正月|冬月|初[一二三四五六七八九十]|廿)"), "cell.date_lunar"),
    (re.compile(r"\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号號]?", re.ASCII), "cell.date_no_year"),
    (re.compile(r"\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{4}", re.ASCII), "cell.date_order"),
    (re.compile(r"\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号號]?", re.ASCII), "cell.date_short_year"),
    (re.compile(r"\d{4}\s*([-/.年]\s*(\d{1,2}\s*月?)?)?|\d{6}", re.ASCII), "cell.date_no_day"),
    (re.compile(r"\d{5}(\.\d+)?", re.ASCII), "cell.date_serial_as_text"),
)


def read_date(value: Value, *, epoch_1904: bool = False) -> date:
    """The day in a cell; a time of day beside it is let go. BadInput says why a cell holds no certain day.

    Takes real dates, Excel's day numbers (a date cell that lost its format), 20260305 as a number, and texts such as
    2026-03-05, 2026/3/5, 2026.3.5, 2026年3月5日（周四）, ２０２６年３月５日, 二〇二六年三月五日, 20260305.
    """
    return read_moment(value, epoch_1904=epoch_1904).date()


def read_moment(value: Value, *, epoch_1904: bool = False) -> datetime:
    """Like ``read_date``, with the time of day: naive, midnight when none is written."""
    if isinstance(value, CellFault):
        raise refusal(value.code, shown=value.shown)
    if isinstance(value, bool) or isinstance(value, time) or value is None:
        raise refusal("cell.date_unreadable", shown=shown(value))
    if isinstance(value, datetime):
        found = value.replace(tzinfo=None)
    elif isinstance(value, date):
        found = datetime.combine(value, time.min)
    elif isinstance(value, int | float):
        found = _from_number(value, epoch_1904)
    else:
        found = _from_text(value)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise refusal("cell.date_far", shown=shown(value), first=FIRST_YEAR, last=LAST_YEAR)
    return found


def _from_number(number: int | float, epoch_1904: bool) -> datetime:
    if number > LAST_SERIAL and isinstance(number, int):
        return _from_text(str(number))
    found = from_serial(number, epoch_1904)
    return found if isinstance(found, datetime) else datetime.combine(found, time.min)


def _from_text(given: str) -> datetime:
    text = given.translate(PLAIN).strip()
    if len(text) > 60:
        raise refusal("cell.date_unreadable", shown=given[:40] + "…")
    text, weekday = _without_weekday(text)
    if words := IN_WORDS.fullmatch(text):
        text = f"{words[1].translate(CHINESE_FIGURES)}年{_small(words[2])}月{_small(words[3])}日"
    match = DAY.fullmatch(text)
    if match is None:
        together = RUN_TOGETHER.fullmatch(text)
        if together is None:
            for pattern, code in UNCERTAIN:
                if pattern.match(text) if code == "cell.date_lunar" else pattern.fullmatch(text):
                    raise refusal(code, shown=given)
            raise refusal("cell.date_unreadable", shown=given)
        year, month, day, clock = together[1], together[2], together[3], (None, None, None, None)
    else:
        year, month, day, clock = match[1], match[3], match[4], match.groups()[4:]
    half, hour, minute, second = clock
    hours = int(hour or 0)
    if half in ("下午", "晚上") and hours < 12:
        hours += 12
    try:
        found = datetime(int(year), int(month), int(day), hours, int(minute or 0), int(second or 0))
    except ValueError:
        raise refusal("cell.date_impossible", shown=given) from None
    if weekday is not None and found.weekday() != weekday:
        raise refusal("cell.date_weekday", shown=given)
    return found


def _without_weekday(text: str) -> tuple[str, int | None]:
    match = WEEKDAY.search(text)
    if match is None:
        return text, None
    return (text[: match.start()] + " " + text[match.end() :]).strip(), WEEKDAYS[match[1]]


def _small(figures: str) -> int:
    """A number up to 99 in Chinese figures; 0, which no month and no day is, for what is none."""
    tens, ten, ones = figures.partition("十")
    if "十" in ones or len(tens) > 1 or len(ones) > 1:
        return 0
    if not ten:
        return int(tens.translate(CHINESE_FIGURES))
    return int(tens.translate(CHINESE_FIGURES) or 1) * 10 + int(ones.translate(CHINESE_FIGURES) or 0)
