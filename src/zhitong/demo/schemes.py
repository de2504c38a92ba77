"""计分办法: the office's own rule, published in the first winter, and the next version a year later; both decided, through the actions."""

from __future__ import annotations

from datetime import date, datetime

from zhitong.demo.content import FOLDER
from zhitong.demo.scene import Scene
from zhitong.demo.story import Story
from zhitong.figures import actions as figures

WRITER, PUBLISHER = "he", "wu"
# days before loading, text, what is decided: key → value and by what
VERSIONS = (
    (
        480,
        "scheme_first.yaml",
        {
            "repeat_same_level": ("half", "主席会议定：同级第二个单位采用减半计分"),
            "ties": ("shared", "主席会议定：同分并列，其后顺延"),
            "tie_at_limit": ("all", "末位并列的一并列入"),
        },
    ),
    (
        225,
        "scheme_second.yaml",
        {
            "author_bonus": ("once", "一条信息只加一次"),
            "joint_author_bonus": ("first", "按第一作者的身份"),
        },
    ),
)


def plan_schemes(scene: Scene, story: Story) -> None:
    for ago, name, decided in VERSIONS:
        story.at(story.days.at(ago, 10), lambda at, name=name, decided=decided: _publish(scene, name, decided, at))


def _publish(scene: Scene, name: str, decided: dict[str, tuple[str, str]], at: datetime) -> None:
    """Written and decided by the senior editor, published by the secretary-general, for the whole year."""
    by = scene.by(WRITER, at)
    version = figures.write_scheme((FOLDER / name).read_text(encoding="utf-8"), by=by)
    for key, (value, reason) in decided.items():
        version = figures.decide(version, key, value, reason=reason, by=by)
    figures.publish_scheme(version, by=scene.by(PUBLISHER, at), valid_from=date(at.year, 1, 1))
