"""The cast of all tests: one small fictional district office, the city office above it, and a stranger's office.

方岚 leads, 周敏 edits, 吴越 signs, 何静 is senior editor, 林小河 and 江一帆 are members who write, 陈立 belongs to another district.
"""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from replayed import replayed
from zhitong.network import actions as network
from zhitong.network.actors import Actor, actor_for, system_actor
from zhitong.network.models import Office, Person, Unit
from zhitong.network.rights import RIGHTS, RoleName

FIRST_DAY = date(2024, 1, 1)


class Cast:
    """One office with its people; ``cast.zhou`` is the person, ``cast.by("zhou")`` the actor."""

    def __init__(self, name: str, *, rank: int, level_name: str, parent: Office | None = None):
        self.office = network.open_office(
            name=f"{name}信息工作室", short_name=name, rank=rank, level_name=level_name, parent=parent
        )
        self.people: dict[str, Person] = {}
        self.units: dict[str, Unit] = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Cast) and self.office == other.office

    def __hash__(self) -> int:
        return hash(self.office)

    def all_rights(self) -> Actor:
        """For setting up only: what the tests are about is done by people."""
        return system_actor(self.office, RIGHTS, channel="command")

    def add_unit(self, key: str, name: str, kind: str) -> Unit:
        self.units[key] = network.add_unit(by=self.all_rights(), name=name, kind=kind)
        return self.units[key]

    def add_person(self, key: str, name: str, *roles: str, unit: str = "", is_member: bool = False) -> Person:
        """A person with office-wide roles; ``liaison`` and ``source`` are given for ``unit`` when one is named."""
        person = network.add_person(by=self.all_rights(), name=name, is_member=is_member)
        if unit:
            network.join_unit(person, self.units[unit], by=self.all_rights(), starts_on=FIRST_DAY)
        for role in roles:
            for_unit = self.units[unit] if unit and role in {RoleName.LIAISON, RoleName.SOURCE} else None
            network.give_role(person, role, by=self.all_rights(), starts_on=FIRST_DAY, unit=for_unit)
        username = f"{key}-{self.office.code}"
        network.open_account(person, by=self.all_rights(), username=username, password=None)
        self.people[key] = Person.objects.get(pk=person.pk)  # as it is now, with its account
        return self.people[key]

    def by(self, key: str, *, at=None, channel: str = "page") -> Actor:
        return actor_for(
            Person.objects.select_related("office").get(pk=self.people[key].pk),
            channel=channel,
            at=at or timezone.now(),
        )

    def __getattr__(self, key: str) -> Person:
        try:
            return self.__dict__["people"][key]
        except KeyError:
            raise AttributeError(key) from None


@replayed
def district(parent: Office | None = None, name: str = "临溪区") -> Cast:
    """The district office most tests are about."""
    cast = Cast(name, rank=Office.Rank.DISTRICT, level_name="区政协", parent=parent)
    cast.add_unit("party", f"{name}九三支社", Unit.Kind.PARTY_GROUP)
    cast.add_unit("women", f"{name}妇联", Unit.Kind.PEOPLES_ORG)
    cast.add_unit("sector", f"{name}医药卫生界", Unit.Kind.SECTOR)
    cast.add_unit("street", f"{name}柳岸街道联络组", Unit.Kind.STREET_GROUP)
    cast.add_person("lin", "林小河", "source", unit="street", is_member=True)
    cast.add_person("jiang", "江一帆", "source", unit="sector", is_member=True)
    cast.add_person("du", "杜若", "liaison", unit="street")
    cast.add_person("zhou", "周敏", "editor")
    cast.add_person("qiao", "乔木", "editor")
    cast.add_person("he", "何静", "senior_editor")
    cast.add_person("wu", "吴越", "signer")
    cast.add_person("fang", "方岚", "leader")
    cast.add_person("water", "水务局收文岗", "department")
    cast.add_person("admin", "许工", "administrator")
    cast.add_person("security", "安宁", "security")
    cast.add_person("auditor", "严明", "auditor")
    return cast


@replayed
def city() -> Cast:
    """The office above the district."""
    cast = Cast("云州市", rank=Office.Rank.CITY, level_name="市政协")
    cast.add_person("gao", "高原", "editor")
    cast.add_person("luo", "罗兰", "senior_editor")
    cast.add_person("tang", "唐宁", "signer")
    return cast


@replayed
def other_district() -> Cast:
    """A stranger's office in the same installation: what is here must not be seen from the district."""
    cast = Cast("北屏区", rank=Office.Rank.DISTRICT, level_name="区政协")
    cast.add_unit("street", "北屏区南门街道联络组", Unit.Kind.STREET_GROUP)
    cast.add_person("chen", "陈立", "editor", "senior_editor")
    cast.add_person("bai", "白桦", "source", unit="street", is_member=True)
    return cast
