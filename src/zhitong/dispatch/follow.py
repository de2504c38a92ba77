"""What dispatch does when an earlier room acts, in the same transaction."""

from zhitong.assessment.events import AssessmentDecided
from zhitong.desk.events import BriefSigned
from zhitong.dispatch import actions
from zhitong.journal.events import follows


@follows(BriefSigned)
def express_is_reviewed_afterwards(_event, brief, by) -> None:
    if brief.is_express:
        actions.open_express_review(brief, by=by)


@follows(AssessmentDecided)
def decision_above_means_received(_event, submission, by) -> None:
    dispatch = getattr(submission, "came_by", None)
    if dispatch is not None:
        actions.decided_above(dispatch, at=by.at)
