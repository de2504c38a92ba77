"""A matter joined from several submissions 并稿 is one matter: who may not read one of them may not read the others."""

from __future__ import annotations

from zhitong.assessment.events import AssessmentDecided
from zhitong.assessment.queries import followers_of, lead_of
from zhitong.intake.events import Restricted, RestrictionLifted
from zhitong.intake.models import Submission
from zhitong.intake.restricted import actions
from zhitong.intake.restricted.queries import any_restricted, readers_of, restriction_of
from zhitong.journal.events import follows
from zhitong.network.actors import Actor


@follows(Restricted)
def restrict_the_joined(_event: Restricted, submission: Submission, by: Actor) -> None:
    """Restricting one restricts every one that is joined to it, to the same readers."""
    spread(submission, by)


@follows(AssessmentDecided)
def restrict_what_joins(event: AssessmentDecided, submission: Submission, by: Actor) -> None:
    """What is joined to a restricted submission later, or joins one to itself, becomes restricted with it."""
    if event.into:
        for one in (submission, lead_of(submission)):
            spread(one, by)


@follows(RestrictionLifted)
def lift_the_joined(_event: RestrictionLifted, submission: Submission, by: Actor) -> None:
    """Lifting one lifts the others whose reader the person is."""
    for other in _joined(submission):
        restriction = restriction_of(other)
        if restriction and any(reader.person_id == by.person_id for reader in readers_of(restriction)):
            actions.lift(restriction, by=by, reason=restriction.reason)


def spread(submission: Submission, by: Actor) -> None:
    restriction = restriction_of(submission)
    if restriction is None:
        return
    readers = [reader.person for reader in readers_of(restriction)]
    for other in _joined(submission):
        if not any_restricted([other.pk]):
            actions.restrict(other, by=by, reason=restriction.reason, readers=readers)


def _joined(submission: Submission) -> list[Submission]:
    lead = lead_of(submission)
    return [one for one in (lead, *followers_of(lead)) if one.pk != submission.pk]
