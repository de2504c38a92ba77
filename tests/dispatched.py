"""What the tests of dispatch, outcomes and feedback share: an office with a periodical, recipients of every kind, signed issues."""

from __future__ import annotations

from zhitong.assessment.actions import decide
from zhitong.desk.actions import review, series, signing, writing
from zhitong.dispatch import actions as dispatch
from zhitong.intake.actions import submit
from zhitong.intake.words import Words
from zhitong.network.actions import add_choice

BODY = (
    "情况：柳岸街道河湾小区三部电梯自今年3月起先后停运，127户居民出行不便，其中70岁以上老人41人。\n"
    "原因：维修资金动用程序长，物业公司退出后无人接手。\n建议：区住建局牵头，设立应急维修通道，街道先行垫付检测费用。"
)
TITLE = "柳岸街道河湾小区三部电梯停运半年老年居民出行困难亟待解决"


class Desk:
    """``desk.signed()`` is an issue by 周敏, passed by 何静, signed by 吴越; ``desk.fang``, ``desk.water``, ``desk.above`` are recipients."""

    def __init__(self, office, above=None):
        self.office, self.by = office, office.by
        self.series = series.add_series(by=office.by("wu"), name="临溪社情")
        add_choice("leader_rank", "区领导", by=office.by("he"), code="district_leader")
        self.fang = self.recipient("方岚副区长", "leader", person=office.fang, leader_rank="district_leader")
        self.water = self.recipient("区水务局", "department", person=office.water, reply_days=10)
        self.party = self.recipient("区委办公室", "body", sees_sources=True)
        self.above = self.recipient("云州市政协", "office_above", rank=3, linked_office=above) if above else None

    def recipient(self, name, kind, *, rank=4, **given):
        return dispatch.add_recipient(by=self.by("he"), name=name, kind=kind, rank=rank, **given)

    def taken(self, title=TITLE, *, key="lin", **given):
        submission = submit(by=self.by(key), words=Words(title, body="我们小区电梯坏了三周。"), **given)
        decide(submission, "take_up", by=self.by("zhou"))
        return submission

    def signed(self, title=TITLE, *, express="", **given):
        return self.signed_from(self.taken(title, **given), title=title, express=express)

    def signed_from(self, *submissions, title=TITLE, express=""):
        brief = writing.start_brief(submissions, by=self.by("zhou"), series=self.series, title=title, body=BODY)
        if express:
            brief = review.put_on_express(brief, by=self.by("he"), reason=express)
        brief = review.put_forward(brief, by=self.by("zhou"))
        if len(brief.chain) > 2:
            brief = review.pass_on(brief, by=self.by("he"))
        return signing.sign_off(brief, by=self.by("wu"))

    def sent(self, recipient, brief=None, **given):
        return dispatch.send(brief or self.signed(), recipient, by=self.by("zhou"), **given)
