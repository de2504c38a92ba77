"""What a figure of a paper counts, what is frozen of it, and how a closed paper differs from today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from zhitong.figures.measures import BY_CODE, Measure
from zhitong.intake.models import Submission, SubmissionAuthor
from zhitong.intake.restricted.queries import without_hidden
from zhitong.network.actors import Actor
from zhitong.network.queries import units_of
from zhitong.reports.counting import Counts, Row, Tally, difference
from zhitong.reports.models import ClosedPeriod, Report
from zhitong.reports.queries.filled import NO_UNIT, carried_to, counts_of
from zhitong.reports.queries.papers import period_of


def rows_asked(report: Report, code: str, key: str, way: str, today: date) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """(rows, rows taken off) behind a figure of the paper: ``own`` live while open and frozen once closed, ``today`` as known
    now, ``came`` and ``went`` since it was frozen."""
    units = list(units_of(report.office_id).values_list("pk", "code", "kind"))
    members = _members(key, units)
    if report.state != Report.State.CLOSED:
        tally = counts_of(report, today).tally(code).of(members)
        return tally.rows, tally.minus
    frozen = frozen_tally(report, code, units).of(members)
    if way == "own":
        return frozen.rows, frozen.minus
    live = counts_as_of(report, today).tally(code).of(members)
    if way == "today":
        return live.rows, live.minus
    came, went = difference(frozen.rows, live.rows)
    minus_came, minus_went = difference(frozen.minus, live.minus)
    return (came + minus_went if way == "came" else went + minus_came), ()


def _members(key: str, units: list[tuple[int, str, str]]) -> frozenset[int | None] | None:
    if not key:
        return None
    if key == NO_UNIT.key:
        return frozenset({None})
    return frozenset(pk for pk, code, kind in units if key in (code, kind))


def frozen_tally(report: Report, code: str, units: list[tuple[int, str, str]]) -> Tally:
    closed: ClosedPeriod | None = getattr(report, "frozen", None)
    if closed is None:
        return Tally(())
    ids = {unit_code: pk for pk, unit_code, _kind in units}

    def rows(kept: list) -> tuple[Row, ...]:
        return tuple(Row(pk, submission, ids.get(unit)) for pk, submission, unit in kept)

    return Tally(rows(closed.rows.get(code, [])), rows(closed.minus.get(code, [])))


def freeze(report: Report, counts: Counts) -> tuple[dict, dict]:
    """(rows, minus) of every measure, as ``ClosedPeriod`` keeps them."""
    codes = dict(units_of(report.office_id).values_list("pk", "code"))

    def kept(rows: tuple[Row, ...]) -> list:
        return [[row.pk, row.submission, codes.get(row.unit, "")] for row in rows]

    tallies = {code: counts.tally(code) for code in BY_CODE}
    return (
        {code: kept(tally.rows) for code, tally in tallies.items()},
        {code: kept(tally.minus) for code, tally in tallies.items() if tally.minus},
    )


@dataclass(frozen=True)
class Difference:
    """One figure of a closed paper beside the same figure as known today."""

    measure: Measure
    key: str
    name: str
    frozen: int
    today: int
    came: tuple[Row, ...]
    went: tuple[Row, ...]

    @property
    def change(self) -> str:
        return f"{self.today - self.frozen:+d}"


def standing_paper(report: Report) -> Report:
    """The closed paper, or the last of its correction sheets that carries figures: what holds for the period now."""
    sheets = Report.objects.filter(corrects=report.corrects or report, frozen__isnull=False).order_by("number", "pk")
    return sheets.last() or report.corrects or report


def counts_as_of(report: Report, today: date) -> Counts:
    """The closed paper's period as known today, with the same carried periods as it had."""
    original = report.corrects or report
    return Counts(report.office_id, period_of(original), today, carried_to(original))


def differences(report: Report, today: date) -> list[Difference]:
    """Where the figures that stand (the paper's, or those of its last correction sheet) are not what is known today.

    The whole office first, then each unit, measure by measure. Rows that changed places without changing a number are shown too.
    """
    stands = standing_paper(report)
    units = list(units_of(report.office_id))
    triples = [(unit.pk, unit.code, unit.kind) for unit in units]
    lines = [(unit.code, unit.name, unit.pk) for unit in units] + [(NO_UNIT.key, NO_UNIT.name, None)]
    now = counts_as_of(report, today)
    found: list[Difference] = []
    for code, measure in BY_CODE.items():
        frozen, live = frozen_tally(stands, code, triples), now.tally(code)
        whole = _difference(measure, "", "全办", frozen, live)
        if whole is None:
            continue
        found.append(whole)
        touched = {row.unit for row in whole.came + whole.went}
        for key, name, unit in lines:
            if unit in touched:
                members = frozenset({unit})
                line = _difference(measure, key, name, frozen.of(members), live.of(members))
                found += [line] if line else []
    return found


def _difference(measure: Measure, key: str, name: str, old: Tally, new: Tally) -> Difference | None:
    came, went = difference(old.rows, new.rows)
    minus_came, minus_went = difference(old.minus, new.minus)
    came, went = came + minus_went, went + minus_came
    return Difference(measure, key, name, old.number, new.number, came, went) if came or went else None


def shown_rows(rows: tuple[Row, ...]) -> list[str]:
    """The submissions' codes behind the rows, newest first, each as often as it counts."""
    return [row.submission for row in sorted(rows, key=lambda row: (-row.pk, row.submission))]


def submissions_named(codes: list[str], viewer: Actor) -> dict[str, Submission]:
    """Restricted ones that are kept from the viewer are missing: they count and are not shown."""
    authors = Prefetch("authors", SubmissionAuthor.objects.order_by("position"))
    return {
        s.code: s
        for s in without_hidden(Submission.objects.filter(code__in=codes), viewer)
        .select_related("unit")
        .prefetch_related(authors)
    }
