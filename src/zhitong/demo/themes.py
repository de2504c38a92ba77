"""The machine looked for themes; the desk merged two of what it proposed, confirmed and named two, rejected one. The worker looks again today."""

from __future__ import annotations

from datetime import datetime

from zhitong.assessment.jobs import run_at
from zhitong.assessment.themes import actions
from zhitong.assessment.themes.queries import themes_of
from zhitong.demo.walk import Walk

LOOKED, DECIDED = 7, 6  # working days before loading
EDITOR = "qiao"
# By the key of a submission that stands in the theme.
NAMED = {"schoolgate": "石桥小学门口放学拥堵", "trucks": "沿河路夜间渣土车扰民"}
MERGED = {"schoolbus": "schoolgate"}  # the machine saw two matters where there is one
REJECTED = {"charging": "一件是暴雨倒灌，一件是充电口的位置，同在一个小区而已"}


def plan_themes(walk: Walk) -> None:
    days = walk.story.days
    walk.story.at(days.at(LOOKED, 18, 40), lambda at: run_at(walk.scene.offices["main"], at))
    walk.story.at(days.at(DECIDED, 10, 45), lambda at: _decide(walk, at))


def _decide(walk: Walk, at: datetime) -> None:
    by = walk.scene.by(EDITOR, at)
    for key, other in MERGED.items():
        for row, into in zip(themes_of(walk.came_in[key]), themes_of(walk.came_in[other]), strict=False):
            if row.theme_id != into.theme_id:
                actions.merge_themes(row.theme, into.theme, by=by)
    for key, name in NAMED.items():
        for row in themes_of(walk.came_in[key]):
            actions.name_theme(row.theme, name, by=by)
            actions.confirm_theme(row.theme, by=by)
    for key, reason in REJECTED.items():
        for row in themes_of(walk.came_in[key]):
            actions.reject_theme(row.theme, by=by, reason=reason)
