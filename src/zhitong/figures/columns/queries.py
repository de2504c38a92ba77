"""The rows read into columns: of a whole office in bulk, or of some submissions only."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime, time, timedelta
from itertools import chain
from typing import NamedTuple

import numpy as np
from django.db.models import Case, F, Field, Func, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from zhitong.assessment.models import Assessment
from zhitong.desk.queries import drawn_on
from zhitong.figures.columns.tables import (
    DAY,
    KEY,
    NEVER,
    Authors,
    Columns,
    Decisions,
    Issues,
    Outcomes,
    Submissions,
    places_of,
)
from zhitong.figures.dimensions import BY_NAME, OF_SUBMISSION
from zhitong.figures.scope import CREDITED
from zhitong.intake.models import Submission, SubmissionAuthor
from zhitong.network.models import Membership, Office, Unit
from zhitong.network.queries import units_of
from zhitong.outcomes.models import Adoption, Instruction, Reply
from zhitong.outcomes.queries import end_of

EPOCH = date(1970, 1, 1).toordinal()
DAY_SECONDS = 86_400
EMPTY = 2**53  # as seconds: no moment of any calendar
AS_IT_COMES = (
    Field()
)  # of what the database gives as a whole number: of its own whole numbers Django would turn each into one again


class Seconds(Func):
    """A moment, or a day's beginning in UTC, as whole seconds since 1970, rounded down; ``EMPTY`` where there is none.

    The database makes the number: to make a datetime of every row would take most of the time of reading.
    """

    output_field = AS_IT_COMES
    template = f"COALESCE(FLOOR(EXTRACT(EPOCH FROM %(expressions)s))::bigint, {EMPTY})"

    def as_sqlite(self, compiler, connection, **context):
        # Only whole seconds are looked at: SQLite rounds a fraction, and the last instant of a day would be the next day.
        seconds = f"COALESCE(CAST(STRFTIME('%%%%s', SUBSTR(%(expressions)s, 1, 19)) AS INTEGER), {EMPTY})"
        return self.as_sql(compiler, connection, template=seconds, **context)


def read(office_id: int, only: Collection[int] | None = None, said: tuple[tuple, ...] = ()) -> Columns:
    """Of all submissions of the office, or of these. ``said`` are the combinations that are known already."""

    def of(path: str) -> Q:
        return Q() if only is None else Q(**{f"{path}__in": only})

    line, answered = Coalesce("first_id", "pk", output_field=AS_IT_COMES), f"answers__{CREDITED}"
    credited = (
        _outcomes(Adoption.objects.filter(office_id=office_id), of, CREDITED, "rank"),
        _outcomes(Instruction.objects.filter(office_id=office_id), of, CREDITED, line),
        _outcomes(Reply.objects.filter(answers__office_id=office_id), of, answered, "answers_id"),
        _decisions(office_id, of),
        _issues(office_id, of("submission")),
    )
    authors, joint = _authors(office_id, of("submission"))
    said, submissions = _submissions(office_id, of("pk"), np.concatenate([table.place for table in credited]), said)
    submissions = submissions._replace(joint=np.isin(submissions.key, joint))
    placed = (
        table._replace(place=places_of(submissions.key, table.place).astype(DAY)) for table in (*credited, authors)
    )
    return Columns(said, submissions, *placed)


def submissions_named(codes: Collection[str]) -> set[int]:
    """The submissions among what these codes name."""
    return set(Submission.objects.filter(code__in=codes).values_list("pk", flat=True))


def number_of_submissions(office_id: int) -> int:
    return Submission.objects.filter(office_id=office_id).count()


def rank_of(office_id: int) -> int:
    return Office.objects.values_list("rank", flat=True).get(pk=office_id)


def among(columns: Columns, narrow: tuple[tuple[str, str], ...]) -> np.ndarray | None:
    """Which submissions the filters of a scope let through; None: all. A unit's kind is asked for now, as the rows do."""
    mask = None
    for name, value in narrow:
        dimension = BY_NAME[name]
        if dimension.of_unit:
            units = Unit.objects.filter(dimension.holds_of_unit(value)).values_list("pk", flat=True)
            fits = np.isin(columns.submissions.unit, list(units))
        else:
            at = OF_SUBMISSION.index(dimension)
            said = np.array([dimension.is_said(values[at], value) for values in columns.said], bool)
            fits = said[columns.submissions.said]
        mask = fits if mask is None else mask & fits
    return mask


def grouped(columns: Columns, field: str) -> tuple[np.ndarray, list]:
    """The submissions by a column of theirs: the number of each one's group, and what each group has in the column."""
    at = [dimension.field for dimension in OF_SUBMISSION].index(field)
    groups: dict[object, int] = {}
    numbers = [groups.setdefault(values[at], len(groups)) for values in columns.said]
    return np.array(numbers, np.int64)[columns.submissions.said], list(groups)


def _submissions(
    office_id: int, these: Q, credited: np.ndarray, said: tuple[tuple, ...]
) -> tuple[tuple[tuple, ...], Submissions]:
    """Those of the office, and after them whatever else its briefs draw on; with every combination of what they say of themselves."""
    combinations = {each: number for number, each in enumerate(said)}
    tables = [_submission_columns(Submission.objects.filter(these, office_id=office_id), combinations, is_own=True)]
    foreign = credited[places_of(tables[0].key, credited) < 0]
    if len(foreign):
        others = Submission.objects.filter(pk__in=set(foreign.tolist()))
        tables.append(_submission_columns(others, combinations, is_own=False))
    return tuple(combinations), Submissions(*(np.concatenate(columns) for columns in zip(*tables, strict=True)))


def _submission_columns(rows: QuerySet, combinations: dict[tuple, int], *, is_own: bool) -> Submissions:
    moments = (Seconds("received_at"), Seconds("recorded_at"), Seconds("withdrawn_at"))
    fields = ("pk", Coalesce("unit_id", 0, output_field=AS_IT_COMES), *moments, *(each.field for each in OF_SUBMISSION))
    found = list(rows.order_by("pk").values_list(*fields))
    said = [combinations.setdefault(row[5:], len(combinations)) for row in found]
    key, unit, received, recorded, withdrawn = _columns((row[:5] for row in found), 5)
    flags = np.full(len(found), is_own)
    days = (_local_days(each) for each in (received, recorded, withdrawn))
    return Submissions(key, unit, *days, np.array(said, DAY), np.zeros(len(found), bool), flags)


def _outcomes(rows: QuerySet, of: Callable[[str], Q], submission: str, what: object) -> Outcomes:
    """``submission`` leads to each that the row credits. Rows that took another one back only end it; they count nothing themselves."""
    # In one filter, so that all conditions are about one and the same source of the brief.
    crediting = rows.filter(of(submission), void=False, **{f"{submission}__isnull": False}).order_by()
    key, place, day, since, what = _columns(
        crediting.values_list("pk", submission, Seconds("happened_on"), Seconds("recorded_at"), what), 5
    )
    until = _later(rows.filter(of(submission)), "corrects_id", "recorded_at", key)
    return Outcomes(place, _days(day), _local_days(since), until, what)


def _later(rows: QuerySet, of: str, at: str, keys: np.ndarray) -> np.ndarray:
    """For each key the day of the later row that names it under ``of``, of which there is one at most, about the same submissions.

    Put together here and not by the database: SQLite looks through all rows for each one when most of them name none.
    """
    if not len(keys):
        return np.empty(0, DAY)
    named = rows.filter(**{f"{of}__isnull": False}).order_by().distinct()
    earlier, moments = _columns(named.values_list(of, Seconds(at)), 2)
    place = places_of(earlier, keys)
    days = np.full(len(keys), NEVER, DAY)
    days[place >= 0] = _local_days(moments)[place[place >= 0]]
    return days


def _decisions(office_id: int, of: Callable[[str], Q]) -> Decisions:
    rows = Assessment.objects.filter(submission__office_id=office_id).order_by()
    merges = Case(When(verdict=Assessment.Verdict.MERGE, then=Value(1)), default=Value(0), output_field=AS_IT_COMES)
    key, place, day, ended, merges = _columns(
        rows.filter(of("submission")).values_list("pk", "submission_id", Seconds("at"), Seconds("undone_at"), merges), 5
    )
    followed = _later(rows.filter(of("submission")), "follows_id", "at", key)
    return Decisions(place, _local_days(day), _local_days(ended), followed, merges.astype(bool))


def _authors(office_id: int, these: Q) -> tuple[Authors, np.ndarray]:
    """And the keys of the submissions with more than one."""
    rows = SubmissionAuthor.objects.filter(these, submission__office_id=office_id).order_by()
    place, person, position = _columns(
        rows.values_list("submission_id", Coalesce("person_id", 0, output_field=AS_IT_COMES), "position"), 3
    )
    return Authors(place, person), place[position > 1]


def _issues(office_id: int, these: Q) -> Issues:
    rows = drawn_on(office_id, signed_by=end_of(date.max)).filter(these).order_by()
    is_composite = Case(When(brief__kind="composite", then=Value(1)), default=Value(0), output_field=AS_IT_COMES)
    place, day, express, composite = _columns(
        rows.values_list("submission_id", Seconds("brief__signed_at"), F("brief__is_express"), is_composite), 4
    )
    return Issues(place, _local_days(day), express.astype(bool), composite.astype(bool))


class Roster(NamedTuple):
    """Units of an office, and who belonged to which of them: both with the first and the last day."""

    unit: np.ndarray
    unit_since: np.ndarray
    unit_until: np.ndarray
    in_unit: np.ndarray
    person: np.ndarray
    since: np.ndarray
    until: np.ndarray


def roster(office_id: int, narrow: tuple[tuple[str, str], ...]) -> Roster:
    """As it stands now. It is small and read for each request: its rows change without naming a submission."""
    wanted = Q()
    for name, value in narrow:
        wanted &= BY_NAME[name].holds_of_unit(value)
    units = units_of(office_id).filter(wanted)
    memberships = Membership.objects.filter(unit__in=units)
    unit, unit_since, unit_until = _columns(units.values_list("pk", Seconds("valid_from"), Seconds("valid_to")), 3)
    in_unit, person, since, until = _columns(
        memberships.values_list("unit_id", "person_id", Seconds("starts_on"), Seconds("ends_on")), 4
    )
    starts = np.where(unit_since == EMPTY, 0, _days(unit_since))
    return Roster(unit, starts, _days(unit_until), in_unit, person, _days(since), _days(until))


def _columns(rows, width: int) -> np.ndarray:
    """Rows of whole numbers turned into columns."""
    return np.ascontiguousarray(np.fromiter(chain.from_iterable(rows), KEY).reshape(-1, width).T)


def _days(seconds: np.ndarray) -> np.ndarray:
    """Of days read as their beginnings in UTC."""
    return np.where(seconds == EMPTY, NEVER, seconds // DAY_SECONDS + EPOCH).astype(DAY)


def _local_days(seconds: np.ndarray) -> np.ndarray:
    """The calendar day of each moment in the office's own time, whatever its offset was on that day."""
    zone, is_empty = timezone.get_current_timezone(), seconds == EMPTY
    seconds = np.where(is_empty, 0, seconds)
    utc_days, which = np.unique(seconds // DAY_SECONDS, return_inverse=True)
    first, midnight = np.empty(len(utc_days), DAY), np.empty(len(utc_days), KEY)
    for n, utc_day in enumerate(utc_days.tolist()):
        local = datetime.fromtimestamp(utc_day * DAY_SECONDS, zone).date()  # at the beginning of that day in UTC
        first[n] = local.toordinal()
        midnight[n] = datetime.combine(local + timedelta(days=1), time.min, zone).timestamp()
    days = first[which] + (seconds >= midnight[which])
    return np.where(is_empty, NEVER, days).astype(DAY)
