"""Bar charts as SVG drawn here: colours and sizes as attributes, because style sheets do not reach paper; black prints well.

The words below are printed words of a Chinese paper. Each chart stands with its figures as a table behind it.
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

WIDTH = 560  # of the drawing, in its own units; printed as wide as the type area
LINE, BAR = 26, 14  # height of one row, of one bar
LEFT, RIGHT = 150, 60  # room for names, for numbers
NOW, BEFORE = "#1f4e79", "#9db7d1"  # told apart in grey too
MOST_ROWS = 24
NAME_LETTERS = 11


def bars(labels: list[str], series: list[tuple[str, list[int]]], *, title: str) -> str:
    """Horizontal bars, one row for each label and in it one bar for each series; what does not fit is left to the table."""
    labels, series = labels[:MOST_ROWS], [(name, values[:MOST_ROWS]) for name, values in series]
    row = LINE if len(series) == 1 else LINE + BAR
    top = 24 if len(series) > 1 else 4
    height = top + row * len(labels) + 8
    most = max([1, *(value for _name, values in series for value in values)])
    room = WIDTH - LEFT - RIGHT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" '
        f'aria-label={quoteattr(title)} font-size="13" fill="currentColor">'
    ]
    if len(series) > 1:
        for place, ((name, _values), colour) in enumerate(zip(series, (NOW, BEFORE), strict=False)):
            x = LEFT + place * 150
            parts.append(f'<rect x="{x}" y="4" width="12" height="12" fill="{colour}"/>')
            parts.append(f'<text x="{x + 18}" y="15">{escape(name)}</text>')
    for index, label in enumerate(labels):
        y = top + index * row
        shown = label if len(label) <= NAME_LETTERS else f"{label[: NAME_LETTERS - 1]}…"
        parts.append(f'<text x="{LEFT - 8}" y="{y + row / 2 + 5:g}" text-anchor="end">{escape(shown)}</text>')
        for place, ((_name, values), colour) in enumerate(zip(series, (NOW, BEFORE), strict=False)):
            width = round(max(0, values[index]) / most * room, 1)
            at = y + (row - BAR * len(series)) / 2 + place * BAR
            parts.append(f'<rect x="{LEFT}" y="{at:g}" width="{width:g}" height="{BAR - 2}" fill="{colour}"/>')
            parts.append(f'<text x="{LEFT + width + 6:g}" y="{at + 11:g}">{values[index]}</text>')
    parts.append(f'<line x1="{LEFT}" y1="{top}" x2="{LEFT}" y2="{height - 8}" stroke="currentColor" stroke-width="1"/>')
    return "".join([*parts, "</svg>"])
