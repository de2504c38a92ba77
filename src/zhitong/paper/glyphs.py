"""Which characters a font file has shapes for, read from its ``cmap`` table (OpenType 1.9, sections "otff" and "cmap").

Only the table directory and the Unicode subtables of format 4 and 12 are read, which every CJK font has. A broken file has
no characters: it is then simply not counted on.
"""

from __future__ import annotations

import struct
from array import array
from bisect import bisect_right
from functools import lru_cache
from mmap import ACCESS_READ, mmap
from pathlib import Path


class Coverage:
    """A set of code points kept as sorted ranges; a font of 60,000 characters takes some kilobytes."""

    __slots__ = ("_firsts", "_lasts")

    def __init__(self, ranges: list[tuple[int, int]]):
        merged: list[list[int]] = []
        for first, last in sorted(ranges):
            if merged and first <= merged[-1][1] + 1:
                merged[-1][1] = max(merged[-1][1], last)
            else:
                merged.append([first, last])
        self._firsts = array("L", (first for first, _ in merged))
        self._lasts = array("L", (last for _, last in merged))

    def __contains__(self, character: str) -> bool:
        code = ord(character)
        position = bisect_right(self._firsts, code) - 1
        return position >= 0 and code <= self._lasts[position]


@lru_cache(maxsize=256)
def coverage(path: Path, index: int = 0) -> Coverage:
    """The characters of font number ``index`` in the file (collections hold several)."""
    try:
        # Mapped, not read: a Chinese collection has 25 MB, its tables of characters some kilobytes.
        with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
            return Coverage(_ranges(data, index))
    except (OSError, struct.error, ValueError):
        return Coverage([])


def _ranges(data: mmap, index: int) -> list[tuple[int, int]]:
    start = 0
    if data[:4] == b"ttcf":
        (start,) = struct.unpack_from(">I", data, 12 + 4 * index)
    (tables,) = struct.unpack_from(">H", data, start + 4)
    for entry in range(start + 12, start + 12 + 16 * tables, 16):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, entry)
        if tag == b"cmap":
            return _cmap(data, offset)
    return []


def _cmap(data: mmap, start: int) -> list[tuple[int, int]]:
    (subtables,) = struct.unpack_from(">H", data, start + 2)
    found: list[tuple[int, int]] = []
    for entry in range(start + 4, start + 4 + 8 * subtables, 8):
        platform, encoding, offset = struct.unpack_from(">HHI", data, entry)
        # 0 is Unicode; 3 is Windows, where 1 means the basic plane and 10 all of Unicode.
        if platform != 0 and (platform, encoding) not in ((3, 1), (3, 10)):
            continue
        (form,) = struct.unpack_from(">H", data, start + offset)
        if form == 4:
            found += _format_4(data, start + offset)
        elif form == 12:
            found += _format_12(data, start + offset)
    return found


def _format_4(data: mmap, start: int) -> list[tuple[int, int]]:
    segments = struct.unpack_from(">H", data, start + 6)[0] // 2
    lasts_at = start + 14
    firsts_at = lasts_at + 2 * segments + 2
    deltas_at = firsts_at + 2 * segments
    offsets_at = deltas_at + 2 * segments
    found = []
    for number in range(segments):
        (last,) = struct.unpack_from(">H", data, lasts_at + 2 * number)
        (first,) = struct.unpack_from(">H", data, firsts_at + 2 * number)
        (offset,) = struct.unpack_from(">H", data, offsets_at + 2 * number)
        if first == 0xFFFF or last < first:
            continue
        if not offset:
            found.append((first, last))
            continue
        # A segment with its own glyph list may have holes: glyph 0 is "no shape".
        for code in range(first, last + 1):
            at = offsets_at + 2 * number + offset + 2 * (code - first)
            if struct.unpack_from(">H", data, at)[0]:
                found.append((code, code))
    return found


def _format_12(data: mmap, start: int) -> list[tuple[int, int]]:
    (groups,) = struct.unpack_from(">I", data, start + 12)
    found = []
    for first, last, glyph in struct.iter_unpack(">III", data[start + 16 : start + 16 + 12 * groups]):
        if last > 0x10FFFF:
            continue
        first = first if glyph else first + 1
        if first <= last:
            found.append((first, last))
    return found
