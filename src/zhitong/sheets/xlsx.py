"""An .xlsx workbook: its sheets by name, its texts and formats, and the door to each sheet's rows.

Why not a ready reader: the one at hand lays a sheet out as a full grid, so that one stray cell in the last row costs
hundreds of megabytes, and it tells neither hidden rows nor formulas without a value. Reading the rows as they come
costs two to three times its time and a bounded memory (benchmarks/sheets_read.py).
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from zhitong.sheets.cells import Facts, RawRow, Value, shown
from zhitong.sheets.limits import Limits
from zhitong.sheets.messages import refusal
from zhitong.sheets.serials import format_kind
from zhitong.sheets.sheet_xml import SheetHandler, cell_text
from zhitong.sheets.xml import PartHandler, feed_part, read_part


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One sheet of the workbook and the part it is kept in."""

    name: str
    hidden: bool
    part: str


class Workbook:
    """The workbook's own table of contents. Texts and formats are read when the first sheet is."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits):
        self._archive = archive
        self._limits = limits
        self._texts: list[Value] | None = None
        self._formats: list[str] = []
        main = self._main_part()
        contents = _WorkbookHandler()
        self._read(main, contents)
        self.epoch_1904 = contents.epoch_1904
        self._links = self._relations(main)
        self.sheets = []
        for name, hidden, link in contents.sheets:
            kind, target = self._links.get(link, ("", ""))
            if kind == "worksheet" and target in archive.NameToInfo:
                self.sheets.append(SheetPart(shown(cell_text(name)), hidden, target))
        if not self.sheets:
            raise refusal("file.no_sheet")
        if len({sheet.part for sheet in self.sheets}) < len(self.sheets):
            raise refusal("file.damaged")  # one part listed a thousand times would be read a thousand times

    def rows(self, part: str, facts: Facts) -> Iterator[RawRow]:
        """The rows that hold something, in the file's order; ``facts`` is complete when the last has come."""
        if self._texts is None:
            self._texts = self._read_texts()
            self._formats = self._read_formats()
        handler = SheetHandler(self._texts, self._formats, self.epoch_1904, facts, self._limits)
        for _ in feed_part(self._archive, part, handler):
            if handler.ready:
                yield from handler.ready
                handler.ready.clear()

    def _read(self, part: str, handler: PartHandler) -> None:
        if self._archive.getinfo(part).file_size > self._limits.other_part:
            raise refusal("file.damaged")
        read_part(self._archive, part, handler)

    def _main_part(self) -> str:
        for kind, target in self._relations("").values():
            if kind == "officeDocument" and target in self._archive.NameToInfo:
                return target
        raise refusal("file.damaged")

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part is linked to: by link id, the kind of link and the linked part's name."""
        folder, name = posixpath.split(part)
        listing = posixpath.join(folder, "_rels", f"{name}.rels")
        if listing not in self._archive.NameToInfo:
            return {}
        handler = _RelationsHandler()
        self._read(listing, handler)
        return {
            link: (kind.rsplit("/", 1)[-1], posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
            for link, kind, target in handler.links
        }

    def _linked(self, kind: str) -> str | None:
        for linked_kind, target in self._links.values():
            if linked_kind == kind and target in self._archive.NameToInfo:
                return target
        return None

    def _read_texts(self) -> list[Value]:
        part = self._linked("sharedStrings")
        if part is None:
            return []
        if self._archive.getinfo(part).file_size > self._limits.shared_text:
            raise refusal("file.too_much_text", most=self._limits.shared_text // 2**20)
        handler = _TextsHandler(self._limits)
        read_part(self._archive, part, handler)
        return handler.texts

    def _read_formats(self) -> list[str]:
        part = self._linked("styles")
        if part is None:
            return []
        handler = _StylesHandler()
        self._read(part, handler)
        return [format_kind(number, handler.codes.get(number)) for number in handler.cell_formats]


class _RelationsHandler(PartHandler):
    def __init__(self):
        super().__init__()
        self.links: list[tuple[str, str, str]] = []

    def begin(self, name, attrs):
        if name == "Relationship" and attrs.get("TargetMode") != "External":
            self.links.append((attrs.get("Id", ""), attrs.get("Type", ""), attrs.get("Target", "")))


class _WorkbookHandler(PartHandler):
    def __init__(self):
        super().__init__()
        self.sheets: list[tuple[str, bool, str]] = []
        self.epoch_1904 = False

    def begin(self, name, attrs):
        if name == "sheet":
            link = next((attrs.get(key) for key in attrs if key.rpartition(":")[2] == "id"), "")
            self.sheets.append((attrs.get("name", ""), attrs.get("state", "visible") != "visible", link))
        elif name == "workbookPr":
            self.epoch_1904 = attrs.get("date1904", "0") in ("1", "true", "on")


class _TextsHandler(PartHandler):
    """The table of texts that sheets point into. Reading aids above the characters (``rPh``) are not part of a text."""

    def __init__(self, limits: Limits):
        super().__init__()
        self.texts: list[Value] = []
        self._limits = limits
        self._seen = 0
        self._pieces: list[str] = []
        self._in_text = False
        self._in_aid = False

    def begin(self, name, attrs):
        self._seen += 1
        if self._seen > 4 * self._limits.texts:  # a text takes two elements, three when it is in pieces
            raise refusal("file.too_much_text", most=self._limits.shared_text // 2**20)
        if name == "t":
            self._in_text = not self._in_aid
        elif name == "si":
            self._pieces = []
        elif name == "rPh":
            self._in_aid = True

    def characters(self, content):
        if self._in_text:
            self._pieces.append(content)

    def end(self, name):
        if name == "t":
            self._in_text = False
        elif name == "si":
            self.texts.append(cell_text("".join(self._pieces)))
        elif name == "rPh":
            self._in_aid = False


class _StylesHandler(PartHandler):
    """Which number format each cell style has; all that we need of a stylesheet."""

    def __init__(self):
        super().__init__()
        self.codes: dict[int, str] = {}
        self.cell_formats: list[int] = []
        self._in_cell_formats = False

    def begin(self, name, attrs):
        if name == "numFmt":
            self.codes[_whole(attrs.get("numFmtId"))] = attrs.get("formatCode", "")
        elif name == "cellXfs":
            self._in_cell_formats = True
        elif name == "xf" and self._in_cell_formats:
            self.cell_formats.append(_whole(attrs.get("numFmtId")))

    def end(self, name):
        if name == "cellXfs":
            self._in_cell_formats = False


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
