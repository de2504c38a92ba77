"""A report as a printed paper: the same words as on the page, drawn charts, real tables, its number and the day of its figures."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from zhitong.figures.charts import Chart, Series, svg
from zhitong.paper import Figure, Heading, Imprint, Note, Paper, Paragraph, Table
from zhitong.paper.description import Block
from zhitong.paper.measures import PT_PER_MM, TYPE_WIDTH_MM, table_size_pt
from zhitong.reports.content import Content, text_of

PADDING = 1.2  # of a cell, in characters of its type
WIDTH = 560  # of a chart, in its own units: its words then stand in about the size of a table's
MOST_BARS = 24
LEAST_WRAPPED = 7.0  # no column of words is made narrower than this, in characters


def paper(
    *, title: str, head: str, content: Content, office: str, printed_on: date | None, notes: tuple[str, ...] = ()
) -> Paper:
    """``head`` is the line under the title: number, office, day of the figures."""
    blocks: list[Block] = [Paragraph(head, no_indent=True)]
    for block in content["blocks"]:
        blocks += _blocks(block)
    blocks += [Note(note) for note in notes]
    return Paper(title=title, blocks=tuple(blocks), imprint=Imprint(printer=office, printed_on=printed_on))


def _blocks(block: dict) -> list[Block]:
    if block["kind"] == "table":
        return [table(block)]
    if block["kind"] == "chart":
        return [Figure(svg=drawn(block), alt=alt(block), caption=f"{block['caption']}（{block['unit']}）")]
    words = text_of(block["runs"])
    if block["kind"] == "heading":
        return [Heading(block["level"], words)]
    return [Note(words) if block["kind"] == "note" else Paragraph(words)]


def table(block: dict) -> Table:
    rows = [[text_of(cell) for cell in row] for row in block["rows"]]
    numeric = frozenset(block["numeric"])
    widths = widths_of(block["head"], rows, numeric)
    return Table(head=block["head"], rows=rows, numeric=numeric, caption=block["caption"], widths=widths)


def widths_of(head: list[str], rows: list[list[str]], numeric: frozenset[int] = frozenset()) -> tuple[float, ...]:
    """By the longest text in each column, so that figures and days stand on one line. What does not fit into the type area is
    taken from the widest columns of words: words can wrap, figures should not. A head takes two lines, above figures three."""
    widths = []
    for column, name in enumerate(head):
        lines = 3 if column in numeric else 2
        widths.append(max([width_of(name) / lines + 0.5, 2.0, *(width_of(row[column]) for row in rows)]) + PADDING)
    words = [column for column in range(len(head)) if column not in numeric]
    room = TYPE_WIDTH_MM * PT_PER_MM / table_size_pt(len(widths))
    while words and sum(widths) > room:
        widest = max(words, key=widths.__getitem__)
        if widths[widest] <= LEAST_WRAPPED:
            break
        widths[widest] -= 0.5
    return tuple(widths)


def width_of(words: str) -> float:
    """In Chinese characters: Latin letters and figures take about half, and a little room where the two meet."""
    meetings = sum(before.isascii() != after.isascii() for before, after in pairwise(words))
    return sum(0.55 if sign.isascii() else 1.0 for sign in words) + 0.25 * meetings


def values(block: dict) -> list[tuple[str, list[int]]]:
    return [(series["name"], [int(run["t"]) for run in series["runs"]]) for series in block["series"]]


def drawn(block: dict, *, ink: str = "#000000") -> str:
    """Bars as on the pages of figures, as wide as the type area; what does not fit is left to the table."""
    series = [Series(name, numbers[:MOST_BARS]) for name, numbers in values(block)]
    chart = Chart(block["caption"], block["unit"], block["labels"][:MOST_BARS], series, in_words=alt(block))
    return svg(chart, ink=ink, width=WIDTH)


def alt(block: dict) -> str:
    """The chart in words: every figure of it."""
    said = [
        f"{name}："
        + "，".join(f"{label}{number}{block['unit']}" for label, number in zip(block["labels"], numbers, strict=True))
        for name, numbers in values(block)
    ]
    return f"{block['caption']}。{'；'.join(said)}"
