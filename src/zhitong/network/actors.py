"""Who acts: a person for an office, at a moment, through a channel. Every action takes one as ``by``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from zhitong.network.models import Deputy, Office, Person, Role
from zhitong.network.rights import UNIT_RIGHTS, roles_with
from zhitong.statements import kept


@dataclass(frozen=True)
class Grant:
    """One role held today: for the whole office (``unit_id`` None) or for one unit; ``acting_for`` when by delegation."""

    role: str
    unit_id: int | None = None
    acting_for: int | None = None


@dataclass(frozen=True)
class Actor:
    """``by``: an imported old year and a click today make the same call with another moment and channel.

    ``person`` is None only for the program itself (the worker's scheduled work, what arrives from an office below); it holds
    exactly the rights named in ``system_rights``.
    """

    office: Office
    at: datetime
    channel: str
    person: Person | None = None
    grants: tuple[Grant, ...] = ()
    system_rights: frozenset[str] = field(default_factory=frozenset)
    # Restricted matters handed out to this actor since it was made, code to item: what was opened is put on record.
    opened: dict[str, object] = field(default_factory=dict, compare=False)
    # Answers that hold as long as this actor, a request or a job, so that they are asked for once.
    asked: dict[str, object] = field(default_factory=dict, compare=False)

    @property
    def office_id(self) -> int:
        return self.office.pk

    @property
    def person_id(self) -> int | None:
        return self.person.pk if self.person else None

    @property
    def commitment(self) -> str:
        return self.person.commitment if self.person else "system"

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(grant.role for grant in self.grants)

    @property
    def unit_ids(self) -> frozenset[int]:
        """Units for which the actor holds a role."""
        return frozenset(grant.unit_id for grant in self.grants if grant.unit_id)

    def may(self, right: str, *, unit_id: int | None = None) -> bool:
        """Deny by default. With ``unit_id``: for an item of that unit. Without: for the office as a whole, or, where a right
        may be held for a unit, for at least one unit (the page then shows only what belongs to it)."""
        if right in self.system_rights:
            return True
        holders = roles_with(right)
        for grant in self.grants:
            if grant.role not in holders:
                continue
            if grant.unit_id is None or (right in UNIT_RIGHTS and unit_id in (None, grant.unit_id)):
                return True
        return False

    def persons_for(self, right: str) -> frozenset[int]:
        """Whose things the actor may take in hand by this right: their own, and those of each principal for whom they stand in."""
        holders = roles_with(right)
        return frozenset(
            grant.acting_for or self.person.pk for grant in self.grants if self.person and grant.role in holders
        )

    def who_may(self, right: str) -> object:
        """A remedy: who in this office could do it instead, by name, at most three."""
        return name_the_holders(self.office_id, right, timezone.localdate(self.at))

    def later(self, at: datetime) -> Actor:
        return replace(self, at=at)

    def through(self, channel: str) -> Actor:
        """The same person at the same moment, through another channel: a file instead of a form."""
        return replace(self, channel=channel)


def _name_the_holders(office_id: int, right: str, on: date) -> str:
    holders = Role.objects.filter(holds_on(on), person__office_id=office_id, role__in=roles_with(right), unit=None)
    names = list(dict.fromkeys(holders.order_by("pk").values_list("person__name", flat=True)[:6]))[:3]
    if not names:
        return _("Nobody in your office holds this right yet; ask the security administrator.")
    return _("In your office this is done by: %(names)s.") % {"names": "、".join(names)}


name_the_holders = lazy(_name_the_holders, str)  # the sentence is made only when somebody reads it


def holds_on(day: date, prefix: str = "") -> Q:
    """Intervals that include this day."""
    return Q(**{f"{prefix}starts_on__lte": day}) & (
        Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": day})
    )


def grants_of(person: Person, day: date) -> tuple[Grant, ...]:
    """Roles held on a day, those by written delegation included (only while the principal holds them too)."""
    own = [Grant(role, unit_id) for role, unit_id in _roles_held(person.pk, day)]
    return (*own, *(Grant(role, None, principal_id) for role, principal_id in _stood_in_for(person.pk, day)))


# Both are asked for each page, before anything else.


@kept
def _roles_held(person_id: int, day: date) -> QuerySet:
    return Role.objects.filter(holds_on(day), person_id=person_id).values_list("role", "unit_id")


@kept
def _stood_in_for(person_id: int, day: date) -> QuerySet:
    held = Role.objects.filter(holds_on(day), person=OuterRef("principal"), role=OuterRef("role"), unit=None)
    return Deputy.objects.filter(holds_on(day), Exists(held), deputy_id=person_id).values_list("role", "principal_id")


def actor_for(person: Person, *, channel: str, at: datetime | None = None) -> Actor:
    """The person acting for their office now, or at a given moment (import of old years, the demo's history)."""
    at = at or timezone.now()
    return Actor(
        office=person.office, at=at, channel=channel, person=person, grants=grants_of(person, timezone.localdate(at))
    )


def system_actor(
    office: Office, rights: Iterable[str], *, channel: str = "worker", at: datetime | None = None
) -> Actor:
    """The program acting for an office with exactly these rights."""
    return Actor(office=office, at=at or timezone.now(), channel=channel, system_rights=frozenset(rights))
