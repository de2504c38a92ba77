"""What a masked copy shows: its text with the covered places, and what the machine would cover besides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _

from zhitong.desk.models import Mask, MaskedCopy
from zhitong.paper import Paper, Paragraph, to_docx
from zhitong.sheets.xlsx_out import OutSheet, write_xlsx
from zhitong.text.deidentify import COVER, LABELS, Span, find_personal


def covered(text: str, start: int, end: int) -> str:
    """The text with this place covered. The length stays, and line ends, so that every other place keeps its number."""
    return text[:start] + "".join(sign if sign == "\n" else COVER for sign in text[start:end]) + text[end:]


def masks_on(copy: MaskedCopy) -> list[Mask]:
    """Those in force, in the order of the text."""
    return list(copy.masks.filter(lifted_at=None).select_related("by").order_by("start", "pk"))


def shown_text(copy: MaskedCopy, masks: list[Mask]) -> str:
    """As it would be handed out now: also what is covered only for now is covered."""
    text = copy.text
    for mask in masks:
        text = covered(text, mask.start, mask.end)
    return text


@dataclass(frozen=True)
class Piece:
    """A run of the shown text; ``mask`` covers it."""

    text: str
    mask: Mask | None = None

    @property
    def label(self) -> str:
        return LABELS[self.mask.kind] if self.mask else ""


def pieces(copy: MaskedCopy, masks: list[Mask]) -> list[Piece]:
    """The shown text cut at its masks. Where two overlap, the first one shows."""
    text, found, at = shown_text(copy, masks), [], 0
    for mask in masks:
        start, end = max(mask.start, at), mask.end
        if start >= end:
            continue
        if start > at:
            found.append(Piece(text[at:start]))
        found.append(Piece(text[start:end], mask))
        at = end
    return [*found, Piece(text[at:])] if at < len(text) else found


def proposed(copy: MaskedCopy, masks: list[Mask]) -> list[Span]:
    """What tells who somebody is and is not covered yet."""
    return [span for span in find_personal(shown_text(copy, masks)) if COVER not in span.text]


def places_of(text: str, words: str) -> list[tuple[int, int]]:
    """Where words stand, left to right, not overlapping."""
    found, at = [], text.find(words)
    while words and at >= 0:
        found.append((at, at + len(words)))
        at = text.find(words, at + len(words))
    return found


@dataclass(frozen=True)
class Form:
    """A kind of file in which a copy is taken out: made from the masked text alone, so that nothing else can come along."""

    kind: str
    make: Callable[[str], bytes]


def _as_docx(text: str) -> bytes:
    """The first line is the title. The room ``paper`` writes neither author nor program nor clock into the file."""
    title, _end, body = text.partition("\n")
    return to_docx(Paper(title=title, blocks=[Paragraph(line) for line in body.split("\n") if line.strip()]))


def _as_xlsx(text: str) -> bytes:
    """One row for each line that holds something, beside its number."""
    lines = [line for line in text.split("\n") if line.strip()]
    file = BytesIO()
    sheet = OutSheet(
        _("Masked copy"), [_("Line"), _("Text")], [[at, line] for at, line in enumerate(lines, 1)], [6, 60]
    )
    write_xlsx(file, [sheet], long_text="mark")
    return file.getvalue()


FORMS = {
    "txt": Form("text/plain; charset=utf-8", str.encode),
    "docx": Form("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _as_docx),
    "xlsx": Form("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _as_xlsx),
}
