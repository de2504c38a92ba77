"""What people do with a roster: upload it, name its columns and answer its questions, take it in, set it aside."""

from __future__ import annotations

import hashlib
import io
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhitong.errors import BadInput
from zhitong.journal.door import lock, permit, record, require
from zhitong.network import actions, events
from zhitong.network.actors import Actor
from zhitong.network.models import Membership, Person, Roster, Unit
from zhitong.network.roster.fields import BY_NAME, FIELDS
from zhitong.network.roster.plan import LIMITS, NEW, Plan, Planned, plan
from zhitong.sheets import open_table, propose_mapping
from zhitong.text import unstorable


@transaction.atomic
def upload(content: bytes, name: str, *, by: Actor) -> Roster:
    """Keep the file and propose its columns. BadInput for what is no table we can read."""
    permit(by, "network.edit", by.office_id)
    with open_table(io.BytesIO(content), name, limits=LIMITS) as table:
        sheet = table.sheet(fields=FIELDS)
        columns = propose_mapping(sheet.header(FIELDS).columns, FIELDS).columns
        sheet_name = sheet.name
    roster = Roster.objects.create(
        office_id=by.office_id,
        by=by.person,
        at=by.at,
        name=name[:200],
        digest=hashlib.sha256(content).hexdigest(),
        content=content,
        sheet=sheet_name,
        columns=columns,
        starts_on=timezone.localdate(by.at),
    )
    record(events.RosterUploaded(file=roster.digest), on=roster, by=by)
    return roster


@transaction.atomic
def prepare(
    roster: Roster,
    *,
    by: Actor,
    columns: dict[str, int],
    starts_on: date,
    units: dict[str, str],
    people: dict[str, str],
    sheet: str = "",
) -> Roster:
    """Which column is which, the first day where a row names none, and the answers given so far. Writes nothing but that."""
    roster = _open(roster, by)
    if sheet and sheet != roster.sheet:
        with open_table(io.BytesIO(bytes(roster.content)), roster.name, limits=LIMITS) as table:
            columns = propose_mapping(table.sheet(sheet).header(FIELDS).columns, FIELDS).columns
        roster.sheet = sheet
    if len(set(columns.values())) < len(columns):
        raise BadInput(
            "network.roster.column_twice",
            _("One column was chosen for two fields."),
            _("Choose another column for one of them."),
        )
    roster.columns = {name: index for name, index in columns.items() if name in BY_NAME}
    roster.starts_on = starts_on
    roster.answers = {
        "units": _answered(roster.answers.get("units", {}), units),
        "people": _answered(roster.answers.get("people", {}), people),
    }
    roster.save(update_fields=["sheet", "columns", "starts_on", "answers"])
    return roster


def _answered(so_far: dict[str, str], given: dict[str, str]) -> dict[str, str]:
    """The answers so far and these. No table asks with signs that no database keeps, so what holds them answers nothing."""
    return so_far | {asked: said for asked, said in given.items() if unstorable(asked + said) < 0}


@transaction.atomic
def take_in(roster: Roster, *, by: Actor, all_or_none: bool) -> Roster:
    """Add and change what the good rows say: every row, or with ``all_or_none`` False those without fault or open question."""
    roster = _open(roster, by)
    planned = plan(roster)
    left_out = planned.counts["faulty"] + planned.counts["asked"]
    require(
        not (all_or_none and left_out),
        "network.roster.not_all_good",
        _("%(count)s rows have faults or open questions, so nothing was taken in.") % {"count": left_out},
        _("Answer and correct them, or take in only the good rows."),
    )
    taking = _Taking(planned, roster, by.through("import"))
    roster.counts = taking.run() | {"refused": left_out, "known": planned.counts["known"]}
    roster.taken = {key: person.code for key, person in taking.people.items()}
    roster.state, roster.content, roster.answers = Roster.State.DONE, b"", {}
    roster.save()
    told = {name: roster.counts[name] for name in ("people", "changed", "memberships", "units", "refused")}
    record(events.RosterImported(**told), on=roster, by=taking.by)
    return roster


@transaction.atomic
def drop(roster: Roster, *, by: Actor) -> Roster:
    """Set the file aside: nothing of it was taken in, and its content is no longer kept."""
    roster = _open(roster, by)
    roster.state, roster.content, roster.answers = Roster.State.DROPPED, b"", {}
    roster.save(update_fields=["state", "content", "answers"])
    record(events.RosterDropped(), on=roster, by=by)
    return roster


def _open(roster: Roster, by: Actor) -> Roster:
    roster = lock(roster)
    permit(by, "network.edit", roster.office_id)
    require(
        roster.state == Roster.State.OPEN,
        "network.roster.closed",
        _("This roster was taken in or set aside already."),
        _("Upload the file again to import it anew; what is known adds nothing."),
    )
    return roster


class _Taking:
    """One run over the good rows. Rows already known are remembered too, so that the next import knows them by their key."""

    def __init__(self, planned: Plan, roster: Roster, by: Actor):
        self.planned, self.roster, self.by = planned, roster, by
        self.people: dict[str, Person] = {}
        self.units: dict[str, Unit] = {}
        self.counts = {"people": 0, "changed": 0, "memberships": 0, "units": 0}

    def run(self) -> dict[str, int]:
        for planned in self.planned.rows:
            if planned.outcome in {"new", "changed", "known"}:
                self._take(planned)
        return self.counts

    def _take(self, planned: Planned) -> None:
        person = planned.person or self.people.get(planned.same_as)
        if person is None and planned.same_as:
            return  # the row it belongs to was left out, so this one has nobody to belong to
        if person is None:
            person = self._added(planned)
        elif planned.changes:
            actions.change_person(person, by=self.by, **planned.changes)
            self.counts["changed"] += 1
        self.people[planned.key] = person
        if planned.joins:
            self._join(person, planned)

    def _added(self, planned: Planned) -> Person:
        values = planned.row.values
        number = values.get("number") or ""
        member = values.get("is_member")
        self.counts["people"] += 1
        return actions.add_person(
            by=self.by,
            name=values["name"],
            title=values.get("title") or "",
            phone=values.get("phone") or "",
            number=number,
            is_member=bool(number) if member is None else member,  # a member number is given to members only
        )

    def _join(self, person: Person, planned: Planned) -> None:
        unit = planned.unit or self._unit_added(planned.new_unit)
        held = Membership.objects.filter(person=person).exclude(ends_on__lt=planned.starts_on)
        if held.filter(unit=unit).exists():
            return
        actions.join_unit(
            person,
            unit,
            by=self.by,
            starts_on=planned.starts_on,
            position=planned.row.values.get("position") or "",
            is_main=not held.filter(is_main=True).exists(),
        )
        self.counts["memberships"] += 1

    def _unit_added(self, name: str) -> Unit:
        if name not in self.units:
            kind = self.planned.unknown_units[name].removeprefix(f"{NEW}:")
            self.units[name] = actions.add_unit(by=self.by, name=name, kind=kind)
            self.counts["units"] += 1
        return self.units[name]
