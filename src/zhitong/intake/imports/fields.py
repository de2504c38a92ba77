"""What a column of a spreadsheet may mean, with the headings that offices use for it. Headings are Chinese: they are data."""

from __future__ import annotations

from zhitong.intake.models import Submission
from zhitong.intake.rules import LIMITS
from zhitong.intake.words import TEXT_LIMIT, TITLE_LIMIT
from zhitong.sheets import Field

SCOPES = {
    "个案": Submission.Scope.ONE,
    "个别": Submission.Scope.ONE,
    "多例": Submission.Scope.SEVERAL,
    "若干": Submission.Scope.SEVERAL,
    "局部": Submission.Scope.SEVERAL,
    "普遍": Submission.Scope.WIDESPREAD,
    "全局": Submission.Scope.WIDESPREAD,
}
MATTER_KINDS = {
    "工作": Submission.MatterKind.WORK,
    "工作问题": Submission.MatterKind.WORK,
    "工作性": Submission.MatterKind.WORK,
    "制度": Submission.MatterKind.INSTITUTIONAL,
    "制度问题": Submission.MatterKind.INSTITUTIONAL,
    "制度性": Submission.MatterKind.INSTITUTIONAL,
}
ORIGINS = {
    "自己了解": Submission.Origin.OWN,
    "本人": Submission.Origin.OWN,
    "群众反映": Submission.Origin.RESIDENT,
    "居民反映": Submission.Origin.RESIDENT,
    "群众": Submission.Origin.RESIDENT,
    "会议": Submission.Origin.MEETING,
    "视察": Submission.Origin.INSPECTION,
    "考察": Submission.Origin.INSPECTION,
    "调研": Submission.Origin.RESEARCH,
    "提案转": Submission.Origin.FROM_PROPOSAL,
    "提案": Submission.Origin.FROM_PROPOSAL,
    "热线": Submission.Origin.HOTLINE,
    "12345": Submission.Origin.HOTLINE,
}
TEXTS = ("body", "facts", "causes", "advice")


def fields_for(areas: dict[str, str]) -> list[Field]:
    """The fields of an import. ``areas`` maps the names of the office's list of subject areas to their codes."""
    fields = [
        Field(
            "title", "标题", ("题目", "信息标题", "信息题目", "来稿标题", "主题"), required=True, max_length=TITLE_LIMIT
        ),
        Field(
            "body",
            "内容",
            ("正文", "信息内容", "反映内容", "主要内容", "来稿内容", "全文", "详情"),
            max_length=TEXT_LIMIT,
        ),
        Field("facts", "情况", ("基本情况", "情况反映", "现状", "存在问题", "问题"), max_length=TEXT_LIMIT),
        Field("causes", "原因", ("原因分析", "分析"), max_length=TEXT_LIMIT),
        Field("advice", "建议", ("对策建议", "意见建议", "工作建议", "对策"), max_length=TEXT_LIMIT),
        Field(
            "received",
            "收到日期",
            (
                "日期",
                "时间",
                "来稿日期",
                "来稿时间",
                "报送日期",
                "报送时间",
                "提交日期",
                "提交时间",
                "收稿日期",
                "收稿时间",
            ),
            kind="moment",
        ),
        Field("unit", "报送单位", ("单位", "来稿单位", "所属单位", "推荐单位", "部门"), max_length=80),
        Field(
            "author", "作者", ("撰稿人", "执笔人", "姓名", "委员姓名", "作者姓名", "提交人", "联名作者"), max_length=600
        ),
        Field("author_number", "委员编号", ("委员证号", "委员号"), max_length=30),
        Field("place", "地点", ("所在地", "发生地", "地址", "位置"), max_length=LIMITS["place"]),
        Field("scope", "范围", ("影响范围",), kind="choice", choices=SCOPES),
        Field("scope_evidence", "范围依据", ("依据", "佐证"), max_length=LIMITS["scope_evidence"]),
        Field("matter_kind", "性质", ("问题性质",), kind="choice", choices=MATTER_KINDS),
        Field("origin", "来源", ("来源渠道", "信息来源", "渠道"), kind="choice", choices=ORIGINS),
        Field("provenance", "来源说明", ("来源详情",), max_length=LIMITS["provenance"]),
        Field("voice", "反映人", ("反映群体", "诉求人", "诉求群体"), max_length=LIMITS["voice"]),
        Field("withhold_name", "不公开署名", ("隐名", "匿名", "不署名"), kind="yes_no"),
        Field("express_reason", "直通车理由", ("急报理由", "加急理由"), max_length=LIMITS["express_reason"]),
    ]
    if areas:
        names = ("类别", "分类", "所属领域", "主题领域", "信息类别")
        fields.insert(10, Field("area", "领域", names, kind="choice", choices=areas))
    return fields
