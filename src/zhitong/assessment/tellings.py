"""What sources hear of assessment, in kind words: in their timeline by the event, in full by a notice that an editor can read first."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from zhitong.assessment.events import AssessmentDecided, AssessmentUndone
from zhitong.assessment.models import Assessment
from zhitong.assessment.queries import followers_of
from zhitong.intake.feedback import key_of, tell_person, tell_sources, untell_sources
from zhitong.intake.timeline import tell_source
from zhitong.network.actors import Actor
from zhitong.web.templatetags.parts import day

Verdict = Assessment.Verdict


def in_kind_words(verdict: str, *, reason: str = "", hold_until: date | None = None) -> str:
    """One sentence on the decision. It also fits the sources of what is joined to the decided submission."""
    sentence = {
        Verdict.TAKE_UP: _("Taken up: a brief is being written from it."),
        Verdict.MERGE: _("Joined with others on the same matter; your text stays as you wrote it and is credited."),
        Verdict.HOLD: _("Kept for now; it will be assessed again on %(day)s.") % {"day": day(hold_until)},
        Verdict.SEND_BACK: _("Returned to you: something is missing. Send it again when it is complete."),
        Verdict.TRANSFER: _("Your text was passed on to those who are responsible."),
        Verdict.TO_PROPOSAL: _("Passed on to be raised as a proposal."),
        Verdict.DECLINE: _("Not used this time. Thank you for speaking up."),
    }[Verdict(verdict)]
    if not reason:
        return sentence
    because = _("Reason: %(reason)s.") % {"reason": reason}
    return f"{sentence} {because}"


def in_full(made: Assessment, reason: str) -> str:
    """The sentence with what the desk wrote for the source."""
    parts = [in_kind_words(made.verdict, reason=reason, hold_until=made.hold_until)]
    if made.verdict == Verdict.SEND_BACK:
        parts.append(_("What is missing: %(words)s") % {"words": made.told})
    elif made.told:
        parts.append(made.told)
    if made.verdict == Verdict.TRANSFER:
        parts.append(_("Passed on to: %(recipient)s") % {"recipient": made.transfer_to})
    return "\n".join(parts)


def tell_of_decision(made: Assessment, reason: str, *, by: Actor) -> None:
    """The authors of the decided submission in full; those of what is joined to it in one sentence."""

    def short() -> str:
        return in_kind_words(made.verdict, reason=reason, hold_until=made.hold_until)

    tell_sources([made.submission], AssessmentDecided, lambda: in_full(made, reason), key=made.code, by=by)
    tell_sources(followers_of(made.submission), AssessmentDecided, short, key=made.code, by=by)


def tell_of_undoing(assessment: Assessment, *, by: Actor) -> None:
    """What was not told yet stays untold; whoever heard of the decision hears that it was taken back."""
    concerned = [assessment.submission, *followers_of(assessment.submission)]
    for submission, person in untell_sources(concerned, AssessmentDecided, key=assessment.code, by=by):
        key = key_of(AssessmentUndone, assessment.code, submission)
        tell_person(person, submission, AssessmentUndone, _undone({}), key=key, by=by)


def _undone(_details: dict) -> str:
    return _("The decision was taken back; it is being assessed again.")


def _decided(details: dict) -> str:
    hold_until = date.fromisoformat(details["hold_until"]) if details["hold_until"] else None
    return in_kind_words(details["verdict"], reason=details.get("told", ""), hold_until=hold_until)


tell_source(AssessmentDecided.event_name, _decided)
tell_source(AssessmentUndone.event_name, _undone)
