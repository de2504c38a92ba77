"""Who is told what intake does: joint authors, the desk when something is urgent, those whom a call asks."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from zhitong.intake import queries
from zhitong.intake.followups import after_submission
from zhitong.intake.models import Commission, Submission
from zhitong.network.actors import Actor, system_actor
from zhitong.notices.actions import tell


@after_submission
def tell_of_submissions(submissions: list[Submission]) -> None:
    """Joint authors learn that they were named, the desk that something is urgent, the caller that a call was answered.

    Rows of a spreadsheet are an office's own past: nobody is told of them one by one.
    """
    for submission in submissions:
        if submission.batch_id:
            continue
        by = system_actor(submission.office, (), at=submission.recorded_at)
        for author in queries.authors_of(submission):
            if author.person and author.person_id != submission.entered_by_id:
                _tell(author.person, submission, by, _("You are named as an author of submission %(number)s."))
        if submission.express_reason:
            for person in queries.desk_people(submission.office_id, "assessment.decide", on=submission.recorded_at):
                _tell(person, submission, by, _("Submission %(number)s asks for the express lane."))
        call = submission.commission
        if call and call.issued_by:
            _tell(call.issued_by, submission, by, _("Submission %(number)s answers your call."))


def _tell(person, submission: Submission, by: Actor, sentence: str) -> None:
    """By number, never by title: the words of a matter moved to paper must not live on in notices."""
    tell(
        person,
        sentence % {"number": submission.number},
        by=by,
        event="intake.submitted",
        about="intake.submission",
        about_code=submission.code,
        key=f"intake.submitted:{submission.code}",
        address=reverse("intake:read", args=[submission.code]),
        at_once=True,
    )


def tell_of_call(commission: Commission, *, by: Actor, units, persons) -> None:
    """Those asked by name and the liaisons of the units asked, in the transaction that issues the call."""
    asked = {person.pk: person for person in (*persons, *queries.liaisons_of(units, on=by.at))}
    for person in asked.values():
        tell(
            person,
            _("You are asked for information: “%(title)s”, due on %(day)s.")
            % {"title": commission.title, "day": commission.due_on.isoformat()},
            by=by,
            event="intake.commission_issued",
            about="intake.commission",
            about_code=commission.code,
            key=f"intake.commission_issued:{commission.code}",
            address=reverse("intake:call", args=[commission.code]),
            at_once=True,
        )
