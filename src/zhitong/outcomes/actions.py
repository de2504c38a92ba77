"""The only writers of outcomes. A ledger: rows are added, a mistake is corrected by a new row, nothing is changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhitong.dispatch.queries import ways_down
from zhitong.errors import BadInput
from zhitong.journal.door import forbid, lock, permit, record, require
from zhitong.network.actors import Actor, system_actor
from zhitong.network.queries import commitment_of
from zhitong.outcomes import events
from zhitong.outcomes.models import Adoption, Instruction, Outcome, Reply
from zhitong.outcomes.queries import is_own_issue, rank_told, twins_of

if TYPE_CHECKING:
    from zhitong.dispatch.models import Dispatch
    from zhitong.files.models import StoredFile


@dataclass(frozen=True)
class Facts:
    """What every outcome says besides its own fields."""

    happened_on: date
    dispatch: Dispatch | None = None
    evidence: StoredFile | None = None
    note: str = ""


@transaction.atomic
def enter_adoption(
    brief,
    facts: Facts,
    *,
    by: Actor,
    body: str,
    rank: int,
    ladder: str = "cppcc",
    kind: str = "single",
    periodical: str = "",
    issue: str = "",
) -> Adoption:
    """采用: a body took the brief up. Also from levels the office did not send to, and months after it happened."""
    permit(by, "outcomes.enter", brief.office_id)
    own = {"body": body, "rank": rank, "ladder": ladder, "kind": kind, "periodical": periodical, "issue": issue}
    _need(body, "body", _("Write which body adopted it."))
    return _enter(Adoption, brief, facts, by, own)


@transaction.atomic
def enter_instruction(
    brief, facts: Facts, *, by: Actor, leader: str, leader_rank: str, words: str = "", paper_number: str = ""
) -> Instruction:
    """批示, registered by the desk from the paper (批件)."""
    permit(by, "outcomes.enter", brief.office_id)
    _need(leader, "leader", _("Write which leader gave the instruction."))
    return _enter(
        Instruction,
        brief,
        facts,
        by,
        {"leader": leader, "leader_rank": leader_rank, "words": words, "paper_number": paper_number},
    )


@transaction.atomic
def enter_reply(
    brief,
    facts: Facts,
    *,
    by: Actor,
    department: str,
    text: str,
    solved: str = "planned",
    answers: Instruction | None = None,
) -> Reply:
    """回函, entered by the desk from the department's letter."""
    permit(by, "outcomes.enter", brief.office_id)
    _need(department, "department", _("Write which department replied."))
    _need(text, "text", _("Write what the department replied."))
    return _enter(
        Reply, brief, facts, by, {"department": department, "text": text, "solved": solved, "answers": answers}
    )


@transaction.atomic
def instruct(dispatch: Dispatch, *, by: Actor, words: str) -> Instruction:
    """A leader writes the instruction here, on what was sent to them, or their deputy in their place: the instruction is the
    leader's, and the row and the journal name both. The desk confirms it like any other."""
    dispatch = _standing(dispatch)
    permit(by, "outcomes.instruct", dispatch.office_id)
    leader = dispatch.recipient.person
    may_for = by.persons_for("outcomes.instruct")
    forbid(leader is None or leader.pk not in may_for, "outcomes.instruct.not_yours", _("This was not sent to you."))
    _need(words, "words", _("Write the instruction."))
    facts = Facts(timezone.localdate(by.at), dispatch)
    deputy = by.person if leader.pk != by.person_id else None
    own = {"leader": leader.name, "leader_rank": dispatch.recipient.leader_rank, "words": words, "deputy": deputy}
    acting_for = commitment_of(leader.pk) if deputy else ""
    return _enter(Instruction, dispatch.brief, facts, by, own, acting_for=acting_for)


@transaction.atomic
def reply(
    dispatch: Dispatch,
    *,
    by: Actor,
    text: str,
    solved: str,
    answers: Instruction | None = None,
    evidence: StoredFile | None = None,
) -> Reply:
    """A department answers here, to what was sent to it."""
    dispatch = _standing(dispatch)
    permit(by, "outcomes.reply", dispatch.office_id)
    may_for = by.persons_for("outcomes.reply")
    forbid(dispatch.recipient.person_id not in may_for, "outcomes.reply.not_yours", _("This was not sent to you."))
    _need(text, "text", _("Write the reply."))
    facts = Facts(timezone.localdate(by.at), dispatch, evidence)
    return _enter(
        Reply,
        dispatch.brief,
        facts,
        by,
        {"department": dispatch.recipient.name, "text": text, "solved": solved, "answers": answers},
    )


def _standing(dispatch: Dispatch) -> Dispatch:
    """The dispatch, held; what was recalled can no longer be answered."""
    dispatch = lock(dispatch)
    require(
        dispatch.state != dispatch.State.RECALLED,
        "outcomes.answer.recalled",
        _("The office has recalled this dispatch."),
        _("Ask the office what took its place."),
    )
    return dispatch


@transaction.atomic
def confirm(outcome: Outcome, *, by: Actor) -> Outcome:
    """A second person has seen the paper. Whoever entered it does not confirm it."""
    outcome = lock(outcome)
    permit(by, "outcomes.confirm", outcome.office_id)
    forbid(
        by.person_id == outcome.entered_by_id,
        "outcomes.confirm.own",
        _("Who entered an outcome does not confirm it."),
        by.who_may("outcomes.confirm"),
    )
    require(outcome.confirmed_at is None, "outcomes.confirm.done", _("This outcome is confirmed already."))
    require(
        _holds(outcome),
        "outcomes.confirm.replaced",
        _("This row was replaced by a later one."),
        _("Confirm the later one."),
    )
    outcome.confirmed_by, outcome.confirmed_at = by.person, by.at
    outcome.save(update_fields=["confirmed_by", "confirmed_at"])
    record(events.OutcomeConfirmed(outcome=outcome.code), on=outcome, by=by, matters=_matters(outcome.brief))
    return outcome


@transaction.atomic
def correct(outcome: Outcome, *, by: Actor, reason: str, facts: Facts | None = None, **own) -> Outcome:
    """A new row in the place of a wrong one, which stays readable. The rows handed down to offices below are corrected with it."""
    outcome = _replaceable(outcome, by, reason)
    facts = facts or Facts(outcome.happened_on, outcome.dispatch, outcome.evidence, outcome.note)
    kept = {name: getattr(outcome, name) for name in OWN_FIELDS[type(outcome)]}
    return _enter(type(outcome), outcome.brief, facts, by, kept | own, corrects=outcome, reason=reason)


@transaction.atomic
def take_back(outcome: Outcome, *, by: Actor, reason: str) -> Outcome:
    """It never happened, or not to this brief: a row that only says so."""
    return _void(_replaceable(outcome, by, reason), by, reason)


@transaction.atomic
def issued_here(brief, *, by: Actor) -> Adoption:
    """Part of signing: the office's own periodical took it up (编发), which is an adoption at its own level and, for what came from an
    office below, that office's adoption here."""
    own = {
        "body": by.office.level_name,
        "rank": by.office.rank,
        "ladder": by.office.ladder,
        "kind": brief.kind,
        "periodical": brief.series.name,
        "issue": brief.issue,
    }
    return _enter(Adoption, brief, Facts(timezone.localdate(by.at)), _program(by), own)


@transaction.atomic
def issue_withdrawn(brief, *, by: Actor, reason: str = "") -> None:
    """Part of withdrawing a signed brief: its adoption here no longer holds."""
    for adoption in brief.adoptions.filter(entered_by=None, came_from=None, void=False):
        if is_own_issue(adoption) and _holds(adoption):
            _void(adoption, _program(by), reason or _("the issue was withdrawn"))


OWN_FIELDS = {
    Adoption: ("body", "rank", "ladder", "kind", "periodical", "issue"),
    Instruction: ("leader", "leader_rank", "words", "paper_number", "deputy"),
    Reply: ("department", "text", "solved", "answers"),
}


def _enter(
    model: type[Outcome],
    brief,
    facts: Facts,
    by: Actor,
    own: dict,
    *,
    corrects: Outcome | None = None,
    came_from: Outcome | None = None,
    reason: str = "",
    acting_for: str = "",
) -> Outcome:
    """Write one row of the ledger and hand it down to the offices that the brief came from."""
    brief = lock(brief)  # as it is now; and two who enter the same outcome at once meet here
    _refuse_unfit(model, brief, facts, by, own, corrects)
    if own.get("answers"):
        own = own | {"answers": own["answers"].first or own["answers"]}
    if model is Instruction and corrects is not None:
        own = own | {"first": corrects.first or corrects}
    row = model.objects.create(
        office_id=brief.office_id,
        brief=brief,
        dispatch=facts.dispatch,
        happened_on=facts.happened_on,
        evidence=facts.evidence,
        note=facts.note,
        recorded_at=by.at,
        entered_by=by.person,
        corrects=corrects,
        came_from=came_from,
        **own,
    )
    record(_event(row, came_from is not None, acting_for), on=brief, by=by, reason=reason, matters=_matters(brief))
    _hand_down(row, by, reason)
    return row


def _hand_down(row: Outcome, by: Actor, reason: str) -> None:
    """Repeat a row in every office below whose dispatch the brief draws on: its own rows, its own journal, the same transaction."""
    # Who stood in for the leader is not for the offices below; the instruction a reply carries out is their own row of it.
    kept = {name: getattr(row, name) for name in OWN_FIELDS[type(row)] if name not in ("answers", "deputy")}
    answered = row.answers if isinstance(row, Reply) else None
    for way in ways_down(row.brief):
        below = _program(by, way.office)
        own = kept | ({"answers": answered.handed_down.filter(brief=way.brief).first()} if answered else {})
        corrected = row.corrects.handed_down.filter(brief=way.brief).first() if row.corrects else None
        if corrected is not None and not _holds(corrected):
            continue  # the office below has corrected it for itself; its own word stands
        if corrected is None and twins_of(type(row), way.brief, row.happened_on, own).exists():
            continue  # the office below had entered it before, from a notice on paper
        _enter(
            type(row),
            way.brief,
            Facts(row.happened_on, way),
            below,
            own,
            corrects=corrected,
            came_from=row,
            reason=reason,
        )


def _void(outcome: Outcome, by: Actor, reason: str) -> Outcome:
    model = type(outcome)
    kept = {name: getattr(outcome, name) for name in OWN_FIELDS[model]}
    row = model.objects.create(
        office_id=outcome.office_id,
        brief=outcome.brief,
        dispatch=outcome.dispatch,
        happened_on=outcome.happened_on,
        evidence=outcome.evidence,
        recorded_at=by.at,
        entered_by=by.person,
        corrects=outcome,
        void=True,
        **kept,
    )
    record(
        events.OutcomeTakenBack(outcome=row.code, corrects=outcome.code, of_issue=is_own_issue(outcome)),
        on=outcome.brief,
        by=by,
        reason=reason,
        matters=_matters(outcome.brief),
    )
    for lower in outcome.handed_down.all():
        if _holds(lower):
            _void(lower, _program(by, lower.office), reason)
    return row


def _replaceable(outcome: Outcome, by: Actor, reason: str) -> Outcome:
    outcome = lock(outcome)
    permit(by, "outcomes.enter", outcome.office_id)
    require(
        _holds(outcome),
        "outcomes.correct.replaced",
        _("This row was replaced by a later one."),
        _("Correct the later one."),
    )
    _need(reason, "reason", _("Write what was wrong."))
    return outcome


def _refuse_unfit(model: type[Outcome], brief, facts: Facts, by: Actor, own: dict, corrects: Outcome | None) -> None:
    require(
        brief.state in {brief.State.SIGNED, brief.State.WITHDRAWN},
        "outcomes.enter.not_signed",
        _("A brief that was not issued has no outcomes."),
        _("Look the issue up by its number."),
    )
    if facts.happened_on > timezone.localdate(by.at):
        raise BadInput(
            "outcomes.enter.future",
            _("The day lies in the future."),
            _("Write the day on the paper."),
            field="happened_on",
        )
    if facts.happened_on < timezone.localdate(brief.signed_at):
        raise BadInput(
            "outcomes.enter.before_issue",
            _("The day lies before the brief was issued."),
            _("Check the day, and whether it is this brief."),
            field="happened_on",
        )
    if facts.dispatch is not None and facts.dispatch.brief_id != brief.pk:
        raise BadInput("outcomes.enter.other_dispatch", _("This dispatch belongs to another brief."), field="dispatch")
    if own.get("answers") is not None and own["answers"].brief_id != brief.pk:
        raise BadInput(
            "outcomes.enter.other_instruction", _("This instruction was given on another brief."), field="answers"
        )
    twins = twins_of(model, brief, facts.happened_on, own)
    require(
        not twins.exclude(pk=corrects.pk if corrects else None).exists(),
        "outcomes.enter.twice",
        _("This outcome stands in the ledger already."),
        _("If it is another one, write in the note or the issue what tells them apart."),
    )


def _event(row: Outcome, came_down: bool, acting_for: str) -> object:
    common = {
        "outcome": row.code,
        "happened_on": row.happened_on,
        "corrects": row.corrects.code if row.corrects else "",
        "came_down": came_down,
    }
    if isinstance(row, Adoption):
        own = {"rank": row.rank, "ladder": row.ladder, "kind": row.kind, "body": row.body}
        return events.AdoptionEntered(of_issue=is_own_issue(row), **own, **common)
    if isinstance(row, Instruction):
        shown = rank_told(row)
        own = {"leader_rank": row.leader_rank, "rank_name": shown, "acting_for": acting_for}
        return events.InstructionEntered(**own, **common)
    return events.ReplyEntered(solved=row.solved, answers=row.answers.code if row.answers else "", **common)


def _holds(outcome: Outcome) -> bool:
    return not outcome.void and not type(outcome).objects.filter(corrects=outcome).exists()


def _program(by: Actor, office=None) -> Actor:
    """The program itself at the same moment: for what nobody types in."""
    return system_actor(office or by.office, (), channel="downward" if office else by.channel, at=by.at)


def _need(value: str, field: str, sentence: str) -> None:
    if not value.strip():
        raise BadInput(f"outcomes.enter.{field}", sentence, field=field)


def _matters(brief) -> tuple[str, ...]:
    """Whose timelines also show it: each submission that the brief draws on."""
    return tuple(brief.sources.values_list("submission__code", flat=True))
