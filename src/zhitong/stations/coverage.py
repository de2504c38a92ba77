"""Which streets, sectors, subjects and months are silent: submissions of the last twelve months, counted by who spoke and of what."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from zhitong.intake.restricted.queries import without_hidden
from zhitong.network import queries as network
from zhitong.network.actors import Actor
from zhitong.network.models import Unit
from zhitong.stations import queries
from zhitong.stations.models import Lead, Station

MONTHS = 12
SILENT_MONTHS = 3  # nothing in so many months, the present one included: somebody should go there

DIMENSIONS = ("streets", "sectors", "subjects", "stations")
KINDS = {"streets": Unit.Kind.STREET_GROUP, "sectors": Unit.Kind.SECTOR}


@dataclass(frozen=True)
class Row:
    """One street, sector, subject or station: its numbers month by month, and when it was heard last."""

    code: str
    name: str
    cells: tuple[int, ...]
    last_on: date | None
    stations: tuple[Station, ...] = ()  # those that answer for it

    @property
    def total(self) -> int:
        return sum(self.cells)

    @property
    def is_silent(self) -> bool:
        return not any(self.cells[-SILENT_MONTHS:])


@dataclass(frozen=True)
class Coverage:
    dimension: str
    months: tuple[date, ...]
    rows: tuple[Row, ...]

    @property
    def silent(self) -> list[Row]:
        return sorted((row for row in self.rows if row.is_silent), key=lambda row: (row.last_on or date.min, row.name))

    @property
    def by_month(self) -> list[int]:
        return [sum(row.cells[place] for row in self.rows) for place in range(len(self.months))]


def months_until(today: date) -> tuple[date, ...]:
    """The first days of the last twelve months, oldest first."""
    number = today.year * 12 + today.month - 1
    return tuple(date((number - back) // 12, (number - back) % 12 + 1, 1) for back in range(MONTHS - 1, -1, -1))


def coverage_of(viewer: Actor, dimension: str, today: date) -> Coverage:
    """The matrix, in a number of queries that does not grow with its rows."""
    months = months_until(today)
    field = _field(dimension)
    rows = _counted(viewer.office_id, dimension)
    since = _start(months[0])
    counts: dict[object, dict[date, int]] = defaultdict(dict)
    by_month = rows.filter(received_at__gte=since).annotate(month=TruncMonth("received_at")).order_by()
    for key, month, count in by_month.values_list(field, "month").annotate(count=Count("pk")):
        counts[key][timezone.localtime(month).date()] = count
    last = dict(rows.order_by().values_list(field).annotate(Max("received_at")))
    made = [
        Row(code, name, tuple(counts[key].get(month, 0) for month in months), _day(last.get(key)), served)
        for key, code, name, served in _subjects(viewer, dimension, today)
    ]
    return Coverage(dimension, months, tuple(made))


def rows_behind(viewer: Actor, dimension: str, code: str, month: date | None, today: date) -> QuerySet:
    """The rows that one number of the matrix counts: submissions, or for stations residents' messages."""
    months = months_until(today)
    first, last = (month, month) if month else (months[0], months[-1])
    following = date(last.year + last.month // 12, last.month % 12 + 1, 1)
    rows = _counted(viewer.office_id, dimension)
    rows = without_hidden(rows, viewer, "submission_id" if dimension == "stations" else "pk").filter(
        received_at__gte=_start(first), received_at__lt=_start(following)
    )
    column = {"subjects": "area", "stations": "station__code"}.get(dimension, "unit__code")
    return rows.filter(**{column: code}).order_by("-received_at", "-pk")


def _field(dimension: str) -> str:
    return {"subjects": "area", "stations": "station_id"}.get(dimension, "unit_id")


def _counted(office_id: int, dimension: str) -> QuerySet:
    if dimension == "stations":
        return Lead.objects.filter(office_id=office_id)
    return queries.submissions_of_office(office_id)


def _subjects(viewer: Actor, dimension: str, today: date):
    """(key in the counts, code, name, stations that answer for it) of each row, in the office's order."""
    if dimension == "subjects":
        for choice in network.choices("area", viewer.office_id, on=today).order_by("position", "pk"):
            yield choice.code, choice.code, choice.name, ()
        return
    if dimension == "stations":
        for station in Station.objects.filter(office_id=viewer.office_id).select_related("unit"):
            yield station.pk, station.code, station.unit.name, (station,)
        return
    units = network.units_of(viewer.office_id, on=today).filter(kind=KINDS[dimension])
    for unit in units.prefetch_related("served_by__unit").order_by("position", "pk"):
        yield unit.pk, unit.code, unit.short_name or unit.name, tuple(unit.served_by.all())


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None
