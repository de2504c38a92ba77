"""What each row of a roster would do: a new person, a change, nothing, a question to a person, or a fault beside its cell.

Who somebody is, is told by the member number, by what an earlier import made of the same row, or by a person's answer;
never by the name alone.
"""

from __future__ import annotations

import hashlib
import io
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from zhitong.errors import Said
from zhitong.journal.chain import canonical
from zhitong.network.directory import Directory, bare
from zhitong.network.models import Membership, Person, Roster, Unit
from zhitong.network.roster.fields import FIELDS
from zhitong.sheets import CellError, Limits, Row, check_rows, column_letter, open_table

MOST_ROWS = 3_000
LIMITS = Limits(file_bytes=5 * 2**20, unpacked_bytes=60 * 2**20, rows=MOST_ROWS + 1)
CHANGES = ("number", "title", "phone")  # what a row may fill in or change of a known person, besides member yes or no
NEW = "new"


@dataclass
class Planned:
    """One row. ``person`` is who it is when known already; ``same_as`` the earlier row of this file that is the same person."""

    row: Row
    key: str = ""
    person: Person | None = None
    same_as: str = ""
    unit: Unit | None = None
    new_unit: str = ""  # the name of a unit that is to be added
    joins: bool = False
    changes: dict = field(default_factory=dict)
    starts_on: date | None = None
    options: list[tuple[str, str]] = field(default_factory=list)  # the answers offered when somebody has to be asked
    answer: str = ""

    @property
    def outcome(self) -> str:
        """faulty, asked, new, changed or known."""
        if self.row.errors:
            return "faulty"
        if self.options and not self.answer:
            return "asked"
        if not self.person and not self.same_as:
            return "new"
        return "changed" if self.changes or self.joins else "known"


@dataclass
class Plan:
    rows: list[Planned]
    unknown_units: dict[str, str]  # name as first written, to the answer about it

    @property
    def counts(self) -> Counter:
        return Counter(planned.outcome for planned in self.rows)

    @property
    def good(self) -> list[Planned]:
        return [planned for planned in self.rows if planned.outcome in {"new", "changed"}]


def plan(roster: Roster) -> Plan:
    """Read the file anew with the columns and answers as they are now. BadInput when it cannot be read."""
    with open_table(io.BytesIO(bytes(roster.content)), roster.name, limits=LIMITS) as table:
        rows = list(check_rows(table.sheet(roster.sheet), roster.columns, FIELDS))
    return _Planner(roster).plan(rows)


class _Planner:
    """Holds what the rows are compared with: the office as it is, earlier imports, and the rows before."""

    def __init__(self, roster: Roster):
        self.roster = roster
        self.directory = Directory(roster.office_id)
        people = list(Person.objects.filter(office_id=roster.office_id))
        self.by_code = {person.code: person for person in people}
        self.by_number = {person.number: person for person in people if person.number}
        self.units = {unit.code: unit for unit in Unit.objects.filter(office_id=roster.office_id)}
        self.held: dict[int, list[Membership]] = defaultdict(list)
        for membership in Membership.objects.filter(person__office_id=roster.office_id):
            self.held[membership.person_id].append(membership)
        self.taken: dict[str, str] = {}
        for earlier in Roster.objects.filter(office_id=roster.office_id, state=Roster.State.DONE).order_by("pk"):
            self.taken |= earlier.taken
        self.unit_answers: dict[str, str] = roster.answers.get("units", {})
        self.people_answers: dict[str, str] = roster.answers.get("people", {})
        self.unknown: dict[str, str] = {}
        self.seen: dict[str, Planned] = {}
        self.first_by_number: dict[str, Planned] = {}
        self.new_by_name: dict[str, list[Planned]] = defaultdict(list)

    def plan(self, rows: list[Row]) -> Plan:
        return Plan([self._planned(row) for row in rows], self.unknown)

    def _planned(self, row: Row) -> Planned:
        values = row.values
        planned = Planned(row, starts_on=values.get("starts_on") or self.roster.starts_on)
        self._find_unit(planned)
        if row.errors:
            return planned
        planned.key = row_key(values)
        if first := self.seen.get(planned.key):
            self._fault(
                planned,
                "name",
                "row_twice",
                "This row stands in row %(row)s already. Delete one.",
                "与第 %(row)s 行相同，请删去一行。",
                row=first.row.number,
            )
            return planned
        self.seen[planned.key] = planned
        self._find_person(planned)
        if not row.errors and planned.outcome != "asked":
            self._find_changes(planned)
        return planned

    def _find_unit(self, planned: Planned) -> None:
        given = planned.row.values.get("unit")
        if not given:
            return
        planned.unit, like = self.directory.unit_named(given)
        if planned.unit:
            return
        first_spelling = next((name for name in self.unknown if bare(name) == bare(given)), given)
        answer = self.unit_answers.get(bare(given), "")
        self.unknown.setdefault(first_spelling, answer)
        kind, _sep, what = answer.partition(":")
        if kind == "unit" and what in self.units:
            planned.unit = self.units[what]
        elif kind == NEW and what in Unit.Kind.values:
            planned.new_unit = first_spelling
        elif like:
            self._fault(
                planned,
                "unit",
                "unit_unknown",
                "The office has no unit “%(given)s”. Is it one of these: %(like)s?",
                "本室没有“%(given)s”这个单位。是不是：%(like)s？",
                given=given,
                like="、".join(like),
            )
        else:
            self._fault(
                planned,
                "unit",
                "unit_unknown",
                "The office has no unit “%(given)s”. Say above what it is, or correct the name.",
                "本室没有“%(given)s”这个单位。请在上方说明它是什么单位，或改正名称。",
                given=given,
            )

    def _find_person(self, planned: Planned) -> None:
        values, name = planned.row.values, bare(planned.row.values["name"])
        number = values.get("number") or ""
        if (known := self.by_code.get(self.taken.get(planned.key, ""))) and bare(known.name) == name:
            planned.person = known
            return
        if number and (holder := self.by_number.get(number)):
            if bare(holder.name) == name:
                planned.person = holder
            else:
                self._fault(
                    planned,
                    "number",
                    "number_taken",
                    "This number belongs to %(name)s. Check number and name.",
                    "这个编号是%(name)s的，请核对编号和姓名。",
                    name=holder.name,
                )
            return
        if number and (first := self.first_by_number.setdefault(number, planned)) is not planned:
            if bare(first.row.values["name"]) == name:
                planned.same_as, planned.person = first.same_as or first.key, first.person
            else:
                self._fault(
                    planned,
                    "number",
                    "number_twice",
                    "Row %(row)s has this number too, with another name.",
                    "第 %(row)s 行也用了这个编号，姓名不同，请核对。",
                    row=first.row.number,
                )
            return
        self._ask(planned, name, number)

    def _ask(self, planned: Planned, name: str, number: str) -> None:
        """Namesakes are offered, whoever has another number excepted; without any the row is a new person."""
        same_name = self.directory.people_named(name, number="", unit=None, day=self.roster.starts_on)
        people = [person for person in same_name if not (number and person.number)]
        rows = [other for other in self.new_by_name[name] if not (number and other.row.values.get("number"))]
        if people or rows:
            planned.options = [(f"person:{person.code}", self._described(person)) for person in people]
            planned.options += [
                (f"row:{other.key}", _("the same person as in row %(row)s") % {"row": other.row.number})
                for other in rows
            ]
            planned.options.append((NEW, _("somebody else of the same name")))
            answer = self.people_answers.get(planned.key, "")
            planned.answer = answer if answer in dict(planned.options) else ""
            kind, _sep, what = planned.answer.partition(":")
            if kind == "person":
                planned.person = self.by_code[what]
            elif kind == "row":
                planned.same_as = what
        if not planned.person and not planned.same_as:
            self.new_by_name[name].append(planned)

    def _described(self, person: Person) -> str:
        """Enough to tell namesakes apart; a telephone number only by its end."""
        units = "、".join(unit.name for unit in self.directory.units_of(person, self.roster.starts_on))
        parts = [person.name, person.number, units, person.title, f"…{person.phone[-4:]}" if person.phone else ""]
        return " · ".join(part for part in parts if part)

    def _find_changes(self, planned: Planned) -> None:
        values = planned.row.values
        if planned.new_unit or (planned.unit and not planned.person):
            planned.joins = True
        elif planned.unit:
            overlapping = [
                each
                for each in self.held[planned.person.pk]
                if each.unit_id == planned.unit.pk and (each.ends_on is None or each.ends_on >= planned.starts_on)
            ]
            planned.joins = not overlapping
        if planned.person:
            planned.changes = {
                name: values[name]
                for name in CHANGES
                if values.get(name) and values[name] != getattr(planned.person, name)
            }
            member = values.get("is_member")
            if member is not None and member != planned.person.is_member:
                planned.changes["is_member"] = member

    def _fault(self, planned: Planned, where: str, code: str, english: str, chinese: str, **data: object) -> None:
        columns = self.roster.columns
        letter = column_letter(columns[where]) if where in columns else None
        said = Said(english, chinese, data)
        planned.row.errors.append(CellError(letter, where, f"network.roster.{code}", said, Said("", "")))


def row_key(values: dict) -> str:
    """What makes a second import of the row add nothing: who it names and where, whatever the width and the spaces."""
    plain = [bare(values.get(name) or "") for name in ("name", "number", "unit", "phone")]
    return hashlib.sha256(canonical(plain).encode()).hexdigest()[:32]
