"""What is shown of a theme: from how many sources, units and places, over how many weeks, in which bars."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone

from zhitong.assessment.themes import queries, rules
from zhitong.assessment.themes.models import Theme
from zhitong.text import fold
from zhitong.text.places import names_in

_MOST_BARS = 26
_MOST_NAMED = 12  # places and units that are listed by name


@dataclass(frozen=True)
class Line:
    """One submission of a theme, without its words. ``place`` is the field, else the first place its title names."""

    key: int
    unit: str
    day: date
    place: str


@dataclass(frozen=True)
class Figures:
    """``sources`` counts known authors once; a submission with a withheld name counts as a source of its own, so that the
    figure never tells that two such submissions have one author."""

    sources: int = 0
    units: int = 0
    weeks: int = 0  # from the first to the last, both weeks included
    places: tuple[str, ...] = ()  # the most frequent first
    lines: list[Line] = field(default_factory=list)


def figures_of(themes: Sequence[Theme]) -> dict[int, Figures]:
    """By the theme's key, in two queries for any number of themes."""
    lines: dict[int, list[Line]] = {theme.pk: [] for theme in themes}
    withheld: Counter[int] = Counter()
    home: dict[int, set[int]] = {}
    for theme, key, unit, came, place, title, is_withheld in queries.line_facts(themes):
        lines[theme].append(Line(key, unit or "", _day(came), place_of(place, title)))
        home.setdefault(key, set()).add(theme)
        withheld[theme] += is_withheld
    authors: dict[int, set[object]] = {theme.pk: set() for theme in themes}
    for key, author in queries.author_keys(themes):
        for theme in home.get(key, ()):
            authors[theme].add(author)
    return {
        key: Figures(
            sources=len(authors[key]) + withheld[key],
            units=len({line.unit for line in own if line.unit}),
            weeks=(own[-1].day - own[0].day).days // 7 + 1 if own else 0,
            places=tuple(place for place, _times in counted_places(own)),
            lines=own,
        )
        for key, own in lines.items()
    }


def place_of(place: str, title: str) -> str:
    if place:
        return " ".join(place.split())
    named = names_in(fold(title), 1)
    return named[0].text if named else ""


def counted_places(lines: Sequence[Line]) -> list[tuple[str, int]]:
    return Counter(line.place for line in lines if line.place).most_common(_MOST_NAMED)


def counted_units(lines: Sequence[Line]) -> list[tuple[str, int]]:
    return Counter(line.unit for line in lines if line.unit).most_common(_MOST_NAMED)


@dataclass(frozen=True)
class Bar:
    """``since`` and ``until`` are its first and last day; x, y, width and height are in the drawing's units."""

    since: date
    until: date
    count: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Chart:
    """A drawing of WIDTH by HEIGHT units with one bar for each week, month or year."""

    step: str  # week, month, year
    bars: list[Bar]
    most: int

    WIDTH = 640
    HEIGHT = 110

    @property
    def marks(self) -> list[Bar]:
        """The bars whose day is written below: the first, one in the middle, the last."""
        if len(self.bars) < 3:
            return self.bars
        return [self.bars[0], self.bars[len(self.bars) // 2], self.bars[-1]]

    @property
    def base(self) -> int:
        return self.HEIGHT - 1


def chart_of(lines: Sequence[Line], today: date) -> Chart | None:
    """How many came when, from the first until now, empty weeks too: a silence is seen as one."""
    if not lines:
        return None
    first, last = lines[0].day, max(today, lines[-1].day)
    step = "week" if (last - first).days < 7 * _MOST_BARS else "month" if (last - first).days < 366 * 3 else "year"
    spans = _spans(first, last, step)
    counts = [sum(since <= line.day <= until for line in lines) for since, until in spans]
    most = max(counts)
    width = Chart.WIDTH / len(spans)
    room = Chart.HEIGHT - 6
    bars = []
    for number, ((since, until), count) in enumerate(zip(spans, counts, strict=True)):
        height = round(room * count / most, 1)
        x, inner = round(number * width + width * 0.1, 1), round(min(width * 0.8, 60), 1)
        bars.append(Bar(since, until, count, x, Chart.HEIGHT - 1 - height, inner, height))
    return Chart(step, bars, most)


def _spans(first: date, last: date, step: str) -> list[tuple[date, date]]:
    begin = first - timedelta(days=first.weekday()) if step == "week" else first.replace(day=1)
    if step == "year":
        begin = begin.replace(month=1)
    spans = []
    while begin <= last:
        following = _next(begin, step)
        spans.append((begin, following - timedelta(days=1)))
        begin = following
    return spans


def _next(begin: date, step: str) -> date:
    if step == "week":
        return begin + timedelta(days=7)
    if step == "month":
        return (begin + timedelta(days=32)).replace(day=1)
    return begin.replace(year=begin.year + 1)


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)


def trend_of(theme: Theme) -> tuple[str, object]:
    """(key, label) for a theme with its counts."""
    key = rules.trend(theme.recent, theme.before)
    return key, rules.TRENDS[key]
