"""Days as Excel counts them: from 1900, with a 29 February that never was, or from 1904."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from zhitong.sheets.messages import refusal

LAST_SERIAL = 2_958_465  # 9999-12-31
DATE_FORMATS = {*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58}  # built in, Chinese ones included
TIME_FORMATS = {*range(18, 22), *range(32, 36), 45, 47, 55, 56}
LONGEST_CODE = 255  # characters, set by the format
UNREAD = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\[\]]*\]')  # literal text, padding, colours and locales in a format code


def format_kind(number: int, code: str | None) -> str:
    """What a number format makes of a number: ``date``, ``time``, ``zeros:5`` (padded to 5 figures) or ``plain``."""
    if code is None:
        return "date" if number in DATE_FORMATS else "time" if number in TIME_FORMATS else "plain"
    first = code[:LONGEST_CODE].split(";", 1)[0]
    if re.fullmatch(r"0{2,20}", first):
        return f"zeros:{len(first)}"
    bare = UNREAD.sub("", first).lower().replace("general", "")
    if re.search(r"\[[hms]+\]", first, re.IGNORECASE):
        return "plain"  # an elapsed time such as 36:00 is an amount, not a day
    bare = re.sub(r"e[+-]|am/pm|a/p", "", bare)
    if "y" in bare or "d" in bare or ("m" in bare and not re.search("[hs]", bare)):
        return "date"
    return "time" if re.search("[hs]", bare) else "plain"


def from_serial(number: float, epoch_1904: bool, kind: str = "date") -> date | datetime | time:
    """The day, the moment or (``kind`` time, below 1) the time of day. BadInput when there is no such day.

    Excel keeps seconds as fractions of a day, so the moment is rounded to the nearest second.
    """
    if not 0 <= number <= LAST_SERIAL + 1:
        raise refusal("cell.serial_range", value=number)
    days, fraction = divmod(number, 1)
    seconds = round(fraction * 86400)
    days, seconds = (int(days) + 1, 0) if seconds == 86400 else (int(days), seconds)
    if days == 0 and kind == "time":
        return (datetime.min + timedelta(seconds=seconds)).time()
    if epoch_1904:
        start = date(1904, 1, 1)
    elif days == 60:
        raise refusal("cell.serial_60")
    elif days == 0:
        raise refusal("cell.serial_range", value=number)
    else:
        start = date(1899, 12, 30) if days > 60 else date(1899, 12, 31)
    try:
        day = start + timedelta(days=days)
    except OverflowError:
        raise refusal("cell.serial_range", value=number) from None
    if seconds:
        return datetime.combine(day, time.min) + timedelta(seconds=seconds)
    return day
