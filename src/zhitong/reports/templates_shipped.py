"""The templates that come with Zhitong, one for each kind of paper, used until an office saves its own."""

from __future__ import annotations

from pathlib import Path

from zhitong.reports.models import Kind
from zhitong.reports.queries import template_texts

FOLDER = Path(__file__).parent / "default_templates"
TITLES = {
    Kind.QUARTER: "反映社情民意信息工作季度报告",
    Kind.HALF: "反映社情民意信息工作半年报告",
    Kind.YEAR: "反映社情民意信息工作年度报告",
    Kind.BULLETIN: "反映社情民意信息工作情况通报",
}


def shipped(kind: str) -> str:
    return (FOLDER / f"{Kind(kind).value}.txt").read_text(encoding="utf-8")


def template_of(office_id: int, kind: str) -> str:
    """The office's newest template, else the shipped one."""
    own = template_texts(office_id, kind).first()
    return own.text if own else shipped(kind)
