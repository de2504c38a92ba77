"""报告: a quarter's report closed in its time, the next one still open, and two lists of the biweekly push."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from zhitong.demo.scene import Scene
from zhitong.demo.story import Story
from zhitong.figures.periods import Period, read_period
from zhitong.network.actors import system_actor
from zhitong.reports.actions import papers, pushes
from zhitong.reports.counting import period_before
from zhitong.reports.cutoff import CUTOFF_DAYS
from zhitong.reports.jobs import RIGHTS
from zhitong.reports.models import Report
from zhitong.reports.queries import newest_text, open_lines
from zhitong.reports.rhythm import FORTNIGHT

WRITER, CLOSER = "zhou", "he"
BLANK = "（请在此写明存在的问题和下一步选题重点。）"
PROBLEMS = (
    "一是少数单位来稿偏少，个别街镇联络组本季没有来稿；二是综合性、前瞻性的信息不多，就事论事的多；三是部分批示办理结果反馈不及时。\n"
    "下步重点：围绕老旧小区改造、托育服务、防汛排水等选题开展约稿，对到期未回函的批示逐件催办，并把办理结果告知反映人。"
)
FIRST_PUSH = 11  # working days before the day of loading


def plan_accounts(scene: Scene, story: Story) -> None:
    today = story.days.day(0)
    ended = _last_ended_quarter(today)
    before = period_before(ended)
    story.at(
        story.days.at(_ago_after(story, before.last), 15), lambda at: _begin(scene, story, before, at, closing=True)
    )
    story.at(story.days.at(2, 15), lambda at: _begin(scene, story, ended, at, closing=False))
    monday = story.days.day(FIRST_PUSH)
    monday -= timedelta(days=monday.weekday())
    story.at(story.days.at(FIRST_PUSH, 18), lambda at: _push(scene, monday, at))
    story.at(story.days.at(FIRST_PUSH - 2, 16), lambda at: _keep_lines(scene, at))
    second = _ago_after(story, monday + FORTNIGHT - timedelta(days=1))
    story.at(story.days.at(second, 18), lambda at: _push(scene, monday + FORTNIGHT, at))


def _last_ended_quarter(today: date) -> Period:
    return period_before(read_period(f"{today.year}Q{(today.month + 2) // 3}", today))


def _ago_after(story: Story, day: date) -> int:
    """The first working day after this one, counted back from the day of loading; the last one before it at the latest."""
    ago = 1
    while story.days.day(ago + 1) > day:
        ago += 1
    return ago


def _begin(scene: Scene, story: Story, period: Period, at: datetime, *, closing: bool) -> None:
    by = scene.by(WRITER, at)
    report = papers.begin("quarter", period, by=by)
    text = newest_text(report)
    papers.save_text(report, by=by, title=report.title, text=text.text.replace(BLANK, PROBLEMS), base=text.ordinal)
    if closing:
        day = _ago_after(story, period.last + timedelta(days=CUTOFF_DAYS[1]))
        story.at(story.days.at(day, 17), lambda then: _close(scene, report, then))


def _close(scene: Scene, report: Report, at: datetime) -> None:
    papers.close(report, by=scene.by(CLOSER, at))


def _push(scene: Scene, planned_on: date, at: datetime) -> None:
    """What the worker's clock does every second Monday."""
    pushes.make_push(by=system_actor(scene.offices["main"], RIGHTS, channel="import", at=at), planned_on=planned_on)


def _keep_lines(scene: Scene, at: datetime) -> None:
    """The senior editor hands one line on, with a next step of its own, and closes another."""
    by = scene.by(CLOSER, at)
    lines = list(open_lines(by.office_id))
    if lines:
        pushes.change_line(lines[0], by=by, owner=scene.people[WRITER], next_step="周三研判会上决定，会前先核实")
    if len(lines) > 1:
        pushes.close_line(lines[1], by=by, why="已电话了解，对方书面答复在途")
