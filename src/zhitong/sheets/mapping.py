"""Proposes which column holds which field, from the headings alone, and says why."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from opencc import OpenCC

from zhitong.sheets.cells import column_letter
from zhitong.sheets.fields import Column, ColumnMapping, Field, Proposal
from zhitong.sheets.messages import say

BRACKETED = re.compile(r"[(\[{<【〔《].*?[)\]}>】〕》]")
UNSAID = re.compile(r"[\W_]+")  # spaces, line breaks, asterisks, colons, brackets: not what a heading says
LABEL, SYNONYM, PART, SIMILAR = 4, 3, 2, 1
REASONS = {LABEL: "mapping.label", SYNONYM: "mapping.synonym", PART: "mapping.part", SIMILAR: "mapping.similar"}


@cache
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=4096)
def fold(heading: str) -> str:
    """A heading without width, spaces, marks, case and Traditional forms: ``" 聯繫 電話（必填）*"`` gives ``联系电话必填``."""
    plain = unicodedata.normalize("NFKC", heading)
    return _to_simplified().convert(UNSAID.sub("", plain)).casefold()


def without_brackets(heading: str) -> str:
    return BRACKETED.sub("", unicodedata.normalize("NFKC", heading))


def likeness(column: Column, field: Field) -> int:
    """How well a heading names a field, 4 to 1 as in ``REASONS``; 0 when it does not."""
    whole = fold(column.label)
    if not whole:
        return 0
    label = fold(field.label)
    names = {fold(name) for name in (*field.synonyms, field.name)} - {""}
    if whole == label:
        return LABEL
    if whole in names:
        return SYNONYM
    names.add(label)
    last = column.parts[-1] if column.parts else column.label  # of a heading in two rows the lower says more
    parts = {fold(last), fold(without_brackets(last)), fold(without_brackets(column.label))}
    if parts & names:
        return PART
    if any(len(name) >= 2 and name in whole for name in names) or any(
        len(whole) >= 2 and whole in name for name in names
    ):
        return SIMILAR
    return 0


def propose_mapping(headers: Iterable[Column | str], fields: Sequence[Field]) -> ColumnMapping:
    """The best column for each field, each column used once. Better likeness first, then the left column, then field order.

    ``headers`` are a sheet's ``header().columns``, or plain headings standing in the columns from A on.
    """
    columns = [
        header if isinstance(header, Column) else Column(index, column_letter(index), header, (header,))
        for index, header in enumerate(headers)
    ]
    ranked = sorted(
        (-level, column.index, order)
        for order, field in enumerate(fields)
        for column in columns
        if (level := likeness(column, field))
    )
    by_index = {column.index: column for column in columns}
    chosen: dict[str, tuple[int, Column]] = {}
    used: set[int] = set()
    for level, index, order in ranked:
        name = fields[order].name
        if name not in chosen and index not in used:
            chosen[name] = (-level, by_index[index])
            used.add(index)
    proposals = tuple(_proposal(field, chosen.get(field.name), columns) for field in fields)
    return ColumnMapping(
        proposals,
        unused=tuple(column for column in columns if column.index not in used),
        missing=tuple(
            each.field for each, field in zip(proposals, fields, strict=True) if field.required and not each.column
        ),
    )


def _proposal(field: Field, found: tuple[int, Column] | None, columns: list[Column]) -> Proposal:
    if found is None:
        return Proposal(field.name, None, say("mapping.none", label=field.label)[0], sure=False)
    level, column = found
    rivals = [each.letter for each in columns if each != column and likeness(each, field) == level > SIMILAR]
    data = {"label": field.label, "heading": column.label, "column": column.letter}
    if rivals:
        reason = say("mapping.rivals", others="、".join(rivals), **data)[0]
        return Proposal(field.name, column, reason, sure=False)
    return Proposal(field.name, column, say(REASONS[level], **data)[0], sure=level > SIMILAR)
