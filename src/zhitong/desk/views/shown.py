"""What several pages of the desk show alike: sources, remarks, findings, steps of the chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from zhitong.desk import queries, rules
from zhitong.desk.models import Brief, BriefSource, Remark, Revision, Series, Signature, Submission
from zhitong.desk.texts import place_of
from zhitong.intake.queries import shown_author, text_of
from zhitong.network.actors import Actor
from zhitong.network.rights import RoleName
from zhitong.text.checks import RULES, Finding


@dataclass(frozen=True)
class SourceShown:
    """A source as it stands beside the text: its own words, who wrote it as this viewer may know, when, its share."""

    row: BriefSource
    submission: Submission
    text: str
    author: str
    percent: str


def sources_shown(viewer: Actor, brief: Brief) -> list[SourceShown]:
    return [
        SourceShown(
            row=row,
            submission=row.submission,
            text=text_of(row.submission),
            author=shown_author(viewer, row.submission),
            percent=f"{row.share / 100:.2f}".rstrip("0").rstrip("."),
        )
        for row in queries.sources_of(brief)
    ]


@dataclass(frozen=True)
class RemarkShown:
    """A remark and where its words stand in the text shown; ``start`` is None when they are gone."""

    remark: Remark
    start: int | None
    end: int

    @property
    def key(self) -> str:
        return f"remark-{self.remark.code}"

    @property
    def is_placed(self) -> bool:
        return bool(self.remark.quote) and self.start is not None


def remarks_shown(brief: Brief, revision: Revision) -> list[RemarkShown]:
    shown = []
    for remark in queries.remarks_of(brief):
        start = place_of(remark.quote, remark.start, revision.body)
        shown.append(RemarkShown(remark, start, (start or 0) + len(remark.quote)))
    return shown


@dataclass(frozen=True)
class FindingShown:
    """A finding with its rule's name, whether it blocks, and the numbers of the sources it rests on."""

    number: int
    finding: Finding
    name: str
    blocks: bool
    evidence: list[tuple[Submission, str]]


def findings_shown(found: Sequence[Finding], series: Series, submissions: Sequence[Submission]) -> list[FindingShown]:
    known = {submission.code: submission for submission in submissions}
    return [
        FindingShown(
            number=number,
            finding=finding,
            name=RULES[finding.rule].name_zh,
            blocks=finding.rule in series.blocking_checks,
            evidence=[(known[e.source_id], e.text) for e in finding.evidence if e.source_id in known][:3],
        )
        for number, finding in enumerate(found, 1)
    ]


@dataclass(frozen=True)
class Step:
    """One place of the chain: the role, whether it is done or the present one, and who took it in this round."""

    label: object
    is_done: bool
    is_now: bool
    taken: Signature | None


def steps_of(brief: Brief, signatures: Sequence[Signature]) -> list[Step]:
    """The chain the brief is in, or would go into; steps taken since it was last put forward carry their signature."""
    chain = brief.chain if brief.turn or brief.number else rules.chain_of(brief, on=timezone.localdate())
    taken: dict[int, Signature] = {}
    for signature in signatures:
        if signature.verdict == Signature.Verdict.SUBMIT:
            taken = {}
        if signature.verdict == Signature.Verdict.RETURN:
            taken = {}
        else:
            taken[signature.step] = signature
    in_round = brief.state in (Brief.State.IN_REVIEW, Brief.State.SIGNED, Brief.State.WITHDRAWN)
    return [
        Step(
            label=RoleName(role).label,
            is_done=in_round and number in taken,
            is_now=number == brief.step and brief.state == Brief.State.IN_REVIEW or (not in_round and number == 0),
            taken=taken.get(number) if in_round else None,
        )
        for number, role in enumerate(chain)
    ]
