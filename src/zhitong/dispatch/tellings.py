"""What the sources of a brief hear of its dispatches: the level it went to, never to whom."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zhitong.desk.queries import submissions_of
from zhitong.dispatch import events, queries
from zhitong.dispatch.levels import level_name
from zhitong.dispatch.models import Dispatch
from zhitong.intake.feedback import announce, key_of, tell_person, untell_sources
from zhitong.intake.timeline import tell_source
from zhitong.journal.events import follows
from zhitong.network.actors import Actor


def _sent(details: dict) -> str | None:
    if "rank" not in details:
        return None
    return _("The brief that draws on it was sent to %(level)s.") % {"level": level_name(details["rank"])}


def _recalled(details: dict) -> str | None:
    """Said only when nobody of that level has it any more."""
    if details.get("others") != 0:
        return None
    return _("It was recalled from %(level)s before it was read.") % {"level": level_name(details["rank"])}


def _first_to_the_level(_event: events.Sent, dispatch: Dispatch) -> str | None:
    return None if queries.others_at_its_level(dispatch).exists() else dispatch.code


announce(
    events.Sent,
    _sent,
    submissions=lambda dispatch: submissions_of(dispatch.brief),
    key=_first_to_the_level,
)
tell_source(events.Recalled.event_name, _recalled)


@follows(events.Recalled)
def tell_of_the_recall(event: events.Recalled, dispatch: Dispatch, by: Actor) -> None:
    """Whoever heard that it was sent hears that it was recalled; the others hear nothing."""
    if event.others:
        return
    submissions = list(submissions_of(dispatch.brief))
    told = {
        (submission, person)
        for each in queries.to_its_level(dispatch)
        for submission, person in untell_sources(submissions, events.Sent, key=each.code, by=by)
    }
    words = str(_recalled({"rank": event.rank, "others": 0}))
    for submission, person in told:
        key = key_of(events.Recalled, dispatch.code, submission)
        tell_person(person, submission, events.Recalled, words, key=key, by=by)
