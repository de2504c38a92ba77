"""The offices, units and people of the demo, opened and appointed by the network's own actions."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, datetime, timedelta
from random import Random

from django.utils import timezone

from zhitong.assessment.defaults import load_default_reasons
from zhitong.demo import queries
from zhitong.demo.content import read
from zhitong.demo.days import LONGEST, Days
from zhitong.desk.actions import series as series_actions
from zhitong.desk.models import Series
from zhitong.dispatch import actions as dispatch
from zhitong.dispatch.models import Recipient
from zhitong.network import actions as network
from zhitong.network.actors import Actor, Grant, grants_of, system_actor
from zhitong.network.defaults import load_default_lists
from zhitong.network.models import Office, Person, Unit
from zhitong.network.places.actions import take_in_places
from zhitong.network.places.reading import PlaceRow
from zhitong.network.rights import RIGHTS, roles_with

CHANNEL = "import"  # its moments are past ones, as those of an old year that an office brings along


class Scene:
    """Who and what there is, by the keys of ``content/office.toml``."""

    def __init__(self, days: Days):
        self.days = days
        self.facts = read("office.toml")
        self.offices: dict[str, Office] = {}
        self.units: dict[str, Unit] = {}
        self.people: dict[str, Person] = {}
        self.office_of: dict[str, str] = {}  # a person's key to their office's
        self.series: dict[str, Series] = {}
        self.recipients: dict[str, Recipient] = {}
        self._grants: dict[tuple[str, int], tuple[Grant, ...]] = {}
        self._turns: list[date] = []  # the days on which somebody's roles begin, or have just ended
        self._began = days.at(LONGEST - 1, 9)

    def by(self, person: str, at: datetime) -> Actor:
        """The person acting at a past moment. Roles are asked for once between two changes of anybody's: a query for each deed
        would be half of all."""
        known, day = self.people[person], timezone.localdate(at)
        span = (person, bisect_right(self._turns, day))
        if span not in self._grants:
            self._grants[span] = grants_of(known, day)
        return Actor(office=known.office, at=at, channel=CHANNEL, person=known, grants=self._grants[span])

    def roles_changed(self) -> None:
        """Somebody was given a role or lost one: ask anew. Between two turns nobody's roles differ."""
        self._grants.clear()
        intervals = queries.role_spans()
        begins = {first for first, _last in intervals}
        self._turns = sorted(begins | {last + timedelta(days=1) for _first, last in intervals if last})

    def reader_of(self, recipient: str, at: datetime) -> Actor:
        """Who reads what is sent to a recipient that day: whoever stands in for the leader, else the reader named."""
        reader = self.facts["recipient"][recipient]["person"]
        for key in self.facts["office"]["main"]["desk"]:
            actor = self.by(key, at)
            if any(grant.acting_for == self.people[reader].pk and grant.role == "leader" for grant in actor.grants):
                return actor
        return self.by(reader, at)

    def one_with(
        self, right: str, role: str, office: str, at: datetime, chance: Random, *, but: frozenset[int] = frozenset()
    ) -> Actor:
        """Somebody of the desk, but for these, who holds the right and the role (any when empty) that day.

        Whoever stands in for another goes first.
        """
        fit = []
        for key in self.facts["office"][office].get("desk", ()):
            actor = self.by(key, at)
            if actor.may(right) and (not role or role in actor.roles) and actor.person_id not in but:
                fit.append(actor)
        holders = roles_with(right)
        deputies = [a for a in fit if any(grant.acting_for and grant.role in holders for grant in a.grants)]
        return (deputies or [chance.choice(fit)])[0]

    # Opening

    def open(self) -> None:
        for key, facts in self.facts["office"].items():
            self.offices[key] = network.open_office(
                name=facts["name"],
                short_name=facts["short_name"],
                rank=facts["rank"],
                level_name=facts["level_name"],
                ladder=facts.get("ladder", "cppcc"),
                parent=self.offices.get(facts.get("parent", "")),
                at=self._began,
            )
        for key, facts in self.facts["unit"].items():
            self._add_unit(key, facts)
        for key, facts in self.facts["person"].items():
            self._add_person(key, facts)
        for office in self.offices:
            self._add_lists(office)
        self._add_places()
        self._add_series()
        self._add_recipients()
        self.roles_changed()

    def _founder(self, office: str) -> Actor:
        """Setting up an office is the command's deed, as in ``zhitong init``."""
        return system_actor(self.offices[office], RIGHTS, channel="command", at=self._began)

    def _add_unit(self, key: str, facts: dict) -> None:
        office = facts.get("office", "main")
        self.units[key] = network.add_unit(
            by=self._founder(office),
            name=facts["name"],
            kind=facts["kind"],
            short_name=facts.get("short_name", ""),
            position=len(self.units) + 1,
        )

    def _add_person(self, key: str, facts: dict) -> None:
        office = facts.get("office", "main")
        founder = self._founder(office)
        person = network.add_person(
            by=founder,
            name=facts["name"],
            title=facts.get("title", ""),
            is_member=facts.get("is_member", False),
            number=facts.get("number", ""),
        )
        for stay in facts.get("units", ()):
            if "from" not in stay:
                network.join_unit(person, self.units[stay["unit"]], by=founder, starts_on=self._began.date())
        for held in facts.get("roles", ()):
            if "from" not in held:
                unit = self.units[held["unit"]] if "unit" in held else None
                network.give_role(person, held["role"], by=founder, starts_on=self._began.date(), unit=unit)
        network.open_account(person, by=founder, username=f"demo-{key}", password=None)
        self.people[key] = queries.with_account(person)
        self.office_of[key] = office

    def _add_lists(self, office: str) -> None:
        founder = self._founder(office)
        load_default_reasons(founder)
        load_default_lists(founder)
        for name, values in self.facts["list"].items():
            for position, (code, value) in enumerate(values.items(), 101):  # behind the usual ones
                network.add_choice(name, value, by=founder, code=code, position=position)
        for name, value in self.facts["office"][office].get("settings", {}).items():
            network.set_setting(name, value, by=founder)

    def _add_places(self) -> None:
        """The district's gazetteer; behind ``=`` stands the name that people use."""
        rows = []
        for facts in self.facts["place"]:
            for names in facts["names"]:
                name, *aliases = names.split("=")
                rows.append(PlaceRow(name, facts["kind"], tuple(aliases), facts.get("within", "")))
        take_in_places(rows, by=self._founder("main"))

    def _add_series(self) -> None:
        for key, facts in self.facts["series"].items():
            rest = {name: value for name, value in facts.items() if name != "office"}
            self.series[key] = series_actions.add_series(by=self._founder(facts["office"]), **rest)

    def _add_recipients(self) -> None:
        for position, (key, facts) in enumerate(self.facts["recipient"].items(), 1):
            self.recipients[key] = dispatch.add_recipient(
                by=self._founder(facts.get("office", "main")),
                name=facts["name"],
                kind=facts["kind"],
                rank=facts["rank"],
                leader_rank=facts.get("leader_rank", ""),
                linked_office=self.offices.get(facts.get("linked", "")),
                person=self.people.get(facts.get("person", "")),
                sees_sources=facts.get("sees_sources", False),
                reply_days=facts.get("reply_days", 0),
                position=position,
            )
