"""A unit's own page as a paper: the figures of the year beside those of the year before, its points, its calls, what it sent in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone, translation

from zhitong.figures.periods import Period
from zhitong.figures.queries import scheme_of, schemes_in_force
from zhitong.figures.schemes.numbers import say
from zhitong.figures.scope import Scope
from zhitong.figures.scoring import UnitScore, reckon
from zhitong.paper import Heading, Note, Paper, Paragraph, Table
from zhitong.reports.filling import day
from zhitong.reports.printing import widths_of
from zhitong.reports.queries import CHINESE

if TYPE_CHECKING:
    from zhitong.figures.measures import Figure
    from zhitong.figures.models import SchemeVersion
    from zhitong.figures.scoring import Sheet
    from zhitong.intake.models import CommissionAddressee, Submission
    from zhitong.network.models import Unit
    from zhitong.reports.records import UnitFigure

MOST_LISTED = 200  # submissions on the paper; a unit with more is told how many are left out


def unit_points(unit: Unit, today: date) -> tuple[SchemeVersion, Sheet, UnitScore] | None:
    """This year's points of the unit by the scheme in force that scores units; None where there is none."""
    version = next(
        (each for each in schemes_in_force(unit.office_id, today) if scheme_of(each).subject != "person"), None
    )
    if version is None:
        return None
    year = Period(str(today.year), date(today.year, 1, 1), date(today.year, 12, 31))
    sheet = reckon(version, Scope(unit.office_id, year, today), {unit.pk})
    return (version, sheet, sheet.units[0]) if sheet.units else None


def unit_paper(
    unit: Unit,
    today: date,
    figures: Iterable[UnitFigure],
    calls: Iterable[CommissionAddressee],
    submissions: list[Submission],
) -> Paper:
    """``submissions``: of this year, as far as whoever prints it may see them."""
    with translation.override(CHINESE):
        blocks = [Paragraph(f"{unit.get_kind_display()}　　数据截至{day(today)}", no_indent=True)]
        blocks += [Heading(1, "一、各项数字"), _figures(figures)]
        blocks += _points(unit, today)
        blocks += [Heading(1, "二、约稿"), *_calls(calls, today)]
        blocks += [Heading(1, "三、本年来稿"), *_sent(submissions)]
        blocks.append(Note("件按来稿计，一件只计一次；件次按每次采用或批示计。上年同期截至同一日。"))
        return Paper(title=f"{unit.name}\n反映社情民意信息情况（{today.year}年）", blocks=tuple(blocks))


def _figures(figures: Iterable[UnitFigure]) -> Table:
    head = ["项目", "本年", "全年目标", "上年同期"]
    rows = [
        [_named(row.now), _said(row.now), "—" if row.target is None else str(row.target), _said(row.before)]
        for row in figures
    ]
    return Table(head=head, rows=rows, widths=(12.0, 6.0, 6.0, 6.0), numeric=(1, 2, 3))


def _named(figure: Figure) -> str:
    unit = getattr(figure.measure, "unit", "")
    return f"{figure.measure.name}（{unit}）" if unit else str(figure.measure.name)


def _said(figure: Figure) -> str:
    return f"{figure.text} {figure.count}/{figure.base}" if figure.base else figure.text


def _points(unit: Unit, today: date) -> list[Paragraph]:
    found = unit_points(unit, today)
    if found is None:
        return []
    version, sheet, points = found
    by = f"《{version.name}》第{version.version}版"
    if points.score is None:
        return [Paragraph(f"按{by}，本年计分尚不能算出：{points.blocked.message}")]
    missing = f"（{'、'.join(sheet.not_told)}没有记录可计，未计入）" if sheet.not_told else ""
    return [Paragraph(f"按{by}，本年计{say(points.total)}分{missing}。")]


def _calls(calls: Iterable[CommissionAddressee], today: date) -> list[Table | Paragraph]:
    rows = [[row.commission.title, day(row.commission.due_on), _answered(row, today)] for row in calls]
    if not rows:
        return [Paragraph("没有向本单位约稿。")]
    head = ["约稿", "截止日期", "报送情况"]
    return [Table(head=head, rows=rows, widths=widths_of(head, rows))]


def _answered(row: CommissionAddressee, today: date) -> str:
    if row.answered:
        return "按时报送" if row.answered_in_time else "逾期报送"
    return "未报送" if row.commission.due_on < today else "尚未到期"


def _sent(submissions: list[Submission]) -> list[Table | Paragraph | Note]:
    if not submissions:
        return [Paragraph("本年还没有来稿。")]
    head = ["序号", "编号", "标题", "报送日期"]
    rows = [
        [str(place), each.number, each.title or "—", _short(timezone.localdate(each.received_at))]
        for place, each in enumerate(submissions[:MOST_LISTED], 1)
    ]
    left = len(submissions) - len(rows)
    table = Table(head=head, rows=rows, widths=widths_of(head, rows))
    return [table, Note(f"另有{left}件未列。")] if left else [table]


def _short(value: date) -> str:
    return f"{value.month}月{value.day}日"
