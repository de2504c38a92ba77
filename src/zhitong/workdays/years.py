"""Which days are off and which weekends are worked: one entry per year, ours from a file, others entered by hand."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files

from zhitong.errors import BadInput
from zhitong.workdays.messages import say

LONGEST_REST = 15  # days; the longest announced so far was 9. A longer span is nearly always a wrong month.
REACH = 14  # days by which an entry may reach into a neighbour year: the notice for 2019 made 2018-12-29 a working day.


@dataclass(frozen=True, slots=True)
class YearEntry:
    """One year's arrangement. ``rest`` spans include both ends; ``notice`` is the document that says so."""

    year: int
    notice: str
    rest: tuple[tuple[date, date], ...]
    make_up: tuple[date, ...]

    def rest_days(self) -> Iterable[date]:
        for first, last in self.rest:
            for offset in range((last - first).days + 1):
                yield first + timedelta(days=offset)


@cache
def announced_years() -> tuple[YearEntry, ...]:
    """The years that come with Zhitong, oldest first."""
    data = tomllib.loads(files("zhitong.workdays").joinpath("years.toml").read_text(encoding="utf-8"))
    return tuple(read_year({"year": int(year), **entry}) for year, entry in sorted(data.items()))


def read_year(data: Mapping) -> YearEntry:
    """A year as somebody entered it: ``year``, ``notice``, ``rest`` as pairs of days, ``make_up`` as days.

    Days are dates or ISO text (``2027-10-01``). Refuses with BadInput, ``field`` naming the part, whatever could only be
    a slip of the pen: the office will count deadlines by it for a whole year.
    """
    year = _year_number(data.get("year"))
    notice = str(data.get("notice") or "").strip()
    if not notice:
        raise _bad("year.no_notice", "notice")
    spans = sorted(_span(year, pair) for pair in _listed(data, "rest"))
    if not spans:
        raise _bad("year.no_rest", "rest", year=year)
    for (_, last), (first, _) in zip(spans, spans[1:], strict=False):
        if first <= last:
            raise _bad("year.spans_overlap", "rest", day=first)
    make_up = sorted(_day(year, value, "make_up") for value in _listed(data, "make_up"))
    for earlier, later in zip(make_up, make_up[1:], strict=False):
        if earlier == later:
            raise _bad("year.make_up_twice", "make_up", day=later)
    for day in make_up:
        if day.weekday() < 5:
            raise _bad("year.make_up_on_weekday", "make_up", day=day)
        if any(first <= day <= last for first, last in spans):
            raise _bad("year.make_up_in_rest", "make_up", day=day)
    return YearEntry(year, notice, tuple(spans), tuple(make_up))


def _year_number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 2000 <= value <= 2100:
        raise _bad("year.number", "year", value=value)
    return value


def _listed(data: Mapping, name: str) -> list:
    value = data.get(name, ())
    if not isinstance(value, list | tuple):
        raise _bad("year.not_a_list", name, value=value)
    return list(value)


def _span(year: int, pair: object) -> tuple[date, date]:
    if not isinstance(pair, list | tuple) or len(pair) != 2:
        raise _bad("year.not_a_span", "rest", value=pair)
    first, last = (_day(year, value, "rest") for value in pair)
    if last < first:
        raise _bad("year.span_reversed", "rest", first=first, last=last)
    length = (last - first).days + 1
    if length > LONGEST_REST:
        raise _bad("year.span_too_long", "rest", first=first, last=last, days=length, most=LONGEST_REST)
    return first, last


def _day(year: int, value: object, name: str) -> date:
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value.strip())
        except ValueError:
            raise _bad("year.not_a_day", name, value=value) from None
    if isinstance(value, datetime) or not isinstance(value, date):
        raise _bad("year.not_a_day", name, value=value)
    if not date(year, 1, 1) - timedelta(days=REACH) <= value <= date(year, 12, 31) + timedelta(days=REACH):
        raise _bad("year.other_year", name, day=value, year=year)
    return value


def _bad(code: str, name: str, **data: object) -> BadInput:
    message, remedy = say(code, **data)
    return BadInput(f"workdays.{code}", message, remedy, field=name, **data)
