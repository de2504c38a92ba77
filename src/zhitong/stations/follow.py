"""What the stations do when the office's own sources are told something: an answer for the residents is proposed, and never sent by itself."""

from __future__ import annotations

from zhitong.intake.feedback import also_tell, also_untell
from zhitong.intake.models import Submission
from zhitong.network.actors import Actor
from zhitong.stations.actions import answers


@also_tell
def propose_an_answer(submission: Submission, event: type, words: str, *, key: str, by: Actor) -> None:
    answers.propose(submission, event=event.event_name, key=key, words=words, by=by)


@also_untell
def take_the_proposal_back(submission: Submission, *, key: str) -> None:
    answers.take_back_proposal(submission, key=key)
