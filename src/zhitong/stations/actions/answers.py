"""反馈群众: answers for the residents behind a submission. Proposed from what the office's own sources hear; written and released by an editor."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from zhitong.errors import BadInput
from zhitong.intake.models import Submission
from zhitong.intake.restricted.queries import any_restricted
from zhitong.intake.rules import refuse_ill_fitting
from zhitong.journal.door import lock, permit, record, require
from zhitong.network.actors import Actor
from zhitong.stations import events, queries, rules
from zhitong.stations.actions.speaking import words_digest
from zhitong.stations.models import Answer
from zhitong.web.forms import is_blank

HEADLINE_LIMIT = 120


def propose(submission: Submission, *, event: str, key: str, words: str, by: Actor) -> None:
    """What the sources of a submission hear is put before the editor, once, when residents stand behind it. Nothing is told yet."""
    if queries.has_leads(submission):
        Answer.objects.get_or_create(
            submission=submission,
            key=key,
            defaults={
                "office_id": submission.office_id,
                "event": event,
                "proposed": words,
                "text": words,
                "proposed_at": by.at,
            },
        )


def take_back_proposal(submission: Submission, *, key: str) -> None:
    """The deed was undone before anybody wrote an answer from it. What was released stays: an editor writes what is true now."""
    Answer.objects.filter(submission=submission, key=key, state=Answer.State.PROPOSED).delete()


@transaction.atomic
def begin(submission: Submission, *, by: Actor) -> Answer:
    """An answer of the editor's own, without a deed behind it."""
    permit(by, "stations.answer", submission.office_id)
    require(
        queries.has_leads(submission),
        "stations.answer.nobody",
        _("No resident's message stands behind this submission."),
    )
    number = Answer.objects.filter(submission=submission).count() + 1
    return Answer.objects.create(
        office_id=submission.office_id,
        submission=submission,
        event="",
        key=f"own:{number}",
        proposed="",
        proposed_at=by.at,
    )


@transaction.atomic
def release(answer: Answer, *, by: Actor, text: str, is_public: bool = False, headline: str = "") -> Answer:
    """Let every resident behind the submission read it with their code; on the public page too where the editor says so."""
    answer = _waiting(answer, by)
    rules.refuse_unfit_line(text)
    refuse_ill_fitting(headline, HEADLINE_LIMIT, field="headline")
    if is_public and is_blank(headline):
        raise BadInput(
            "stations.answer.headline",
            _("The public page needs a headline."),
            _("Write what changed, in one line and without names."),
            field="headline",
        )
    require(
        not (is_public and any_restricted([answer.submission_id])),
        "stations.answer.restricted",
        _("A restricted matter is not told on a public page."),
        _("Release the answer to its residents alone, or lift the restriction first."),
    )
    answer.text, answer.is_public, answer.headline = text, is_public, headline if is_public else ""
    answer.state, answer.decided_by, answer.decided_at = Answer.State.RELEASED, by.person, by.at
    answer.save()
    if is_public:
        answer.stations.set({lead.station_id for lead in queries.joined_to(answer.submission)})
    record(
        events.AnswerReleased(
            answer=answer.code,
            leads=queries.joined_to(answer.submission).count(),
            is_public=is_public,
            digest=words_digest(text),
        ),
        on=answer.submission,
        by=by,
    )
    return answer


def off_the_pages(submission: Submission) -> None:
    """The matter was restricted: nothing of it stands on a public page. The residents behind it still read their answers."""
    for answer in queries.made_public(submission):
        answer.stations.clear()


def on_the_pages_again(submission: Submission) -> None:
    for answer in queries.made_public(submission):
        answer.stations.set({lead.station_id for lead in queries.joined_to(submission)})


@transaction.atomic
def drop(answer: Answer, *, by: Actor) -> Answer:
    """Not told to residents: the deed is the office's own business."""
    answer = _waiting(answer, by)
    answer.state, answer.decided_by, answer.decided_at = Answer.State.DROPPED, by.person, by.at
    answer.save(update_fields=["state", "decided_by", "decided_at"])
    record(events.AnswerDropped(answer=answer.code), on=answer.submission, by=by)
    return answer


def _waiting(answer: Answer, by: Actor) -> Answer:
    answer = lock(answer)
    permit(by, "stations.answer", answer.office_id)
    require(answer.state == Answer.State.PROPOSED, "stations.answer.done", _("This answer was decided on before."))
    return answer
