"""Deeds of the stations as the journal keeps them: codes, digests, figures and days, never what a resident said or who it was."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from zhitong.journal.events import event


@event("stations.opened")
class StationOpened:
    unit: str
    sentence = _("workstation opened")


@event("stations.changed")
class StationChanged:
    fields: str
    sentence = _("workstation's page changed (%(fields)s)")


@event("stations.duty_planned")
class DutyPlanned:
    on_day: date
    sentence = _("duty day planned for %(on_day)s")


@event("stations.duty_cancelled")
class DutyCancelled:
    on_day: date
    sentence = _("duty day of %(on_day)s cancelled")


@event("stations.visit_recorded")
class VisitRecorded:
    visit: str
    kind: str
    held_on: date
    residents: int
    sentence = _("visit or talk of %(held_on)s recorded, %(residents)s residents met")


@event("stations.consent_text_set")
class ConsentTextSet:
    version: int
    digest: str
    sentence = _("consent text, version %(version)s")


@event("stations.lead_emptied")
class LeadEmptied:
    sentence = _("resident's message emptied, its term of keeping is over")


@event("stations.lead_received")
class LeadReceived:
    number: str
    station: str
    digest: str
    way: str
    naming: str
    consent: int
    files: tuple[str, ...] = ()
    sentence = _("resident's message %(number)s received")


LINES = {
    "question": _("the station asked the resident"),
    "reply": _("the resident replied"),
    "addition": _("the resident added something"),
    "answer": _("the station answered the resident"),
}


@event("stations.line_added")
class LineAdded:
    kind: str
    digest: str
    sentence = staticmethod(lambda details: LINES[details["kind"]])


@event("stations.lead_taken_over")
class LeadTakenOver:
    lead: str
    submission: str
    joined: bool = False
    sentence = _("resident's message handed to the office; somebody answers for it")


@event("stations.lead_set_aside")
class LeadSetAside:
    abuse: bool
    sentence = _("resident's message set aside")


@event("stations.lead_brought_back")
class LeadBroughtBack:
    sentence = _("resident's message taken out again")


@event("stations.lead_withdrawn")
class LeadWithdrawn:
    words_destroyed: bool
    sentence = _("withdrawn by the resident")


@event("stations.word_said")
class WordSaid:
    word: str
    time_asked: int
    sentence = _("the resident said whether it is solved")


@event("stations.answer_released")
class AnswerReleased:
    answer: str
    leads: int
    is_public: bool
    digest: str
    sentence = _("answer to residents released, for %(leads)s messages")


@event("stations.answer_dropped")
class AnswerDropped:
    answer: str
    sentence = _("answer to residents not told")
