"""The only writers of assessment: decisions and their undoing, the daily sitting, saved views."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from zhitong.assessment import events, rules
from zhitong.assessment.effects import effects_outside
from zhitong.assessment.minutes import day_figures
from zhitong.assessment.models import Assessment, SavedView, Sitting
from zhitong.assessment.queries import awaiting, followers_of, in_force
from zhitong.assessment.tellings import tell_of_decision, tell_of_undoing
from zhitong.errors import Refused, WrongState
from zhitong.intake.models import IN_QUEUE, Submission
from zhitong.intake.queries import locked_together
from zhitong.intake.queue import FOR_GOOD, rest
from zhitong.intake.words import refuse_broken
from zhitong.journal import chain
from zhitong.journal.door import forbid, lock, permit, record
from zhitong.network.actors import Actor
from zhitong.network.models import Person

Verdict = Assessment.Verdict


@transaction.atomic
def decide(
    submission: Submission,
    verdict: str,
    *,
    by: Actor,
    reason: str = "",
    words: str = "",
    told: str = "",
    hold_until: date | None = None,
    into: Submission | None = None,
    transfer_to: str = "",
    taker: Person | None = None,
    due_on: date | None = None,
    sitting: Sitting | None = None,
    upon: str | None = None,
) -> Assessment:
    """研判: one decision on one submission.

    ``reason`` is a code of the office's list "decision_reason"; ``words`` are for the desk, ``told`` for the source.
    ``upon`` is the code of the decision the actor saw in force, "" for none; when another stands there now, the deed is
    refused instead of burying a colleague's. A hold is ended by the next decision; any other must be undone first.
    """
    verdict = Verdict(verdict)
    locked = _lock_together(submission, into)
    submission, into = locked[submission.pk], locked[into.pk] if into else None
    permit(by, "assessment.decide", submission.office_id)
    forbid(by.person is None, "assessment.decide.nobody", _("A decision is taken by a person."))
    for name, value in (("words", words), ("told", told), ("transfer_to", transfer_to)):
        refuse_broken(value, field=name)
    today = timezone.localdate(by.at)
    rules.require_open(submission)
    held = in_force(submission)
    rules.require_undecided(submission, held, upon)
    rules.check_parts(
        verdict,
        reason=reason,
        words=words,
        told=told,
        hold_until=hold_until,
        into=into,
        transfer_to=transfer_to,
        today=today,
    )
    chosen = rules.reason_named(reason, verdict, submission.office_id, today) if reason else None
    if into is not None:
        rules.require_can_lead(submission, into, in_force(into))
    if sitting is not None:
        sitting = lock(sitting)
        rules.require_sitting(sitting, submission.office_id)
    if held is not None:
        _end(held, by=by)
    made = Assessment.objects.create(
        submission=submission,
        verdict=verdict,
        reason=reason,
        words=words,
        told=told,
        hold_until=hold_until,
        into=into,
        transfer_to=transfer_to,
        taker=taker,
        due_on=due_on,
        sitting=sitting,
        follows=held,
        by=by.person,
        at=by.at,
    )
    rest(submission, hold_until or FOR_GOOD)
    told_reason = (chosen.data.get("told") or chosen.name) if chosen else ""
    tell_of_decision(made, told_reason, by=by)
    happened = events.AssessmentDecided(
        decision=made.code,
        verdict=verdict.value,
        reason=reason,
        told=told_reason,
        hold_until=hold_until,
        into=into.code if into else "",
        after=held.code if held else "",
        sitting=sitting.code if sitting else "",
        words_digest=hashlib.sha256(chain.canonical([words, told, transfer_to]).encode()).hexdigest(),
    )
    record(happened, on=submission, by=by, reason=chosen.name if chosen else "", matters=_also_shown(submission, into))
    return made


@transaction.atomic
def undo(assessment: Assessment, *, by: Actor, why: str = "") -> Assessment:
    """Take a decision back, until it has effects outside the desk. A hold that it had ended is in force again, as a new row."""
    submission = lock(assessment.submission)
    permit(by, "assessment.undo", submission.office_id)
    forbid(by.person is None, "assessment.undo.nobody", _("A decision is undone by a person."))
    assessment = lock(assessment)
    if assessment.undone_at is not None:
        raise WrongState(
            "assessment.undo.not_in_force",
            _("This decision is not in force any more."),
            _("Load the page again to see how the matter stands."),
        )
    if effects := effects_outside(submission):
        raise WrongState(
            "assessment.undo.has_effects",
            _("The decision has had effects outside the desk: %(effects)s") % {"effects": " ".join(effects)},
            _("It stays as it is; correct it by a new document."),
        )
    _end(assessment, by=by, why=why)
    restored = _in_force_again(assessment.follows, by=by) if assessment.follows else None
    rest(submission, restored.hold_until if restored else IN_QUEUE)
    tell_of_undoing(assessment, by=by)
    happened = events.AssessmentUndone(
        decision=assessment.code, verdict=assessment.verdict, restored=restored.code if restored else ""
    )
    record(happened, on=submission, by=by, reason=why, matters=_also_shown(submission, assessment.into))
    return assessment


def decide_many(
    submissions: Iterable[Submission], verdict: str, *, by: Actor, **parts
) -> tuple[list[Assessment], list[tuple[Submission, Refused]]]:
    """The same decision on each; every one stands or falls by itself. Gives what was decided and what was refused, with why."""
    made, refused = [], []
    for submission in submissions:
        try:
            made.append(decide(submission, verdict, by=by, **parts))
        except Refused as refusal:
            refused.append((submission, refusal))
    return made, refused


@transaction.atomic
def open_sitting(
    *,
    by: Actor,
    chair: Person,
    minute_taker: Person,
    present: Iterable[Person] = (),
    held_on: date | None = None,
    order: str = Sitting.Order.OLDEST,
) -> Sitting:
    """每日研判: open the day's sitting over the queue. Chair and minute-taker are present whether named so or not."""
    permit(by, "assessment.hold_sitting", by.office_id)
    lock(by.office)  # two people who open the day's sitting at once: the second is told, not both stored
    today = timezone.localdate(by.at)
    held_on = held_on or today
    everybody = list(dict.fromkeys([chair, minute_taker, *present]))
    rules.check_sitting_people(everybody, by.office_id)
    rules.check_sitting_day(by.office_id, held_on, today)
    sitting = Sitting.objects.create(
        office_id=by.office_id,
        held_on=held_on,
        chair=chair,
        minute_taker=minute_taker,
        order=Sitting.Order(order),
        opened_at=by.at,
        queue_at_start=awaiting(by).count(),
    )
    sitting.present.set(everybody)
    happened = events.SittingOpened(held_on=held_on, queue=sitting.queue_at_start, present=len(everybody))
    record(happened, on=sitting, by=by)
    return sitting


@transaction.atomic
def change_sitting(
    sitting: Sitting,
    *,
    by: Actor,
    chair: Person,
    minute_taker: Person,
    present: Iterable[Person] = (),
    order: str = Sitting.Order.OLDEST,
) -> Sitting:
    """Who is there, who leads and writes, in which order: while the sitting is open."""
    sitting = lock(sitting)
    permit(by, "assessment.hold_sitting", sitting.office_id)
    rules.require_sitting(sitting, by.office_id)
    everybody = list(dict.fromkeys([chair, minute_taker, *present]))
    rules.check_sitting_people(everybody, by.office_id)
    sitting.chair, sitting.minute_taker, sitting.order = chair, minute_taker, Sitting.Order(order)
    sitting.save(update_fields=["chair", "minute_taker", "order"])
    sitting.present.set(everybody)
    record(events.SittingChanged(present=len(everybody)), on=sitting, by=by)
    return sitting


@transaction.atomic
def close_sitting(sitting: Sitting, *, by: Actor, note: str = "") -> Sitting:
    """Close into minutes: the day's counts are frozen. A day without a single item is closed too, so that a gap shows."""
    sitting = lock(sitting)
    permit(by, "assessment.hold_sitting", sitting.office_id)
    forbid(by.person is None, "assessment.sitting.nobody", _("A sitting is closed by a person."))
    rules.require_sitting(sitting, by.office_id)
    refuse_broken(note, field="note")
    sitting.note, sitting.closed_at, sitting.closed_by = note, by.at, by.person
    sitting.figures = day_figures(sitting, by)
    sitting.save(update_fields=["note", "closed_at", "closed_by", "figures"])
    happened = events.SittingClosed(
        held_on=sitting.held_on,
        decided=sitting.figures["decided"],
        figures_digest=hashlib.sha256(chain.canonical(sitting.figures).encode()).hexdigest(),
    )
    record(happened, on=sitting, by=by)
    return sitting


@transaction.atomic
def save_view(name: str, query: str, *, by: Actor, shared: bool = False) -> SavedView:
    """Keep a filter under a name, for oneself or for the whole desk. The same name again replaces the filter."""
    permit(by, "assessment.share_view" if shared else "assessment.read", by.office_id)
    forbid(by.person is None, "assessment.view.nobody", _("A view is saved by a person."))
    refuse_broken(name, field="name")
    owner = None if shared else by.person
    lock(by.office)
    last = SavedView.objects.filter(office_id=by.office_id).aggregate(last=Max("position"))["last"] or 0
    view, _made = SavedView.objects.update_or_create(
        office_id=by.office_id,
        person=owner,
        name=name,
        defaults={"query": query},
        create_defaults={"query": query, "position": last + 1},
    )
    record(events.ViewSaved(shared=shared), on=view, by=by)
    return view


@transaction.atomic
def remove_view(view: SavedView, *, by: Actor) -> None:
    view = lock(view)
    permit(by, "assessment.read" if view.person_id else "assessment.share_view", view.office_id)
    rules.require_may_own(view, by.person_id)
    record(events.ViewRemoved(shared=view.person_id is None), on=view, by=by)
    view.delete()


def _lock_together(*submissions: Submission | None) -> dict[int, Submission]:
    return locked_together(submission.pk for submission in submissions if submission)


def _end(assessment: Assessment, *, by: Actor, why: str = "") -> None:
    assessment.undone_at, assessment.undone_by, assessment.undone_why = by.at, by.person, why
    assessment.save(update_fields=["undone_at", "undone_by", "undone_why"])


def _in_force_again(held: Assessment, *, by: Actor) -> Assessment:
    """A new row with the hold's words and day: the old row tells how it was, so that any past day can be recomputed."""
    return Assessment.objects.create(
        submission_id=held.submission_id,
        verdict=held.verdict,
        reason=held.reason,
        words=held.words,
        told=held.told,
        hold_until=held.hold_until,
        by=held.by,
        at=by.at,
    )


def _also_shown(submission: Submission, into: Submission | None) -> tuple[str, ...]:
    """Whose timeline shows the deed too: the leading submission, and all that are joined to this one."""
    codes = list(followers_of(submission).values_list("code", flat=True))
    return tuple(codes + ([into.code] if into else []))
