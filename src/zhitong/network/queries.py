"""The readers others use: units and people of an office, lists, settings, who belonged where on which day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from zhitong.network.actors import Actor, holds_on
from zhitong.network.models import Account, Choice, Membership, OfficeSetting, Person, Unit
from zhitong.workdays import Calendar, read_year


def _valid(day: date) -> Q:
    return (Q(valid_from__isnull=True) | Q(valid_from__lte=day)) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def units_of(office_id: int, *, on: date | None = None) -> QuerySet[Unit]:
    """The office's units, all that ever were, or those of one day."""
    units = Unit.objects.filter(office_id=office_id)
    return units.filter(_valid(on)) if on else units


def offices_of(account: Account) -> list[tuple[str, str]]:
    """(code, short name) of each office in which the account stands for a person, the first one's own first."""
    return list(Person.objects.filter(account=account).order_by("pk").values_list("office__code", "office__short_name"))


def people_of(office_id: int) -> QuerySet[Person]:
    return Person.objects.filter(office_id=office_id)


def visible_units(viewer: Actor) -> QuerySet[Unit]:
    """The office's units; for whoever holds rights only in units, those."""
    units = units_of(viewer.office_id)
    return units if any(grant.unit_id is None for grant in viewer.grants) else units.filter(pk__in=viewer.unit_ids)


def choices(list_name: str, office_id: int, *, on: date | None = None) -> QuerySet[Choice]:
    """A list as the office may choose from it on a day (``on`` None: all values ever, to show old data): its own and the shared ones."""
    values = Choice.objects.filter(Q(office_id=office_id) | Q(office__isnull=True), list=list_name)
    return values.filter(_valid(on)) if on else values


def choice_names(list_name: str, office_id: int) -> dict[str, str]:
    """Code to name, old values included."""
    return dict(choices(list_name, office_id).values_list("code", "name"))


def setting(office_id: int, key: str, default: Any = None, *, on: date) -> Any:
    """What the office had set for a day: the newest row among those that hold by then."""
    row = (
        OfficeSetting.objects.filter(office_id=office_id, key=key, valid_from__lte=on)
        .order_by("-valid_from", "-set_at", "-pk")
        .first()
    )
    return default if row is None else row.value


def main_unit(person: Person, on: date) -> Unit | None:
    """The unit credited for a person on a day: the main membership, the oldest of several."""
    membership = (
        Membership.objects.filter(holds_on(on), person=person)
        .select_related("unit")
        .order_by("-is_main", "starts_on", "pk")
        .first()
    )
    return membership.unit if membership else None


def calendar_of(office_id: int, *, on: date) -> Calendar:
    """The office's working days: the years announced with Zhitong, and those the office entered (setting "calendar_years")."""
    calendar = Calendar()
    for entered in setting(office_id, "calendar_years", [], on=on):
        calendar = calendar.with_year(read_year(entered))
    return calendar
