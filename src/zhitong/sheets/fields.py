"""What an import asks for: the fields, and which column each one stands in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from zhitong.errors import Said

Kind = Literal["text", "integer", "number", "date", "moment", "phone", "identity", "yes_no", "choice"]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing wanted from each row.

    ``label`` is its heading in our own template, ``synonyms`` are headings other offices use. ``choices`` maps what may
    be written to the value it means (for kind ``choice``); ``max_length`` counts characters of a text.
    """

    name: str
    label: str
    synonyms: tuple[str, ...] = ()
    required: bool = False
    kind: Kind = "text"
    choices: Mapping[str, object] = field(default_factory=dict)
    max_length: int | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the sheet under its heading. Of a heading in two rows ``parts`` are both, ``label`` is them joined."""

    index: int
    letter: str
    label: str
    parts: tuple[str, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """Where one field was found and why we think so; ``sure`` is False where a person should look."""

    field: str
    column: Column | None
    reason: Said
    sure: bool


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """A proposal for every field. ``columns`` is what ``check_rows`` takes, and what a person may change."""

    proposals: tuple[Proposal, ...]
    unused: tuple[Column, ...]
    missing: tuple[str, ...]  # required fields without a column

    @property
    def columns(self) -> dict[str, int]:
        return {each.field: each.column.index for each in self.proposals if each.column is not None}
