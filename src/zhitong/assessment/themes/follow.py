"""What themes do when a submission loses its words."""

from __future__ import annotations

from zhitong.assessment.themes import actions
from zhitong.assessment.themes.queries import themes_with
from zhitong.intake.events import MovedToPaper
from zhitong.intake.models import Submission
from zhitong.journal.events import follows
from zhitong.network.actors import Actor


@follows(MovedToPaper)
def redraw(_event: MovedToPaper, submission: Submission, by: Actor) -> None:
    """It stands in no theme any more (the readers leave it out), and nothing the machine drew from it stays."""
    for theme in themes_with(submission):
        actions.forget_words(theme, submission, by=by)
