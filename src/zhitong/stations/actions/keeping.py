"""The station itself: its page, duty days, visits and talks, the consent text."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhitong.errors import BadInput
from zhitong.intake.models import Submission
from zhitong.intake.rules import refuse_ill_fitting
from zhitong.journal.door import forbid, lock, permit, record, require
from zhitong.network.actors import Actor
from zhitong.network.models import Person, Unit
from zhitong.stations import events, queries
from zhitong.stations.consent import FIRST_TEXT
from zhitong.stations.models import ConsentText, DutyDay, Station, Visit
from zhitong.web.forms import is_blank

PROFILE = {"place": 200, "phone": 60, "hours": 200, "about": 2_000}


@transaction.atomic
def open_station(unit: Unit, *, by: Actor, serves: Sequence[Unit] = (), **profile) -> Station:
    """Give a unit of kind workstation its page. The office's first consent text is written with its first station."""
    permit(by, "stations.open", unit.office_id)
    require(unit.kind == Unit.Kind.STATION, "stations.open.kind", _("This unit is no workstation."))
    require(
        not Station.objects.filter(unit=unit).exists(), "stations.open.done", _("This station has its page already.")
    )
    _refuse_unfit(profile, serves, by.office_id)
    station = Station.objects.create(office_id=unit.office_id, unit=unit, opened_at=by.at, **profile)
    station.serves.set(serves)
    if queries.newest_consent(unit.office_id) is None:
        _new_consent(FIRST_TEXT, by)
    record(events.StationOpened(unit=unit.code), on=station, by=by)
    return station


@transaction.atomic
def change_station(
    station: Station, *, by: Actor, serves: Sequence[Unit] | None = None, is_open: bool | None = None, **profile
) -> Station:
    station = _kept(station, by)
    _refuse_unfit(profile, serves or (), station.office_id)
    changed = [name for name, value in profile.items() if getattr(station, name) != value]
    for name in changed:
        setattr(station, name, profile[name])
    if is_open is not None and is_open != station.is_open:
        station.is_open = is_open
        changed.append("is_open")
    station.save(update_fields=changed or None)
    if serves is not None and set(serves) != set(station.serves.all()):
        station.serves.set(serves)
        changed.append("serves")
    if changed:
        record(events.StationChanged(fields=",".join(sorted(changed))), on=station, by=by)
    return station


def _refuse_unfit(profile: dict, serves: Sequence[Unit], office_id: int) -> None:
    for name, value in profile.items():
        refuse_ill_fitting(value, PROFILE[name], field=name)
    if any(unit.office_id != office_id for unit in serves):
        raise BadInput("stations.serves.foreign", _("A unit is not in your office."), field="serves")


def _kept(station: Station, by: Actor) -> Station:
    """The station's row, held, for those who keep it: the desk, and the liaison of this very unit."""
    station = lock(station)
    permit(by, "stations.keep", station.office_id, unit_id=station.unit_id)
    return station


@transaction.atomic
def plan_duty(
    station: Station, *, by: Actor, on: date, starts: time, ends: time, person: Person, note: str = ""
) -> DutyDay:
    """值班: a member sits in the station on a day."""
    station = _kept(station, by)
    refuse_ill_fitting(note, 200, field="note")
    if ends <= starts:
        raise BadInput("stations.duty.hours", _("The end lies before the beginning."), field="ends")
    if person.office_id != station.office_id:
        raise BadInput("stations.duty.foreign", _("This person is not in your office."), field="person")
    clash = DutyDay.objects.filter(person=person, on=on, cancelled_at=None, starts__lt=ends, ends__gt=starts)
    if clash.exists():
        raise BadInput(
            "stations.duty.clash",
            _("This person has duty at that time already."),
            _("Choose another time."),
            field="person",
        )
    day = DutyDay.objects.create(station=station, on=on, starts=starts, ends=ends, person=person, note=note)
    record(events.DutyPlanned(on_day=on), on=station, by=by)
    return day


@transaction.atomic
def cancel_duty(day: DutyDay, *, by: Actor) -> DutyDay:
    day = lock(day)
    station = _kept(day.station, by)
    require(day.cancelled_at is None, "stations.duty.cancelled", _("This duty day was cancelled before."))
    day.cancelled_at = by.at
    day.save(update_fields=["cancelled_at"])
    record(events.DutyCancelled(on_day=day.on), on=station, by=by)
    return day


@transaction.atomic
def record_visit(
    station: Station,
    *,
    by: Actor,
    kind: str,
    held_on: date,
    place: str,
    title: str,
    residents: int = 0,
    minutes: str = "",
    members: Sequence[Person] = (),
    submissions: Sequence[Submission] = (),
) -> Visit:
    """A visit, a talk or a duty day as it was: by those who serve the station."""
    station = lock(station)
    permit(by, "stations.receive", station.office_id)
    forbid(
        not queries.may_serve(by, station),
        "stations.visit.not_yours",
        _("Visits are recorded by the station's own members, its liaison and the desk."),
    )
    for name, value, limit in (("place", place, 200), ("title", title, 200), ("minutes", minutes, 20_000)):
        refuse_ill_fitting(value, limit, field=name)
    if is_blank(title):
        raise BadInput("stations.visit.title", _("Write what it was about."), field="title")
    if held_on > timezone.localdate(by.at):
        raise BadInput(
            "stations.visit.future", _("This day has not come yet."), _("Plan it as a duty day."), field="held_on"
        )
    if any(person.office_id != station.office_id for person in members):
        raise BadInput("stations.visit.foreign", _("This person is not in your office."), field="members")
    visit = Visit.objects.create(
        station=station,
        kind=kind,
        held_on=held_on,
        place=place,
        title=title,
        residents=residents,
        minutes=minutes,
        entered_by=by.person,
        entered_at=by.at,
    )
    visit.members.set(members)
    visit.submissions.set(submissions)
    record(
        events.VisitRecorded(visit=visit.code, kind=kind, held_on=held_on, residents=residents),
        on=station,
        by=by,
        matters=tuple(submission.code for submission in submissions),
    )
    return visit


@transaction.atomic
def set_consent_text(text: str, *, by: Actor) -> ConsentText:
    """A new version; older messages keep the one that was shown with them."""
    permit(by, "stations.consent_text", by.office_id)
    refuse_ill_fitting(text, 5_000, field="text")
    if is_blank(text):
        raise BadInput("stations.consent.empty", _("Nothing is written yet."), field="text")
    return _new_consent(text, by)


def _new_consent(text: str, by: Actor) -> ConsentText:
    newest = queries.newest_consent(by.office_id)
    made = ConsentText.objects.create(
        office_id=by.office_id,
        version=(newest.version if newest else 0) + 1,
        text=text,
        set_by=by.person,
        set_at=by.at,
    )
    record(
        events.ConsentTextSet(version=made.version, digest=hashlib.sha256(text.encode()).hexdigest()),
        on=by.office,
        by=by,
    )
    return made
