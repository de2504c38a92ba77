"""计分办法 and 目标: the office's own rule, published in the first winter, and the next version a year later; both decided, through the actions;
what is entered by hand for it, and each year's targets."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from zhitong.demo.content import FOLDER
from zhitong.demo.days import LONGEST
from zhitong.demo.scene import Scene
from zhitong.demo.story import Story
from zhitong.figures import actions as figures
from zhitong.figures.by_hand import schemes_entered

WRITER, PUBLISHER, ENTERER = "he", "wu", "zhou"
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


# 加减分登记 for this year's rule: row, unit or person, days ago, how often, what happened; the last one still waits for a second person
ENTERED = (
    ("training", "liuan", 41, 1, "参加区政协信息工作培训（区政协通〔3〕号）"),
    ("training", "jiusan", 41, 1, "参加区政协信息工作培训（区政协通〔3〕号）"),
    ("training", "lin", 41, 1, "参加区政协信息工作培训（区政协通〔3〕号）"),
    ("training", "women", 12, 1, "参加市政协信息员培训班"),
)


# targets of the year, by the work points: measure, number, and the kind of unit each of which is meant (empty: the whole office)
BY_WHAT = "年度工作要点：全区社情民意信息任务分解"
TARGETS = (
    ("received", 100, ""),
    ("adopted", 36, ""),
    ("received", 6, "party_group"),
    ("received", 5, "peoples_org"),
    ("received", 6, "sector"),
    ("received", 6, "street_group"),
)


def plan_schemes(scene: Scene, story: Story) -> None:
    """One for the year before, one for this year; in the first days of a year, for the two years before it."""
    today = story.days.day(0)
    year = today.year if today > date(today.year, 1, IN_JANUARY + 10) else today.year - 1
    for of_year, (name, decided) in zip((year - 1, year), VERSIONS, strict=True):
        ago = next(n for n in range(1, LONGEST) if story.days.day(n) <= date(of_year, 1, IN_JANUARY))
        story.at(story.days.at(ago, 10), lambda at, name=name, decided=decided: _publish(scene, name, decided, at))
        story.at(story.days.at(ago, 11), lambda at: _aim(scene, at))
    for n, entered in enumerate(ENTERED):
        story.at(
            story.days.at(entered[2], 15),
            lambda at, entered=entered, n=n: _enter(scene, *entered, at, n < len(ENTERED) - 1),
        )


def _publish(scene: Scene, name: str, decided: dict[str, tuple[str, str]], at: datetime) -> None:
    """Written and decided by the senior editor, published by the secretary-general, for the whole year."""
    by = scene.by(WRITER, at)
    version = figures.write_scheme((FOLDER / name).read_text(encoding="utf-8"), by=by)
    for key, (value, reason) in decided.items():
        version = figures.decide(version, key, value, reason=reason, by=by)
    figures.publish_scheme(version, by=scene.by(PUBLISHER, at), valid_from=date(at.year, 1, 1))


def _enter(scene: Scene, row: str, whom: str, _ago: int, number: int, why: str, at: datetime, confirmed: bool) -> None:
    """Entered by an editor for a row that no record fills; confirmed by the senior editor the same afternoon."""
    version = schemes_entered(scene.by(WRITER, at))[0]
    named = {"unit": scene.units[whom]} if whom in scene.units else {"person": scene.people[whom]}
    given = figures.Given(f"record:counted:{row}", timezone.localdate(at), number, why, **named)
    entry = figures.enter_points(version, given, by=scene.by(ENTERER, at))
    if confirmed:
        figures.confirm_points(entry, by=scene.by(WRITER, at))


def _aim(scene: Scene, at: datetime) -> None:
    """The targets of the year in which the rule begins to hold."""
    by, year = scene.by(WRITER, at), timezone.localdate(at).year
    for measure, number, kind in TARGETS:
        figures.set_target(by=by, year=year, measure=measure, number=number, reason=BY_WHAT, kind=kind)
