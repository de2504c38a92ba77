"""What the desk does when a submission loses its words."""

from __future__ import annotations

from zhitong.desk.actions import copies
from zhitong.intake.events import MovedToPaper
from zhitong.intake.models import Submission
from zhitong.journal.events import follows
from zhitong.network.actors import Actor


@follows(MovedToPaper)
def empty_copies(_event: MovedToPaper, submission: Submission, by: Actor) -> None:
    """A masked copy would keep them: it is emptied with the original."""
    copies.empty_copies_of(submission, by=by)
