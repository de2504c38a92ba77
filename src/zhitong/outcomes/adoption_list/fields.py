"""What a row of such a list may hold, under the headings that offices use."""

from __future__ import annotations

from collections.abc import Mapping

from zhitong.network.models import Office
from zhitong.outcomes.models import Adoption
from zhitong.sheets import Field

Rank = Office.Rank
LEVEL_WORDS: dict[str, int] = {
    "全国": Rank.NATION,
    "全国级": Rank.NATION,
    "国家级": Rank.NATION,
    "中央": Rank.NATION,
    "中央级": Rank.NATION,
    "省": Rank.PROVINCE,
    "省级": Rank.PROVINCE,
    "省部级": Rank.PROVINCE,
    "自治区": Rank.PROVINCE,
    "直辖市": Rank.PROVINCE,
    "市": Rank.CITY,
    "市级": Rank.CITY,
    "地市级": Rank.CITY,
    "区": Rank.DISTRICT,
    "县": Rank.DISTRICT,
    "区级": Rank.DISTRICT,
    "县级": Rank.DISTRICT,
    "区县级": Rank.DISTRICT,
    "街镇": Rank.TOWN,
    "乡镇": Rank.TOWN,
}
KIND_WORDS: dict[str, str] = {
    "单篇": Adoption.Kind.SINGLE,
    "单篇采用": Adoption.Kind.SINGLE,
    "单独采用": Adoption.Kind.SINGLE,
    "综合": Adoption.Kind.COMPOSITE,
    "综合采用": Adoption.Kind.COMPOSITE,
    "转送": Adoption.Kind.FORWARDED,
    "转办": Adoption.Kind.FORWARDED,
    "原稿转送": Adoption.Kind.FORWARDED,
    "专报": Adoption.Kind.SPECIAL_REPORT,
    "专报采用": Adoption.Kind.SPECIAL_REPORT,
}


def fields_for(levels: Mapping[str, int]) -> tuple[Field, ...]:
    """The fields; ``levels`` are the local words for a level, which count before the usual ones."""
    return (
        Field("title", "题目", ("标题", "信息题目", "信息标题", "篇名", "题名"), max_length=200),
        Field(
            "number", "本办期号", ("我办期号", "报送期号", "原期号", "来稿期号", "信息编号", "报送编号"), max_length=60
        ),
        Field(
            "body",
            "采用单位",
            ("采用部门", "采用机构", "录用单位", "录用部门", "采用机关"),
            required=True,
            max_length=80,
        ),
        Field("level", "采用层级", ("层级", "级别", "采用级别"), kind="choice", choices={**LEVEL_WORDS, **levels}),
        Field("kind", "采用方式", ("采用类型", "采用形式", "采用类别", "方式"), kind="choice", choices=KIND_WORDS),
        Field("periodical", "采用刊物", ("刊物", "刊物名称", "刊发载体", "载体"), max_length=80),
        Field("issue", "刊物期号", ("采用期号", "刊发期号", "期数", "刊期"), max_length=40),
        Field("day", "采用日期", ("日期", "刊发日期", "录用日期", "采用时间", "刊发时间"), kind="date", required=True),
        Field("unit", "报送单位", ("来稿单位", "供稿单位", "反映单位", "单位"), max_length=80),
    )
