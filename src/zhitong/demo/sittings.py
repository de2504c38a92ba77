"""每日研判: the sittings of the last weeks, each opened at nine and closed into minutes at half past ten."""

from __future__ import annotations

from datetime import datetime

from zhitong.assessment import actions as assessment
from zhitong.demo.walk import Walk

SITTINGS = 22  # working days
CHAIR, MINUTE_TAKER, PRESENT = "he", "zhou", ("qiao", "fan", "jin")
NOTES = {
    1: "今日来稿较集中，直通车请求当场研判；其余按先后顺序办理。",
    4: "电梯、充电类来稿持续增多，请乔木同志归并后综合反映。",
    9: "排水类来稿涉及多个街道，先核实点位再编发。",
    15: "无新增待研判来稿，逐件过了留存件。",
}


def plan_sittings(walk: Walk) -> None:
    for ago in range(SITTINGS, 0, -1):
        walk.story.at(walk.story.days.at(ago, 8, 55), lambda at: _open(walk, at))
        walk.story.at(walk.story.days.at(ago, 10, 30), lambda at: _close(walk, at))


def _open(walk: Walk, at: datetime) -> None:
    people = walk.scene.people
    walk.open_sitting = assessment.open_sitting(
        by=walk.scene.by(CHAIR, at),
        chair=people[CHAIR],
        minute_taker=people[MINUTE_TAKER],
        present=[people[key] for key in PRESENT],
    )


def _close(walk: Walk, at: datetime) -> None:
    note = NOTES.get(walk.story.days.ago(at), "")
    assessment.close_sitting(walk.open_sitting, by=walk.scene.by(MINUTE_TAKER, at), note=note)
    walk.open_sitting = None
