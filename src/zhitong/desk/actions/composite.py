"""From a theme to a 综合 brief in one step: what still waits is taken up and joined, and every source is credited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from zhitong.assessment import actions as assessment
from zhitong.assessment.themes import actions as themes
from zhitong.desk.actions.writing import start_brief
from zhitong.desk.models import Brief, Series, Submission
from zhitong.desk.queries import may_still_join, usable
from zhitong.errors import BadInput
from zhitong.journal.door import permit
from zhitong.network.actors import Actor

if TYPE_CHECKING:
    from zhitong.assessment.themes.models import Theme


@transaction.atomic
def start_from_theme(
    theme: Theme, submissions: Sequence[Submission], *, by: Actor, series: Series, title: str = ""
) -> Brief:
    """Begin a brief from these submissions of a theme, which are thereby confirmed as belonging to it.

    The first that is taken up leads, else the first of all, which is taken up now; what is undecided or held is joined to it
    (并稿). All of it happens or nothing. BadInput for a submission that was decided otherwise.
    """
    permit(by, "desk.write", theme.office_id)
    chosen = list(submissions)
    themes.confirm_items(theme, chosen, by=by)
    ready = set(usable(theme.office_id).filter(pk__in=[one.pk for one in chosen]).values_list("pk", flat=True))
    joinable = set(
        may_still_join(theme.office_id).filter(pk__in=[one.pk for one in chosen]).values_list("pk", flat=True)
    )
    for submission in chosen:
        if submission.pk not in ready | joinable:
            raise BadInput(
                "desk.start_from_theme.decided_otherwise",
                _("Submission %(number)s was decided otherwise, so no brief can draw on it.")
                % {"number": submission.number},
                _("Leave it out, or undo that decision first."),
                field="s",
            )
    leads = set(_taken_up(chosen, theme.office_id))
    lead = next((one for one in chosen if one.pk in leads), None)
    if lead is None:
        lead = next((one for one in chosen if one.pk in joinable), None)
        if lead is not None:
            assessment.decide(lead, "take_up", by=by)
    for submission in chosen:
        if submission.pk in joinable and submission != lead:
            assessment.decide(submission, "merge", by=by, into=lead)
    first = [lead] if lead else []
    sources = [*first, *(one for one in chosen if one != lead)]
    return start_brief(sources, by=by, series=series, title=title or theme.name)


def _taken_up(submissions: Sequence[Submission], office_id: int) -> list[int]:
    return list(
        usable(office_id, only_leading=True).filter(pk__in=[one.pk for one in submissions]).values_list("pk", flat=True)
    )
