"""Everything that stands in the reading pane: the words as they came, who sent them, what was decided, what may be done now."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils.translation import gettext as _

from zhitong.assessment.ages import QueueClock
from zhitong.assessment.effects import effects_outside
from zhitong.assessment.inbox import Row, row_of
from zhitong.assessment.models import Assessment
from zhitong.assessment.presence import others_here
from zhitong.assessment.queries import decisions_on, followers_of, may_lead
from zhitong.assessment.rules import MAY_BE_FOLLOWED, REASON_LIST
from zhitong.assessment.themes.models import ThemeItem
from zhitong.assessment.themes.queries import themes_of
from zhitong.intake import queries as intake
from zhitong.intake.models import Attachment, Submission, SubmissionAuthor
from zhitong.intake.timeline import Line, for_desk
from zhitong.network import queries as network
from zhitong.network.actors import Actor
from zhitong.network.models import Person

Verdict = Assessment.Verdict
LOOK_BACK = timedelta(days=180)


@dataclass(frozen=True)
class Reading:
    submission: Submission
    row: Row
    text: str
    authors: list[SubmissionAuthor]  # empty when the viewer may not see them
    shown_author: str
    area: str
    attachments: list[tuple[Attachment, str]]  # with the name that may be shown
    standing: Assessment | None
    decisions: list[Assessment]  # every one ever made, oldest first, with ``reason_name``
    joined: list[Submission]
    effects: list[str]  # why the decision in force cannot be undone any more
    history: list[Line]
    themes: list[ThemeItem]  # in which it stands, proposed or confirmed, or a person took it out
    others: list[Person]
    offered: list[Verdict] = field(default_factory=list)
    may_undo: bool = False


def read(viewer: Actor, submission: Submission, clock: QueueClock) -> Reading:
    """The pane for a submission that the viewer may see."""
    names = network.choice_names(REASON_LIST, submission.office_id)
    decisions = list(decisions_on(submission))
    for decision in decisions:
        decision.reason_name = names.get(decision.reason, decision.reason)
    standing = next((decision for decision in decisions if decision.undone_at is None), None)
    submission.standing = [standing] if standing else []
    names_shown = intake.may_see_names(viewer, submission)
    effects = effects_outside(submission) if standing else []
    return Reading(
        submission=submission,
        row=row_of(submission, clock),
        text=intake.text_of(submission),
        authors=intake.authors_of(submission) if names_shown else [],
        shown_author=intake.shown_author(viewer, submission),
        area=network.choice_names("area", submission.office_id).get(submission.area, submission.area),
        attachments=[
            (attachment, _shown_name(attachment, names_shown))
            for attachment in submission.attachments.select_related("file")
        ],
        standing=standing,
        decisions=decisions,
        joined=list(followers_of(submission).select_related("unit")),
        effects=effects,
        history=for_desk(submission),
        themes=themes_of(submission),
        others=others_here(submission, viewer),
        offered=_offered(viewer, submission, standing),
        may_undo=bool(standing) and not effects and viewer.may("assessment.undo"),
    )


def _offered(viewer: Actor, submission: Submission, standing: Assessment | None) -> list[Verdict]:
    """The decisions that may be taken now, in the glossary's order."""
    if submission.withdrawn_at or submission.paper_at or not viewer.may("assessment.decide"):
        return []
    return list(Verdict) if standing is None or standing.verdict in MAY_BE_FOLLOWED else []


def _shown_name(attachment: Attachment, names_shown: bool) -> str:
    """A file's own name often tells who wrote it (张三反映.docx)."""
    if names_shown:
        return attachment.file.name
    return _("attachment %(number)s") % {"number": attachment.position}


def leads_offered(viewer: Actor, submission: Submission) -> list[Submission]:
    """What to choose the leading one of a merge from while typing; any other is reached by its number."""
    since = viewer.at - LOOK_BACK
    newest = may_lead(viewer).filter(received_at__gte=since).exclude(pk=submission.pk)
    return list(newest.only("year", "serial", "title")[:200])
