"""Who moved, came and went in the two years: each change entered on its day, by whoever keeps people or rights in the office."""

from __future__ import annotations

from datetime import datetime

from zhitong.demo import queries
from zhitong.demo.scene import Scene
from zhitong.demo.story import Story
from zhitong.network import actions as network

KEEPS_PEOPLE, KEEPS_RIGHTS = "admin", "security"


def plan_changes(scene: Scene, story: Story) -> None:
    for key, facts in scene.facts["person"].items():
        for stay in facts.get("units", ()):
            _plan(story, stay, lambda at, key=key, stay=stay: _join(scene, key, stay, at), _leaver(scene, key, stay))
        for held in facts.get("roles", ()):
            _plan(story, held, lambda at, key=key, held=held: _give(scene, key, held, at), _ender(scene, key, held))
    for facts in scene.facts["deputy"]:
        story.at(story.days.at(facts["from"] + 1, 16), lambda at, facts=facts: _name_deputy(scene, facts, at))


def _plan(story: Story, interval: dict, begin, end) -> None:
    if "from" in interval:
        story.at(story.days.at(interval["from"], 8, 30), begin)
    if "to" in interval:
        story.at(story.days.at(interval["to"], 8, 30), end)


def _unit(scene: Scene, facts: dict):
    return scene.units[facts["unit"]] if "unit" in facts else None


def _join(scene: Scene, key: str, stay: dict, at: datetime) -> None:
    by = scene.by(KEEPS_PEOPLE, at)
    network.join_unit(scene.people[key], _unit(scene, stay), by=by, starts_on=at.date())


def _leaver(scene: Scene, key: str, stay: dict):
    def leave(at: datetime) -> None:
        membership = queries.standing_membership(scene.people[key], _unit(scene, stay))
        network.leave_unit(membership, by=scene.by(KEEPS_PEOPLE, at), ends_on=at.date())

    return leave


def _give(scene: Scene, key: str, held: dict, at: datetime) -> None:
    by = scene.by(KEEPS_RIGHTS, at)
    network.give_role(scene.people[key], held["role"], by=by, starts_on=at.date(), unit=_unit(scene, held))
    scene.roles_changed()


def _ender(scene: Scene, key: str, held: dict):
    def end(at: datetime) -> None:
        role = queries.standing_role(scene.people[key], held["role"], _unit(scene, held))
        network.end_role(role, by=scene.by(KEEPS_RIGHTS, at), ends_on=at.date())
        scene.roles_changed()

    return end


def _name_deputy(scene: Scene, facts: dict, at: datetime) -> None:
    days = scene.days
    network.name_deputy(
        scene.people[facts["principal"]],
        scene.people[facts["deputy"]],
        facts["role"],
        by=scene.by(facts["principal"], at),
        starts_on=days.day(facts["from"]),
        ends_on=days.day(facts["to"]),
        paper=facts["paper"],
    )
    scene.roles_changed()
