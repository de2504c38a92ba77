"""三轮平衡: what parties, sectors and street groups each gave, what came jointly, on how few writers it rests, and who was silent.

Whoever asked not to be named is in no line of a person: what they wrote is shown in one sum, and only where at least five people
stand behind it; of fewer nothing is said, for the difference would name them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, OuterRef, Subquery, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhitong.figures.measures import ADOPTED, INSTRUCTIONS, RECEIVED, Measure
from zhitong.figures.queries import kinds_of_joint_origin
from zhitong.figures.scope import Scope
from zhitong.intake.models import WHOLE
from zhitong.intake.queries import authorships, recorded_by
from zhitong.network.models import THREE_WHEELS, Unit
from zhitong.network.queries import people_numbered, units_of
from zhitong.outcomes.queries import end_of

TOP = 5  # writers whose share is told as the concentration
LEAST_TOGETHER = 5  # people that a sum over protected writers must hold
WHEELS = {
    "parties": gettext_lazy("parties and mass organisations"),
    "sectors": gettext_lazy("sectors"),
    "streets": gettext_lazy("street groups"),
    "others": gettext_lazy("other units"),
    "none": gettext_lazy("no unit"),
}
MEASURES: tuple[Measure, ...] = (RECEIVED, ADOPTED, INSTRUCTIONS)


@dataclass(frozen=True)
class Share:
    """One wheel's number of a measure, of ``of`` in all."""

    count: int
    of: int

    @property
    def percent(self) -> str:
        if not self.of:
            return "—"
        tenths = (2000 * self.count + self.of) // (2 * self.of)
        return f"{tenths // 10}.{tenths % 10}%"


@dataclass(frozen=True)
class Wheel:
    key: str
    name: object
    units: int
    shares: tuple[Share, ...]  # in the order of MEASURES


@dataclass(frozen=True)
class Writer:
    """``credit``: shares of submissions added up, in parts of WHOLE; two authors of one submission have half each."""

    name: str
    unit: str
    items: int
    credit: int

    @property
    def share(self) -> str:
        """The credit in submissions, such as 3.5."""
        tenths = (self.credit * 20 + WHOLE) // (2 * WHOLE)
        return f"{tenths // 10}.{tenths % 10}"


@dataclass(frozen=True)
class Concentration:
    """On how few writers it rests. ``protected`` is the sum over people who are not named, or None where they are fewer than five."""

    writers: tuple[Writer, ...]
    top: Share  # credit of the first five among the named
    known: int  # people named in all
    protected: Writer | None


@dataclass(frozen=True)
class Silent:
    unit: Unit
    last: date | None  # the day it last sent something, ever

    def days(self, on: date) -> int | None:
        return (on - self.last).days if self.last else None


@dataclass(frozen=True)
class Balance:
    wheels: tuple[Wheel, ...]
    joint: Share  # submissions whose authors come from at least two units
    joint_wheels: Share  # whose authors come from at least two of the three wheels
    concentration: Concentration
    silent: tuple[Silent, ...]


def balance(scope: Scope, count=Measure.by_unit) -> Balance:
    """Seven questions to the database, whatever the number of units."""
    units = {unit.pk: unit for unit in units_of(scope.office_id)}
    numbers = {measure: count(measure, scope) for measure in MEASURES}
    return Balance(
        wheels(units, numbers, scope),
        *joint(scope, numbers[RECEIVED]),
        concentration(scope),
        silent(scope),
    )


def wheel_of(kind: str | None) -> str:
    if kind is None:
        return "none"
    return next((name for name, kinds in THREE_WHEELS.items() if kind in kinds), "others")


def wheels(units: dict[int, Unit], numbers: dict[Measure, dict], scope: Scope) -> tuple[Wheel, ...]:
    found = []
    for key, name in WHEELS.items():
        members = [pk for pk, unit in units.items() if wheel_of(unit.kind) == key] if key != "none" else [None]
        shares = tuple(
            Share(sum(counts.get(pk, 0) for pk in members), sum(counts.values())) for counts in numbers.values()
        )
        if key != "none" or any(share.count for share in shares):
            found.append(Wheel(key, name, len(members) if key != "none" else 0, shares))
    return tuple(found)


def joint(scope: Scope, received: dict) -> tuple[Share, Share]:
    """Joint origin, as the units of the authors on that day tell it."""
    kinds = kinds_of_joint_origin(scope)
    total = sum(received.values())
    across = sum(len(set(map(wheel_of, of_authors)) & set(THREE_WHEELS)) > 1 for of_authors in kinds.values())
    return Share(len(kinds), total), Share(across, total)


def concentration(scope: Scope, most: int = 10) -> Concentration:
    wrote = authorships(scope.received()).filter(person__isnull=False)
    named = (
        wrote.filter(submission__withhold_name=False).values("person").annotate(credit=Sum("share"), items=Count("pk"))
    )
    first = list(named.order_by("-credit", "person")[:most])
    people = people_numbered(row["person"] for row in first)
    units = dict(
        wrote.filter(person__in=people, submission__withhold_name=False)
        .values_list("person")
        .annotate(unit=Max("unit__name"))
    )
    whole = named.aggregate(all=Sum("credit"), people=Count("person"))
    hidden = wrote.filter(submission__withhold_name=True)
    behind = hidden.aggregate(
        people=Count("person", distinct=True), credit=Sum("share"), items=Count("submission", distinct=True)
    )
    return Concentration(
        tuple(
            Writer(people[row["person"]].name, units.get(row["person"]) or "", row["items"], row["credit"])
            for row in first
        ),
        Share(sum(row["credit"] for row in first[:TOP]), whole["all"] or 0),
        whole["people"],
        Writer(_("asked not to be named"), "", behind["items"], behind["credit"])
        if behind["people"] >= LEAST_TOGETHER
        else None,
    )


def silent(scope: Scope) -> tuple[Silent, ...]:
    """Units of the last day that sent nothing in the period, the longest silent first."""
    sent = recorded_by(scope.office_id, end_of(scope.known_by)).filter(unit=OuterRef("pk")).order_by("-received_at")
    units = scope.units().filter(~scope.sent_by_unit()).annotate(last_at=Subquery(sent.values("received_at")[:1]))
    found = [Silent(unit, timezone.localdate(unit.last_at) if unit.last_at else None) for unit in units]
    return tuple(sorted(found, key=lambda each: (each.last or date.min, each.unit.kind, each.unit.position)))
