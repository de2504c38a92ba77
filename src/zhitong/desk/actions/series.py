"""Periodicals: their names, chains, checks, mastheads and the days they begin and end."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from zhitong.desk import events, rules
from zhitong.desk.masthead import check_masthead
from zhitong.desk.models import Counter, Series
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
        "chain",
        "express_chain",
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
        chain=list(chain),
        express_chain=list(express_chain),
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
    series.save()
    record(events.SeriesAdded(chain=tuple(series.chain)), on=series, by=by)
    return series


@transaction.atomic
def change_series(series: Series, *, by: Actor, **changes) -> Series:
    """Change what a periodical is from now on. Briefs in review keep the chain they were put forward with."""
    series = lock(series)
    permit(by, "desk.series", series.office_id)
    for name in changes:
        if name not in CHANGEABLE:
            raise TypeError(f"a series' {name} cannot be changed")
    changed = sorted(name for name, value in changes.items() if getattr(series, name) != value)
    if not changed:
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
    record(events.SeriesChanged(fields=",".join(changed)), on=series, by=by)
    return series


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
    series.chain = rules.check_chain(series.chain, field="chain")
    series.express_chain = (
        rules.check_chain(series.express_chain, field="express_chain") if series.express_chain else []
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
