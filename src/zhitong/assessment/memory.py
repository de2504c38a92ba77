"""What the inbox keeps for people: the filter each used last, and saved views with their counts."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.http import QueryDict

from zhitong.assessment.ages import QueueClock
from zhitong.assessment.filters import Filter
from zhitong.assessment.forms import FilterForm
from zhitong.assessment.models import Assessment, LastFilter, SavedView
from zhitong.assessment.queries import in_force
from zhitong.intake.models import Submission
from zhitong.intake.queries import visible_submissions
from zhitong.network.actors import Actor


def last_filter(viewer: Actor) -> str:
    """The address part of the filter that this person used last; empty for the plain queue."""
    row = LastFilter.objects.filter(person_id=viewer.person_id).first()
    return row.query if row else ""


def remember_filter(viewer: Actor, query: str) -> None:
    """Written only when it changed, so that reading on in one list writes nothing."""
    if query != last_filter(viewer) and len(query) <= 1000:
        LastFilter.objects.update_or_create(person=viewer.person, defaults={"query": query})


def filter_of(query: str, viewer: Actor) -> Filter:
    """The filter of an address part, as far as it can still be read (a unit may have gone since it was saved)."""
    return FilterForm(QueryDict(query), office_id=viewer.office_id).filter()


def canonical(query: str, viewer: Actor) -> str:
    return filter_of(query, viewer).query()


def views_of(viewer: Actor) -> QuerySet[SavedView]:
    """The desk's views first, then this person's own."""
    mine = Q(person_id=viewer.person_id) | Q(person__isnull=True)
    return SavedView.objects.filter(mine, office_id=viewer.office_id).order_by(
        F("person_id").asc(nulls_first=True), "position", "pk"
    )


@dataclass(frozen=True)
class CountedView:
    view: SavedView
    count: int
    query: str


def counted_views(viewer: Actor, clock: QueueClock) -> list[CountedView]:
    """Each view with the number of items that it would show now."""
    counted = []
    for view in views_of(viewer):
        wanted = filter_of(view.query, viewer)
        rows = wanted.rows(visible_submissions(viewer), clock)
        counted.append(CountedView(view, rows.order_by().count(), wanted.query() or "state=awaiting"))
    return counted


def decided_meanwhile(submission: Submission, upon: str) -> Assessment | None:
    """The decision in force when it is not the one the page was drawn with."""
    standing = in_force(submission)
    return standing if standing and standing.code != upon else None
