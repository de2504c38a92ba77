"""The minutes of a daily sitting: the day's counts, and one line for each item that was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from zhitong.assessment.models import Assessment, Sitting
from zhitong.assessment.queries import awaiting
from zhitong.assessment.rules import REASON_LIST
from zhitong.intake.queries import visible_submissions
from zhitong.intake.restricted.queries import restricted
from zhitong.network import queries as network
from zhitong.network.actors import Actor

Verdict = Assessment.Verdict


@dataclass(frozen=True)
class Line:
    """One item of the minutes."""

    number: str
    code: str  # empty where the line stands for a restricted matter and leads nowhere
    title: str
    unit: str
    received_at: datetime
    decision: Assessment
    verdict: str
    reason: str
    words: str
    taker: str  # who takes it: the editor, the department, or for a merge the leading submission's number
    due: date | None
    is_express: bool
    undone_since: datetime | None  # undone after the sitting had closed


@dataclass(frozen=True)
class Minutes:
    sitting: Sitting
    figures: dict
    lines: list[Line]
    present: list[str]

    @property
    def urgent(self) -> list[Line]:
        return [line for line in self.lines if line.is_express]

    @property
    def held(self) -> list[Line]:
        return sorted((line for line in self.lines if line.decision.verdict == Verdict.HOLD), key=lambda line: line.due)

    def counts(self) -> list[tuple[str, int]]:
        """The verdicts in the glossary's order, each with its number, also those of nought."""
        return [(label, self.figures[name]) for name, label in Verdict.choices]


def decided_in(sitting: Sitting) -> QuerySet[Assessment]:
    """The sitting's decisions as they stood when it closed (stand now, while it is open), in the order they were taken."""
    stood = Q(undone_at__isnull=True)
    if sitting.closed_at:
        stood |= Q(undone_at__gt=sitting.closed_at)
    return (
        sitting.decisions.filter(stood).select_related("submission__unit", "by", "taker", "into").order_by("at", "id")
    )


def minutes_of(sitting: Sitting, viewer: Actor) -> Minutes:
    names = network.choice_names(REASON_LIST, sitting.office_id)
    decisions = list(decided_in(sitting))
    kept = set(
        restricted()
        .filter(submission__in=[each.submission_id for each in decisions])
        .values_list("submission_id", flat=True)
    )
    lines = [_line(decision, names, is_restricted=decision.submission_id in kept) for decision in decisions]
    figures = sitting.figures if sitting.closed_at else day_figures(sitting, viewer)
    return Minutes(sitting, figures, lines, [person.name for person in sitting.present.order_by("pk")])


def day_figures(sitting: Sitting, viewer: Actor) -> dict:
    """The day's counts at the viewer's moment: the queue before and after, what came in, what was decided and how."""
    by_verdict = dict(decided_in(sitting).order_by().values_list("verdict").annotate(number=Count("pk")))
    new = visible_submissions(viewer).filter(recorded_at__gt=_last_closing(sitting), recorded_at__lte=viewer.at)
    return {
        "queue_at_start": sitting.queue_at_start,
        "new": new.count(),
        "decided": sum(by_verdict.values()),
        **{verdict: by_verdict.get(verdict, 0) for verdict in Verdict.values},
        "express": decided_in(sitting).exclude(submission__express_reason="").count(),
        "queue_at_end": awaiting(viewer).count(),
    }


def _last_closing(sitting: Sitting) -> datetime:
    """When the sitting before closed; for the first sitting ever, the beginning of its day."""
    before = (
        Sitting.objects.filter(office_id=sitting.office_id, closed_at__lte=sitting.opened_at)
        .exclude(pk=sitting.pk)
        .order_by("-closed_at")
        .first()
    )
    if before:
        return before.closed_at
    return timezone.make_aware(datetime.combine(sitting.held_on, datetime.min.time()))


def _line(decision: Assessment, names: dict[str, str], *, is_restricted: bool = False) -> Line:
    """Minutes are for many readers: of a restricted matter the number, the day and the verdict stand in them, whoever asks."""
    submission = decision.submission
    taker = decision.taker.name if decision.taker else ""
    if decision.verdict == Verdict.MERGE:
        taker = decision.into.number
    elif decision.verdict == Verdict.TRANSFER:
        taker = decision.transfer_to
    return Line(
        number=submission.number,
        code="" if is_restricted else submission.code,
        title=_("(restricted to named readers)") if is_restricted else submission.title,
        unit=submission.unit.name if submission.unit and not is_restricted else "",
        received_at=submission.received_at,
        decision=decision,
        verdict=decision.get_verdict_display(),
        reason=names.get(decision.reason, decision.reason),
        words="" if is_restricted else decision.words,
        taker="" if is_restricted else taker,
        due=decision.hold_until or decision.due_on,
        is_express=bool(submission.express_reason),
        undone_since=decision.undone_at,
    )
