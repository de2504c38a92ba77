"""What the search knows of submissions."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhitong.intake import queries, timeline
from zhitong.intake.models import IN_QUEUE, Submission
from zhitong.intake.restricted.queries import without_restricted
from zhitong.intake.words import as_text
from zhitong.network.actors import Actor
from zhitong.search.registry import Entry, Searchable, Step, register

WAITING, DECIDED, WITHDRAWN, PAPER = "new", "done", "withdrawn", "paper"


def items():
    """What is restricted does not stand in the index at all: an index of everybody's words can leak in too many ways."""
    return without_restricted(Submission.objects.select_related("unit").prefetch_related("authors"))


def entries(submissions: Sequence[Submission]) -> list[Entry]:
    return [_entry(submission) for submission in submissions]


def _entry(submission: Submission) -> Entry:
    """Of what was moved to paper only the number stays findable: with a name one could still ask who had sent in such a thing."""
    on_paper = submission.paper_at is not None
    return Entry(
        item_id=submission.pk,
        office_id=submission.office_id,
        code=submission.code,
        day=timezone.localdate(submission.received_at),
        title=submission.title,
        body=as_text(submission),
        number=submission.number,
        state=_state(submission),
        unit_id=submission.unit_id,
        area=submission.area,
        place=submission.place,
        names=() if on_paper else tuple(author.name for author in _authors(submission)),
        names_withheld=submission.withhold_name,
    )


def _authors(submission: Submission):
    """Of one just written they are at hand, and where nobody is named there is nothing to ask for."""
    return submission.authors.all() if submission.written_authors is None else submission.written_authors


def _state(submission: Submission) -> str:
    if submission.paper_at:
        return PAPER
    if submission.withdrawn_at:
        return WITHDRAWN
    return DECIDED if submission.rests_until > IN_QUEUE else WAITING


def became(submissions: Sequence[Submission], viewer: Actor) -> dict[str, Step]:
    """The last step of each that its source may know."""
    steps = timeline.for_sources(submissions, viewer)
    return {code: Step(lines[-1].at, lines[-1].text) for code, lines in steps.items() if lines}


register(
    Searchable(
        "submission",
        _("submission"),
        model="intake.submission",
        items=items,
        entries=entries,
        visible=queries.visible_submissions,
        address=lambda _viewer, code: reverse("intake:read", args=[code]),
        whole_right="intake.read_all",
        states={
            WAITING: _("to be assessed"),
            DECIDED: _("decided"),
            WITHDRAWN: _("withdrawn"),
            PAPER: _("moved to paper"),
        },
        names_right="intake.read_all",
        withheld_right="intake.see_withheld_names",
        byline=queries.shown_author,
        became=became,
        fingerprinted=True,
    )
)
