"""签发: the one place where an issue gets its number; and withdrawing an issue, which gives none back."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from zhitong.desk import events, rules
from zhitong.desk.actions.review import ready_text, sign
from zhitong.desk.actions.writing import check_reason, refuse_broken, source_codes
from zhitong.desk.masthead import printed_head
from zhitong.desk.models import Brief, Counter, Series, Signature
from zhitong.journal.door import lock, permit, record, require
from zhitong.network.actors import Actor
from zhitong.network.queries import commitment_of


@transaction.atomic
def sign_off(brief: Brief, *, by: Actor, words: str = "") -> Brief:
    """签发: give the brief the next number of its series and year, so that it may be dispatched.

    The number is taken only here and never reused, also when the issue is later withdrawn: a gap in the series can be
    explained, two issues with one number cannot. From here the brief never changes.
    """
    brief = lock(brief)
    permit(by, "desk.sign_off", brief.office_id)
    leads_to = rules.in_time(brief, "sign_off")
    refuse_broken(words, field="words")
    grant = rules.grant_for_turn(brief, by, deed="sign_off")
    require(
        rules.signs_now(brief),
        "desk.sign_off.not_the_last_step",
        _("Another step of the chain comes before signing."),
        _("Pass it on; the last one in the chain signs."),
    )
    rules.forbid_while_written(brief, by, deed="sign_off")
    revision = ready_text(brief, deed="sign_off")
    brief.year = timezone.localtime(by.at).year
    brief.number, brief.running_number = _next_number(brief.series_id, brief.year)
    step, role = brief.step, brief.turn
    brief.state, brief.turn = leads_to, ""
    brief.title, brief.signed_revision, brief.signed_at = revision.title, revision, by.at
    brief.lock_person, brief.lock_at = None, None
    brief.printed = printed_head(brief.series, on=timezone.localdate(by.at))
    brief.save()
    sign(brief, revision, Signature.Verdict.SIGN, by=by, step=step, role=role, words=words, grant=grant)
    record(
        events.BriefSigned(
            series=brief.series.code,
            series_name=brief.series.name,
            year=brief.year,
            number=brief.number,
            running_number=brief.running_number,
            ordinal=revision.ordinal,
            digest=revision.digest,
            by_delegation=grant.acting_for is not None,
            acting_for=commitment_of(grant.acting_for),
        ),
        on=brief,
        by=by,
        reason=words,
        matters=_with_corrected(brief),
    )
    return brief


@transaction.atomic
def withdraw_brief(brief: Brief, *, by: Actor, reason: str) -> Brief:
    """Take an issue back after signing. Its number stays taken and visible; rooms that sent it on may refuse."""
    brief = lock(brief)
    permit(by, "desk.sign_off", brief.office_id)
    brief.state = rules.in_time(brief, "withdraw")
    check_reason(reason)
    brief.save(update_fields=["state"])
    record(
        events.BriefWithdrawn(series=brief.series.code, year=brief.year, number=brief.number),
        on=brief,
        by=by,
        reason=reason,
        matters=source_codes(brief),
    )
    return brief


def _next_number(series_id: int, year: int) -> tuple[int, int]:
    """(number within the year, running number), taken while the series is held: everybody else who signs in it waits."""
    series = Series.objects.select_for_update(no_key=True).get(pk=series_id)
    Counter.objects.get_or_create(series=series, year=year)
    counter = Counter.objects.select_for_update().get(series=series, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    issued = Counter.objects.filter(series=series).aggregate(total=Sum("last"))["total"]
    return counter.last, series.running_start + issued


def _with_corrected(brief: Brief) -> tuple[str, ...]:
    codes = source_codes(brief)
    return (*codes, brief.corrects.code) if brief.corrects else codes
