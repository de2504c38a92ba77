"""The reasons of decision that an office begins with. It may end, change and add to them; they are its own from then on.

Each comes from how the work is really done. The keys name the rule texts they were read in:
广州2019 须知 · 桐乡2017 · 德清2012 社情信息管理制度 · 民进条例2021 · 工作中心2020 (a city's requirements) · 线索须知 · 民建北京2014 ·
广元2008 · 民进中央2013 · 某省表彰 · 南京致公2023 · 广水2017 · 潍坊2021 · 四川某市约稿 · 河池 · 用语 (usual in the field, not read in a rule).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from zhitong.assessment.rules import REASON_LIST
from zhitong.network import actions as network
from zhitong.network.actors import Actor
from zhitong.network.models import Choice
from zhitong.network.queries import own_choices


@dataclass(frozen=True)
class DefaultReason:
    """``told`` is what the source reads instead of the name, where the desk's word would be hard to take."""

    code: str
    name: str
    verdicts: tuple[str, ...]
    source: str
    told: str = ""


DEFAULT_REASONS = (
    # 采编
    DefaultReason("complete", "有情况、有分析、有建议", ("take_up",), "广州2019"),
    DefaultReason("widespread", "前瞻性、倾向性、普遍性问题", ("take_up",), "桐乡2017"),
    DefaultReason("early_sign", "苗头性问题，需早研判", ("take_up",), "民进条例2021"),
    DefaultReason("unheard", "其他渠道不易反映，或少数群众的合理诉求", ("take_up",), "桐乡2017、德清2012"),
    DefaultReason("urgent", "情况紧急，急事急报", ("take_up",), "桐乡2017"),
    DefaultReason("follow_up", "对已报事项的跟踪连续反映", ("take_up",), "桐乡2017"),
    DefaultReason("commissioned", "约稿应答", ("take_up",), "四川某市约稿"),
    DefaultReason("problem_only", "虽无办法，问题本身值得重视", ("take_up",), "民进中央2013"),
    # 并稿
    DefaultReason("same_matter", "与另一来稿反映同一事项", ("merge",), "德清2012"),
    DefaultReason("composite", "同类问题，合并综合反映", ("merge",), "某省表彰"),
    # 留存
    DefaultReason("verify", "情况有待核实", ("hold",), "民建北京2014"),
    DefaultReason("developing", "事情尚在发展，跟踪后再报", ("hold",), "桐乡2017"),
    DefaultReason("wait_for_more", "留待同类来稿综合", ("hold",), "某省表彰"),
    DefaultReason("timing", "等待合适的报送时机", ("hold",), "用语"),
    # 退回
    DefaultReason("no_facts", "缺少具体事实或数据", ("send_back",), "广州2019"),
    DefaultReason("no_cause", "缺少原因分析", ("send_back",), "工作中心2020"),
    DefaultReason("no_advice", "缺少意见建议", ("send_back",), "广州2019"),
    DefaultReason("several_matters", "一稿多事，请按一事一报分写", ("send_back",), "桐乡2017、广州2019"),
    DefaultReason("no_voice", "未写明反映人及其单位", ("send_back",), "工作中心2020"),
    DefaultReason("scope_unproved", "所述范围缺少依据", ("send_back",), "桐乡2017"),
    DefaultReason("unverified", "情况未经核实", ("send_back", "decline"), "民建北京2014"),
    # 转办
    DefaultReason("department", "属部门职责，原稿转送", ("transfer",), "某省表彰、南京致公2023"),
    DefaultReason("petition_passed_on", "信访事项，转受理部门", ("transfer",), "线索须知"),
    DefaultReason("other_place", "不属本级职权，转有权单位", ("transfer",), "线索须知"),
    DefaultReason("emergency", "突发紧急事件，转应急值班渠道", ("transfer",), "河池"),
    # 转提案
    DefaultReason("fit_for_proposal", "适合以提案形式提出", ("to_proposal",), "德清2012、广水2017、潍坊2021"),
    # 不采用
    DefaultReason("direction", "政治方向有误", ("decline",), "工作中心2020", "内容不宜作为社情民意信息报送"),
    DefaultReason("copied_press", "抄录网络或报刊", ("decline",), "工作中心2020", "内容与已公开的报道相近"),
    DefaultReason("copied_words", "照搬他人文字", ("decline",), "民建北京2014", "内容与他人已发表的文字相近"),
    DefaultReason("routine", "属日常工作动态", ("decline",), "工作中心2020"),
    DefaultReason("speech", "领导讲话内容", ("decline",), "广元2008"),
    DefaultReason("petition", "信访或涉法涉诉事项", ("decline",), "线索须知", "信访、诉讼事项请经专门渠道反映"),
    DefaultReason("personnel", "职务或人事事项", ("decline",), "线索须知", "职务、人事事项不在反映范围内"),
    DefaultReason(
        "state_secret", "可能涉及国家秘密", ("decline",), "线索须知", "内容不能在本系统办理，请与工作室当面联系"
    ),
    DefaultReason("private_life", "涉及个人隐私", ("decline",), "线索须知"),
    DefaultReason("trade_secret", "涉及商业秘密", ("decline",), "线索须知"),
    DefaultReason("beyond_powers", "超出本市职权范围", ("decline",), "线索须知"),
)


@transaction.atomic
def load_default_reasons(by: Actor) -> list[Choice]:
    """Enter the default reasons in the actor's office; a code that the list holds already, also an ended one, stays as it is."""
    known = set(own_choices(REASON_LIST, by.office_id).values_list("code", flat=True))
    return [
        network.add_choice(
            REASON_LIST,
            reason.name,
            by=by,
            code=reason.code,
            position=position,
            data={"verdicts": list(reason.verdicts), "source": reason.source, "told": reason.told},
        )
        for position, reason in enumerate(DEFAULT_REASONS, 1)
        if reason.code not in known
    ]
