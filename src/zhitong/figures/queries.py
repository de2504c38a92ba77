"""The readers others use: the comparison, and the rows behind one number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db.models import Min, Prefetch, QuerySet
from django.http import Http404
from django.utils import timezone

from zhitong.figures.dimensions import BY_NAME
from zhitong.figures.measures import UNIT, Measure
from zhitong.figures.models import SchemeVersion
from zhitong.figures.scope import Scope
from zhitong.figures.tables import NO_UNIT
from zhitong.intake.models import Submission, SubmissionAuthor
from zhitong.network.actors import Actor
from zhitong.network.models import Unit
from zhitong.network.queries import units_of


def rows_behind(measure: Measure, scope: Scope, *, key: str = "") -> QuerySet:
    """Exactly the rows that a number counts: of one unit (its code), one kind of unit, what has no unit, one value of another
    dimension (``area:housing``), or the whole office (``key`` empty)."""
    name, divided, value = key.replace("\x00", "").partition(":")
    if divided and name in BY_NAME:
        return measure.rows(replace(scope, narrow=(*scope.narrow, (name, value))))
    rows = measure.rows(scope)
    if measure.opens == "people":
        rows = rows.select_related("person", "unit")
    key = name
    if key == NO_UNIT:
        rows = rows.filter(**{f"{UNIT}__isnull": True})
    elif key:
        members = (
            units_of(scope.office_id).filter(kind=key)
            if key in Unit.Kind.values
            else units_of(scope.office_id).filter(code=key)
        )
        rows = rows.filter(**{f"{UNIT}__in": members.values("pk")})
    return rows


def first_day(scope: Scope) -> date | None:
    """The day of the office's first submission: since when records can be told."""
    first = Submission.objects.filter(office_id=scope.office_id).aggregate(first=Min("received_at"))["first"]
    return timezone.localdate(first) if first else None


def submissions_named(codes: list[str]) -> dict[str, Submission]:
    """The submissions of one page of rows, with what the page shows of them."""
    authors = Prefetch("authors", SubmissionAuthor.objects.order_by("position"))
    return {
        s.code: s for s in Submission.objects.filter(code__in=codes).select_related("unit").prefetch_related(authors)
    }


def submissions_numbered(numbers: Iterable[int]) -> dict[int, Submission]:
    """By number, with what names and opens each."""
    return Submission.objects.only("pk", "code", "year", "serial", "title").in_bulk(list(numbers))


def schemes_of(viewer: Actor) -> QuerySet[SchemeVersion]:
    """Every version of the office's schemes, newest first within each; the texts are not read for a list."""
    versions = SchemeVersion.objects.filter(office_id=viewer.office_id)
    return versions.select_related("written_by", "published_by").defer("text")


def version_or_404(viewer: Actor, code: str) -> SchemeVersion:
    found = None if "\x00" in code else SchemeVersion.objects.filter(office_id=viewer.office_id, code=code).first()
    if found is None:
        raise Http404
    return found


def scheme_in_force(office_id: int, on: date) -> SchemeVersion | None:
    """The published version that holds on a day: the one that holds from the latest day."""
    versions = SchemeVersion.objects.filter(
        office_id=office_id, state=SchemeVersion.State.PUBLISHED, valid_from__lte=on
    )
    return versions.order_by("-valid_from", "-published_at").first()
