"""The empty spreadsheet that needs no naming of columns: headings, one example row, and what may stand under each."""

from __future__ import annotations

from typing import BinaryIO

from django.utils import timezone

from zhitong.intake import queries
from zhitong.intake.imports.fields import fields_for
from zhitong.network.actors import Actor
from zhitong.sheets import OutSheet, write_xlsx

EXAMPLE = {
    "title": "示例：柳岸街道三栋旧楼电梯停运三个月",
    "body": "示例行，导入前请删去。写清何时、何地、何人、何事，为什么，建议谁来做什么。内容可以不分段写在这一列，也可以分别写在情况、原因、建议三列。",
    "received": "2026-03-05",
    "scope": "个案",
    "matter_kind": "工作问题",
    "origin": "群众反映",
    "withhold_name": "否",
}
KINDS = {"moment": "日期，如 2026-03-05 或 2026-03-05 14:30", "yes_no": "是 / 否"}


def write_template(target: BinaryIO, by: Actor) -> None:
    """Write it for the actor's office: its own units and subject areas stand on the second sheet."""
    day = timezone.localdate(by.at)
    areas = queries.areas_by_name(by.office_id, day)
    fields = fields_for(areas)
    units = [unit.name for unit in queries.all_units(by.office_id)]
    example = {**EXAMPLE, "unit": units[0] if units else ""}
    notes = [
        (
            field.label,
            "必填" if field.required else "",
            "、".join(field.choices) or KINDS.get(field.kind, f"文字，不超过 {field.max_length} 字"),
            "、".join(field.synonyms),
        )
        for field in fields
    ]
    write_xlsx(
        target,
        [
            OutSheet("来稿", [field.label for field in fields], [[example.get(field.name) for field in fields]]),
            OutSheet("填写说明", ["列", "要求", "可以填什么", "表头也可以写作"], notes),
            OutSheet("单位名册", ["报送单位"], [[name] for name in units]),
        ],
    )
