"""How much of a stranger's file is looked at before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one file. The defaults hold an office's year many times over and keep a reader below some 200 MB."""

    file_bytes: int = 50 * MIB  # as uploaded
    entries: int = 2_000  # parts inside the package
    unpacked_bytes: int = 300 * MIB  # all parts together, as declared; reading never goes past what was declared
    ratio: int = 400  # unpacked to packed, per part above `ratio_from`: 80 for equal rows throughout, bombs near 1,000
    ratio_from: int = 8 * MIB
    cells: int = 3_000_000  # cell elements in one sheet, empty ones too
    rows: int = 200_000  # rows that hold something
    columns: int = 256  # columns looked at; what stands further right is said in a note
    separators: int = 200_000  # in one record of a CSV; no program writes a tenth of them
    kept_rows: int = 1_000  # a sheet of so few rows is read once and kept
    merges: int = 50_000
    shared_text: int = 100 * MIB  # unpacked bytes of the table of texts, which has to be held in memory
    texts: int = 2_000_000  # in that table
    other_part: int = 16 * MIB  # unpacked bytes of any other part we read: styles, links, the list of sheets
