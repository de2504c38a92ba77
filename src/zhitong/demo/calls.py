"""约稿: the calls for information of the two years, answered by matters that name them, or missed."""

from __future__ import annotations

from datetime import datetime
from random import Random

from zhitong.demo.content import read
from zhitong.demo.walk import Walk
from zhitong.intake import actions as intake

ISSUER = "he"


def plan_calls(walk: Walk) -> None:
    for key, facts in read("calls.toml")["call"].items():
        issued = walk.story.days.some_time(facts["days"], Random(key), 9, 10)
        walk.story.at(issued, lambda at, key=key, facts=facts: _issue(walk, key, facts, at))


def _issue(walk: Walk, key: str, facts: dict, at: datetime) -> None:
    scene = walk.scene
    walk.calls[key] = intake.issue_commission(
        by=scene.by(ISSUER, at),
        title=facts["title"],
        content=facts["content"].strip(),
        form=facts.get("form", ""),
        due_on=walk.story.days.day_after(at, facts["due"]),
        asked_by=facts.get("asked_by", "office"),
        asker=facts.get("asker", ""),
        units=[scene.units[unit] for unit in facts.get("units", ())],
        persons=[scene.people[person] for person in facts.get("persons", ())],
    )

    def close(then: datetime) -> None:
        intake.close_commission(walk.calls[key], by=scene.by(ISSUER, then), reason=facts.get("closing", ""))

    walk.story.later(at, facts["due"] + 2, Random(key), close)
