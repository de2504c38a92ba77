"""The readers others use: units and people of an office, lists, settings, who belonged where on which day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from zhitong.network.actors import Actor, holds_on
from zhitong.network.directory import bare
from zhitong.network.models import (
    Account,
    Choice,
    Membership,
    Office,
    OfficeSetting,
    Person,
    Role,
    Roster,
    Session,
    Unit,
)
from zhitong.network.rights import roles_with
from zhitong.statements import kept
from zhitong.text.gazetteer import Gazetteer, Place
from zhitong.text.names import matches_name
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


def memberships_on(units: QuerySet[Unit], day: date) -> QuerySet[Membership]:
    """Who belonged to which of these units on a day."""
    return Membership.objects.filter(holds_on(day), unit__in=units)


def all_offices() -> QuerySet[Office]:
    return Office.objects.order_by("pk")


def office_coded(code: str) -> Office | None:
    return Office.objects.filter(code=code).first()


def has_usernames(usernames: Iterable[str]) -> bool:
    """Whether somebody signs in with one of these names already."""
    return Account.objects.filter(username__in=list(usernames)).exists()


def people_of(office_id: int) -> QuerySet[Person]:
    return Person.objects.filter(office_id=office_id)


def people_numbered(keys: Iterable[int]) -> dict[int, Person]:
    return Person.objects.in_bulk(list(keys))


def visible_units(viewer: Actor) -> QuerySet[Unit]:
    """The office's units; for whoever holds rights only in units, those."""
    units = units_of(viewer.office_id)
    return units if _sees_whole_office(viewer) else units.filter(pk__in=viewer.unit_ids)


def choices(list_name: str, office_id: int, *, on: date | None = None) -> QuerySet[Choice]:
    """A list as the office may choose from it on a day (``on`` None: all values ever, to show old data): its own and the shared ones."""
    values = Choice.objects.filter(Q(office_id=office_id) | Q(office__isnull=True), list=list_name)
    return values.filter(_valid(on)) if on else values


def own_choices(list_name: str, office_id: int) -> QuerySet[Choice]:
    """What the office itself ever put in a list, ended values included."""
    return Choice.objects.filter(office_id=office_id, list=list_name)


@kept
def choices_on(list_name: str, office_id: int, on: date) -> QuerySet:
    """(code, name) of what the office may choose from a list on a day, in the list's order; for what is asked with every form."""
    return choices(list_name, office_id, on=on).values_list("code", "name")


def choice_names(list_name: str, office_id: int) -> dict[str, str]:
    """Code to name, old values included."""
    return dict(choices(list_name, office_id).values_list("code", "name"))


def setting(office_id: int, key: str, default: Any = None, *, on: date) -> Any:
    """What the office had set for a day: the newest row among those that hold by then."""
    return next(iter(_values_set(office_id, key, on)), default)


@kept
def _values_set(office_id: int, key: str, on: date) -> QuerySet:
    rows = OfficeSetting.objects.filter(office_id=office_id, key=key, valid_from__lte=on)
    return rows.order_by("-valid_from", "-set_at", "-pk").values_list("value", flat=True)[:1]


def main_unit(person: Person, on: date) -> Unit | None:
    """The unit credited for a person on a day: the main membership, the oldest of several."""
    return next(iter(_main_units(person.pk, on)), None)


def main_units(people: Iterable[int], on: date) -> dict[int, Unit]:
    """Person → the same of many; those without a unit on that day are left out."""
    rows = Membership.objects.filter(holds_on(on), person__in=list(people)).select_related("unit")
    units: dict[int, Unit] = {}
    for row in rows.order_by("-is_main", "starts_on", "pk"):
        units.setdefault(row.person_id, row.unit)
    return units


@kept
def units_joined(person_id: int, on: date) -> QuerySet:
    """Keys of the units that a person belongs to on a day."""
    return Membership.objects.filter(holds_on(on), person_id=person_id).values_list("unit_id", flat=True)


@kept
def _main_units(person_id: int, on: date) -> QuerySet:
    joined = Unit.objects.filter(holds_on(on, "memberships__"), memberships__person_id=person_id)
    return joined.order_by("-memberships__is_main", "memberships__starts_on", "memberships__pk")[:1]


def calendar_of(office_id: int, *, on: date) -> Calendar:
    """The office's working days: the years announced with Zhitong, and those the office entered (setting "calendar_years")."""
    calendar = Calendar()
    for entered in setting(office_id, "calendar_years", [], on=on):
        calendar = calendar.with_year(read_year(entered))
    return calendar


def visible_people(viewer: Actor) -> QuerySet[Person]:
    """The office's people; for whoever may look only at units, those who belong or belonged to them."""
    people = people_of(viewer.office_id)
    if _sees_whole_office(viewer):
        return people
    inside = Membership.objects.filter(person=OuterRef("pk"), unit__in=viewer.unit_ids)
    return people.filter(Exists(inside) | Q(pk=viewer.person_id))


def found_people(people: QuerySet[Person], typed: str) -> QuerySet[Person]:
    """Those whose name, pinyin or initials begin with what was typed, or whose member number holds it."""
    rows = people.order_by().values_list("pk", "name", "number")
    number = typed.strip().casefold()
    return people.filter(pk__in=[pk for pk, name, no in rows if matches_name(typed, name) or number in no.casefold()])


def with_standing(people: QuerySet[Person], on: date) -> QuerySet[Person]:
    """With what a list shows of each: the memberships and roles of that day, and the account."""
    return people.select_related("account").prefetch_related(
        Prefetch(
            "memberships",
            Membership.objects.filter(holds_on(on)).select_related("unit").order_by("-is_main", "starts_on", "pk"),
            to_attr="memberships_now",
        ),
        Prefetch("roles", Role.objects.filter(holds_on(on)).select_related("unit").order_by("pk"), to_attr="roles_now"),
    )


def units_with_size(units: QuerySet[Unit], on: date) -> QuerySet[Unit]:
    """With the number of people who belong to each on that day."""
    return units.annotate(size=Count("memberships", filter=holds_on(on, "memberships__"))).select_related("parent")


def setting_history(office_id: int) -> QuerySet[OfficeSetting]:
    """Every setting ever made, the newest first."""
    return OfficeSetting.objects.filter(office_id=office_id).order_by("-valid_from", "-set_at", "-pk")


def names_of(office_id: int, commitments: Iterable[str]) -> dict[str, str]:
    """Who stands behind the journal's commitments; whoever is gone is not named."""
    people = Person.objects.filter(office_id=office_id, commitment__in=set(commitments))
    return dict(people.values_list("commitment", "name"))


def open_rosters(office_id: int, before: datetime) -> QuerySet[Roster]:
    """Uploaded before a moment, neither taken in nor set aside since."""
    rows = Roster.objects.filter(office_id=office_id, state=Roster.State.OPEN, at__lt=before)
    return rows.defer("content").order_by("at", "pk")


def ended_sessions(office_id: int, before: datetime) -> QuerySet[Session]:
    """Sessions over since before a moment, of accounts that stand for somebody in the office, and of nobody's."""
    own = Q(account__people__office_id=office_id) | Q(account__isnull=True)
    keys = Session.objects.filter(own, expire_date__lt=before).order_by().values("pk")
    return Session.objects.filter(pk__in=keys).select_related("account").order_by("expire_date", "pk")


def people_by_code(office_id: int, codes: Iterable[str]) -> dict[str, str]:
    """Code to name, of the office's people."""
    return dict(Person.objects.filter(office_id=office_id, code__in=list(codes)).values_list("code", "name"))


def commitment_of(principal_id: int | None) -> str:
    """How the journal names the one in whose place a deputy acted; empty where nobody stood in."""
    if principal_id is None:
        return ""
    return Person.objects.values_list("commitment", flat=True).get(pk=principal_id)


def commitments_found(office_id: int, typed: str) -> list[str]:
    """The commitments of the people whom a search for a name finds."""
    return list(found_people(people_of(office_id), typed).values_list("commitment", flat=True))


def line_of(office: Office) -> list[Office]:
    """The offices above, from the top down, and the office itself."""
    line = [office]
    while line[0].parent_id:
        line.insert(0, Office.objects.get(pk=line[0].parent_id))
    return line


def _sees_whole_office(viewer: Actor) -> bool:
    holders = roles_with("network.read")
    return any(grant.unit_id is None and grant.role in holders for grant in viewer.grants)


def namesakes(office_id: int, name: str) -> QuerySet[Person]:
    """The people of this very name, however its spaces and widths are written."""
    wanted = bare(name)
    rows = people_of(office_id).order_by().values_list("pk", "name")
    return people_of(office_id).filter(pk__in=[pk for pk, known in rows if bare(known) == wanted])


def offices_below(office: Office) -> QuerySet[Office]:
    """The offices that stand directly under this one in the installation."""
    return office.children.order_by("rank", "name")


def choice_counts(office_id: int, *, on: date) -> dict[str, int]:
    """List to the number of values it offers on a day."""
    values = Choice.objects.filter(_valid(on), Q(office_id=office_id) | Q(office__isnull=True))
    return dict(values.order_by().values_list("list").annotate(Count("pk")))


def visible_rosters(viewer: Actor) -> QuerySet[Roster]:
    """The office's rosters, the newest first; the files themselves are not read for a list."""
    return Roster.objects.filter(office_id=viewer.office_id).select_related("by").order_by("-pk").defer("content")


def people_without_factor(office_id: int, roles: Iterable[str], on: date) -> QuerySet[Person]:
    """Whoever holds one of the roles on a day, with an open account that has no second factor yet."""
    held = Role.objects.filter(holds_on(on), person=OuterRef("pk"), role__in=list(roles))
    people = people_of(office_id).filter(Exists(held), account__is_active=True, account__factors__isnull=True)
    return people.order_by("name", "pk")


def gazetteer_of(office_id: int, *, on: date) -> Gazetteer:
    """The places an office offers on a day, ready to be looked for in texts."""
    rows = choices("place", office_id, on=on).values_list("code", "name", "data")
    return Gazetteer(
        Place(code, name, data.get("kind", ""), tuple(data.get("aliases", ())), data.get("within", ""))
        for code, name, data in rows
    )


def person_by_code(code: str) -> Person:
    """The person of this code; it is a job's, so there is one."""
    return Person.objects.select_related("office").get(code=code)
