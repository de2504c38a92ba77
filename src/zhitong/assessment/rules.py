"""What a decision needs, and the facts that stand against one."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from zhitong.assessment.models import Assessment, SavedView, Sitting
from zhitong.errors import BadInput, NotPermitted, WrongState
from zhitong.intake.models import Submission
from zhitong.journal.door import require
from zhitong.network import queries as network
from zhitong.network.models import Choice, Person

Verdict = Assessment.Verdict
REASON_LIST = "decision_reason"
# 采编 and 并稿 explain themselves by what follows; the others end the way or delay it, and somebody will ask why.
NEEDS_REASON = frozenset({Verdict.HOLD, Verdict.SEND_BACK, Verdict.TRANSFER, Verdict.TO_PROPOSAL, Verdict.DECLINE})
# A hold ends by the next decision; every other decision must be undone before another one takes its place.
MAY_BE_FOLLOWED = frozenset({Verdict.HOLD})
# What a merged submission can lean on: something that is still on its way or already taken up.
MAY_LEAD = frozenset({None, Verdict.TAKE_UP, Verdict.HOLD})


def reasons_for(verdict: str, office_id: int, on: date) -> list[Choice]:
    """The reasons that the office may choose from for this verdict on a day, in its own order."""
    return [
        choice
        for choice in network.choices(REASON_LIST, office_id, on=on)
        if verdict in choice.data.get("verdicts", ())
    ]


def reason_named(code: str, verdict: str, office_id: int, on: date) -> Choice:
    """The reason of this code. BadInput when the list does not offer it for this verdict."""
    for choice in reasons_for(verdict, office_id, on):
        if choice.code == code:
            return choice
    raise BadInput(
        "assessment.decide.unknown_reason",
        _("The list of reasons does not offer this reason for this decision."),
        _("Choose one of the reasons shown."),
        field="reason",
    )


def check_parts(
    verdict: Verdict,
    *,
    reason: str,
    words: str,
    told: str,
    hold_until: date | None,
    into: Submission | None,
    transfer_to: str,
    today: date,
) -> None:
    """Raise BadInput unless the decision carries what its verdict needs, and nothing that belongs to another."""
    if verdict in NEEDS_REASON and not reason and not words and not told:
        raise BadInput(
            "assessment.decide.reason_missing",
            _("The decision has no reason."),
            _("Choose a reason or write it in words."),
            field="reason",
        )
    if verdict == Verdict.HOLD:
        if hold_until is None or hold_until <= today:
            raise BadInput(
                "assessment.decide.hold_day",
                _("A held item needs a day after today on which it comes back."),
                _("Give the day."),
                field="hold_until",
            )
    elif hold_until is not None:
        raise TypeError("only a hold has a day to come back")
    if verdict == Verdict.SEND_BACK and not told:
        raise BadInput(
            "assessment.decide.missing_not_said",
            _("The source must read what is missing."),
            _("Write what should be added or changed; the source sees these words."),
            field="told",
        )
    if verdict == Verdict.MERGE and into is None:
        raise BadInput(
            "assessment.decide.lead_missing",
            _("A merge needs the leading submission."),
            _("Give the number of the submission it is joined to."),
            field="into",
        )
    if verdict != Verdict.MERGE and into is not None:
        raise TypeError("only a merge has a leading submission")
    if verdict == Verdict.TRANSFER and not transfer_to:
        raise BadInput(
            "assessment.decide.recipient_missing",
            _("A transfer needs a recipient."),
            _("Write which department or body gets the original text."),
            field="transfer_to",
        )


def require_open(submission: Submission) -> None:
    """A withdrawn submission, and one that was moved to paper, is not decided on any more."""
    require(
        submission.withdrawn_at is None,
        "assessment.decide.withdrawn",
        _("This submission was withdrawn by its source."),
        _("Nothing more is to be done with it."),
    )
    require(
        submission.paper_at is None,
        "assessment.decide.on_paper",
        _("This matter was moved to paper."),
        _("Decide on it in the paper file; only the stub is kept here."),
    )


def require_undecided(submission: Submission, standing: Assessment | None, upon: str | None) -> None:
    """WrongState when somebody decided already. ``upon`` is the decision the actor had before their eyes (None: not said)."""
    if standing is not None and (
        standing.verdict not in MAY_BE_FOLLOWED or (upon is not None and upon != standing.code)
    ):
        raise WrongState(
            "assessment.decide.decided",
            _("%(number)s was decided already: %(verdict)s, by %(person)s.")
            % {
                "number": submission.number,
                "verdict": standing.get_verdict_display(),
                "person": standing.by.name,
            },
            _("Read that decision; undo it first if it was wrong."),
            decision=standing.code,
        )


def require_can_lead(submission: Submission, lead: Submission, standing: Assessment | None) -> None:
    """The leading submission of a merge is another one of the same office, open, and not itself joined to a third."""
    if lead.office_id != submission.office_id or lead.pk == submission.pk:
        raise BadInput(
            "assessment.merge.not_a_lead",
            _("This submission cannot lead the merge."),
            _("Choose another submission of your office."),
            field="into",
        )
    require_open(lead)
    if standing is not None and standing.verdict == Verdict.MERGE:
        if standing.into_id == submission.pk:
            message, remedy = _("These two are joined already, the other way round."), _("Undo that merge first.")
        else:
            message = _("%(number)s is itself joined to %(lead)s.") % {
                "number": lead.number,
                "lead": standing.into.number,
            }
            remedy = _("Join this one to %(lead)s.") % {"lead": standing.into.number}
        raise BadInput("assessment.merge.lead_is_joined", message, remedy, field="into", lead=standing.into.code)
    if (standing.verdict if standing else None) not in MAY_LEAD:
        raise BadInput(
            "assessment.merge.lead_is_over",
            _("%(number)s was decided: %(verdict)s.")
            % {"number": lead.number, "verdict": standing.get_verdict_display()},
            _("Choose a submission that is waiting, held or taken up."),
            field="into",
        )


def require_sitting(sitting: Sitting, office_id: int) -> None:
    require(
        sitting.office_id == office_id and sitting.closed_at is None,
        "assessment.sitting.not_open",
        _("This sitting is not open."),
        _("Decide outside a sitting, or open today's."),
    )


def check_sitting_people(people: list[Person], office_id: int) -> None:
    """Everybody at a sitting is known to the office whose queue it is."""
    if any(person.office_id != office_id for person in people):
        raise BadInput(
            "assessment.sitting.stranger",
            _("Somebody named here does not belong to your office."),
            _("Choose people of your office."),
            field="present",
        )


def check_sitting_day(office_id: int, held_on: date, today: date) -> None:
    """One record a day, never for a day to come; one sitting open at a time."""
    if held_on > today:
        raise BadInput(
            "assessment.sitting.future",
            _("A sitting cannot be opened for a day to come."),
            _("Choose today, or a day that has no record yet."),
            field="held_on",
        )
    open_one = Sitting.objects.filter(office_id=office_id, closed_at__isnull=True).first()
    require(
        open_one is None,
        "assessment.sitting.another_open",
        _("The sitting of %(day)s is still open.") % {"day": open_one.held_on if open_one else ""},
        _("Close it first."),
    )
    if Sitting.objects.filter(office_id=office_id, held_on=held_on).exists():
        raise BadInput(
            "assessment.sitting.day_taken",
            _("This day has a sitting already."),
            _("Read its minutes, or choose another day."),
            field="held_on",
        )


def require_may_own(view: SavedView, person_id: int | None) -> None:
    """A personal view belongs to whoever saved it."""
    if view.person_id is not None and view.person_id != person_id:
        raise NotPermitted("assessment.view.not_yours", _("This view belongs to somebody else."), "")
