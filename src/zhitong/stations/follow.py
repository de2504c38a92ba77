"""What the stations do when the office's own sources are told something: an answer for the residents is proposed, and never sent by itself."""

from __future__ import annotations

from zhitong.intake.events import Restricted, RestrictionLifted
from zhitong.intake.feedback import also_tell, also_untell
from zhitong.intake.models import Submission
from zhitong.journal.events import follows
from zhitong.network.actors import Actor
from zhitong.stations.actions import answers


@also_tell
def propose_an_answer(submission: Submission, event: type, words: str, *, key: str, by: Actor) -> None:
    answers.propose(submission, event=event.event_name, key=key, words=words, by=by)


@also_untell
def take_the_proposal_back(submission: Submission, *, key: str) -> None:
    answers.take_back_proposal(submission, key=key)


@follows(Restricted)
def take_off_the_pages(_event: Restricted, submission: Submission, _by: Actor) -> None:
    answers.off_the_pages(submission)


@follows(RestrictionLifted)
def put_on_the_pages_again(_event: RestrictionLifted, submission: Submission, _by: Actor) -> None:
    answers.on_the_pages_again(submission)
