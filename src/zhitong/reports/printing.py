"""A report as a printed paper: the same words as on the page, drawn charts, real tables, its number and the day of its figures."""

from __future__ import annotations

from datetime import date

from zhitong.paper import Figure, Heading, Imprint, Note, Paper, Paragraph, Table
from zhitong.paper.description import Block
from zhitong.reports.charts import bars
from zhitong.reports.content import Content, text_of

FIRST_COLUMN = 2.2  # as wide as so many figures' columns: it holds names


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
    columns = len(block["head"])
    widths = _widths(block) if not block["numeric"] else (FIRST_COLUMN, *(1.0,) * (columns - 1))
    return Table(
        head=block["head"],
        rows=[[text_of(cell) for cell in row] for row in block["rows"]],
        numeric=frozenset(block["numeric"]),
        caption=block["caption"],
        widths=widths,
    )


def _widths(block: dict) -> tuple[float, ...]:
    """For tables of words: by the longest word in each column, within bounds."""
    longest = [
        max([len(head), *(len(text_of(row[column])) for row in block["rows"])])
        for column, head in enumerate(block["head"])
    ]
    return tuple(float(min(max(length, 3), 14)) for length in longest)


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
