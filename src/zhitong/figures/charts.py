"""Charts as SVG made here: one definition for the page and for the papers, readable in black and white, read aloud, with its table.

    chart = Chart(title, unit, labels, (Series(name, values), …), kind="bars" | "columns" | "lines")
    svg(chart)                 for a page: takes the page's own ink, so that it follows dark mode
    svg(chart, ink="#000000")  for paper (``paper.description.Figure``): colours must stand in it

Series are told apart by filling, dash and marker, never by colour alone; every value is written beside its bar or point.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from django.utils.html import SafeString, mark_safe
from django.utils.translation import gettext as _

LABEL, ROW, FONT = 176, 26, 13  # widths and heights in the drawing's own units: one is one pixel at full size
DASHES = ("", "6 4", "2 3")
FILLS = (0.85, 0.3, 0.12)  # density of the ink of each series


@dataclass(frozen=True)
class Series:
    """``values`` one for each label; None where nothing can be said."""

    name: str
    values: Sequence[float | int | None]


@dataclass(frozen=True)
class Chart:
    """What is drawn and what the table behind it says. ``texts`` may say the first series' values otherwise, such as 6.3%; ``in_words``
    may tell the chart otherwise to who does not see it."""

    title: str
    unit: str
    labels: Sequence[str]
    series: Sequence[Series]
    kind: str = "bars"
    texts: Sequence[str] = ()
    target: float | None = None
    in_words: str = ""

    @property
    def head(self) -> list[str]:
        return ["", *(f"{each.name}（{self.unit}）" if self.unit else each.name for each in self.series)]

    @property
    def rows(self) -> list[list[object]]:
        """The table behind: one row for each label."""
        return [
            [label, *("—" if each.values[n] is None else each.values[n] for each in self.series)]
            for n, label in enumerate(self.labels)
        ]

    @property
    def alt(self) -> str:
        """In one sentence, for who does not see it: what it is and its ends."""
        if self.in_words:
            return self.in_words
        said = [
            (value, label) for value, label in zip(self.series[0].values, self.labels, strict=True) if value is not None
        ]
        if not said:
            return _("%(title)s: no values.") % {"title": self.title}
        high, low = max(said, key=lambda pair: pair[0]), min(said, key=lambda pair: pair[0])
        return _("%(title)s: %(count)s values; highest %(high)s (%(at)s), lowest %(low)s (%(low_at)s).") % {
            "title": self.title,
            "count": len(said),
            "high": f"{high[0]:g}",
            "at": high[1],
            "low": f"{low[0]:g}",
            "low_at": low[1],
        }

    @property
    def svg(self) -> SafeString:
        return mark_safe(svg(self))  # noqa: S308  every word in it went through ``escape``


def svg(chart: Chart, *, ink: str = "currentColor", width: int = 720) -> str:
    """The drawing. Its words are escaped; sizes and colours are attributes, because a page's rules forbid styles inside."""
    draw = {"bars": _bars, "columns": _columns, "lines": _lines}[chart.kind]
    body, height = draw(chart, width)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-label="{escape(chart.alt)}" fill="{ink}" font-size="{FONT}" color="{ink}">{body}</svg>'
    )


def _scale(chart: Chart) -> float:
    values = [value for each in chart.series for value in each.values if value is not None]
    return max([*values, chart.target or 0, 0]) or 1


def _text(x: float, y: float, words: str, *, anchor: str = "start", most: float = 0, weight: str = "") -> str:
    """``most``: width that the words may take; longer ones are cut with an ellipsis (the table has them whole)."""
    bold = f' font-weight="{weight}"' if weight else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{bold}>{escape(_cut(words, most) if most else words)}</text>'


def _wide(words: str) -> float:
    return sum(FONT if unicodedata.east_asian_width(sign) in "WFA" else FONT * 0.58 for sign in words)


def _cut(words: str, most: float) -> str:
    if _wide(words) <= most:
        return words
    while words and _wide(words) + FONT > most:
        words = words[:-1]
    return words + "…"


def _rect(x: float, y: float, width: float, height: float, series: int) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0.5):.1f}" height="{height:.1f}" fill-opacity="{FILLS[series % 3]}" '
        f'stroke="currentColor" stroke-width="1"/>'
    )


def _said(value: float | int | None) -> str:
    return "—" if value is None else f"{value:g}"


def _bars(chart: Chart, width: int) -> tuple[str, int]:
    """Lying bars, one group for each label: long names can be read."""
    bar = ROW - 8 if len(chart.series) == 1 else 16
    group = max(ROW, bar * len(chart.series) + 8)
    most, room, parts = _scale(chart), width - LABEL - 76, []
    top = _legend(chart, width, parts)
    for n, label in enumerate(chart.labels):
        y = top + n * group
        parts.append(_text(LABEL - 8, y + group / 2 + 4, label, anchor="end", most=LABEL - 12))
        for s, each in enumerate(chart.series):
            value, at = each.values[n], y + 4 + s * bar
            long = room * max(value or 0, 0) / most  # a paper may take more rows off than it has
            parts.append(_rect(LABEL, at, long, bar - 2, s))
            said = chart.texts[n] if chart.texts and s == 0 else _said(value)
            parts.append(_text(LABEL + long + 6, at + bar / 2 + 4, said))
    height = top + len(chart.labels) * group + 6
    if chart.target:
        x = LABEL + room * chart.target / most
        parts.append(
            f'<line x1="{x:.1f}" y1="{top}" x2="{x:.1f}" y2="{height - 4}" stroke="currentColor" stroke-width="2" stroke-dasharray="5 3"/>'
        )
    return "".join(parts), height


def _columns(chart: Chart, width: int) -> tuple[str, int]:
    """Standing columns over periods."""
    parts: list[str] = []
    top = _legend(chart, width, parts) + 14
    tall, most = 180, _scale(chart)
    slot = (width - 20) / max(len(chart.labels), 1)
    each_wide = min(36.0, (slot - 8) / len(chart.series))
    for n, label in enumerate(chart.labels):
        middle = 10 + slot * (n + 0.5)
        left = middle - each_wide * len(chart.series) / 2
        for s, each in enumerate(chart.series):
            value = each.values[n]
            high = tall * (value or 0) / most
            parts.append(_rect(left + s * each_wide, top + tall - high, each_wide - 2, high, s))
            said = chart.texts[n] if chart.texts and s == 0 else _said(value)
            parts.append(_text(left + (s + 0.5) * each_wide - 1, top + tall - high - 4, said, anchor="middle"))
        parts.append(_text(middle, top + tall + 18, label, anchor="middle", most=slot - 2))
    parts.append(_base(10, width - 10, top + tall))
    return "".join(parts), top + tall + 28


def _lines(chart: Chart, width: int) -> tuple[str, int]:
    """Running totals: one line for each series, with its own dash and marker; the target is a level line."""
    parts: list[str] = []
    top = _legend(chart, width, parts) + 14
    tall, most, left, right = 190, _scale(chart), 46, width - 24
    step = (right - left) / max(len(chart.labels) - 1, 1)
    for s, each in enumerate(chart.series):
        points = [
            (left + n * step, top + tall - tall * value / most)
            for n, value in enumerate(each.values)
            if value is not None
        ]
        dash = f' stroke-dasharray="{DASHES[s % 3]}"' if DASHES[s % 3] else ""
        for (x1, y1), (x2, y2) in pairwise(points):
            parts.append(
                f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="currentColor" stroke-width="2"{dash}/>'
            )
        parts += [_marker(x, y, s) for x, y in points]
        if points:
            last = next(value for value in reversed(each.values) if value is not None)
            parts.append(
                _text(
                    points[-1][0],
                    points[-1][1] - 9 + s * 24,
                    _said(last),
                    anchor="middle",
                    weight="700" if s == 0 else "",
                )
            )
    if chart.target:
        y = top + tall - tall * chart.target / most
        parts.append(
            f'<line x1="{left}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}" stroke="currentColor" stroke-width="1.5" stroke-dasharray="10 4"/>'
        )
        parts.append(_text(left, y - 5, _("target %(number)s") % {"number": f"{chart.target:g}"}))
    parts.append(_base(left, right, top + tall))
    parts.append(_text(left - 6, top + 5, f"{most:g}", anchor="end"))
    parts.append(_text(left - 6, top + tall + 4, "0", anchor="end"))
    parts += [
        _text(left + n * step, top + tall + 18, label, anchor="middle", most=step)
        for n, label in enumerate(chart.labels)
    ]
    return "".join(parts), top + tall + 28


def _marker(x: float, y: float, series: int) -> str:
    if series % 3 == 0:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
    if series % 3 == 1:
        return f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="none" stroke="currentColor" stroke-width="2"/>'
    return f'<path d="M{x:.1f} {y - 5:.1f}l5 9h-10z"/>'


def _base(x1: float, x2: float, y: float) -> str:
    return f'<line x1="{x1}" y1="{y}" x2="{x2}" y2="{y}" stroke="currentColor" stroke-width="1"/>'


def _legend(chart: Chart, width: int, parts: list[str]) -> int:
    """Which filling is which series; nothing where there is only one. The height it took."""
    if len(chart.series) < 2:
        return 4
    x = 10.0
    for s, each in enumerate(chart.series):
        if chart.kind == "lines":
            parts.append(_marker(x + 7, 12, s))
        else:
            parts.append(_rect(x, 5, 14, 14, s))
        parts.append(_text(x + 20, 16, each.name))
        x += 36 + _wide(each.name)
    return 28
