"""What one member, or one unit, sent in and what came of it: for the member's yearly file 履职档案, and for the unit's own page.

What somebody sent in asking not to be named is never listed or told apart here, because the file is read by others: it is only
counted, and only where the sum is at least LEAST_SUM, so that nobody can be picked out.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from zhitong.figures.by_hand import ByHand
from zhitong.figures.counts import Counts
from zhitong.figures.measures import CATALOGUE, Figure
from zhitong.figures.overtime import Office
from zhitong.figures.people_scoring import PersonScore, scheme_for_people, score_of
from zhitong.figures.periods import Period
from zhitong.figures.queries import submissions_numbered
from zhitong.figures.schemes.numbers import say
from zhitong.figures.scope import Scope
from zhitong.figures.scoring import not_told
from zhitong.figures.targets import Targets
from zhitong.network.models import Person, Unit
from zhitong.network.queries import main_unit
from zhitong.paper import Heading, Note, Paper, Paragraph, Table
from zhitong.reports.counting import year_before
from zhitong.reports.filling import day
from zhitong.reports.printing import widths_of
from zhitong.reports.queries import Credit, credits_of

if TYPE_CHECKING:
    from zhitong.figures.models import SchemeVersion
    from zhitong.figures.schemes import Line
    from zhitong.figures.scoring import Item
    from zhitong.intake.models import Submission

LEAST_SUM = 5
EARLIEST = 2000


@dataclass(frozen=True)
class Record:
    """One member's year. ``credits`` are those with an open name, in the order of receipt; the sums of protected ones are None
    where they are smaller than LEAST_SUM."""

    person: Person
    unit: Unit | None
    year: int
    known_by: date
    credits: tuple[Credit, ...]
    protected_received: int | None
    protected_adopted: int | None
    scheme: SchemeVersion | None = None  # by which people are scored, in force on the year's last day or today
    points: PersonScore | None = None  # by it, of what was sent in under the name
    hand: ByHand | None = None  # what was entered by hand under it

    @property
    def received(self) -> int:
        return len(self.credits)

    @cached_property
    def not_told(self) -> tuple[str, ...]:
        """The scheme's rows that no record answers, so that the points are without them."""
        return not_told(self.scheme, people=True, hand=self.hand) if self.scheme else ()

    @cached_property
    def by_hand(self) -> tuple[str, ...]:
        """The rows that count what was entered by hand for this person, with how often."""
        told = Counter(str(line.named) for line, _submission, _points, item in self.lines if item and item.entered_as)
        return tuple(f"{words}（{number}）" for words, number in told.items())

    @property
    def total(self) -> str:
        """The points as said, or empty where they cannot be told."""
        return say(self.points.total) if self.points and self.points.score else ""

    @property
    def lines(self) -> list[tuple[Line, Submission | None, str, Item | None]]:
        """What the points are the sum of, each with the submission it is about, which may be one of an earlier year."""
        found = self.points.lines if self.points else []
        named = submissions_numbered({item.submission for _line, item in found if item})
        return [(line, named.get(item.submission) if item else None, say(line.points), item) for line, item in found]

    @property
    def adopted(self) -> int:
        return sum(bool(credit.adopted_by) for credit in self.credits)

    @property
    def adoptions(self) -> list[tuple[str, int]]:
        """Occurrences by adopting body, most first."""
        return Counter(body for credit in self.credits for body in credit.adopted_by).most_common()

    @property
    def instructions(self) -> int:
        return sum(credit.instructions for credit in self.credits)


def record_of(person: Person, year: int, today: date) -> Record:
    """What the person, alone or jointly, sent in during a year, with what came of it as known today."""
    found = credits_of(person, date(year, 1, 1), date(year, 12, 31), today)
    protected = [credit for credit in found if credit.is_protected]
    last = date(year, 12, 31)
    scheme = scheme_for_people(person.office_id, min(today, last))
    scope = Scope(person.office_id, Period(str(year), date(year, 1, 1), last), today)
    return Record(
        person=person,
        unit=main_unit(person, min(today, date(year, 12, 31))),
        year=year,
        known_by=today,
        credits=tuple(credit for credit in found if not credit.is_protected),
        protected_received=sum_or_none(len(protected)),
        protected_adopted=sum_or_none(sum(bool(credit.adopted_by) for credit in protected)),
        scheme=scheme,
        points=score_of(person, scheme, scope) if scheme else None,
        hand=ByHand(scheme, scope) if scheme else None,
    )


def sum_or_none(number: int) -> int | None:
    """A sum of protected rows, or None where it is too small to be said."""
    return number if number >= LEAST_SUM else None


def record_paper(record: Record) -> Paper:
    """履职档案 of one year as a printed paper."""
    person = record.person
    about = [f"姓名：{person.name}"]
    about += [f"委员编号：{person.number}"] if person.number else []
    about += [f"所在单位：{record.unit.name}"] if record.unit else []
    adoptions = sum(number for _body, number in record.adoptions)
    blocks = [
        Paragraph("　　".join(about), no_indent=True),
        Heading(1, "一、汇总"),
        Table(
            head=["报送（件）", "采用（件）", "采用（件次）", "批示（件次）"],
            rows=[[record.received, record.adopted, adoptions, record.instructions]],
            numeric=(0, 1, 2, 3),
        ),
    ]
    if record.adoptions:
        blocks.append(Paragraph(f"采用单位：{'、'.join(f'{body}{number}件次' for body, number in record.adoptions)}。"))
    blocks += _points(record)
    if record.protected_received is not None:
        also = f"，其中采用{record.protected_adopted}件" if record.protected_adopted is not None else ""
        blocks.append(Paragraph(f"另有要求不具名的来稿{record.protected_received}件{also}，不列明细，不计入上表。"))
    blocks.append(Heading(1, "二、明细"))
    if record.credits:
        head = ["序号", "编号", "标题", "报送日期", "署名", "结果"]
        rows = [
            [str(place), credit.number, credit.title, _short(credit.received_on), credit.part, credit.result]
            for place, credit in enumerate(record.credits, 1)
        ]
        blocks.append(Table(head=head, rows=rows, widths=widths_of(head, rows)))
    else:
        blocks.append(Paragraph("本年度没有具名来稿。"))
    blocks.append(Note(f"数据截至{day(record.known_by)}。件按来稿计；联名的各作者均列，署名栏注明顺序和比例。"))
    if record.protected_received is None:
        blocks.append(Note(f"要求不具名的来稿不列入本档案；合计不足{LEAST_SUM}件的不注明件数。"))
    title = (
        f"{person.office.short_name}{'委员' if person.is_member else ''}履职档案\n反映社情民意信息（{record.year}年度）"
    )
    return Paper(title=title, blocks=tuple(blocks))


def _points(record: Record) -> list[Paragraph]:
    """计分: by which text, and how many; why not, where the text leaves open what the sum needs."""
    if record.points is None:
        return []
    by = f"《{record.scheme.name}》第{record.scheme.version}版"
    if record.points.score is None:
        return [Paragraph(f"按{by}，本年度计分尚不能算出：{record.points.blocked.message.zh}")]
    entered = f"，其中含登记计入的{'、'.join(record.by_hand)}" if record.by_hand else ""
    missing = f"（{'、'.join(record.not_told)}没有记录可计，未计入，须另行核加）" if record.not_told else ""
    return [Paragraph(f"按{by}，本年度具名来稿计{record.total}分{entered}{missing}。")]


def _short(value: date) -> str:
    return f"{value.month}月{value.day}日"


@dataclass(frozen=True)
class UnitFigure:
    """One measure of a unit: this year until today, the same days of the year before, and what the year should bring."""

    now: Figure
    before: Figure
    target: int | None = None  # of the whole year, where the office set one


def unit_figures(unit: Unit, today: date) -> tuple[Period, list[UnitFigure]]:
    """The catalogue's measures of one unit, this year until today beside the same days a year ago, both as known today."""
    first = date(today.year, 1, 1)
    period = Period(f"{first}..{today}", first, today)
    own = Office(Counts().by_unit, {unit.pk})
    scope = Scope(unit.office_id, period, today)
    earlier = replace(scope, period=year_before(period))
    targets = Targets(unit.office_id, today.year, today)

    def wanted(code: str) -> int | None:
        target = targets.of_unit(unit, code)
        return target.number if target else None

    return period, [
        UnitFigure(own.figure(measure, scope), own.figure(measure, earlier), wanted(measure.code))
        for measure in CATALOGUE
    ]
