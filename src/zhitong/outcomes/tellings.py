"""What the sources of a brief hear of its outcomes: the body and its level, the rank of a leader, what a department did about it.

Never a leader's name or words, never a department's letter. The adoption by the office's own issue is told with the signing.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from zhitong.desk.models import Brief
from zhitong.desk.queries import submissions_of
from zhitong.dispatch.levels import level_name
from zhitong.intake.feedback import announce, key_of, tell_person, untell_sources
from zhitong.intake.timeline import tell_source
from zhitong.journal.events import follows
from zhitong.network.actors import Actor
from zhitong.outcomes import events
from zhitong.outcomes.models import Reply

ENTERED = (events.AdoptionEntered, events.InstructionEntered, events.ReplyEntered)


def _adopted(details: dict) -> str | None:
    if details.get("of_issue") or not details.get("body"):
        return None
    said = {"body": details["body"], "level": level_name(details["rank"]), "kind": details["kind"]}
    return _corrected(_("It was adopted by %(body)s (%(level)s).") % said, details)


def _instructed(details: dict) -> str:
    rank = details.get("rank_name")
    said = (
        _("A leader (%(rank)s) gave a written instruction on it.")
        if rank
        else _("A leader gave a written instruction on it.")
    )
    return _corrected(said % {"rank": rank}, details)


def _replied(details: dict) -> str:
    said = {
        Reply.Solved.YES: _("The department in charge replied: the matter is solved."),
        Reply.Solved.PARTLY: _("The department in charge replied: the matter is partly solved."),
        Reply.Solved.PLANNED: _("The department in charge replied: a solution is planned."),
        Reply.Solved.NO: _("The department in charge replied: the matter cannot be solved for now."),
    }[Reply.Solved(details["solved"])]
    return _corrected(said, details)


def _corrected(sentence: str, details: dict) -> str:
    """A row that replaces a wrong one says so: the earlier sentence may have been read."""
    return _("Corrected: %(sentence)s") % {"sentence": sentence} if details.get("corrects") else sentence


def _taken_back(details: dict) -> str | None:
    return None if details.get("of_issue") else _("An outcome told before was a mistake and was taken back.")


for _event, _in_words in zip(ENTERED, (_adopted, _instructed, _replied), strict=True):
    announce(_event, _in_words, submissions=submissions_of, key=lambda event, _brief: event.outcome)
tell_source(events.OutcomeTakenBack.event_name, _taken_back)


@follows(events.OutcomeTakenBack)
def tell_of_taking_back(event: events.OutcomeTakenBack, brief: Brief, by: Actor) -> None:
    """Who heard of the outcome hears that it was a mistake; who did not, never hears of it."""
    if event.of_issue:
        return
    words = str(_taken_back({}))
    for submission, person in _untold(event.corrects, brief, by):
        key = key_of(type(event), event.outcome, submission)
        tell_person(person, submission, type(event), words, key=key, by=by)


def untell_the_wrong_row(event: object, brief: Brief, by: Actor) -> None:
    """A corrected row that nobody was told of yet stays untold; its correction is told in its place."""
    if event.corrects:
        _untold(event.corrects, brief, by)


for _event in ENTERED:
    follows(_event)(untell_the_wrong_row)


def _untold(outcome: str, brief: Brief, by: Actor) -> list[tuple]:
    submissions = list(submissions_of(brief))
    return [told for event in ENTERED for told in untell_sources(submissions, event, key=outcome, by=by)]
