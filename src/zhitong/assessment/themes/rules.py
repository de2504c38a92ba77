"""In which state a theme may be dealt with, what it needs, and what rising, falling and silent mean."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import timedelta

from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhitong.assessment.themes.models import Theme
from zhitong.assessment.themes.reconcile import LEAST
from zhitong.errors import BadInput
from zhitong.intake.models import Submission
from zhitong.intake.words import refuse_broken
from zhitong.journal.door import require
from zhitong.web.forms import is_blank

State = Theme.State
LIVE = (State.PROPOSED, State.CONFIRMED)
NAME_LIMIT = 60  # characters
_WORDS_IN_NAME = 3
LONGEST_PROPOSED = 24  # characters of a name that the machine proposes

# Two spans of this length are compared: what came in the last one with what came in the one before.
SPAN = timedelta(days=28)
FRESH = timedelta(days=14)
TRENDS = {
    "rising": gettext_lazy("rising"),
    "steady": gettext_lazy("steady"),
    "falling": gettext_lazy("falling"),
    "silent": gettext_lazy("silent"),
}


def trend(recent: int, before: int) -> str:
    """From the counts of the last four weeks and of the four before. One submission alone is no rise."""
    if not recent and not before:
        return "silent"
    if recent > before and recent >= LEAST:
        return "rising"
    return "falling" if recent < before else "steady"


# The same as a condition on themes that carry ``recent`` and ``before`` (see ``queries.counted``), and the other views.
VIEWS = {
    "all": (gettext_lazy("all"), Q()),
    "fresh": (gettext_lazy("new this fortnight"), Q(older__lt=LEAST)),
    "rising": (TRENDS["rising"], Q(recent__gt=F("before"), recent__gte=LEAST)),
    "silent": (gettext_lazy("silent since"), Q(recent=0, before=0)),
    "proposed": (gettext_lazy("to be confirmed"), Q(state=State.PROPOSED)),
    "confirmed": (gettext_lazy("confirmed"), Q(state=State.CONFIRMED)),
    "rejected": (gettext_lazy("rejected"), Q(state=State.REJECTED)),
}


def require_state(theme: Theme, *states: str) -> None:
    """WrongState when somebody, or the machine, dealt with the theme meanwhile."""
    require(
        theme.state in states,
        "assessment.theme.other_state",
        _("This theme is now: %(state)s.") % {"state": theme.get_state_display()},
        _("Load the page again to see how it stands."),
    )


def checked_name(name: str) -> str:
    """The name as it will stand. BadInput for none, one too long, or one that no database keeps."""
    refuse_broken(name, field="name")
    name = " ".join(name.split())
    if is_blank(name):
        raise BadInput("assessment.theme.no_name", _("The theme has no name."), _("Write a name."), field="name")
    if len(name) > NAME_LIMIT:
        raise BadInput(
            "assessment.theme.long_name",
            _("A name has at most %(limit)s characters.") % {"limit": NAME_LIMIT},
            _("Shorten it."),
            field="name",
        )
    return name


def require_items(chosen: list[Submission], known: set[int]) -> None:
    """BadInput unless at least one was chosen, and all of them stand in the theme."""
    if not chosen:
        raise BadInput(
            "assessment.theme.none_chosen", _("No submission is chosen."), _("Tick at least one."), field="code"
        )
    if any(submission.pk not in known for submission in chosen):
        raise BadInput(
            "assessment.theme.not_in_it",
            _("A chosen submission does not stand in this theme any more."),
            _("Load the page again to see how it stands."),
            field="code",
        )


def require_rest(chosen: list[Submission], known: set[int]) -> None:
    """A split leaves something on both sides."""
    if len(chosen) >= len(known):
        raise BadInput(
            "assessment.theme.nothing_left",
            _("All submissions are chosen, so nothing would be left."),
            _("Leave at least one where it is, or give the whole theme another name."),
            field="code",
        )


def require_can_belong(submission: Submission, theme: Theme) -> None:
    """A submission of the same office, neither withdrawn nor moved to paper."""
    if submission.office_id != theme.office_id or submission.withdrawn_at or submission.paper_at:
        raise BadInput(
            "assessment.theme.cannot_belong",
            _("This submission cannot stand in a theme: it was withdrawn or moved to paper."),
            _("Choose another one."),
            field="number",
        )


def proposed_name(words: Sequence[str]) -> str:
    """The first words that fit a short name."""
    name = ""
    for word in words[:_WORDS_IN_NAME]:
        if len(longer := f"{name} {word}".strip()) > LONGEST_PROPOSED and name:
            break
        name = longer
    return name[:NAME_LIMIT]


def name_digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
