"""The biweekly push on one sheet: the lines that fit, what is over in one sentence, and how many more there are."""

from __future__ import annotations

import re

from zhitong.paper import Note, Paper, Paragraph, Table
from zhitong.reports.filling import day
from zhitong.reports.models import Push, PushEntry
from zhitong.reports.printing import width_of

MOST_LINES = 12  # as many as one sheet holds when every cell takes two lines of small type
TITLE, STANDING, STEP = 14.0, 13.0, 10.5  # in Chinese characters: two lines of each column
Moved = PushEntry.Moved


def push_paper(push: Push, entries: list[PushEntry]) -> Paper:
    live = [entry for entry in entries if entry.moved != Moved.CLOSED]
    over = [entry for entry in entries if entry.moved == Moved.CLOSED]
    new = sum(entry.moved == Moved.NEW for entry in live)
    shown = live[:MOST_LINES]
    rows = [
        [
            place,
            entry.line.get_sort_display(),
            cut(entry.title, TITLE),
            cut(entry.standing, STANDING),
            _due(entry, push),
            entry.owner_name or "未定",
            cut(entry.next_step, STEP),
            entry.times,
            "新增" if entry.moved == Moved.NEW else "有变化" if entry.before else "无变化",
        ]
        for place, entry in enumerate(shown, 1)
    ]
    said = f"{day(push.made_on)}　共{len(live)}项：新增{new}，结转{len(live) - new}；已了结{len(over)}项。"
    blocks = [Paragraph(said, no_indent=True)]
    if rows:
        head = ["序", "类别", "事项", "情况", "期限", "责任人", "下一步", "次数", "较上次"]
        blocks.append(Table(head=head, rows=rows, widths=(0.9, 1.9, 4.4, 3.8, 1.9, 1.7, 3.1, 1.2, 1.7)))
    if len(live) > len(shown):
        blocks.append(Note(f"另有{len(live) - len(shown)}项未列，见系统内双周推进页面。"))
    if over:
        titles = "；".join(cut(entry.title, TITLE) for entry in over[:3])
        blocks.append(Note(f"已了结：{titles}{'等' if len(over) > 3 else ''}。"))
    return Paper(
        title=f"{push.office.short_name}双周推进（{push.issue}）",
        blocks=tuple(blocks),
    )


def _due(entry: PushEntry, push: Push) -> str:
    """12.5, or 25.12 for December of another year."""
    due = entry.line.due_on
    if due is None:
        return ""
    return f"{due.month}.{due.day}" if due.year == push.year else f"{due:%y.%m}"


_WHOSE = re.compile(r"(.+?)(（[^（）]{1,16}）)")


def cut(words: str, most: float) -> str:
    """As much as two lines hold. What stands in brackets at the end, whose matter it is, stays whole if three fifths of the place are
    enough for it: it tells two lines about one issue apart."""
    if width_of(words) <= most:
        return words
    whose = _WHOSE.fullmatch(words)
    tail = whose[2] if whose and width_of(whose[2]) <= most * 0.6 else ""
    words = whose[1] if tail else words
    while width_of(words) + width_of(tail) > most - 1:
        words = words[:-1]
    return f"{words}…{tail}"
