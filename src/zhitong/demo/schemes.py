"""计分办法: the office's own rule, published in the first winter, and the next version a year later; both decided, through the actions."""

from __future__ import annotations

from datetime import date, datetime

from zhitong.demo.content import FOLDER
from zhitong.demo.days import LONGEST
from zhitong.demo.scene import Scene
from zhitong.demo.story import Story
from zhitong.figures import actions as figures

WRITER, PUBLISHER = "he", "wu"
IN_JANUARY = 10  # the day by which a year's rule is published
# text, what is decided: key → value and by what
VERSIONS = (
    (
        "scheme_first.yaml",
        {
            "repeat_same_level": ("half", "主席会议定：同级第二个单位采用减半计分"),
            "ties": ("shared", "主席会议定：同分并列，其后顺延"),
            "tie_at_limit": ("all", "末位并列的一并列入"),
        },
    ),
    (
        "scheme_second.yaml",
        {
            "author_bonus": ("once", "一条信息只加一次"),
            "joint_author_bonus": ("first", "按第一作者的身份"),
        },
    ),
)


def plan_schemes(scene: Scene, story: Story) -> None:
    """One for the year before, one for this year; in the first days of a year, for the two years before it."""
    today = story.days.day(0)
    year = today.year if today > date(today.year, 1, IN_JANUARY + 10) else today.year - 1
    for of_year, (name, decided) in zip((year - 1, year), VERSIONS, strict=True):
        ago = next(n for n in range(1, LONGEST) if story.days.day(n) <= date(of_year, 1, IN_JANUARY))
        story.at(story.days.at(ago, 10), lambda at, name=name, decided=decided: _publish(scene, name, decided, at))


def _publish(scene: Scene, name: str, decided: dict[str, tuple[str, str]], at: datetime) -> None:
    """Written and decided by the senior editor, published by the secretary-general, for the whole year."""
    by = scene.by(WRITER, at)
    version = figures.write_scheme((FOLDER / name).read_text(encoding="utf-8"), by=by)
    for key, (value, reason) in decided.items():
        version = figures.decide(version, key, value, reason=reason, by=by)
    figures.publish_scheme(version, by=scene.by(PUBLISHER, at), valid_from=date(at.year, 1, 1))
