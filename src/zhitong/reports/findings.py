"""What the biweekly push looks for: what is late, due, unanswered, not reviewed. Each finding says what it is about and how it stands.

Standing, next steps and titles are printed words of a Chinese paper. A kind of finding is one function in COLLECTORS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone, translation

from zhitong.assessment.ages import clock_for
from zhitong.assessment.queries import awaiting
from zhitong.assessment.themes.queries import ORDERS, in_view
from zhitong.desk.queries import last_signatures, people_with_role, visible_briefs
from zhitong.dispatch.queries import open_express_reviews, visible_dispatches, with_clock, without_outcome
from zhitong.figures.periods import read_period
from zhitong.figures.scope import Scope
from zhitong.figures.targets import Progress, Targets, progress
from zhitong.network.actors import Actor
from zhitong.network.models import Person
from zhitong.network.queries import calendar_of
from zhitong.network.rights import RoleName
from zhitong.reports.models import PushLine
from zhitong.reports.queries import (
    CHINESE,
    calls_with_addressees,
    instructions_without_reply,
    restricted_among,
    taken_up_without_brief,
)
from zhitong.workdays import Calendar

Sort = PushLine.Sort
HORIZON = timedelta(days=14)  # what is due until the next list
SIGNING_DAYS = 2  # working days in review, after which somebody should ask
REPLY_DAYS = 10  # working days after an instruction
REPLY_MEMORY = timedelta(days=120)  # an instruction unanswered for longer stands in one line with the others
MOST_THEMES = 8
CALL_MEMORY = timedelta(days=60)  # a call missed longer ago is for the yearly account, not for pushing
NAMED = 3  # units named in one line


@dataclass(frozen=True)
class Finding:
    sort: str
    about: str  # model label
    about_code: str
    title: str
    standing: str
    next_step: str
    owner: Person | None = None
    due_on: date | None = None
    suffix: str = ""  # of a line that speaks for several things

    @property
    def key(self) -> str:
        return f"{self.sort}:{self.suffix or self.about_code}"


class Look:
    """One look over an office: its people, calendar and day read once."""

    def __init__(self, by: Actor):
        self.by = by
        self.today = timezone.localdate(by.at)
        self.calendar: Calendar = calendar_of(by.office_id, on=self.today)
        self.seniors = list(people_with_role(by.office_id, RoleName.SENIOR_EDITOR, on=by.at))

    def senior(self, but: int | None = None) -> Person | None:
        """The senior editor who answers for what nobody has taken; not this person, where one's own work is to be reviewed."""
        return next((person for person in self.seniors if person.pk != but), None)

    def days_since(self, day: date) -> int:
        return self.calendar.working_days_between(day, self.today).value


def findings(by: Actor) -> list[Finding]:
    """Everything that should move, in the order of the list; nothing restricted, though whoever makes it be its reader."""
    look = Look(by)
    found = [finding for collect in COLLECTORS for finding in collect(look)]
    kept = restricted_among({finding.about_code for finding in found})
    return [finding for finding in found if finding.about_code not in kept]


def _undecided(look: Look) -> Iterator[Finding]:
    clock = clock_for(look.by)
    for row in awaiting(look.by).filter(received_at__lt=clock.end_of(clock.late_day)).order_by("received_at", "pk"):
        days = clock.age(row.received_at).days
        yield Finding(
            Sort.UNDECIDED,
            "intake.submission",
            row.code,
            f"{row.number} {row.title}",
            f"收稿{days}个工作日未研判",
            "提交下次研判会决定",
            look.senior(),
        )


def _signing(look: Look) -> Iterator[Finding]:
    briefs = list(
        visible_briefs(look.by).filter(state="in_review").select_related("editor").order_by("started_at", "pk")
    )
    last = last_signatures(briefs)
    for brief in briefs:
        since = timezone.localdate(last[brief.pk].at if brief.pk in last else brief.started_at)
        days = look.days_since(since)
        if days > SIGNING_DAYS:
            yield Finding(
                Sort.SIGNING, "desk.brief", brief.code, brief.title, f"待审签{days}个工作日", "催请审签", brief.editor
            )


def _no_outcome(look: Look) -> Iterator[Finding]:
    for row in without_outcome(look.by, on=look.today).order_by("due_on", "pk"):
        days = look.days_since(row.due_on)
        yield Finding(
            Sort.NO_OUTCOME,
            "dispatch.dispatch",
            row.code,
            f"{row.brief.title}（{row.recipient.name}）",
            f"答复期限已过{days}个工作日",
            "联系收文单位了解办理情况",
            row.sent_by,
            row.due_on,
        )


def _no_reply(look: Look) -> Iterator[Finding]:
    """Each instruction of the last months; the older ones as one line, so that they do not bury the rest."""
    rows = list(instructions_without_reply(look.by.office_id))
    long_ago = [row for row in rows if row.happened_on < look.today - REPLY_MEMORY]
    for row in rows[len(long_ago) :]:
        days = look.days_since(row.happened_on)
        if days > REPLY_DAYS:
            yield Finding(
                Sort.NO_REPLY,
                "outcomes.instruction",
                row.code,
                f"{row.brief.title}（{row.leader}批示）",
                f"批示后{days}个工作日未回函",
                "向承办部门催办回函",
                row.brief.editor,
            )
    if long_ago:
        oldest = long_ago[0]
        yield Finding(
            Sort.NO_REPLY,
            "outcomes.instruction",
            oldest.code,
            f"{REPLY_MEMORY.days}天以前的批示",
            f"{len(long_ago)}件次未回函，最早为{oldest.happened_on.year}年{oldest.happened_on.month}月",
            "逐件清理：催办、补录回函或说明无需回函",
            look.senior(),
            suffix="older",
        )


def _rising(look: Look) -> Iterator[Finding]:
    """Themes of which more came in the last four weeks than in the four before, the most first."""
    for theme in in_view(look.by, "rising").order_by(*ORDERS["rising"])[:MOST_THEMES]:
        yield Finding(
            Sort.RISING,
            "assessment.theme",
            theme.code,
            theme.name,
            f"近四周{theme.recent}件，前四周{theme.before}件",
            "研究是否综合编报或约稿",
            look.senior(),
        )


def _due(look: Look) -> Iterator[Finding]:
    until = look.today + HORIZON
    waiting = with_clock(visible_dispatches(look.by)).filter(
        due_on__gte=look.today, due_on__lte=until, is_answered=False
    )
    for row in waiting.exclude(state="recalled").order_by("due_on", "pk"):
        yield Finding(
            Sort.DUE,
            "dispatch.dispatch",
            row.code,
            f"{row.brief.title}（{row.recipient.name}）",
            f"{row.due_on.month}月{row.due_on.day}日前应答复",
            "到期前提醒收文单位",
            row.sent_by,
            row.due_on,
        )
    for row in taken_up_without_brief(look.by.office_id, due_until=until):
        left = look.days_since(row.due_on)
        standing = (
            f"编写逾期{left}个工作日" if row.due_on < look.today else f"{row.due_on.month}月{row.due_on.day}日前应成稿"
        )
        submission = row.submission
        yield Finding(
            Sort.DUE,
            "intake.submission",
            submission.code,
            f"{submission.number} {submission.title}",
            standing,
            "完成信息稿并送审",
            row.taker or row.by,
            row.due_on,
        )


def _calls(look: Look) -> Iterator[Finding]:
    open_calls = calls_with_addressees(
        look.by.office_id, due_from=look.today - CALL_MEMORY, due_until=look.today + HORIZON, as_of=look.today
    )
    for call, addressees in open_calls:
        silent = [str(row.unit or row.person) for row in addressees if not row.answered]
        if not silent:
            continue
        named = "、".join(silent[:NAMED]) + ("等" if len(silent) > NAMED else "")
        when = "已过期" if call.due_on < look.today else f"{call.due_on.month}月{call.due_on.day}日到期"
        yield Finding(
            Sort.CALL,
            "intake.commission",
            call.code,
            f"{call.number} {call.title}",
            f"{when}，{len(addressees)}家中{len(silent)}家未报：{named}",
            "逐家提醒，问明能否报送",
            call.issued_by,
            call.due_on,
        )


def _express(look: Look) -> Iterator[Finding]:
    for review in open_express_reviews(look.by.office_id):
        brief = review.brief
        overdue = review.due_on < look.today
        yield Finding(
            Sort.EXPRESS,
            "desk.brief",
            brief.code,
            brief.title,
            f"复核期限{review.due_on.month}月{review.due_on.day}日{'，已过期' if overdue else ''}",
            "复核是否确属紧急并写明结论",
            look.senior(but=brief.editor_id),
            review.due_on,
        )


def _below_target(look: Look) -> Iterator[Finding]:
    """Units that have reached less of a yearly target than the share of the year that is over; one line for each, the farthest first."""
    year = read_period(str(look.today.year), look.today)
    scope = Scope(look.by.office_id, year, look.today)
    behind: dict[str, list[tuple[int, Progress, str]]] = {}
    with translation.override(CHINESE):
        for measure in Targets(scope.office_id, look.today.year, look.today).measures:
            for row in progress(scope, measure, lambda each, of: each.by_unit(of)):
                wanted = expected(row.target.number, look.today)
                if row.unit is not None and row.reached < wanted:
                    said = f"{measure.name}{row.reached}/{row.target.number}（序时应达{wanted}）"
                    behind.setdefault(row.unit.code, []).append((wanted - row.reached, row, said))
    for code, rows in sorted(behind.items(), key=lambda item: -max(gap for gap, _row, _said in item[1])):
        yield Finding(
            Sort.TARGET,
            "network.unit",
            code,
            rows[0][1].unit.name,
            "；".join(said for _gap, _row, said in rows),
            "与该单位联络员商定选题和时间",
            look.senior(),
            suffix=f"{code}:{look.today.year}",
        )


def expected(target: int, today: date) -> int:
    """序时进度: the part of a yearly target that the days gone by amount to, rounded down in the unit's favour."""
    first, last = date(today.year, 1, 1), date(today.year, 12, 31)
    return target * ((today - first).days + 1) // ((last - first).days + 1)


COLLECTORS: tuple[Callable[[Look], Iterator[Finding]], ...] = (
    _undecided,
    _express,
    _signing,
    _no_outcome,
    _no_reply,
    _due,
    _calls,
    _below_target,
    _rising,
)
