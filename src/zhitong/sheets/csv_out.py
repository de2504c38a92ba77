"""Writes CSV that a spreadsheet program shows as Chinese and runs nothing of."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from os import PathLike
from typing import BinaryIO
from zoneinfo import ZoneInfo

from zhitong.sheets.cells import column_letter
from zhitong.sheets.messages import refusal

OFFICE_ZONE = ZoneInfo("Asia/Shanghai")
SURROGATE = re.compile("[\ud800-\udfff]")
LINE_END = re.compile("(\r\n|\r|\n)")
# What makes a program compute: a sign at the beginning, full-width ones too, also behind spaces and quotation marks.
COMPUTES = re.compile("[\\s\"'“”‘’＂＇\u200b\ufeff]*[=+\\-@＝＋－＠]|[\t\r\n]")
# Signs that begin a plain amount, a telephone number with its country, or the dash that stands for "none".
HARMLESS = re.compile(r"[+-]?[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?%?|\+[0-9][0-9 ()-]{2,24}|-")


def inert(text: str) -> str:
    """The text with ``'`` before each line that a spreadsheet program would compute.

    ``-5``, ``+3.5%``, ``-1,234`` and ``+86 138 0000 0000`` stay as they are: programs take them for numbers, no more.
    Inner lines too, because some programs lose count of quotation marks and start a cell in the middle of a text.
    """
    if HARMLESS.fullmatch(text):
        return text
    pieces = LINE_END.split(text)
    lines = ["'" + piece if COMPUTES.match(piece) and not at % 2 else piece for at, piece in enumerate(pieces)]
    guarded = "".join(lines)
    return "'" + guarded if guarded.startswith(("\r", "\n")) else guarded


def write_csv(
    target: BinaryIO | str | PathLike,
    headers: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    zone: tzinfo = OFFICE_ZONE,
) -> None:
    """Write one table as UTF-8 with its mark, lines ended by CR LF, texts made ``inert``; row by row."""
    if not hasattr(target, "write"):
        with open(target, "wb") as file:
            write_csv(file, headers, rows, zone=zone)
        return
    stream = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=True)
    try:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow([_cell(label, 1, column, zone) for column, label in enumerate(headers)])
        for number, row in enumerate(rows, start=2):
            writer.writerow([_cell(value, number, column, zone) for column, value in enumerate(row)])
    finally:
        stream.detach()  # the target is the caller's to close


def _cell(value: object, row: int, column: int, zone: tzinfo) -> str:
    text = as_text(value, zone)
    if not isinstance(value, str):
        return text
    if SURROGATE.search(text):
        raise refusal("write.surrogate", row=row, column=column_letter(column))
    return inert(text)


def as_text(value: object, zone: tzinfo) -> str:
    """A value as text: days as 2026-03-05, moments by the clock of ``zone``, yes and no in Chinese."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return local_time(value, zone).isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal) and value.is_finite():
        return format(value, "f")
    return str(value)


def local_time(moment: datetime, zone: tzinfo) -> datetime:
    """The clock's reading in ``zone``; a naive moment is taken as it stands."""
    return moment if moment.tzinfo is None else moment.astimezone(zone).replace(tzinfo=None)
