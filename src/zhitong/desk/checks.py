"""Checks of a brief against its sources (``text.checks``), as its series wants them. They show; they never change a text."""

from __future__ import annotations

from zhitong.desk.models import Brief, Revision, Series, Submission
from zhitong.intake.queries import text_of
from zhitong.text.checks import RULES, Finding, Limits, SourceText, check_brief


def source_texts(submissions: list[Submission]) -> list[SourceText]:
    """The submissions as the checks read them, each known by its code."""
    return [SourceText(submission.code, submission.title, text_of(submission)) for submission in submissions]


def findings(series: Series, title: str, body: str, submissions: list[Submission]) -> list[Finding]:
    """Everything the series' checks see in this text, in reading order."""
    limits = Limits(body_most=series.length_limit)
    return check_brief(title, body, source_texts(submissions), limits, frozenset(series.switched_off_checks))


def blocking_findings(brief: Brief, revision: Revision) -> list[Finding]:
    """Those that the series does not let pass; nothing is computed when it lets everything pass."""
    blocking = set(brief.series.blocking_checks)
    if not blocking:
        return []
    submissions = [source.submission for source in brief.sources.select_related("submission")]
    found = findings(brief.series, revision.title, revision.body, submissions)
    return [finding for finding in found if finding.rule in blocking]


def in_words(finding: Finding) -> str:
    """The check's name and what it says of this place. Rules speak Chinese, as the texts they are about."""
    return f"{RULES[finding.rule].name_zh}（{finding.message_zh}）"
