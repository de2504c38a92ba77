"""The way through the chain: put forward, take back, pass on, return, and the express lane's shorter chain."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhitong.desk import checks, events, rules, texts
from zhitong.desk.actions.remarks import Pin, pin
from zhitong.desk.actions.writing import check_reason, refuse_broken, require_usable, source_codes
from zhitong.desk.models import Brief, Revision, Signature
from zhitong.errors import BadInput
from zhitong.journal.door import lock, permit, record, require
from zhitong.network.actors import Actor, Grant
from zhitong.network.queries import commitment_of

Verdict = Signature.Verdict


@transaction.atomic
def put_forward(brief: Brief, *, by: Actor, words: str = "") -> Brief:
    """送审: the newest text goes to the first reviewer of the series' chain. From here its text rests."""
    brief = lock(brief)
    permit(by, "desk.write", brief.office_id)
    leads_to = rules.in_time(brief, "put_forward")
    rules.person_of(by)
    refuse_broken(words, field="words")
    rules.forbid_while_written(brief, by, deed="put_forward")
    revision = ready_text(brief, deed="put_forward")
    brief.chain, brief.step, brief.state = rules.chain_of(brief, on=timezone.localdate(by.at)), 1, leads_to
    brief.turn = brief.chain[1]
    brief.lock_person, brief.lock_at = None, None
    brief.save(update_fields=["chain", "step", "state", "turn", "lock_person", "lock_at"])
    sign(brief, revision, Verdict.SUBMIT, by=by, step=0, role=brief.chain[0], words=words)
    record(
        events.PutForward(ordinal=revision.ordinal, digest=revision.digest, turn=brief.turn),
        on=brief,
        by=by,
        reason=words,
        matters=source_codes(brief),
    )
    return brief


@transaction.atomic
def take_back(brief: Brief, *, by: Actor, words: str = "") -> Brief:
    """The desk takes its own brief back from review, to mend it, before the next reviewer has acted on it."""
    brief = lock(brief)
    permit(by, "desk.write", brief.office_id)
    leads_to = rules.in_time(brief, "take_back")
    refuse_broken(words, field="words")
    require(
        brief.step == 1,
        "desk.take_back.passed_already",
        _("A reviewer has passed this brief already."),
        _("Ask whoever has it now to return it."),
    )
    brief.state, brief.step, brief.turn = leads_to, 0, ""
    brief.save(update_fields=["state", "step", "turn"])
    record(events.TakenBack(), on=brief, by=by, reason=words, matters=source_codes(brief))
    return brief


@transaction.atomic
def pass_on(brief: Brief, *, by: Actor, words: str = "") -> Brief:
    """The reviewer agrees: the brief goes to the next step of its chain. The last step signs and is another deed."""
    brief = lock(brief)
    permit(by, "desk.review", brief.office_id)
    rules.in_time(brief, "pass_on")
    refuse_broken(words, field="words")
    grant = rules.grant_for_turn(brief, by, deed="pass_on")
    require(
        not rules.signs_now(brief),
        "desk.pass_on.last_step",
        _("This is the last step of the chain; here the brief is signed."),
        _("Sign it off, or return it."),
    )
    rules.forbid_while_written(brief, by, deed="pass_on")
    revision = ready_text(brief, deed="pass_on")
    step, role = brief.step, brief.turn
    sign(brief, revision, Verdict.PASS, by=by, step=step, role=role, words=words, grant=grant)
    brief.step, brief.turn = step + 1, brief.chain[step + 1]
    brief.lock_person, brief.lock_at = None, None
    brief.save(update_fields=["step", "turn", "lock_person", "lock_at"])
    record(
        events.Passed(
            step=step,
            role=role,
            digest=revision.digest,
            turn=brief.turn,
            by_delegation=grant.acting_for is not None,
            acting_for=commitment_of(grant.acting_for),
        ),
        on=brief,
        by=by,
        reason=words,
    )
    return brief


@transaction.atomic
def return_to_editor(brief: Brief, *, by: Actor, words: str, remarks: Sequence[Pin] = ()) -> Brief:
    """The reviewer sends the brief back to be mended, with words and with remarks pinned to places in its text."""
    brief = lock(brief)
    permit(by, "desk.review", brief.office_id)
    leads_to = rules.in_time(brief, "return_to_editor")
    grant = rules.grant_for_turn(brief, by, deed="return_to_editor")
    revision = texts.newest(brief)
    for remark in remarks:
        pin(brief, revision, remark, by=by)
    fresh = brief.remarks.filter(settled_at=None, by=by.person).count()
    if not fresh:
        check_reason(words, field="words")
    refuse_broken(words, field="words")
    step, role = brief.step, brief.turn
    sign(brief, revision, Verdict.RETURN, by=by, step=step, role=role, words=words, grant=grant)
    brief.state, brief.step, brief.turn = leads_to, 0, ""
    brief.lock_person, brief.lock_at = None, None
    brief.save(update_fields=["state", "step", "turn", "lock_person", "lock_at"])
    record(
        events.Returned(
            step=step,
            role=role,
            digest=revision.digest,
            remarks=fresh,
            by_delegation=grant.acting_for is not None,
            acting_for=commitment_of(grant.acting_for),
        ),
        on=brief,
        by=by,
        reason=words,
        matters=source_codes(brief),
    )
    return brief


@transaction.atomic
def put_on_express(brief: Brief, *, by: Actor, reason: str) -> Brief:
    """直通车: the series' shorter chain and its hours, for a reason that everyone on the way reads.

    A brief already in review keeps the steps it took and goes on at the same place of the shorter chain, at the latest at
    its last step.
    """
    brief = lock(brief)
    permit(by, "dispatch.express", brief.office_id)
    rules.in_time(brief, "express")
    check_reason(reason)
    require(not brief.is_express, "desk.express.already", _("This brief is on the express lane already."), "")
    brief.is_express, brief.express_reason, brief.express_since = True, reason, by.at
    _follow_chain(brief, by)
    brief.save(update_fields=["is_express", "express_reason", "express_since", "chain", "step", "turn"])
    hours = brief.series.express_hours
    record(events.PutOnExpress(hours=hours), on=brief, by=by, reason=reason, matters=source_codes(brief))
    return brief


@transaction.atomic
def take_off_express(brief: Brief, *, by: Actor, reason: str) -> Brief:
    """The matter is not so urgent after all: the usual chain, from the same place on."""
    brief = lock(brief)
    permit(by, "dispatch.express", brief.office_id)
    rules.in_time(brief, "express")
    check_reason(reason)
    require(brief.is_express, "desk.express.not_on", _("This brief is not on the express lane."), "")
    brief.is_express, brief.express_since = False, None
    _follow_chain(brief, by)
    brief.save(update_fields=["is_express", "express_since", "chain", "step", "turn"])
    record(events.TakenOffExpress(), on=brief, by=by, reason=reason, matters=source_codes(brief))
    return brief


def _follow_chain(brief: Brief, by: Actor) -> None:
    if brief.state == Brief.State.IN_REVIEW:
        brief.chain = rules.chain_of(brief, on=timezone.localdate(by.at))
        brief.step = min(brief.step, len(brief.chain) - 1)
        brief.turn = brief.chain[brief.step]


# What signing uses as well


def ready_text(brief: Brief, *, deed: str) -> Revision:
    """The newest text, fit to go on: one text only, something in it, its sources standing, no check open that the series blocks on."""
    require(
        len(texts.open_texts(brief)) == 1,
        f"desk.{deed}.two_texts",
        _("Two people's texts of this brief are open side by side."),
        _("Put them together on the writing page first; both are kept."),
    )
    revision = texts.newest(brief)
    if not revision.body.strip():
        raise BadInput(f"desk.{deed}.empty", _("The brief has no text yet."), _("Write it first."), field="body")
    sources = [source.submission for source in brief.sources.select_related("submission")]
    if brief.corrects_id is None:
        require_usable(sources, brief.office_id, deed=deed)
    blocking = checks.blocking_findings(brief, revision)
    require(
        not blocking,
        f"desk.{deed}.blocked_by_checks",
        _("%(series)s does not let these pass: %(findings)s.")
        % {"series": brief.series.name, "findings": "；".join(map(checks.in_words, blocking[:5]))},
        _("Mend the places, or change which checks block on the page of the series."),
    )
    return revision


def sign(
    brief: Brief,
    revision: Revision,
    verdict: str,
    *,
    by: Actor,
    step: int,
    role: str,
    words: str,
    grant: Grant | None = None,
) -> Signature:
    """One step of the chain, as its row: who, on which exact text, and for whom when by delegation."""
    return Signature.objects.create(
        brief=brief,
        step=step,
        role=role,
        verdict=verdict,
        revision=revision,
        words=words,
        by=by.person,
        acting_for_id=grant.acting_for if grant else None,
        at=by.at,
    )
