"""Where a signed brief goes, and what comes back: receipt, instructions, replies, the office above, adoptions by notice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from zhitong.assessment import actions as assessment
from zhitong.demo.scene import Scene
from zhitong.demo.story import Story
from zhitong.desk.models import Brief
from zhitong.dispatch import actions as dispatch
from zhitong.dispatch.models import Dispatch
from zhitong.outcomes import actions as outcomes
from zhitong.outcomes.models import Instruction

if TYPE_CHECKING:
    from zhitong.demo.briefs import BriefPlan

PAST_VERDICTS = {
    "hold": {"reason": "wait_for_more", "words": "待其他区同类反映一并研究。"},
    "decline": {"reason": "routine"},
    "transfer": {"reason": "department", "transfer_to": "市有关主管部门"},
}


def send_out(
    scene: Scene, story: Story, brief: Brief, plan: BriefPlan, chance: Random, at: datetime, *, write_up: Callable
) -> None:
    """Put on the agenda all that becomes of a brief just signed. ``write_up`` is what the office above does with what it takes up."""
    _Sending(scene, story, brief, plan, chance, write_up).plan_all(at)


class _Sending:
    def __init__(self, scene: Scene, story: Story, brief: Brief, plan: BriefPlan, chance: Random, write_up: Callable):
        self.scene, self.story, self.brief, self.plan, self.chance = scene, story, brief, plan, chance
        self.write_up = write_up
        self.sent: dict[str, Dispatch] = {}
        self.instruction: Instruction | None = None

    def _editor(self, at: datetime):
        return self.scene.one_with("outcomes.enter", "editor", self.plan.at, at, self.chance)

    def plan_all(self, at: datetime) -> None:
        if self.plan.to:
            self.story.at(at + timedelta(minutes=20), self._send)
        for row in self.plan.adoptions:
            if not row.get("at"):
                self._by_notice(row, at, self._adopt)
        for row in self.plan.instructions:
            if not row.get("at") and "by" not in row:
                self._by_notice(row, at, self._register)

    def _send(self, at: datetime) -> None:
        for key in self.plan.to:
            recipient = self.scene.recipients[key]
            sent = dispatch.send(self.brief, recipient, by=self._editor(at))
            self.sent[key] = sent
            if sent.arrived_as:
                self.story.later(at, self.chance.choice((2, 3, 4)), self.chance, _bound(self._decide_above, key))
            elif recipient.person:
                self.story.later(at, 1, self.chance, _bound(self._read, key))
            else:
                self.story.later(at, 1, self.chance, _bound(self._note_receipt, key))

    def _note_receipt(self, key: str, at: datetime) -> None:
        dispatch.receive(self.sent[key], by=self._editor(at))

    def _read(self, key: str, at: datetime) -> None:
        dispatch.read(self.sent[key], by=self.scene.reader_of(key, at))
        for row in self.plan.instructions:
            if row.get("by") == key:
                self.story.later(at, row.get("after", 1), self.chance, _bound(self._instruct, row))
        for row in self.plan.replies:
            if row["by"] == key:
                self.story.later(at, row.get("after", 8), self.chance, _bound(self._reply, row))

    # What leaders and departments do

    def _instruct(self, row: dict, at: datetime) -> None:
        by = self.scene.reader_of(row["by"], at)
        self.instruction = outcomes.instruct(self.sent[row["by"]], by=by, words=row["words"])
        self._plan_confirming(self.instruction, at)

    def _reply(self, row: dict, at: datetime) -> None:
        reader = self.scene.facts["recipient"][row["by"]]["person"]
        reply = outcomes.reply(
            self.sent[row["by"]],
            by=self.scene.by(reader, at),
            text=row["words"],
            solved=row.get("solved", "yes"),
            answers=self.instruction,
        )
        self._plan_confirming(reply, at)

    # What is heard by notice, often late

    def _by_notice(self, row: dict, at: datetime, deed) -> None:
        happened = self.story.days.later(at, row.get("after", 12), self.chance)
        known = self.story.days.later(at, row.get("after", 12) + row.get("known", 1), self.chance)
        if happened and known:
            self.story.at(known, lambda then: deed(row, outcomes.Facts(happened.date()), then))

    def _adopt(self, row: dict, facts: outcomes.Facts, at: datetime) -> None:
        by = self._editor(at)
        adoption = outcomes.enter_adoption(
            self.brief,
            facts,
            by=by,
            body=row["body"],
            rank=row["rank"],
            ladder=row.get("ladder", "cppcc"),
            kind=row.get("kind", "single"),
            periodical=row.get("periodical", ""),
            issue=row.get("wrong_issue", row.get("issue", "")),
        )
        if "wrong_issue" not in row:
            self._plan_confirming(adoption, at)
            return

        def put_right(then: datetime) -> None:
            right = outcomes.correct(
                adoption, by=self._editor(then), reason="与采用通知核对，期号录入有误。", issue=row["issue"]
            )
            self._plan_confirming(right, then)

        self.story.later(at, 3, self.chance, put_right)

    def _register(self, row: dict, facts: outcomes.Facts, at: datetime) -> None:
        instruction = outcomes.enter_instruction(
            self.brief,
            facts,
            by=self._editor(at),
            leader=row["leader"],
            leader_rank=row["rank"],
            words=row["words"],
            paper_number=row.get("paper", ""),
        )
        self._plan_confirming(instruction, at)

    def _plan_confirming(self, outcome, at: datetime) -> None:
        def confirm(then: datetime) -> None:
            but = frozenset({outcome.entered_by_id})
            outcomes.confirm(
                outcome, by=self.scene.one_with("outcomes.confirm", "", self.plan.at, then, self.chance, but=but)
            )

        self.story.later(at, 2, self.chance, confirm)

    # The office above

    def _decide_above(self, key: str, at: datetime) -> None:
        arrived = self.sent[key].arrived_as
        above = self.scene.facts["recipient"][key]["linked"]
        verdict = self.plan.upward[key]
        by = self.scene.one_with("assessment.decide", "editor", above, at, self.chance)
        if verdict != "issue":
            parts = dict(PAST_VERDICTS[verdict])
            if verdict == "hold":
                parts["hold_until"] = self.story.days.day_after(at, 15)
            assessment.decide(arrived, verdict, by=by, **parts)
            return
        assessment.decide(arrived, "take_up", by=by, reason="complete")
        plan = self.plan.above(above, arrived.title, arrived.body)
        self.story.later(
            at, 1, self.chance, lambda then: self.write_up(self.scene, self.story, [arrived], plan, self.chance, then)
        )


def _bound(deed, what):
    """``deed`` with its first argument given: a loop's variable would have moved on by the time it is done."""
    return lambda at: deed(what, at)
