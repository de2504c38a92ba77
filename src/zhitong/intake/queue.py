"""Until when a submission stays out of the queue.

Derived: the decisions in force say it, and assessment writes it here with each of them. It stands in the submission's own row
so that the queue is found by an index of its own length, however many years the archive holds.
"""

from __future__ import annotations

from datetime import date

from zhitong.intake.models import IN_QUEUE, Submission

FOR_GOOD = date.max  # decided, and not to come back by itself


def rest(submission: Submission, until: date) -> None:
    """Keep the submission out of the queue before this day; ``IN_QUEUE`` puts it back at once."""
    submission.rests_until = until
    submission.save(update_fields=["rests_until"])


def was_held(submission: Submission) -> bool:
    """Whether it waits again after a hold, and not for the first time."""
    return IN_QUEUE < submission.rests_until < FOR_GOOD
