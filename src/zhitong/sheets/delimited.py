"""Tables as text: which encoding, which separator, and the rows."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from zhitong.sheets.cells import Facts, RawRow, Value, storable
from zhitong.sheets.limits import Limits
from zhitong.sheets.messages import refusal

SEPARATORS = (",", "\t", ";", "|", "，", "、")  # the last two only when nothing else divides every row alike
LAST_ROW = 1_048_576
SAMPLE = 60  # records looked at to choose the separator
DECLARED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # Excel's own first line
LINE = re.compile("[^\r\n]*+(?:\r\n?|\n)|[^\r\n]++")  # possessive: a line of 40 MB must not be walked back
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f]")
LOST = re.compile("锟斤拷|ï»¿|\ufffd")  # what is left of characters that an earlier program could not read


def decode(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding. Refuses what is none of UTF-8, UTF-16 and GB18030."""
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        raise refusal("file.encoding")
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _decoded(data, encoding), encoding.removesuffix("-sig").upper()
    if guess := _utf_16_by_its_nulls(data):
        return _decoded(data, guess), "UTF-16"
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return _decoded(data, "gb18030"), "GB18030"


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise refusal("file.encoding") from None


def _utf_16_by_its_nulls(data: bytes) -> str | None:
    """UTF-16 without its mark: separators and line ends make every second byte a zero, on one side only."""
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 20 < len(sample) or min(even, odd) * 10 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _looks_garbled(text: str) -> bool:
    """Whether the text itself was once read in the wrong encoding, before it was saved."""
    if LOST.search(text[:200_000]):
        return True
    for line in text[:8192].splitlines()[:20]:
        for wrong in ("gb18030", "latin-1"):
            try:
                right = line.encode(wrong).decode("utf-8")
            except UnicodeError:
                continue
            # Chinese bytes hardly ever happen to be UTF-8; a line where all of them are was UTF-8 to begin with.
            if sum(character > "\x7f" for character in right) >= 4:
                return True
    return False


class DelimitedText:
    """A CSV file in memory; its rows are split anew at each reading."""

    def __init__(self, data: bytes, limits: Limits):
        text, self.encoding = decode(data)
        if len(CONTROLS.findall(text[:4096])) * 5 > len(text[:4096]):
            raise refusal("file.not_a_table")
        self._holds_nul = "\x00" in text
        self.garbled = _looks_garbled(text)
        declared = DECLARED.match(text)
        self._skip = declared.end() if declared else 0
        self._first = 1 if declared else 0  # the declaration is a line, so rows keep the numbers a text editor shows
        self._text = text
        self._limits = limits
        self.separator = declared[1] if declared else self._choose_separator()

    def rows(self, facts: Facts) -> Iterator[RawRow]:
        """The records that hold something; an unclosed quote is refused by the number of the record it stands in."""
        number = self._first
        reader = self._reader(self.separator)
        while True:
            number += 1
            try:
                record = next(reader)
            except StopIteration:
                return
            except csv.Error:
                raise refusal("file.quotes", row=number) from None
            kept: list[Value] = [cell or None for cell in record[: self._limits.columns]]
            if self._holds_nul:
                kept = [storable(cell) if cell else None for cell in record[: self._limits.columns]]
            while kept and kept[-1] is None:
                kept.pop()
            facts.columns_beyond += sum(map(bool, record[self._limits.columns :]))
            if kept:
                yield RawRow(number, kept)
            if number >= LAST_ROW:
                raise refusal("file.too_many_rows", most=LAST_ROW)

    def _reader(self, separator: str) -> Iterator[list[str]]:
        """The records, each with no more separators than the limit: the csv module itself knows no bound for them."""
        fed = 0

        def lines() -> Iterator[str]:  # an io.StringIO would need four bytes for each character
            nonlocal fed
            for line in LINE.finditer(self._text, self._skip):
                fed += line[0].count(separator)
                if fed > self._limits.separators:
                    raise refusal("file.too_many_columns")
                yield line[0]

        for record in csv.reader(lines(), delimiter=separator, strict=True):
            fed = 0
            yield record

    def _choose_separator(self) -> str:
        """The one that cuts most records into the same number of cells, more than one; a comma when none does."""
        best, best_score = ",", 0.0
        for separator in SEPARATORS:
            try:
                widths = [len(record) for record in islice(self._reader(separator), SAMPLE) if any(record)]
            except csv.Error:
                continue
            common = [(width, times) for width, times in Counter(widths).items() if width > 1]
            if not common:
                continue
            width, times = max(common, key=lambda pair: (pair[1], pair[0]))
            score = times / len(widths)
            if separator in "，、" and (best_score or score < 1):
                continue
            if score > best_score:
                best, best_score = separator, score
        return best
