"""Deeds with outcomes as the journal keeps them: kinds, ranks, days and codes, never a leader's words or a name."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from zhitong.journal.events import event


@event("outcomes.adoption_entered")
class AdoptionEntered:
    outcome: str
    rank: int
    ladder: str
    kind: str
    happened_on: date
    body: str = ""  # the adopting body as named; a body, never a person
    of_issue: bool = False  # the office's own issue took it up: part of signing, told with it
    corrects: str = ""
    came_down: bool = False
    sentence = _("adopted on %(happened_on)s")


@event("outcomes.instruction_entered")
class InstructionEntered:
    outcome: str
    leader_rank: str
    happened_on: date
    rank_name: str = ""  # as the office lets sources know it; empty: not at all
    corrects: str = ""
    came_down: bool = False
    acting_for: str = ""  # the leader's commitment when a deputy wrote it in their place
    sentence = _("leader's instruction of %(happened_on)s")


@event("outcomes.reply_entered")
class ReplyEntered:
    outcome: str
    solved: str
    happened_on: date
    answers: str = ""  # code of the instruction it carries out
    corrects: str = ""
    came_down: bool = False
    sentence = _("department's reply of %(happened_on)s")


@event("outcomes.confirmed")
class OutcomeConfirmed:
    outcome: str
    sentence = _("outcome confirmed by a second person")


@event("outcomes.taken_back")
class OutcomeTakenBack:
    outcome: str
    corrects: str
    of_issue: bool = False  # part of withdrawing the issue, told with it
    sentence = _("outcome taken back")
