"""Who is told what the desk does: the next in the chain, the editor, the sources; and what a source reads in its timeline."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhitong.desk import events, queries, rules
from zhitong.desk.models import Brief, Person
from zhitong.intake.feedback import announce
from zhitong.intake.timeline import tell_source
from zhitong.journal.events import follows
from zhitong.network.actors import Actor
from zhitong.notices.actions import tell

tell_source(
    "desk.brief_started",
    lambda details: None if details.get("corrects") else _("It is being written up into a brief."),
)
tell_source("desk.put_forward", gettext_lazy("The brief that draws on it is in review."))
announce(
    events.BriefSigned,
    lambda details: (
        _("The brief that draws on it was issued: 《%(series_name)s》 issue %(number)s of %(year)s.") % details
    ),
    submissions=queries.submissions_of,
    key=lambda _event, brief: brief.code,
)
announce(
    events.BriefWithdrawn,
    lambda details: _("Issue %(number)s of %(year)s, which draws on it, was withdrawn.") % details,
    submissions=queries.submissions_of,
    key=lambda _event, brief: brief.code,
)
tell_source("desk.brief_dropped", gettext_lazy("The brief that was being written from it was given up."))


@follows(events.PutForward)
def tell_the_first_reviewer(_event, brief: Brief, by: Actor) -> None:
    _tell_whose_turn(brief, by)


@follows(events.Passed)
def tell_the_next_in_the_chain(_event, brief: Brief, by: Actor) -> None:
    _tell_whose_turn(brief, by)


@follows(events.Returned)
def tell_the_editor_of_the_return(_event, brief: Brief, by: Actor) -> None:
    _tell(brief.editor, _("Your brief “%(title)s” was returned to be mended."), brief, by, "desk.returned")


@follows(events.BriefSigned)
def tell_the_editor_of_the_signature(_event, brief: Brief, by: Actor) -> None:
    _tell(brief.editor, _("Your brief “%(title)s” was signed."), brief, by, "desk.brief_signed")


def _tell_whose_turn(brief: Brief, by: Actor) -> None:
    against = rules.hands_against(brief)
    for person in queries.people_with_role(brief.office_id, brief.turn, on=by.at):
        if person.pk not in against:
            _tell(person, _("“%(title)s” waits for you in review."), brief, by, "desk.put_forward")


def _tell(person: Person, sentence: str, brief: Brief, by: Actor, event: str) -> None:
    if person.pk == by.person_id:
        return
    tell(
        person,
        sentence % {"title": brief.title},
        by=by,
        event=event,
        about="desk.brief",
        about_code=brief.code,
        key=f"{event}:{brief.code}:{brief.signatures.count()}",
        address=reverse("desk:brief", args=[brief.code]),
        at_once=True,
    )
