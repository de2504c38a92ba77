"""A spreadsheet of places: one name on each row, with kind, other names and what it lies in."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

from zhitong.errors import BadInput, Said
from zhitong.sheets import Field, Limits, check_rows, open_table, propose_mapping
from zhitong.text.normalise import fold

MOST_ROWS = 20_000
LIMITS = Limits(file_bytes=5 * 2**20, unpacked_bytes=60 * 2**20, rows=MOST_ROWS + 1)
KINDS = {
    "街道": "street",
    "镇": "town",
    "乡": "town",
    "社区": "community",
    "村": "village",
    "道路": "road",
    "其他": "other",
}
FIELDS = (
    Field(
        "name",
        "名称",
        ("地名", "标准名称", "地名名称", "道路名称", "社区名称", "街道名称"),
        required=True,
        max_length=40,
    ),
    Field("kind", "类别", ("种类", "类型", "地名类别"), max_length=20),
    Field("aliases", "别名", ("曾用名", "俗称", "简称", "又名", "其他名称"), max_length=200),
    Field("within", "所属", ("上级", "所在街道", "所属街道", "所在镇街", "所属镇街", "位于"), max_length=40),
)
_ENDINGS = (("街道", "street"), ("镇", "town"), ("乡", "town"), ("社区", "community"), ("村", "village"))
_ROAD = re.compile(r"(?:大道|公路|路|街|巷|弄|胡同|桥)$")


@dataclass(frozen=True)
class PlaceRow:
    """A row as it would be kept. ``kind`` is one of the values of ``KINDS``."""

    name: str
    kind: str
    aliases: tuple[str, ...]
    within: str


def read_places(content: bytes, filename: str) -> tuple[list[PlaceRow], list[tuple[int, Said | str]]]:
    """(rows, faults as (row number, what is wrong)). BadInput for what is no table we can read or names no places."""
    with open_table(io.BytesIO(content), filename, limits=LIMITS) as table:
        sheet = table.sheet(fields=FIELDS)
        mapping = propose_mapping(sheet.header(FIELDS).columns, FIELDS)
        if mapping.missing:
            raise BadInput(
                "network.places.no_name",
                Said("No column holds the names.", "表中没有“名称”一列。"),
                Said("Give the column the heading 名称.", "请把地名所在列的标题写作“名称”。"),
                field="file",
            )
        rows = list(check_rows(sheet, mapping.columns, FIELDS))
    faults = [(row.number, error.message) for row in rows for error in row.errors]
    return [_as_place(row.values) for row in rows if not row.errors], faults


def _as_place(values: dict) -> PlaceRow:
    name = values["name"].strip()
    given = (values.get("kind") or "").strip()
    aliases = tuple(part for part in re.split(r"[、，,；;/\s]+", values.get("aliases") or "") if len(fold(part)) > 1)
    return PlaceRow(name, KINDS.get(given) or kind_of(given or name), aliases, (values.get("within") or "").strip())


def kind_of(name: str) -> str:
    """By what a name ends in, where the sheet does not say."""
    for ending, kind in _ENDINGS:
        if name.endswith(ending):
            return kind
    return "road" if _ROAD.search(name) else "other"
