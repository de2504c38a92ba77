"""The readers others use: the comparison, and the rows behind one number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db.models import Case, Count, Min, Prefetch, Q, QuerySet, Value, When
from django.http import Http404
from django.utils import timezone

from zhitong.desk.queries import hidden_briefs
from zhitong.figures.dimensions import BY_NAME
from zhitong.figures.measures import RECEIVED, UNIT, Measure
from zhitong.figures.models import PointsEntry, SchemeVersion, Target
from zhitong.figures.schemes import build_scheme
from zhitong.figures.schemes.reader import read_mapping
from zhitong.figures.scope import CREDITED, Scope
from zhitong.figures.tables import NO_UNIT
from zhitong.intake.models import Commission, CommissionAddressee, Submission, SubmissionAuthor
from zhitong.intake.queries import authorships
from zhitong.intake.restricted.queries import (
    TITLE_ON_PAPER,
    hidden_from,
    is_anything_hidden_from,
    restricted,
    without_restricted,
)
from zhitong.network.actors import Actor
from zhitong.network.models import Person, Unit
from zhitong.network.queries import people_of, units_of
from zhitong.outcomes.models import Adoption, Instruction
from zhitong.outcomes.queries import end_of

if TYPE_CHECKING:
    from datetime import datetime

    from zhitong.desk.models import Brief
    from zhitong.figures.schemes import Scheme
    from zhitong.figures.scoring import Item

CHUNK = 5_000  # of values in one question to the database


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


def openable(rows: QuerySet, viewer: Actor) -> QuerySet:
    """Of the rows behind a number those that the viewer may open: restricted matters are counted for everybody and opened by their
    named readers alone."""
    if not is_anything_hidden_from(viewer):
        return rows
    hidden = Submission.objects.filter(pk__in=hidden_from(viewer)).values("code")
    return rows.exclude(submission_code__in=hidden)


def without_hidden_findings(findings: list, viewer: Actor) -> list:
    """The findings of a list to look at, but for those that would show a restricted matter: two queries."""
    if not is_anything_hidden_from(viewer):
        return findings
    submissions = set(hidden_from(viewer).values_list("submission_id", flat=True))
    briefs = set(hidden_briefs(viewer).values_list("brief_id", flat=True))
    return [
        each
        for each in findings
        if not submissions & {one.pk for one in each.submissions} and not (each.brief and each.brief.pk in briefs)
    ]


def submissions_named(codes: list[str]) -> dict[str, Submission]:
    """The submissions of one page of rows, with what the page shows of them."""
    authors = Prefetch("authors", SubmissionAuthor.objects.order_by("position"))
    return {
        s.code: s for s in Submission.objects.filter(code__in=codes).select_related("unit").prefetch_related(authors)
    }


def submissions_coded(office_id: int, codes: Collection[str]) -> set[int]:
    """The numbers of the office's submissions among what these codes name."""
    return set(Submission.objects.filter(office_id=office_id, code__in=codes).values_list("pk", flat=True))


def happened_between(office_id: int, after: date, until: date) -> set[int]:
    """The submissions with an adoption or instruction, held or not, of these days (the first left out)."""
    return {
        submission
        for model in (Adoption, Instruction)
        for submission in model.objects.filter(
            office_id=office_id, happened_on__gt=after, happened_on__lte=until, brief__sources__isnull=False
        ).values_list(CREDITED, flat=True)
    }


def kinds_of_joint_origin(scope: Scope) -> dict[int, set[str]]:
    """The submissions received in the period whose authors come from at least two units, each with the kinds of those units."""
    named = authorships(scope.received()).filter(unit__isnull=False)
    several = named.values("submission").annotate(units=Count("unit", distinct=True)).filter(units__gt=1)
    kinds: dict[int, set[str]] = {}
    for submission, kind in named.filter(submission__in=several.values("submission")).values_list(
        "submission", "unit__kind"
    ):
        kinds.setdefault(submission, set()).add(kind)
    return kinds


def writers_of(briefs: QuerySet[Brief]) -> dict[int, set[int]]:
    """For each brief the people who are authors of what it draws on, by their numbers."""
    wrote: dict[int, set[int]] = defaultdict(set)
    pairs = SubmissionAuthor.objects.filter(submission__used_in__brief__in=briefs.values("pk"), person__isnull=False)
    for brief, person in pairs.values_list("submission__used_in__brief", "person"):
        wrote[brief].add(person)
    return wrote


def submissions_numbered(numbers: Iterable[int]) -> dict[int, Submission]:
    """By number, with what names and opens each. Restricted ones are missing: scores are read by many and printed."""
    return without_restricted(Submission.objects.only("pk", "code", "year", "serial", "title")).in_bulk(list(numbers))


def schemes_of(viewer: Actor) -> QuerySet[SchemeVersion]:
    """Every version of the office's schemes, newest first within each; the texts are not read for a list."""
    versions = SchemeVersion.objects.filter(office_id=viewer.office_id)
    return versions.select_related("written_by", "published_by").defer("text")


def version_or_404(viewer: Actor, code: str) -> SchemeVersion:
    found = None if "\x00" in code else SchemeVersion.objects.filter(office_id=viewer.office_id, code=code).first()
    if found is None:
        raise Http404
    return found


def versions_before(version: SchemeVersion) -> QuerySet[SchemeVersion]:
    """The earlier versions of the same scheme, the newest first."""
    earlier = SchemeVersion.objects.filter(
        office_id=version.office_id, scheme=version.scheme, version__lt=version.version
    )
    return earlier.order_by("-version")


def schemes_in_force(office_id: int, on: date) -> QuerySet[SchemeVersion]:
    """The published versions that hold on a day, the one that holds from the latest day first."""
    versions = SchemeVersion.objects.filter(
        office_id=office_id, state=SchemeVersion.State.PUBLISHED, valid_from__lte=on
    )
    return versions.order_by("-valid_from", "-published_at", "-pk")


def points_entries(viewer: Actor) -> QuerySet[PointsEntry]:
    """The register of points entered by hand of the viewer's office, replaced rows too, newest first."""
    rows = PointsEntry.objects.filter(office_id=viewer.office_id)
    rows = rows if viewer.may("figures.points") else rows.none()
    return rows.select_related("unit", "person", "entered_by", "confirmed_by", "corrected_by", "corrects", "evidence")


def points_entry_or_404(viewer: Actor, code: str) -> PointsEntry:
    entry = points_entries(viewer).filter(code=code).first() if code.isascii() and "\x00" not in code else None
    if entry is None:
        raise Http404
    return entry


def last_version(office_id: int, scheme: str) -> SchemeVersion | None:
    """The newest version of a scheme, by the short name that its versions share."""
    return SchemeVersion.objects.filter(office_id=office_id, scheme=scheme).order_by("-version").first()


def scheme_of(version: SchemeVersion) -> Scheme:
    """The scheme of a version's text, read once for each text. Nobody changes what is handed out."""
    return _read(version.text)


@lru_cache(maxsize=128)
def _read(text: str) -> Scheme:
    return build_scheme(read_mapping(text))


def has_targets(office_id: int) -> bool:
    """Whether the office ever set a number of items to be received."""
    return Target.objects.filter(office_id=office_id, measure=RECEIVED.code).exists()


def scheme_in_force(office_id: int, on: date) -> SchemeVersion | None:
    """The first of them."""
    return schemes_in_force(office_id, on).first()


@dataclass(frozen=True)
class Titled:
    """A submission as a list that others read names it: the unit of one whose author asked not to be named is left out."""

    code: str
    number: str
    title: str
    unit: str
    is_protected: bool


def titled(numbers: Iterable[int]) -> dict[int, Titled]:
    found = {}
    for some in _parts(numbers):
        rows = Submission.objects.filter(pk__in=some).select_related("unit")
        rows = rows.annotate(is_restricted=Q(pk__in=restricted()))
        for row in rows.only("code", "year", "serial", "title", "withhold_name", "unit__name"):
            unit = "" if row.withhold_name or row.is_restricted or row.unit is None else row.unit.name
            title = TITLE_ON_PAPER if row.is_restricted else row.title
            found[row.pk] = Titled(row.code, row.number, title, unit, row.withhold_name)
    return found


# People: whose share of what


def written_by(person: Person, path: str) -> Q:
    """Whether this person is an author of the submission to which ``path`` leads."""
    return Q(**{f"{path}pk__in": SubmissionAuthor.objects.filter(person=person).values("submission")})


def authors_of(submissions: Iterable[int]) -> dict[int, dict[str, int]]:
    """Submission → code of each author → registered share. Who is no known person keeps the share under the place in the list."""
    found: dict[int, dict[str, int]] = {}
    for numbers in _parts(submissions):
        rows = SubmissionAuthor.objects.filter(submission__in=numbers).order_by("submission", "position")
        for submission, code, position, share in rows.values_list("submission", "person__code", "position", "share"):
            authors = found.setdefault(submission, {})
            key = code or f"#{position}"
            authors[key] = authors.get(key, 0) + share
    return found


def _parts(values: Iterable) -> Iterator[list]:
    """As many at a time as one question to the database takes."""
    values = sorted(values)
    for at in range(0, len(values), CHUNK):
        yield values[at : at + CHUNK]


def people_coded(scope: Scope, items: Iterable[Item], *, members_too: bool = False) -> list[Person]:
    """The office's people who wrote these items, and where asked its members of the scope's last day, in the order they were added."""
    codes = {code for item in items for code in item.authors if not code.startswith("#")}
    people = people_of(scope.office_id)
    found = {person.pk: person for some in _parts(codes) for person in people.filter(code__in=some)}
    if members_too:
        members = people.filter(is_member=True, added_at__lte=end_of(scope.last_day))
        found |= {person.pk: person for person in members}
    return [found[pk] for pk in sorted(found)]


def counted_by_person(scope: Scope, only: Person | None = None) -> dict[int, dict[str, int]]:
    """Person → what a rate of a scheme asks for, of submissions with an open name: sent in, and first adopted, in the period."""
    whose = Q(person__isnull=False) if only is None else Q(person=only)
    found: dict[int, dict[str, int]] = {}
    for name, rows in (("sent", scope.received()), ("adopted", scope.first_adopted_in_period())):
        wrote = SubmissionAuthor.objects.filter(submission__in=rows.values("pk"), submission__withhold_name=False)
        for person, number in wrote.filter(whose).order_by().values_list("person").annotate(number=Count("submission")):
            found.setdefault(person, {"sent": 0, "adopted": 0})[name] = number
    return found


def heads_of(scope: Scope) -> dict[int, int]:
    """Unit → how many people belonged to it on the scope's last day."""
    return dict(scope.memberships().order_by().values_list("unit").annotate(number=Count("person", distinct=True)))


def protected_changes(scope: Scope) -> list[tuple[date, int, int]]:
    """(Day it was recorded, person, submission): what moved for the protected authors of the period, by the day of the scope."""
    wrote = SubmissionAuthor.objects.filter(
        submission__office_id=scope.office_id, submission__withhold_name=True, person__isnull=False
    )
    first, last = scope.moments
    moment = end_of(scope.known_by)
    sent = wrote.filter(submission__received_at__gte=first, submission__received_at__lte=last)
    changes = {
        (timezone.localdate(at), person, submission)
        for at, person, submission in sent.filter(submission__recorded_at__lte=moment).values_list(
            "submission__recorded_at", "person", "submission"
        )
    }
    authors: dict[int, list[int]] = {}
    for submission, person in wrote.values_list("submission", "person"):
        authors.setdefault(submission, []).append(person)
    within = (scope.period.first, scope.period.last)
    for model in (Adoption, Instruction):
        # A row that corrects or takes back another moves the sum of the period in which that one counted.
        rows = model.objects.filter(
            Q(happened_on__range=within) | Q(corrects__happened_on__range=within),
            office_id=scope.office_id,
            recorded_at__lte=moment,
            brief__sources__submission__withhold_name=True,
        )
        for at, submission in rows.values_list("recorded_at", CREDITED):
            changes |= {(timezone.localdate(at), person, submission) for person in authors.get(submission, ())}
    return sorted(changes)


def scored_person_or_404(viewer: Actor, code: str) -> Person:
    """One of the viewer's own office."""
    found = None if "\x00" in code else people_of(viewer.office_id).filter(code=code).first()
    if found is None:
        raise Http404
    return found


# What a submission is, and the calls


@dataclass(frozen=True)
class Told:
    """What the rows of a scheme may ask of a submission. ``call``: its number where it stands as the answer to one, else empty."""

    origin: str
    call: str
    in_time: bool
    unit_kind: str
    authors: int
    units: int


def told_of(scope: Scope, numbers: Iterable[int]) -> dict[int, Told]:
    """Of each submission, as known on the scope's day: an answer that was withdrawn, or to a cancelled call, is none."""
    moment, found = end_of(scope.known_by), {}
    cancelled = Q(commission__state=Commission.State.CANCELLED, commission__closed_at__lte=moment)
    for some in _parts(numbers):
        rows = Submission.objects.filter(pk__in=some).annotate(
            several=Count("authors", distinct=True),
            of_units=Count("authors__unit", distinct=True),
            answers=Case(
                When(Q(commission__isnull=True) | cancelled | Q(withdrawn_at__lte=moment), then=Value(False)),
                default=Value(True),
            ),
        )
        for pk, origin, answers, year, serial, due_on, received_at, kind, several, units in rows.values_list(
            "pk", "origin", "answers", "commission__year", "commission__serial", "commission__due_on", "received_at",
            "unit__kind", "several", "of_units",
        ):  # fmt: skip
            call = Commission(year=year, serial=serial).number if answers else ""
            in_time = bool(answers) and timezone.localdate(received_at) <= due_on
            found[pk] = Told(origin, call, in_time, kind or "", several, units)
    return found


@dataclass(frozen=True)
class Asked:
    """One addressee of one call that fell due: ``unit`` its number or ``person`` its code."""

    call: Commission
    unit: int | None
    person: str
    answered: bool
    in_time: bool


def asked_in(scope: Scope) -> list[Asked]:
    """Whoever was asked by a call that fell due in the period and before the scope's day, with what had come in from them by then."""
    moment = end_of(scope.known_by)
    calls = Commission.objects.filter(
        office_id=scope.office_id,
        due_on__gte=scope.period.first,
        due_on__lte=scope.period.last,
        due_on__lt=scope.known_by,
        issued_at__lte=moment,
    ).exclude(state=Commission.State.CANCELLED, closed_at__lte=moment)
    answers: dict[tuple[int, str, object], list[datetime]] = defaultdict(list)
    standing = Submission.objects.filter(commission__in=calls, recorded_at__lte=moment).exclude(
        withdrawn_at__lte=moment
    )
    for call, unit, at in standing.values_list("commission", "unit", "received_at"):
        answers[call, "unit", unit].append(at)
    wrote = SubmissionAuthor.objects.filter(submission__in=standing.values("pk"), person__isnull=False)
    for call, code, at in wrote.values_list("submission__commission", "person__code", "submission__received_at"):
        answers[call, "person", code].append(at)
    named = calls.in_bulk()
    rows = CommissionAddressee.objects.filter(commission__in=calls).order_by("commission__due_on", "commission", "pk")
    found = []
    for call, unit, code in rows.values_list("commission", "unit", "person__code"):
        came = answers[call, "unit", unit] if unit else answers[call, "person", code]
        in_time = any(timezone.localdate(at) <= named[call].due_on for at in came)
        found.append(Asked(named[call], unit, code or "", bool(came), in_time))
    return found


def kinds_of_authors(submissions: Iterable[int]) -> dict[int, list[bool]]:
    """Submission → of each author in order, whether they are a member of the CPPCC. Those that asked not to be named are left out."""
    found: dict[int, list[bool]] = {}
    for some in _parts(submissions):
        rows = SubmissionAuthor.objects.filter(submission__in=some, submission__withhold_name=False)
        for submission, is_member in rows.order_by("submission", "position").values_list(
            "submission", "person__is_member"
        ):
            found.setdefault(submission, []).append(bool(is_member))
    return found
