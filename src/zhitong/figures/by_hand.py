"""加减分登记 in the sums: which rows of a scheme people may enter, and what of it holds for a period.

A row may be entered as long as no record of the office answers it (``recorded.Bindings``). What one person entered counts from the day
another confirmed it, so a past day asked again is answered as it was, and what was closed stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhitong.figures.models import PointsEntry, SchemeVersion
from zhitong.figures.queries import scheme_of, schemes_of
from zhitong.figures.recorded import FIGURES, Bindings, is_whole, key_of, quota_holds
from zhitong.figures.schemes.measured import Measured
from zhitong.figures.schemes.model import Row
from zhitong.figures.schemes.vocabulary import is_only_a_consequence
from zhitong.figures.scope import Scope
from zhitong.outcomes.queries import end_of
from zhitong.statements import kept

if TYPE_CHECKING:
    from zhitong.network.actors import Actor
    from zhitong.network.models import Person

HAND_FAMILIES = ("reply", "commissioned", "penalty", "counted")


def enterable(version: SchemeVersion) -> dict[str, Row | Measured]:
    """Key → row, of those that people enter. A factor, and what makes one item void, belong to one submission and have no place here."""
    scheme = scheme_of(version)
    rates = {rate.name for rate in scheme.rates}
    found: dict[str, Row | Measured] = {
        key_of(row): row
        for row in Bindings(scheme, version.matching).open_rows
        if row.family in HAND_FAMILIES and row.voids != "item"
    }
    return found | {
        f"measured:{row.id}": row for row in scheme.measured if row.of not in FIGURES and row.of not in rates
    }


def schemes_entered(viewer: Actor) -> list[SchemeVersion]:
    """Of each scheme the newest published version, else its draft; ended ones left out."""
    found: dict[str, SchemeVersion] = {}
    for version in sorted(schemes_of(viewer), key=lambda each: (each.state != "signed", -each.version)):
        if version.state != SchemeVersion.State.ENDED:
            found.setdefault(version.scheme, version)
    return [version for version in found.values() if enterable(version)]


def confirmed(office_id: int, scheme: str, known_by: date) -> QuerySet[PointsEntry]:
    """What held at the end of a day: of each chain the newest row confirmed by then, unless it only takes back."""
    moment = end_of(known_by)
    rows = PointsEntry.objects.filter(office_id=office_id, scheme=scheme, confirmed_at__lte=moment)
    later = PointsEntry.objects.filter(chain=OuterRef("chain"), pk__gt=OuterRef("pk"), confirmed_at__lte=moment)
    return rows.exclude(Exists(later)).filter(void=False)


def to_confirm() -> Q:
    """Rows that wait for a second person: nobody replaced them, and what takes back a row that never counted waits for nobody."""
    return Q(confirmed_at__isnull=True, corrected_by__isnull=True) & ~Q(void=True, corrects__confirmed_at__isnull=True)


def to_confirm_count(viewer: Actor) -> int | None:
    """How many rows others entered that the viewer may confirm. Every page's menu asks, so the statement is kept."""
    if viewer.person_id is None or not viewer.may("figures.confirm_points"):
        return None
    return len(_keys_to_confirm(viewer.office_id, viewer.person_id)) or None


@kept
def _keys_to_confirm(office_id: int, person_id: int) -> QuerySet:
    rows = PointsEntry.objects.filter(to_confirm(), office_id=office_id).exclude(entered_by_id=person_id)
    return rows.order_by().values_list("pk", flat=True)


def found_entries(entries: QuerySet[PointsEntry], q: str, state: str, year: str) -> QuerySet[PointsEntry]:
    """The register as filtered: words of row, reason, unit or person; what waits or what counts; a year of the days."""
    if q:
        words = ("said", "reason", "unit__name", "person__name")
        entries = entries.filter(Q(*((f"{name}__icontains", q) for name in words), _connector=Q.OR))
    if year.isascii() and year.isdecimal() and len(year) == 4:
        entries = entries.filter(happened_on__year=int(year))
    if state == "waiting":
        entries = entries.filter(to_confirm())
    elif state == "counting":
        later = PointsEntry.objects.filter(chain=OuterRef("chain"), pk__gt=OuterRef("pk"), confirmed_at__isnull=False)
        entries = entries.filter(confirmed_at__isnull=False, void=False).exclude(Exists(later))
    return entries


@dataclass(frozen=True)
class ByHand:
    """What was entered by hand for one version and period. Nothing where the figures are narrowed: an entry has no area and no origin."""

    version: SchemeVersion
    scope: Scope

    @cached_property
    def rows(self) -> dict[str, Row | Measured]:
        return enterable(self.version)

    @cached_property
    def entries(self) -> list[tuple[PointsEntry, Row | Measured]]:
        """In the order of their days; what this version has no open row for is left out."""
        if self.scope.narrow or not self.rows or self.version.office_id is None:
            return []
        period = self.scope.period
        found = (
            confirmed(self.version.office_id, self.version.scheme, self.scope.known_by)
            .filter(happened_on__gte=period.first, happened_on__lte=min(period.last, self.scope.known_by))
            .select_related("person")
            .order_by("happened_on", "pk")
        )
        return [(entry, self.rows[entry.row]) for entry in found if entry.row in self.rows]

    @property
    def people(self) -> list[Person]:
        return list(dict.fromkeys(entry.person for entry, _row in self._of(True)))

    def deeds(self, *, people: bool) -> Iterable[tuple[PointsEntry, Row]]:
        """Those that are a line of their own in a sum."""
        for entry, row in self._of(people):
            if isinstance(row, Row) and not is_consequence(row):
                yield entry, row

    def counts(self, owner: int, *, people: bool) -> dict[str, int]:
        """Figures of one unit or person: for rows about a figure as a whole, and consequences that take no points."""
        found: Counter[str] = Counter()
        for entry, row in self._of(people):
            if (entry.person_id if people else entry.unit_id) != owner:
                continue
            if isinstance(row, Measured):
                found[row.of] += entry.number
            elif is_consequence(row):
                found[row.id] += entry.number
        return dict(found)

    def measured(self, owner: int, *, people: bool) -> frozenset[str]:
        """Rows of ``measured`` that what was entered for this unit or person now answers."""
        given = {
            entry.row for entry, _row in self._of(people) if (entry.person_id if people else entry.unit_id) == owner
        }
        scheme = scheme_of(self.version)
        return frozenset(
            row.id
            for key, row in self.rows.items()
            if isinstance(row, Measured)
            and key in given
            and is_whole(self.scope, scheme)
            and not (people and row.full is not None and row.target is None)
            and (row.short is None or quota_holds(self.scope, scheme))
        )

    def keys(self, *, people: bool) -> frozenset[str]:
        return frozenset(entry.row for entry, _row in self._of(people))

    def told(self, *, people: bool) -> list[str]:
        """For people, which rows count what was entered, with how many entries each."""
        often = Counter(entry.row for entry, _row in self._of(people))
        return [f"{self.rows[key].words}（{number}）" for key, number in often.items()]

    def _of(self, people: bool) -> list[tuple[PointsEntry, Row | Measured]]:
        return [(entry, row) for entry, row in self.entries if (entry.person_id is not None) == people]


def is_consequence(row: Row) -> bool:
    return row.family == "penalty" and row.points is None and is_only_a_consequence(row.effect)
