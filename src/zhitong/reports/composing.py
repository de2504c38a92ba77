"""From an open paper's text and counts, or a closed paper's differences, to what a paper says."""

from __future__ import annotations

from datetime import date

from django.utils import timezone, translation

from zhitong.intake.restricted.queries import TITLE_ON_PAPER
from zhitong.paper import Paper
from zhitong.reports.content import Content
from zhitong.reports.counting import Counts
from zhitong.reports.filling import Filling, day
from zhitong.reports.language import read
from zhitong.reports.models import Report
from zhitong.reports.printing import paper
from zhitong.reports.queries import (
    CHINESE,
    Difference,
    counts_of,
    newest_text,
    period_label,
    period_of,
    restricted_titles,
    surroundings,
    vocabulary,
)

LONG_TITLE = 6  # signs
DRAFT = "草稿：数字随数据变化，关闭后方为定稿。"


def compose(report: Report, text: str, counts: Counts, today: date) -> Content:
    """The text with every place filled in from the counts."""
    document = read(text, vocabulary(report.office_id))
    around = surroundings(report.office, counts, today)
    return without_restricted(Filling(counts, around, period_label(period_of(report))).fill(document), report)


def content_of(report: Report, today: date) -> Content:
    """What the paper says now: frozen once it is closed, else filled in anew."""
    if report.content is not None:
        return without_restricted(report.content, report)
    return compose(report, newest_text(report).text, counts_of(report, today), today)


def without_restricted(content: Content, report: Report) -> Content:
    """The content with no title of a restricted matter in it: also of what was restricted after the paper was closed. The paper itself
    stays as it was closed, and shows the title again when the restriction is lifted."""
    titles = sorted(restricted_titles(report.office_id), key=len, reverse=True)
    return _masked(content, titles) if titles else content


def _masked(part, titles: list[str]):
    if isinstance(part, dict):
        return {name: _masked(value, titles) for name, value in part.items()}
    if isinstance(part, list):
        return [_masked(value, titles) for value in part]
    if isinstance(part, str):
        for title in titles:
            # A short title may be a common word: it is only masked where it stands alone, as in a cell.
            if part == title or (len(title) >= LONG_TITLE and title in part):
                part = part.replace(title, TITLE_ON_PAPER)
    return part


def correction_content(
    report: Report, reason: str, changed: list[Difference], today: date, *, to_next: bool
) -> Content:
    """Which figures were so and are so now; the reason in the words of whoever issues the sheet."""
    blocks: list[dict] = [
        {
            "kind": "paragraph",
            "runs": [
                f"《{report.title}》（{report.issue}，数据截至{day(report.known_by)}）已定稿。现就有关内容更正如下，原件不改。"
            ],
        },
        {"kind": "heading", "level": 1, "runs": ["一、更正说明"]},
        *({"kind": "paragraph", "runs": [line.strip()]} for line in reason.split("\n") if line.strip()),
    ]
    if to_next:
        blocks.append({"kind": "note", "runs": ["按本办公室截止规则，截止后得知的事项计入下一期，本更正单不改数字。"]})
        return {"blocks": blocks}
    blocks.append({"kind": "heading", "level": 1, "runs": [f"二、数字更正（截至{day(today)}）"]})
    numbered = [row for row in changed if row.frozen != row.today]
    if not numbered:
        blocks.append({"kind": "paragraph", "runs": ["各项数字没有变化。"]})
        return {"blocks": blocks}
    with translation.override(CHINESE):
        rows = [
            [
                [str(row.measure.name)],
                [row.name],
                [str(row.frozen)],
                [{"t": str(row.today), "m": row.measure.code, "of": row.key, "w": "own"}],
                [row.change],
            ]
            for row in numbered
        ]
    blocks.append(
        {
            "kind": "table",
            "caption": "",
            "head": ["项目", "单位", "原数", "更正后", "增减"],
            "numeric": [2, 3, 4],
            "rows": rows,
        }
    )
    return {"blocks": blocks}


def paper_of(report: Report, today: date) -> Paper:
    """The report as a printed paper."""
    is_open = report.state == Report.State.OPEN
    counted = report.known_by or counts_of(report, today).known_by
    number = report.issue or "（草稿）"
    head = f"{number}　　数据截至{day(counted)}"
    notes = (DRAFT,) if is_open else (f"SHA-256 {_in_groups(report.digest)}",)
    printed_on = timezone.localdate(report.closed_at) if report.closed_at else None
    return paper(
        title=report.title,
        head=head,
        content=content_of(report, today),
        office=report.office.name,
        printed_on=printed_on,
        notes=notes,
    )


def _in_groups(digest: str) -> str:
    """Eight by eight, as people compare it."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


def file_name(report: Report) -> str:
    """Without signs that file systems refuse, and without extension."""
    name = f"{report.title}{report.issue or '（草稿）'}"
    return "".join("_" if sign in '\\/:*?"<>|' or not sign.isprintable() else sign for sign in name)
