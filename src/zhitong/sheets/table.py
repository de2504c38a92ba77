"""Opens a table that somebody handed in, whatever it is called, and says what is worth knowing before its rows are read."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import BinaryIO

from zhitong.errors import Said
from zhitong.sheets.cells import CellFault, Facts, Merge, RawRow, Value, column_letter
from zhitong.sheets.delimited import DelimitedText
from zhitong.sheets.fields import Field
from zhitong.sheets.header import LOOKED_AT, Header, find_header
from zhitong.sheets.limits import Limits
from zhitong.sheets.mapping import propose_mapping
from zhitong.sheets.messages import refusal, say
from zhitong.sheets.package import kind_of, open_package
from zhitong.sheets.xlsx import Workbook

SAMPLE = LOOKED_AT + 20  # rows kept from the survey: those where a header may stand, and some contents below it


@dataclass(slots=True)
class Survey:
    """What one reading of the whole sheet told. ``rows`` counts those that hold something, the header's too."""

    rows: int = 0
    width: int = 0
    sample: list[RawRow] = field(default_factory=list)
    hidden_rows: int = 0
    first_hidden_row: int = 0
    faults: int = 0
    facts: Facts = field(default_factory=Facts)


class Sheet:
    """One sheet. Its rows can be read any number of times; nothing but a survey of them is kept."""

    def __init__(
        self,
        name: str,
        read: Callable[[Facts], Iterator[RawRow]],
        *,
        hidden: bool = False,
        epoch_1904: bool = False,
        limits: Limits,
    ):
        self.name = name
        self.hidden = hidden
        self.epoch_1904 = epoch_1904
        self._read = read
        self._limits = limits
        self._survey: Survey | None = None
        self._kept: list[RawRow] | None = []  # all rows so far; None when there are too many to keep

    def survey(self) -> Survey:
        """Read the sheet once to its end, counting. Kept; refuses a sheet with more rows than the limit."""
        if self._survey is None:
            survey = Survey()
            for row in self._read(survey.facts):
                survey.rows += 1
                if survey.rows > self._limits.rows:
                    raise refusal("file.too_many_rows", most=self._limits.rows)
                survey.width = max(survey.width, len(row.cells))
                if row.hidden:
                    survey.hidden_rows += 1
                    survey.first_hidden_row = survey.first_hidden_row or row.number
                if len(survey.sample) < SAMPLE:
                    survey.sample.append(row)
                if self._kept is not None:
                    self._kept.append(row)
                    if survey.rows >= self._limits.kept_rows:
                        self._kept = None
                survey.faults += sum(isinstance(value, CellFault) for value in row.cells)
            self._survey = survey
        return self._survey

    def header(self, fields: Sequence[Field] = ()) -> Header:
        """The headings; knowing the wanted ``fields`` finds them more surely."""
        survey = self.survey()
        return find_header(survey.sample, survey.facts.merges, survey.facts.hidden_columns, fields)

    def rows(self) -> Iterator[RawRow]:
        """Every row that holds something, header included. A cell merged downwards gives its value to each of its rows."""
        downward = [merge for merge in self.survey().facts.merges if merge.bottom > merge.top]
        rows = self._read(Facts()) if self._kept is None else iter(self._kept)
        return _filled(rows, downward, self._limits) if downward else rows

    def notes(self, fields: Sequence[Field] = ()) -> list[Said]:
        """What a person should know before trusting the preview: what is hidden, merged, computed or left aside."""
        survey, header = self.survey(), self.header(fields)
        facts = survey.facts
        notes = list(header.notes)
        if self.hidden:
            notes.append(say("note.hidden_sheet", sheet=self.name)[0])
        if survey.hidden_rows:
            code = "note.filtered_rows" if facts.filtered else "note.hidden_rows"
            notes.append(say(code, count=survey.hidden_rows, first=survey.first_hidden_row)[0])
        if hidden := sorted(index for index in facts.hidden_columns if index < survey.width):
            notes.append(say("note.hidden_columns", columns="、".join(map(column_letter, hidden)))[0])
        if merged := sum(merge.top > header.last_row and merge.bottom > merge.top for merge in facts.merges):
            notes.append(say("note.merged", count=merged)[0])
        if facts.formulas:
            notes.append(say("note.formulas", count=facts.formulas)[0])
        if survey.faults:
            notes.append(say("note.faults", count=survey.faults)[0])
        if facts.columns_beyond:
            last = column_letter(self._limits.columns - 1)
            notes.append(say("note.columns_beyond", count=facts.columns_beyond, last=last)[0])
        return notes


def _filled(rows: Iterator[RawRow], merges: list[Merge], limits: Limits) -> Iterator[RawRow]:
    """Offices merge a unit's name down its rows; each of those rows means that unit. Across, a merge is a title."""
    waiting = sorted(merges, reverse=True)
    open_areas: dict[int, tuple[Merge, Value]] = {}
    for number, cells, hidden in rows:
        row = RawRow(number, list(cells), hidden)  # a kept row stays as it was read
        for column in [column for column, (merge, _) in open_areas.items() if merge.bottom < row.number]:
            del open_areas[column]
        for column, (_, value) in open_areas.items():
            if column >= len(row.cells):
                row.cells.extend([None] * (column + 1 - len(row.cells)))
            if row.cells[column] is None:
                row.cells[column] = value
        while waiting and waiting[-1].top <= row.number:
            merge = waiting.pop()
            if merge.top == row.number and merge.left < len(row.cells) and row.cells[merge.left] is not None:
                open_areas[merge.left] = (merge, row.cells[merge.left])
        yield row


def _fields_named(sheet: Sheet, fields: Sequence[Field]) -> int:
    mapping = propose_mapping(sheet.header(fields).columns, fields)
    return sum(proposal.sure for proposal in mapping.proposals)


def _listed(names: list[str]) -> str:
    return "、".join(names[:10]) + ("……" if len(names) > 10 else "")


class Table:
    """A file of one or more sheets. Close it, or use it in ``with``."""

    def __init__(self, kind: str, sheets: list[Sheet], notes: list[Said], owned: BinaryIO | None):
        self.kind = kind  # xlsx or csv, by content
        self.sheets = sheets
        self.notes = notes
        self._owned = owned

    def __enter__(self) -> Table:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._owned is not None:
            self._owned.close()

    def sheet(self, name: str | None = None, *, fields: Sequence[Field] = ()) -> Sheet:
        """The sheet of that name. Without one, of the visible sheets that hold something, the first that names most fields:

        many templates begin with a sheet of instructions.
        """
        if name is not None:
            for sheet in self.sheets:
                if sheet.name == name:
                    return sheet
            raise refusal("file.sheet_unknown", sheet=name)
        visible = [sheet for sheet in self.sheets if not sheet.hidden]
        filled = [sheet for sheet in visible if sheet.survey().rows]
        if not filled:
            raise refusal("file.no_rows")
        return max(filled, key=lambda sheet: _fields_named(sheet, fields)) if fields else filled[0]


def open_table(source: BinaryIO | str | os.PathLike, filename: str = "", *, limits: Limits | None = None) -> Table:
    """The table in a file, told by its content. BadInput says what the file is and how to make it readable.

    ``source`` is a path, or a binary file that stays the caller's to close; ``filename`` is the name it was given, used
    only to say when it does not fit the content.
    """
    limits = limits or Limits()
    owned = None if hasattr(source, "read") else Path(source).open("rb")
    file: BinaryIO = owned or source
    if not file.seekable():
        file = io.BytesIO(file.read(limits.file_bytes + 1))
    try:
        return _opened(file, PurePath(filename).suffix.lower(), limits, owned)
    except BaseException:
        if owned is not None:
            owned.close()
        raise


def _opened(file: BinaryIO, suffix: str, limits: Limits, owned: BinaryIO | None) -> Table:
    size = file.seek(0, io.SEEK_END)
    if size > limits.file_bytes:
        raise refusal("file.too_large", most=limits.file_bytes // 2**20)
    notes: list[Said] = []
    if kind_of(file, size) == "package":
        if suffix not in ("", ".xlsx", ".xlsm"):
            notes.append(say("note.named_otherwise", suffix=suffix, kind="Excel (.xlsx)")[0])
        book = Workbook(open_package(file, size, limits), limits)
        sheets = [
            Sheet(
                part.name,
                lambda facts, part=part: book.rows(part.part, facts),
                hidden=part.hidden,
                epoch_1904=book.epoch_1904,
                limits=limits,
            )
            for part in book.sheets
        ]
        if hidden := [sheet.name for sheet in sheets if sheet.hidden]:
            notes.append(say("note.hidden_sheets", sheets=_listed(hidden))[0])
        return Table("xlsx", sheets, notes, owned)
    if suffix not in ("", ".csv", ".txt", ".tsv"):
        notes.append(say("note.named_otherwise", suffix=suffix, kind="CSV")[0])
    file.seek(0)
    text = DelimitedText(file.read(), limits)
    if not text.encoding.startswith("UTF-8"):
        notes.append(say("note.encoding", encoding=text.encoding)[0])
    if text.garbled:
        notes.append(say("note.garbled")[0])
    return Table("csv", [Sheet("CSV", text.rows, limits=limits)], notes, owned)
