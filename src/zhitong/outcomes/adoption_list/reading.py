"""Reads the file: its columns as proposed or as a person named them, and every row with its faults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhitong.errors import BadInput, Said
from zhitong.files.models import StoredFile
from zhitong.files.store import open_bytes
from zhitong.network.models import Office
from zhitong.outcomes.adoption_list.fields import fields_for
from zhitong.sheets import Sheet, check_rows, open_table, propose_mapping

MOST_ROWS = 1_000  # one form carries a choice for each row


@dataclass(frozen=True)
class ListRow:
    """One adoption as the list tells it; ``faults`` are sentences on what cannot be read of it."""

    number: int  # of the row in the sheet
    title: str = ""
    issue_number: str = ""
    body: str = ""
    rank: int | None = None
    kind: str = "single"
    periodical: str = ""
    issue: str = ""
    day: date | None = None
    unit: str = ""
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class AdoptionList:
    """The sheet that was read, its headings, which column was taken for which field and why, and its rows."""

    sheet: str
    sheets: list[str]
    headings: list[tuple[int, str, str]]  # index, letter, heading
    columns: dict[str, int]
    fields: tuple = ()
    reasons: dict[str, tuple[str, bool]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    rows: list[ListRow] = field(default_factory=list)


def read_list(
    file: StoredFile, office: Office, *, sheet: str = "", columns: Mapping[str, int] | None = None
) -> AdoptionList:
    """The list in a kept file. Raises BadInput for a file that is no table, or longer than MOST_ROWS."""
    levels = local_levels(office)
    fields = fields_for(levels)
    with open_bytes(file.digest) as stream, open_table(stream, file.name) as table:
        read: Sheet = table.sheet(sheet or None, fields=fields)
        header = read.header(fields)
        proposed = propose_mapping(header.columns, fields)
        chosen = dict(proposed.columns if columns is None else columns)
        return AdoptionList(
            sheet=read.name,
            sheets=[each.name for each in table.sheets if not each.hidden or each.name == read.name],
            headings=[(each.index, each.letter, each.label) for each in header.columns],
            columns=chosen,
            fields=fields,
            reasons={each.field: (in_language(each.reason), each.sure) for each in proposed.proposals if each.column},
            notes=[in_language(note) for note in (*table.notes, *read.notes(fields))],
            rows=_rows(read, chosen, fields, levels),
        )


def _rows(sheet: Sheet, columns: dict[str, int], fields: tuple, levels: dict[str, int]) -> list[ListRow]:
    rows = []
    for row in check_rows(sheet, columns, fields):
        if len(rows) >= MOST_ROWS:
            raise BadInput(
                "outcomes.list.too_long",
                _("The list has more than %(most)s rows.") % {"most": MOST_ROWS},
                _("Divide it into several files."),
                field="file",
            )
        rows.append(_row(row, levels))
    return rows


def _row(row, levels: dict[str, int]) -> ListRow:
    given = row.values
    faults = [
        f"{error.column or ''} {in_language(error.message)} {in_language(error.remedy)}".strip() for error in row.errors
    ]
    title, number = given.get("title") or "", given.get("number") or ""
    if not title and not number:
        faults.append(_("The row has neither a title nor our issue number; write one of them."))
    body = given.get("body") or ""
    rank = given.get("level") or rank_by_name(body, levels)
    if body and rank is None and not any(error.field == "level" for error in row.errors):
        faults.append(_("The level of “%(body)s” is not known; write it in a column of its own.") % {"body": body})
    return ListRow(
        number=row.number,
        title=title,
        issue_number=number,
        body=body,
        rank=rank,
        kind=given.get("kind") or "single",
        periodical=given.get("periodical") or "",
        issue=given.get("issue") or "",
        day=given.get("day"),
        unit=given.get("unit") or "",
        faults=tuple(faults),
    )


def local_levels(office: Office) -> dict[str, int]:
    """What levels are called on the way up from this office: in a municipality 市政协 ranks as a province's."""
    levels, each = {}, office
    while each is not None and each.level_name not in levels:
        levels[each.level_name] = each.rank
        each = each.parent
    return levels


BEGINNINGS = (
    (("全国", "中央", "中共中央", "国务院", "中办", "国办", "国家"), Office.Rank.NATION),
    (("省", "自治区", "中共省委"), Office.Rank.PROVINCE),
    (("市", "中共市委"), Office.Rank.CITY),
    (("区", "县", "中共区委", "中共县委"), Office.Rank.DISTRICT),
)


def rank_by_name(body: str, levels: Mapping[str, int]) -> int | None:
    """The level that a body's own name tells, local names first; None when it tells none."""
    for name, rank in levels.items():
        if name and name in body:
            return rank
    local = {name[0]: rank for name, rank in levels.items() if name}  # 市 is a province's level where 市政协 is
    for beginnings, rank in BEGINNINGS:
        if body.startswith(beginnings):
            return local.get(body.removeprefix("中共")[:1], rank)
    return None


def in_language(said: Said) -> str:
    return said.en if get_language() == "en" else said.zh
