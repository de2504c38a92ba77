"""Writes tables that open as what they are: text stays text, numbers and days are real, and nothing is ever run."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from itertools import chain, islice
from os import PathLike
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO, Literal

from zhitong.sheets.cells import column_letter
from zhitong.sheets.csv_out import OFFICE_ZONE, SURROGATE, as_text, local_time
from zhitong.sheets.messages import refusal

if TYPE_CHECKING:
    import xlsxwriter

CELL_LIMIT = 32_767  # UTF-16 units, set by the format
ROW_LIMIT = 1_048_576
EXACT = 10**15  # whole numbers from here on lose figures in a spreadsheet program and are written as text
FIRST_DAY = date(1900, 3, 1)  # before it Excel's calendar is off by a day; such days are written as text
WIDEST, NARROWEST = 60, 8  # column widths, in characters


@dataclass(frozen=True, slots=True)
class OutSheet:
    """One sheet to write. ``widths`` are in characters (a Chinese one counts two); without them the first rows decide."""

    name: str
    headers: Sequence[str]
    rows: Iterable[Sequence[object]]
    widths: Sequence[float] | None = None


def write_xlsx(
    target: BinaryIO | str | PathLike,
    sheets: Iterable[OutSheet],
    *,
    long_text: Literal["refuse", "mark"] = "refuse",
    zone: tzinfo = OFFICE_ZONE,
) -> None:
    """Write a workbook, row by row, so that memory does not grow with it. The header row is bold and stays in view.

    Strings are never read as formulas or links. Fractions are kept to 16 figures. Aware datetimes are written in
    ``zone``. A text longer than a cell holds is refused, or with ``long_text="mark"`` cut, with a sentence in the cell
    that says how much is missing.
    """
    import xlsxwriter  # noqa: PLC0415  slow import

    # The writer keeps unfinished rows in files; in a folder of their own none is left behind when writing stops.
    with TemporaryDirectory(prefix="zhitong-") as folder:
        options = {
            "constant_memory": True,
            "tmpdir": folder,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        book = xlsxwriter.Workbook(target if hasattr(target, "write") else str(target), options)
        _write_book(book, sheets, long_text, zone)
        book.close()


def _write_book(book: xlsxwriter.Workbook, sheets: Iterable[OutSheet], long_text: str, zone: tzinfo) -> None:
    formats = {
        "header": book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        "time": book.add_format({"num_format": "hh:mm:ss"}),
    }
    taken: set[str] = set()
    for sheet in sheets:
        _write_sheet(book.add_worksheet(_sheet_name(sheet.name, taken)), sheet, formats, long_text, zone)
    if not taken:
        book.add_worksheet()


def _write_sheet(page, sheet: OutSheet, formats: dict, long_text: str, zone: tzinfo) -> None:
    rows = iter(sheet.rows)
    first = list(islice(rows, 50))
    widths = sheet.widths or _widths([sheet.headers, *first])
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    page.freeze_panes(1, 0)
    for column, label in enumerate(sheet.headers):
        page.write_string(0, column, _fitting(label, 1, column, long_text), formats["header"])
    for number, row in enumerate(chain(first, rows), start=1):
        if number >= ROW_LIMIT:
            raise refusal("write.too_many_rows", most=ROW_LIMIT)
        for column, value in enumerate(row):
            _write_cell(page, number, column, value, formats, long_text, zone)


def _write_cell(page, row: int, column: int, value: object, formats: dict, long_text: str, zone: tzinfo) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, datetime):
        local = local_time(value, zone)
        if local.date() >= FIRST_DAY and not local.microsecond:
            page.write_datetime(row, column, local, formats["moment"])
        else:
            page.write_string(row, column, local.isoformat(sep=" "))
    elif isinstance(value, date):
        if value >= FIRST_DAY:
            page.write_datetime(row, column, value, formats["date"])
        else:
            page.write_string(row, column, value.isoformat())
    elif isinstance(value, time):
        page.write_datetime(row, column, value, formats["time"])
    elif isinstance(value, int | float | Decimal) and _exact(value):
        page.write_number(row, column, value)
    else:
        page.write_string(row, column, _fitting(as_text(value, zone), row + 1, column, long_text))


def _exact(number: int | float | Decimal) -> bool:
    """Whether a spreadsheet's number holds it without loss."""
    if isinstance(number, int):
        return abs(number) < EXACT
    if isinstance(number, Decimal):
        return number.is_finite() and abs(number) < EXACT and len(number.as_tuple().digits) <= 15
    return number - number == 0  # neither infinite nor not-a-number


def _fitting(text: str, row: int, column: int, long_text: str) -> str:
    if SURROGATE.search(text):
        raise refusal("write.surrogate", row=row, column=column_letter(column))
    length = len(text)
    if length * 2 <= CELL_LIMIT or _units(text) <= CELL_LIMIT:
        return text
    if long_text != "mark":
        raise refusal("write.too_long", row=row, column=column_letter(column), length=length, most=CELL_LIMIT)
    kept = CELL_LIMIT - 100
    while _units(text[:kept]) > CELL_LIMIT - 100:
        kept -= max(1, (_units(text[:kept]) - CELL_LIMIT + 100) // 2)
    return f"{text[:kept]}……〔以下还有 {length - kept} 字，单元格容纳不下〕"


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def _widths(rows: Iterator | list) -> list[float]:
    widths: list[float] = []
    for row in rows:
        for column, value in enumerate(row):
            wide = max((_columns_of(line) for line in as_text(value, OFFICE_ZONE)[:400].splitlines()), default=0) + 2
            if column == len(widths):
                widths.append(NARROWEST)
            widths[column] = min(WIDEST, max(widths[column], wide))
    return widths


def _columns_of(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)


def _sheet_name(wanted: str, taken: set[str]) -> str:
    """The name within the format's rules: 31 units, none of ``[]:*?/\\``, no quote at an end, each once."""
    name = re.sub(r"[\[\]:*?/\\\x00-\x1f\ud800-\udfff]", "_", wanted).strip().strip("'") or "Sheet"
    if name.lower() == "history":  # a name that Excel keeps for itself
        name += "_"
    number, candidate = 1, _cut(name, 31)
    while candidate.lower() in taken:
        number += 1
        candidate = f"{_cut(name, 31 - len(str(number)) - 1)}_{number}"
    taken.add(candidate.lower())
    return candidate


def _cut(name: str, units: int) -> str:
    while _units(name) > units:
        name = name[:-1]
    return name.rstrip("'") or "Sheet"
