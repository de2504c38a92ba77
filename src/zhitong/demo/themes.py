"""The machine looked for themes; the desk merged two of what it proposed, confirmed and named two, rejected one. The worker looks again today."""

from __future__ import annotations

from datetime import datetime

from zhitong.assessment.jobs import RIGHTS, run_as
from zhitong.assessment.themes import actions
from zhitong.assessment.themes.models import Theme
from zhitong.assessment.themes.queries import themes_of
from zhitong.demo.walk import Walk
from zhitong.network.actors import system_actor

LOOKED, DECIDED = 7, 6  # working days before loading
EDITOR = "qiao"
# By the key of a submission that stands in the theme.
NAMED = {"schoolgate": "石桥小学门口放学拥堵", "trucks": "沿河路夜间渣土车扰民"}
MERGED = {"schoolbus": "schoolgate"}  # the machine saw two matters where there is one
REJECTED = {"charging": "一件是暴雨倒灌，一件是充电口的位置，同在一个小区而已"}


def plan_themes(walk: Walk) -> None:
    days = walk.story.days
    walk.story.at(days.at(LOOKED, 18, 40), lambda at: _look(walk, at))
    walk.story.at(days.at(DECIDED, 10, 45), lambda at: _decide(walk, at))


def _look(walk: Walk, at: datetime) -> None:
    run_as(system_actor(walk.scene.offices["main"], RIGHTS, at=at))


def _decide(walk: Walk, at: datetime) -> None:
    by = walk.scene.by(EDITOR, at)

    def theme_with(key: str) -> Theme | None:
        return next((row.theme for row in themes_of(walk.came_in[key])), None)

    for key, other in MERGED.items():
        theme, into = theme_with(key), theme_with(other)
        if theme and into and theme != into:
            actions.merge_themes(theme, into, by=by)
    for key, name in NAMED.items():
        if theme := theme_with(key):
            actions.name_theme(theme, name, by=by)
            actions.confirm_theme(theme, by=by)
    for key, reason in REJECTED.items():
        if theme := theme_with(key):
            actions.reject_theme(theme, by=by, reason=reason)
