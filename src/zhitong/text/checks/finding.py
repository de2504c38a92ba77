"""What goes into a check and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Where = Literal["title", "body"]
Severity = Literal["warn", "note"]


@dataclass(frozen=True)
class SourceText:
    """One submission a brief draws on, exactly as it came. ``id`` is whatever the caller knows it by."""

    id: str
    title: str
    body: str

    @property
    def text(self) -> str:
        """Title and body as one text; positions in evidence are positions in this."""
        return f"{self.title}\n{self.body}"


@dataclass(frozen=True)
class Limits:
    """What a series allows, in characters without blanks. 0 switches a limit off."""

    body_most: int = 1500
    body_least: int = 100
    title_most: int = 40
    title_least: int = 6


@dataclass(frozen=True)
class Evidence:
    """Words of a source that a finding rests on: ``source.text[start:end] == text``. ``source_id`` is None for the brief's own body."""

    source_id: str | None
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Finding:
    """``where`` and ``start:end`` show the place; an empty span means the whole of it (something is missing)."""

    rule: str
    severity: Severity
    start: int
    end: int
    where: Where
    message_zh: str
    reason_zh: str
    evidence: tuple[Evidence, ...] = ()
