"""The minutes of a daily sitting as a printed paper. Its words are Chinese in whatever language the pages are read."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone, translation

from zhitong.assessment.minutes import Line, Minutes
from zhitong.paper import Heading, Note, Paper, Paragraph, Table

FIGURES = (
    ("会前待研判", "queue_at_start"),
    ("上次以来新收", "new"),
    ("采编", "take_up"),
    ("并稿", "merge"),
    ("留存", "hold"),
    ("退回", "send_back"),
    ("转办", "transfer"),
    ("转提案", "to_proposal"),
    ("不采用", "decline"),
    ("会后待研判", "queue_at_end"),
)
NUMERALS = "一二三四"


def minutes_paper(minutes: Minutes) -> Paper:
    """Date and people, the day's counts, then each item with its decision."""
    sitting = minutes.sitting
    with translation.override("zh-hans"):
        sections = [
            ("当日数量", [_counts(minutes)]),
            ("研判事项", [_items(minutes.lines)] if minutes.lines else [Paragraph("当日没有作出决定的来稿。")]),
        ]
        if minutes.held:
            sections.append(("留存待复研判", [_held(minutes.held)]))
        if sitting.note:
            sections.append(("备注", [Paragraph(line) for line in sitting.note.split("\n") if line.strip()]))
        blocks = [
            Paragraph(f"时间：{_day(sitting.held_on)}", no_indent=True),
            Paragraph(f"主持：{sitting.chair.name}　　记录：{sitting.minute_taker.name}", no_indent=True),
            Paragraph(f"参加：{'、'.join(minutes.present)}", no_indent=True),
        ]
        for numeral, (title, parts) in zip(NUMERALS, sections, strict=False):
            blocks += [Heading(1, f"{numeral}、{title}"), *parts]
        if sitting.closed_at:
            blocks.append(Note(f"{_moment(sitting.closed_at)}由{sitting.closed_by.name}关闭，数量以关闭时为准。"))
    return Paper(title=f"{sitting.office.short_name}社情民意信息每日研判记录", blocks=tuple(blocks))


def _counts(minutes: Minutes) -> Table:
    return Table(
        head=[label for label, _name in FIGURES],
        rows=[[minutes.figures[name] for _label, name in FIGURES]],
        numeric=frozenset(range(len(FIGURES))),
    )


def _items(lines: list[Line]) -> Table:
    return Table(
        head=["编号", "标题", "来源单位", "收到", "决定", "理由", "承办", "期限"],
        rows=[
            [
                line.number + ("（直通车）" if line.is_express else ""),
                line.title,
                line.unit,
                _day(line.received_at, short=True),
                line.verdict + (f"（{_day(line.undone_since, short=True)}撤销）" if line.undone_since else ""),
                "；".join(part for part in (line.reason, line.words) if part),
                line.taker,
                _day(line.due, short=True) if line.due else "",
            ]
            for line in lines
        ],
        widths=[2.7, 4, 2.3, 1.8, 1.6, 2.6, 1.7, 1.8],
    )


def _held(lines: list[Line]) -> Table:
    return Table(
        head=["复研判日期", "编号", "标题"],
        rows=[[_day(line.due), line.number, line.title] for line in lines],
        widths=[2, 2, 6],
    )


def _day(value: date | datetime, *, short: bool = False) -> str:
    day = timezone.localdate(value) if isinstance(value, datetime) else value
    return f"{day.month}月{day.day}日" if short else f"{day.year}年{day.month}月{day.day}日"


def _moment(value: datetime) -> str:
    return f"{_day(value)}{timezone.localtime(value):%H:%M}"
