"""What the people of the story read: notices go out when their time has come, and their readers open them."""

from __future__ import annotations

from datetime import datetime, timedelta

from zhitong.demo import queries
from zhitong.demo.scene import Scene
from zhitong.demo.story import Story
from zhitong.notices import actions as notices
from zhitong.notices.models import Notice

EVERY = 5  # working days between two looks of a reader
LAST_LOOK = 3  # working days before the day of loading: what came since is still unread
HELD_BACK = "批示内容尚未公开，待承办单位答复后再告知来稿人。"


def plan_reading(scene: Scene, story: Story, *, first: int) -> None:
    for ago in range(first, 0, -1):
        story.at(story.days.at(ago, 17, 40), lambda at: notices.release_due(at))
    for ago in range(first, LAST_LOOK - 1, -EVERY):
        story.at(story.days.at(ago, 17, 50), lambda at: _read(scene, at))
    story.at(story.days.at(1, 17, 55), lambda at: _hold_one_back(scene, at))


def _read(scene: Scene, at: datetime) -> None:
    unread = queries.unread_notices(at - timedelta(hours=20))
    seen: dict[int, list[Notice]] = {}
    for notice in unread:
        seen.setdefault(notice.person_id, []).append(notice)
    for key, person in scene.people.items():
        if person.pk in seen:
            notices.mark_read(seen[person.pk], by=scene.by(key, at))


def _hold_one_back(scene: Scene, at: datetime) -> None:
    """The editor keeps one notice of an instruction until the department has answered; the rest waits for its time."""
    waiting = queries.notices_waiting(scene.offices["main"])
    chosen = waiting.filter(event__contains="instruction").first() or waiting.first()
    if chosen:
        notices.hold_back(chosen, by=scene.by("zhou", at), reason=HELD_BACK)
