"""The office's units and people, read once and found by the names a spreadsheet writes."""

from __future__ import annotations

import difflib
import unicodedata
from collections import defaultdict
from datetime import date

from zhitong.network.models import Membership, Person, Unit


def bare(name: str) -> str:
    """A name for finding: without spaces, width and the differences of middle dots."""
    plain = "".join(unicodedata.normalize("NFKC", name).split())
    return plain.replace("•", "·").replace("・", "·").casefold()


class Directory:
    """Who and what the office knows. Two people of one name are told apart by number or unit, never guessed.

    Read in three queries. Memberships stand in the order in which a unit is credited: main ones first, then the oldest.
    """

    def __init__(self, office_id: int):
        self._units: dict[str, Unit] = {}
        self._alike: dict[str, list[str]] = {}
        for unit in Unit.objects.filter(office_id=office_id):
            for name in (unit.short_name, unit.name):
                if name:
                    self._units[bare(name)] = unit
        self._people: dict[str, list[Person]] = defaultdict(list)
        self._memberships: dict[int, list] = defaultdict(list)
        for person in Person.objects.filter(office_id=office_id):
            self._people[bare(person.name)].append(person)
        memberships = Membership.objects.filter(person__office_id=office_id).select_related("unit")
        for membership in memberships.order_by("-is_main", "starts_on", "pk"):
            self._memberships[membership.person_id].append(membership)

    def unit_named(self, name: str) -> tuple[Unit | None, list[str]]:
        """The unit of this name or short name, else the names that look like it."""
        key = bare(name)
        found = self._units.get(key)
        if found:
            return found, []
        if key not in self._alike:  # comparing is slow, and one wrong spelling often fills a whole column
            like = difflib.get_close_matches(key, self._units, n=3, cutoff=0.6)
            self._alike[key] = list(dict.fromkeys(self._units[each].name for each in like))
        return None, self._alike[key]

    def people_named(self, name: str, *, number: str, unit: Unit | None, day: date) -> list[Person]:
        """The people who may be meant: by number when one is given, else those of the unit when several have the name."""
        people = self._people.get(bare(name), [])
        if number:
            return [person for person in people if person.number == number]
        if len(people) > 1 and unit is not None:
            members = [person for person in people if unit in self.units_of(person, day)]
            return members or people
        return people

    def unit_of(self, person: Person, day: date) -> Unit | None:
        """The unit credited for the person on a day: the main membership, the oldest of several."""
        units = self.units_of(person, day)
        return units[0] if units else None

    def units_of(self, person: Person, day: date) -> list[Unit]:
        return [
            membership.unit
            for membership in self._memberships[person.pk]
            if membership.starts_on <= day and (membership.ends_on is None or membership.ends_on >= day)
        ]
