"""A report as a printed paper: the same words as on the page, drawn charts, real tables, its number and the day of its figures."""

from __future__ import annotations

from datetime import date

from zhitong.paper import Figure, Heading, Imprint, Note, Paper, Paragraph, Table
from zhitong.paper.description import Block
from zhitong.reports.charts import bars
from zhitong.reports.content import Content, text_of

MOST_WIDTH = 13.0  # of a column, in characters


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
    return Table(
        head=block["head"],
        rows=[[text_of(cell) for cell in row] for row in block["rows"]],
        numeric=frozenset(block["numeric"]),
        caption=block["caption"],
        widths=_widths(block),
    )


def _widths(block: dict) -> tuple[float, ...]:
    """By the longest text in each column, so that figures and days stand on one line; a head may take two, long words several."""
    return tuple(
        min(
            MOST_WIDTH, max([_width(head) / 2 + 0.5, 2.5, *(_width(text_of(row[column])) for row in block["rows"])]) + 1
        )
        for column, head in enumerate(block["head"])
    )


def _width(words: str) -> float:
    """In Chinese characters; Latin letters and figures take about half."""
    return sum(0.55 if sign.isascii() else 1.0 for sign in words)


def values(block: dict) -> list[tuple[str, list[int]]]:
    return [(series["name"], [int(run["t"]) for run in series["runs"]]) for series in block["series"]]


def drawn(block: dict) -> str:
    return bars(block["labels"], values(block), title=alt(block))


def alt(block: dict) -> str:
    """The chart in words: every figure of it."""
    said = [
        f"{name}："
        + "，".join(f"{label}{number}{block['unit']}" for label, number in zip(block["labels"], numbers, strict=True))
        for name, numbers in values(block)
    ]
    return f"{block['caption']}。{'；'.join(said)}"
