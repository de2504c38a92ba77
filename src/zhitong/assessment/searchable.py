"""What the search knows of submissions once something was decided on them."""

from __future__ import annotations

from collections.abc import Sequence

from zhitong.assessment.models import Assessment
from zhitong.assessment.queries import standing
from zhitong.intake.models import Submission
from zhitong.search.registry import refine


def verdicts(submissions: Sequence[Submission]) -> dict[int, dict]:
    """The decision in force is the state, but of what was withdrawn or moved to paper that is."""
    open_ones = [one.pk for one in submissions if not one.withdrawn_at and not one.paper_at]
    rows = standing().filter(submission__in=open_ones).values_list("submission_id", "verdict")
    return {key: {"state": verdict} for key, verdict in rows}


refine("submission", verdicts, dict(Assessment.Verdict.choices))
