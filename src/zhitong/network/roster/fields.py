"""What a column of a roster may mean, with the headings that offices use for it. Headings are Chinese: they are data."""

from __future__ import annotations

from typing import BinaryIO

from zhitong.network.models import Person, Unit
from zhitong.sheets import Field, OutSheet, write_xlsx


def _length(model: type, column: str) -> int:
    return model._meta.get_field(column).max_length


FIELDS = (
    Field("name", "姓名", ("委员姓名", "名字", "人员姓名"), required=True, max_length=_length(Person, "name")),
    Field("number", "委员编号", ("委员证号", "委员号", "编号", "证号", "工号"), max_length=_length(Person, "number")),
    Field(
        "unit",
        "所属单位",
        ("单位", "界别", "所属界别", "党派", "所属党派", "联络组", "所在单位", "组别"),
        max_length=_length(Unit, "name"),
    ),
    Field("position", "单位内职务", ("组内职务", "单位职务", "界别职务"), max_length=40),
    Field("title", "职务", ("工作单位及职务", "单位及职务", "社会职务", "职称"), max_length=_length(Person, "title")),
    Field("phone", "电话", ("联系电话", "手机", "手机号", "手机号码", "电话号码", "联系方式"), kind="phone"),
    Field("is_member", "是否委员", ("委员", "政协委员", "是否政协委员"), kind="yes_no"),
    Field("starts_on", "加入日期", ("起始日期", "任职日期", "开始日期", "入会日期", "自何日起"), kind="date"),
)
BY_NAME = {field.name: field for field in FIELDS}
KINDS = {"yes_no": "是 / 否", "date": "日期，如 2026-03-05；不填按导入页所填日期", "phone": "电话号码，请按文本填写"}


def write_template(target: BinaryIO, units: list[str]) -> None:
    """An empty roster with the headings that need no naming; the office's units and the rules stand on the second sheet."""
    example = [
        "示例：林小河",
        "LX-001",
        units[0] if units else "",
        "组员",
        "示例行，导入前请删去",
        None,
        "是",
        "2026-01-01",
    ]
    notes = [
        (
            field.label,
            "必填" if field.required else "",
            KINDS.get(field.kind, f"文字，不超过 {field.max_length} 字"),
            "、".join(field.synonyms),
        )
        for field in FIELDS
    ]
    write_xlsx(
        target,
        [
            OutSheet("名册", [field.label for field in FIELDS], [example]),
            OutSheet("填写说明", ["列", "要求", "可以填什么", "表头也可以写作"], notes),
            OutSheet("本室单位", ["单位"], [[name] for name in units]),
        ],
    )
