"""A matter is what people say for the whole of it; it is read together here and is no table."""

from __future__ import annotations

from dataclasses import dataclass, field

from zhitong.assessment.models import Assessment
from zhitong.desk.models import Brief
from zhitong.desk.queries import without_hidden_briefs
from zhitong.dispatch.models import Dispatch
from zhitong.intake.models import Submission
from zhitong.intake.restricted.queries import without_hidden
from zhitong.intake.timeline import Line, for_desk
from zhitong.network.actors import Actor
from zhitong.notices.models import Notice
from zhitong.outcomes.models import Adoption, Instruction, Outcome, Reply
from zhitong.outcomes.queries import WITH, holding


@dataclass
class Issue:
    """One brief that draws on the submission, with where it went and what came of it."""

    brief: Brief
    share: int
    dispatches: list[Dispatch] = field(default_factory=list)
    adoptions: list[Outcome] = field(default_factory=list)
    instructions: list[Outcome] = field(default_factory=list)
    replies: list[Outcome] = field(default_factory=list)


@dataclass(frozen=True)
class Matter:
    submission: Submission
    came_by: Dispatch | None  # when an office below sent it up
    joined: list[Submission]  # submissions merged into it
    assessments: list[Assessment]
    issues: list[Issue]
    notices: list[Notice]
    history: list[Line]


def matter_of(submission: Submission, viewer: Actor) -> Matter:
    """Everything the office knows of one submission and the viewer may see, in a constant number of queries."""
    sources = submission.used_in.exclude(brief__state=Brief.State.DROPPED)
    sources = without_hidden_briefs(sources, viewer).select_related("brief__series").order_by("brief__started_at")
    issues = {source.brief_id: Issue(source.brief, source.share) for source in sources}
    for dispatch in (
        Dispatch.objects.filter(brief__in=issues).select_related("recipient", "arrived_as").order_by("sent_at")
    ):
        issues[dispatch.brief_id].dispatches.append(dispatch)
    for model, name in ((Adoption, "adoptions"), (Instruction, "instructions"), (Reply, "replies")):
        rows = holding(model).filter(brief__in=issues).select_related(*WITH[model])
        for outcome in rows.order_by("happened_on", "pk"):
            getattr(issues[outcome.brief_id], name).append(outcome)
    joined = (
        without_hidden(Submission.objects.filter(assessments__into=submission, assessments__undone_at=None), viewer)
        .select_related("unit")
        .distinct()
    )
    return Matter(
        submission=submission,
        came_by=Dispatch.objects.filter(arrived_as=submission).select_related("office", "brief__series").first(),
        joined=list(joined),
        assessments=list(submission.assessments.select_related("by", "into").order_by("at")),
        issues=list(issues.values()),
        notices=list(
            Notice.objects.filter(about_code=submission.code).select_related("person").order_by("happened_at")
        ),
        history=for_desk(submission),
    )
