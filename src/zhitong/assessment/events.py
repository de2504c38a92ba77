"""What assessment writes in the journal. Verdicts, reasons and days; never words, which may hold a source's name."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from zhitong.assessment.models import Assessment
from zhitong.journal.events import event

Verdict = Assessment.Verdict


@event("assessment.decided")
class AssessmentDecided:
    """``words_digest`` is SHA-256 over the decision's free words, so that they can be proved later without standing here."""

    decision: str  # the Assessment's code
    verdict: str
    reason: str  # code of the list "decision_reason", or empty
    told: str  # the reason as the source reads it, from the same list of the office
    hold_until: date | None
    into: str  # code of the leading submission of a merge, or empty
    after: str  # code of the hold that this decision ended, or empty
    sitting: str
    words_digest: str

    @staticmethod
    def sentence(details: dict) -> str:
        return _("decided: %(verdict)s") % {"verdict": Verdict(details["verdict"]).label}


@event("assessment.undone")
class AssessmentUndone:
    decision: str
    verdict: str
    restored: str  # code of the hold that is in force again, or empty

    @staticmethod
    def sentence(details: dict) -> str:
        return _("decision undone: %(verdict)s") % {"verdict": Verdict(details["verdict"]).label}


@event("assessment.sitting_opened")
class SittingOpened:
    held_on: date
    queue: int
    present: int
    sentence = _("daily sitting opened with %(queue)s items in the queue")


@event("assessment.sitting_changed")
class SittingChanged:
    present: int
    sentence = _("daily sitting: %(present)s people present")


@event("assessment.sitting_closed")
class SittingClosed:
    held_on: date
    decided: int
    figures_digest: str
    sentence = _("daily sitting closed with %(decided)s decisions")


@event("assessment.view_saved")
class ViewSaved:
    shared: bool
    sentence = _("view of the inbox saved")


@event("assessment.view_removed")
class ViewRemoved:
    shared: bool
    sentence = _("view of the inbox removed")


@event("assessment.area_model_trained")
class AreaModelTrained:
    items: int
    f1: str
    model: str  # SHA-256 of the stored model
    sentence = _("area model trained on %(items)s items, macro-F1 %(f1)s")
