"""Periodicals: their names, chains, checks, mastheads and the days they begin and end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhitong.desk import events, rules
from zhitong.desk.masthead import check_masthead
from zhitong.desk.models import Counter, Series, SigningChain
from zhitong.errors import BadInput
from zhitong.journal.door import lock, permit, record
from zhitong.network.actors import Actor
from zhitong.text.checks import RULES
from zhitong.web.forms import is_blank

CHAIN = ("editor", "senior_editor", "signer")
EXPRESS_CHAIN = ("editor", "signer")
CHANGEABLE = frozenset(
    {
        "name",
        "express_hours",
        "length_limit",
        "blocking_checks",
        "switched_off_checks",
        "masthead",
        "running_start",
        "valid_from",
        "valid_to",
    }
)


@transaction.atomic
def add_series(
    *,
    by: Actor,
    name: str,
    chain: tuple[str, ...] | list[str] = CHAIN,
    express_chain: tuple[str, ...] | list[str] = EXPRESS_CHAIN,
    express_hours: int = 24,
    length_limit: int = 1500,
    blocking_checks: list[str] | tuple[str, ...] = (),
    switched_off_checks: list[str] | tuple[str, ...] = (),
    masthead: dict | None = None,
    running_start: int = 0,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Series:
    """A new periodical of the actor's office, numbered from 1 in each year."""
    permit(by, "desk.series", by.office_id)
    series = Series(
        office_id=by.office_id,
        name=name,
        express_hours=express_hours,
        length_limit=length_limit,
        blocking_checks=list(blocking_checks),
        switched_off_checks=list(switched_off_checks),
        masthead=masthead or {},
        running_start=running_start,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    _check(series)
    steps = _checked_chains(chain, express_chain)
    series.save()
    SigningChain.objects.create(series=series, set_by=by.person, set_at=by.at, **steps)
    record(events.SeriesAdded(chain=tuple(steps["chain"])), on=series, by=by)
    return series


@transaction.atomic
def change_series(
    series: Series,
    *,
    by: Actor,
    chain: Sequence[str] | None = None,
    express_chain: Sequence[str] | None = None,
    chain_from: date | None = None,
    **changes,
) -> Series:
    """Change what a periodical is from now on. Briefs in review keep the chain they were put forward with.

    A new chain holds from ``chain_from``, today or a day to come (None: today); what held until then stays readable.
    """
    series = lock(series)
    permit(by, "desk.series", series.office_id)
    changed_chain = _new_chain(series, by, chain, express_chain, chain_from)
    for name in changes:
        if name not in CHANGEABLE:
            raise TypeError(f"a series' {name} cannot be changed")
    changed = sorted(name for name, value in changes.items() if getattr(series, name) != value)
    if not changed and changed_chain is None:
        return series
    for name in changed:
        setattr(series, name, changes[name])
    if "running_start" in changed and Counter.objects.filter(series=series, last__gt=0).exists():
        raise BadInput(
            "desk.series.running_start",
            _("The running total cannot change once an issue was numbered here."),
            _("Leave it as it was."),
            field="running_start",
        )
    _check(series)
    series.save(update_fields=changed)
    if changed_chain is not None:
        changed_chain.save()
        changed.append("chain")
    since = changed_chain.valid_from if changed_chain else None
    record(events.SeriesChanged(fields=",".join(changed), chain_from=since), on=series, by=by)
    return series


def _new_chain(
    series: Series, by: Actor, chain: Sequence[str] | None, express_chain: Sequence[str] | None, since: date | None
) -> SigningChain | None:
    """The row to be written, or None when the chain stays as it is on that day."""
    if chain is None and express_chain is None:
        return None
    today = timezone.localdate(by.at)
    since = since or today
    if since < today:
        raise BadInput(
            "desk.series.chain_from",
            _("A chain cannot change for days gone by: briefs have gone their way by the old one."),
            _("Give today or a day to come."),
            field="chain_from",
        )
    held = rules.chain_on(series, since)
    steps = _checked_chains(
        held.chain if chain is None else chain, held.express_chain if express_chain is None else express_chain
    )
    if held is not None and (held.chain, held.express_chain) == (steps["chain"], steps["express_chain"]):
        return None
    return SigningChain(series=series, valid_from=since, set_by=by.person, set_at=by.at, **steps)


def _checked_chains(chain: Sequence[str], express_chain: Sequence[str]) -> dict[str, list[str]]:
    return {
        "chain": rules.check_chain(list(chain), field="chain"),
        "express_chain": rules.check_chain(list(express_chain), field="express_chain") if express_chain else [],
    }


def _check(series: Series) -> None:
    if is_blank(series.name):
        raise BadInput("desk.series.name", _("The series has no name."), _("Write its name."), field="name")
    if Series.objects.filter(office_id=series.office_id, name=series.name).exclude(pk=series.pk).exists():
        raise BadInput(
            "desk.series.name_taken",
            _("A series of this name exists already."),
            _("Give it another name, or change the existing one."),
            field="name",
        )
    for field, least in (("express_hours", 1), ("length_limit", 0), ("running_start", 0)):
        if not least <= getattr(series, field) <= 1_000_000:
            raise BadInput(
                f"desk.series.{field}",
                _("This number is out of bounds."),
                _("Give a whole number from %(least)s to 1000000.") % {"least": least},
                field=field,
            )
    for field in ("blocking_checks", "switched_off_checks"):
        if set(getattr(series, field)) - set(RULES):
            raise BadInput(
                f"desk.series.{field}", _("There is no such check."), _("Choose from the list."), field=field
            )
    if series.valid_from and series.valid_to and series.valid_to < series.valid_from:
        raise BadInput(
            "desk.series.interval",
            _("The last day lies before the first."),
            _("Give a last day on or after the first day."),
            field="valid_to",
        )
    series.masthead = check_masthead(series.masthead)
