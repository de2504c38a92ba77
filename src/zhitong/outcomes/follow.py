"""What outcomes does when an earlier room acts, in the same transaction."""

from zhitong.desk.events import BriefSigned, BriefWithdrawn
from zhitong.journal.events import follows
from zhitong.outcomes import actions


@follows(BriefSigned)
def signing_is_an_adoption_here(_event, brief, by) -> None:
    if brief.corrects_id:
        return  # a correction is not taken up a second time: the issue that it corrects was
    actions.issued_here(brief, by=by)


@follows(BriefWithdrawn)
def withdrawing_ends_it(_event, brief, by) -> None:
    actions.issue_withdrawn(brief, by=by)
