"""What the tests of the desk share: a series, submissions that were taken up, and a brief at any place of its way."""

from __future__ import annotations

from zhitong.assessment.actions import decide
from zhitong.desk.actions import review, series, signing, writing
from zhitong.intake.actions import submit
from zhitong.intake.words import Words

FACTS = "柳岸街道河湾小区三部电梯自今年3月起先后停运，127户居民出行不便，其中70岁以上老人41人。"
CAUSES = "物业公司退出后无人接手，维修资金账户余额不足，申请动用需三分之二业主签字，至今只收到四成。"
ADVICE = "建议区房管局对应急维修简化签字程序，街道先行垫付检测费用，两周内恢复至少一部电梯运行。"


class Desk:
    """One office with its periodical. ``desk.brief()`` is a fresh draft by 周敏; ``desk.in_review()`` waits for 何静;
    ``desk.for_signing()`` for 吴越; ``desk.signed()`` is issued."""

    def __init__(self, office):
        self.office = office
        self.by = office.by
        self.series = series.add_series(by=office.by("wu"), name="临溪社情", masthead={"phone": "000-0000"})

    def taken(self, title="河湾小区电梯停运半年居民出行难", body="", *, key="lin", **details):
        """A submission of 林小河 (or another) that 周敏 took up."""
        words = Words(title=title, body=body) if body else Words(title=title, facts=FACTS, causes=CAUSES, advice=ADVICE)
        submission = submit(by=self.by(key), words=words, **details)
        decide(submission, "take_up", by=self.by("zhou"))
        return submission

    def brief(self, *submissions, key="zhou", **given):
        sources = submissions or (self.taken(),)
        return writing.start_brief(sources, by=self.by(key), series=given.pop("series", self.series), **given)

    def save(self, brief, body, *, key="zhou", base=None, title=None, **given):
        newest = brief.revisions.order_by("-ordinal").first()
        return writing.save_revision(
            brief,
            by=self.by(key),
            title=title or newest.title,
            body=body,
            base=newest.ordinal if base is None else base,
            **given,
        )

    def in_review(self, *submissions, **given):
        return review.put_forward(self.brief(*submissions, **given), by=self.by("zhou"))

    def for_signing(self, *submissions, **given):
        return review.pass_on(self.in_review(*submissions, **given), by=self.by("he"))

    def signed(self, *submissions, **given):
        return signing.sign_off(self.for_signing(*submissions, **given), by=self.by("wu"))
