"""The lists an office begins with. It may end, change and add to them; they are its own from then on.

Sectors: the 34 of the 14th National Committee of the CPPCC. Subject areas, leaders' ranks and adopting bodies are those usual
in the field; every office has its own, so they are a beginning and no rule.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from zhitong.network import actions
from zhitong.network.actors import Actor
from zhitong.network.models import Choice, Office

NATION, PROVINCE, CITY, DISTRICT, TOWN = Office.Rank
SECTORS = (
    "中国共产党 民革 民盟 民建 民进 农工党 致公党 九三学社 台盟 无党派人士 共青团和青联 总工会 妇联 工商联 科协 台联 侨联 "
    "文化艺术界 科学技术界 社会科学界 经济界 农业界 教育界 体育界 新闻出版界 医药卫生界 对外友好界 社会福利和社会保障界 "
    "环境资源界 少数民族界 宗教界 特邀香港人士 特邀澳门人士 特别邀请人士"
).split()
PARTIES = {
    "cpc": "中国共产党",
    "rccpk": "中国国民党革命委员会",
    "cdl": "中国民主同盟",
    "cndca": "中国民主建国会",
    "capd": "中国民主促进会",
    "cpwdp": "中国农工民主党",
    "zgd": "中国致公党",
    "jiusan": "九三学社",
    "tsl": "台湾民主自治同盟",
    "none": "无党派人士",
}
AREAS = {
    "economy": "经济发展",
    "agriculture": "农业农村",
    "construction": "城乡建设",
    "traffic": "交通出行",
    "environment": "生态环境",
    "education": "教育",
    "science": "科技创新",
    "culture": "文化体育旅游",
    "health": "医疗卫生",
    "welfare": "就业与社会保障",
    "community": "社区治理",
    "safety": "公共安全",
    "law": "法治政务",
    "nation_religion": "民族宗教",
    "overseas": "港澳台侨",
    "consultation": "政协与统一战线工作",
    "other": "其他",
}
LEADER_RANKS = {
    "national_leader": ("党和国家领导人", NATION),
    "province_leader": ("省级领导", PROVINCE),
    "city_leader": ("市级领导", CITY),
    "district_leader": ("区县级领导", DISTRICT),
    "town_leader": ("街道乡镇领导", TOWN),
}
ADOPTING_BODIES = {
    "national_cppcc": ("全国政协", NATION),
    "central_office": ("中央办公厅", NATION),
    "state_council_office": ("国务院办公厅", NATION),
    "central_united_front": ("中央统战部", NATION),
    "party_central": ("民主党派中央", NATION),
    "province_cppcc": ("省政协", PROVINCE),
    "province_committee_office": ("省委办公厅", PROVINCE),
    "province_government_office": ("省政府办公厅", PROVINCE),
    "city_cppcc": ("市政协", CITY),
    "city_committee_office": ("市委办公室", CITY),
    "city_government_office": ("市政府办公室", CITY),
    "district_cppcc": ("区县政协", DISTRICT),
    "district_committee_office": ("区县委办公室", DISTRICT),
    "district_government_office": ("区县政府办公室", DISTRICT),
}
LADDERS = {"cppcc": "政协系统", "party": "民主党派系统", "united_front": "统战系统", "government": "党政信息系统"}


@transaction.atomic
def load_default_lists(by: Actor, *, valid_from: date | None = None) -> list[Choice]:
    """Enter the default lists in the actor's office; a code that a list holds already, also an ended one, stays as it is."""
    known = set(Choice.objects.filter(office_id=by.office_id).values_list("list", "code"))
    return [
        actions.add_choice(list_name, name, by=by, code=code, position=position, data=data, valid_from=valid_from)
        for list_name, values in _default_values(by.office).items()
        for position, (code, name, data) in enumerate(values, 1)
        if (list_name, code) not in known
    ]


def _default_values(office: Office) -> dict[str, list[tuple[str, str, dict]]]:
    """List to (code, name, data) of each value."""

    def ranked(values: dict) -> list[tuple[str, str, dict]]:
        return [(code, name, {"rank": int(rank)}) for code, (name, rank) in values.items()]

    def plain(values: dict) -> list[tuple[str, str, dict]]:
        return [(code, name, {}) for code, name in values.items()]

    return {
        "desk_name": [("desk", office.name, {})],
        "area": plain(AREAS),
        "sector": [(f"sector_{number:02}", name, {}) for number, name in enumerate(SECTORS, 1)],
        "party": plain(PARTIES),
        "leader_rank": ranked(LEADER_RANKS),
        "adopting_body": ranked(ADOPTING_BODIES),
        "ladder": plain(LADDERS),
    }
