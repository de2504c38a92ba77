"""One sheet's XML, row by row: what stands in each cell, and what is hidden, merged, filtered or computed."""

from __future__ import annotations

import math
import re
from datetime import datetime

from zhitong.errors import BadInput
from zhitong.sheets.cells import CellFault, Facts, Merge, RawRow, Value, storable
from zhitong.sheets.limits import Limits
from zhitong.sheets.messages import refusal
from zhitong.sheets.serials import from_serial
from zhitong.sheets.xml import PartHandler

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
EXACT = 10**15  # from here on a spreadsheet program no longer keeps every figure
REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
INTEGER = re.compile(r"-?[0-9]{1,19}")
DECIMAL = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")


class SheetHandler(PartHandler):
    """Collects finished rows in ``ready``, for the caller to take away between pieces."""

    def __init__(self, texts: list[Value], formats: list[str], epoch_1904: bool, facts: Facts, limits: Limits):
        super().__init__()
        self.ready: list[RawRow] = []
        self._texts = texts
        self._formats = formats
        self._epoch_1904 = epoch_1904
        self._facts = facts
        self._limits = limits
        self._columns: dict[str, int] = {}  # letters already understood
        self._seen = 0
        self._reference: str | None = (
            None  # where the present cell says it stands; understood only if it holds something
        )
        self._row_number = 0
        self._row_hidden = False
        self._cells: list[Value] = []
        self._column = -1
        self._type = ""
        self._style = 0
        self._formula = False
        self._has_value = False
        self._pieces: list[str] | None = None  # the value being read; None outside of one
        self._value = ""
        self._in_aid = False

    # --- elements, in the order they come most often

    def startElement(self, name, attrs):  # over PartHandler's, because every cell passes here
        if ":" in name:
            name = name.rpartition(":")[2]
        self._seen += 1
        if self._seen > 4 * self._limits.cells:  # a cell takes up to three elements, and its row one
            raise refusal("file.too_many_cells", most=self._limits.cells)
        if name == "c":
            self._begin_cell(attrs)
        elif name == "v" or (name == "t" and not self._in_aid):
            self._pieces = []
        elif name == "row":
            self._begin_row(attrs)
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._in_aid = True
        elif name == "col":
            self._note_column(attrs)
        elif name == "mergeCell":
            self._note_merge(attrs.get("ref", ""))
        elif name == "filterColumn":
            self._facts.filtered = True

    def characters(self, content):
        if self._pieces is not None:
            self._pieces.append(content)

    def endElement(self, name):
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "v":
            self._value = "".join(self._pieces or ())
            self._pieces = None
            self._has_value = True
        elif name == "t" and self._pieces is not None:
            self._value += "".join(self._pieces)
            self._pieces = None
            self._has_value = True
        elif name == "c":
            self._end_cell()
        elif name == "row":
            self._end_row()
        elif name == "rPh":
            self._in_aid = False

    # --- rows and cells

    def _begin_row(self, attrs):
        number = attrs.get("r")
        self._row_number = self._row_number + 1 if number is None else _number(number)
        if not 1 <= self._row_number <= LAST_ROW:
            raise refusal("file.damaged")
        self._row_hidden = attrs.get("hidden", "0") in ("1", "true")
        self._cells = []
        self._column = -1
        self._reference = None

    def _end_row(self):
        if self._cells:
            self.ready.append(RawRow(self._row_number, self._cells, self._row_hidden))
        self._cells = []

    def _begin_cell(self, attrs):
        reference = attrs.get("r")
        if reference is None:
            self._column = self._place() + 1
        self._reference = reference
        self._type = attrs.get("t", "n")
        self._style = attrs.get("s")
        self._formula = self._has_value = False
        self._value = ""

    def _end_cell(self):
        if self._formula:
            self._facts.formulas += 1
            if not self._has_value:
                self._keep(CellFault("cell.formula_without_value"))
                return
        if self._has_value:
            value = self._typed()
            if value is not None and value != "":
                self._keep(value)

    def _keep(self, value: Value) -> None:
        column, cells = self._place(), self._cells
        if column >= self._limits.columns:
            self._facts.columns_beyond += 1
            return
        gap = column - len(cells)
        if gap == 0:
            cells.append(value)
        elif gap > 0:
            cells.extend([None] * gap)
            cells.append(value)
        else:
            cells[column] = value

    def _typed(self) -> Value:
        kind, text = self._type, self._value
        if kind == "s":
            index = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
            return self._texts[index] if 0 <= index < len(self._texts) else CellFault("cell.broken", text)
        if kind == "n":
            return self._number(text.strip()) if text.strip() else None
        if kind in ("str", "inlineStr"):
            return cell_text(text)
        if kind == "b":
            return text.strip() in ("1", "true")
        if kind == "e":
            return CellFault("cell.error_value", text)
        if kind == "d":
            try:
                return datetime.fromisoformat(text.strip())
            except ValueError:
                return CellFault("cell.broken", text)
        return CellFault("cell.broken", text)

    def _number(self, text: str) -> Value:
        if INTEGER.fullmatch(text):
            number: int | float = int(text)
        else:
            # float() alone would take other scripts' figures and underscores, too.
            number = float(text) if DECIMAL.fullmatch(text) else math.inf
            if math.isinf(number):
                return CellFault("cell.broken", text)
            if number.is_integer() and abs(number) < EXACT:
                number = int(number)
        if self._style is None:
            return number
        style = _number(self._style)
        kind = self._formats[style] if style < len(self._formats) else "plain"
        if kind == "plain":
            return number
        if kind.startswith("zeros:"):
            return str(number).zfill(int(kind[6:])) if isinstance(number, int) and number >= 0 else number
        try:
            return from_serial(number, self._epoch_1904, kind)
        except BadInput as fault:
            return CellFault(fault.code.removeprefix("sheets."), text)

    # --- what stands around the rows

    def _place(self) -> int:
        """The column of the present cell."""
        if self._reference is None:
            return self._column
        letters = self._reference.rstrip("0123456789")
        column = self._columns.get(letters)
        if column is None:
            column = _column_index(letters)
            if not 0 <= column < LAST_COLUMN:
                raise refusal("file.damaged")
            self._columns[letters] = column
        return column

    def _note_column(self, attrs):
        if attrs.get("hidden", "0") in ("1", "true"):
            first, last = _number(attrs.get("min", "1")), _number(attrs.get("max", "1"))
            self._facts.hidden_columns.update(range(first - 1, min(last, self._limits.columns)))

    def _note_merge(self, text: str):
        corners = [REFERENCE.fullmatch(corner) for corner in text.split(":")]
        if len(corners) != 2 or not all(corners):
            return  # a merge that names no area merges nothing
        if len(self._facts.merges) >= self._limits.merges:
            raise refusal("file.too_many_merges", most=self._limits.merges)
        first, last = corners
        self._facts.merges.append(Merge(int(first[2]), _column_index(first[1]), int(last[2]), _column_index(last[1])))


def _column_index(letters: str) -> int:
    """0 for A; -1 for what are not one to three capital letters."""
    if not (letters.isascii() and letters.isalpha() and letters.isupper() and len(letters) <= 3):
        return -1
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise refusal("file.damaged")
    return int(text)


def cell_text(text: str) -> str | CellFault:
    """A text as the format writes it, made plain. Only escapes can bring in what XML itself forbids."""
    return storable(unescape(text)) if "_x" in text else text


def unescape(text: str) -> str:
    """Undo ``_x000D_``: how the format writes characters that XML cannot hold."""
    text = ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return SURROGATES.sub(lambda pair: pair[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le"), text)
