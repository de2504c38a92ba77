"""What the desk does when a submission loses its words, or is restricted to named readers."""

from __future__ import annotations

from zhitong.desk.actions import copies
from zhitong.desk.queries import briefs_drawing_on
from zhitong.intake.events import MovedToPaper, Restricted, RestrictionLifted
from zhitong.intake.models import Submission
from zhitong.journal.events import follows
from zhitong.network.actors import Actor
from zhitong.search.registry import follow_up


@follows(MovedToPaper)
def empty_copies(_event: MovedToPaper, submission: Submission, by: Actor) -> None:
    """A masked copy would keep them: it is emptied with the original."""
    copies.empty_copies_of(submission, by=by)


@follows(Restricted)
@follows(RestrictionLifted)
def index_anew(_event, submission: Submission, _by: Actor) -> None:
    """The briefs that draw on it leave the search, or come back."""
    follow_up("brief", briefs_drawing_on(submission))
