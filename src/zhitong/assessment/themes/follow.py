"""What themes do when a submission loses its words or is restricted, and what the search is told of a part that was split off."""

from __future__ import annotations

from zhitong.assessment.themes import actions
from zhitong.assessment.themes.events import ThemeSplit
from zhitong.assessment.themes.models import Theme
from zhitong.assessment.themes.queries import themes_with
from zhitong.intake.events import MovedToPaper, Restricted, RestrictionLifted
from zhitong.intake.models import Submission
from zhitong.journal.events import follows
from zhitong.network.actors import Actor
from zhitong.search.registry import follow_up


@follows(MovedToPaper)
def redraw(_event: MovedToPaper, submission: Submission, by: Actor) -> None:
    """It stands in no theme any more (the readers leave it out), and nothing the machine drew from it stays."""
    for theme in themes_with(submission):
        actions.forget_words(theme, submission, by=by)


@follows(ThemeSplit)
def make_part_findable(event: ThemeSplit, theme: Theme, by: Actor) -> None:
    """The deed stands on the theme that was split; the part came into being with it."""
    follow_up("theme", Theme.objects.filter(office_id=theme.office_id, code=event.part).values_list("pk", flat=True))


@follows(Restricted)
def withhold(_event: Restricted, submission: Submission, by: Actor) -> None:
    """The same while it is restricted: themes are read by the whole desk."""
    actions.withhold(submission)
    for theme in themes_with(submission):
        actions.forget_words(theme, submission, by=by)


@follows(RestrictionLifted)
def give_back(_event: RestrictionLifted, submission: Submission, _by: Actor) -> None:
    """It is proposed again for the themes in which it stood; a person confirms it anew."""
    actions.give_back(submission)
