"""Which of our issues a row of the list means: by number, by title and by day, each with its reason. The machine proposes only.

A row is *sure* when exactly one issue fits in number and title (or in its whole title, where the list gives no number) and nothing
speaks against it; *doubtful* when issues are near it; else *unmatched*. What stands in the ledger already is *known*.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from zhitong.desk.models import Brief
from zhitong.outcomes.adoption_list.reading import ListRow
from zhitong.text.normalise import dedupe_key
from zhitong.text.similar import SimilarIndex

LIKE_ENOUGH = 0.5  # share of the shorter title that stands in the other, from which on titles agree
MOST_CANDIDATES = 5
YEAR = re.compile(r"(\d{4})\s*年|(\d{4})\s*[-/.〕\])]")
NUMBER = re.compile(r"(\d{1,6})\s*期|[-/.〕\])]\s*第?\s*(\d{1,6})|^\D{0,12}?(\d{1,6})\D*$")


@dataclass(frozen=True)
class IssueNumber:
    """What a cell says of our issue: the number within the year, the year and the series when they are written."""

    number: int | None = None
    year: int | None = None
    series: str = ""


def read_number(text: str, series: Iterable[str]) -> IssueNumber:
    """``《临溪社情》2026年第12期``, ``2026-12``, ``第12期`` or ``12``; number None when none can be read."""
    plain = unicodedata.normalize("NFKC", text).strip()
    named = next((name for name in sorted(series, key=len, reverse=True) if name and name in plain), "")
    bare = plain.replace(named, " ") if named else plain
    year = YEAR.search(bare)
    number = NUMBER.search(bare)
    return IssueNumber(
        int(next(filter(None, number.groups()))) if number else None,
        int(next(filter(None, year.groups()))) if year else None,
        named,
    )


@dataclass(frozen=True)
class Candidate:
    """One issue and why it may be meant. ``is_possible`` False: the list's day lies before the issue was signed."""

    brief: Brief
    score: float
    reasons: tuple[str, ...]
    fits: bool  # everything the row says agrees
    is_possible: bool


@dataclass(frozen=True)
class Match:
    """``state``: sure, doubtful, unmatched, known or faulty."""

    row: ListRow
    state: str
    candidates: tuple[Candidate, ...] = field(default=())

    @property
    def proposed(self) -> str:
        """The code chosen beforehand: only where the match is sure."""
        return self.candidates[0].brief.code if self.state == "sure" else ""


class Issues:
    """The office's issues, ready to be looked up: built once for a list."""

    def __init__(self, briefs: Sequence[Brief], known: set[tuple]):
        """``briefs`` with series, and sources' units fetched; ``known`` as ``known_key`` makes them."""
        self._briefs = {brief.pk: brief for brief in briefs}
        self._known = known
        self._series = {brief.series.name for brief in briefs}
        self._by_number: dict[int, list[Brief]] = {}
        self._titles = SimilarIndex()
        self._by_title: dict[str, list[Brief]] = {}
        for brief in briefs:
            self._by_number.setdefault(brief.number, []).append(brief)
            self._by_title.setdefault(dedupe_key(brief.title), []).append(brief)
            self._titles.add(brief.pk, brief.title, "")

    def match(self, row: ListRow) -> Match:
        if row.faults:
            return Match(row, "faulty")
        said = read_number(row.issue_number, self._series)
        found = {brief.pk: self._judged(row, said, brief, score) for brief, score in self._near(row, said)}
        candidates = sorted(
            found.values(), key=lambda each: (-each.is_possible, -each.fits, -each.score, -each.brief.pk)
        )
        candidates = tuple(candidates[:MOST_CANDIDATES])
        if any(known_key(each.brief.pk, row) in self._known for each in candidates):
            return Match(row, "known", tuple(c for c in candidates if known_key(c.brief.pk, row) in self._known))
        fitting = [each for each in candidates if each.fits]
        if len(fitting) == 1:
            return Match(row, "sure", candidates)
        possible = any(each.is_possible for each in candidates)
        return Match(row, "doubtful" if possible else "unmatched", candidates)

    def _near(self, row: ListRow, said: IssueNumber) -> Iterable[tuple[Brief, float]]:
        """Issues of this number or a like title, each with how like the titles are, 0 to 1."""
        likeness: dict[int, float] = {}
        if row.title:
            likeness = {brief.pk: 1.0 for brief in self._by_title.get(dedupe_key(row.title), ())}
            for match in self._titles.similar(row.title, ""):
                likeness.setdefault(match.id, min(match.score, 0.99))
        by_number = self._by_number.get(said.number, ()) if said.number is not None else ()
        near = set(likeness) | {brief.pk for brief in by_number if _may_be(brief, said, row.day)}
        return [(self._briefs[pk], likeness.get(pk, 0.0)) for pk in near]

    def _judged(self, row: ListRow, said: IssueNumber, brief: Brief, score: float) -> Candidate:
        number_agrees = None if said.number is None else said.number == brief.number and _may_be(brief, said, row.day)
        is_possible = row.day >= timezone.localdate(brief.signed_at)
        unit_agrees = _unit_agrees(row.unit, brief)
        named_wholly = said.year is not None and (bool(said.series) or len(self._series) == 1)
        by_number = number_agrees and (score >= LIKE_ENOUGH or (not row.title and named_wholly))
        by_title = number_agrees is None and score == 1.0
        reasons = _reasons(row, number_agrees, score, is_possible, unit_agrees)
        fits = bool(is_possible and unit_agrees is not False and (by_number or by_title))
        return Candidate(brief, score + bool(number_agrees), reasons, fits, is_possible)


def _may_be(brief: Brief, said: IssueNumber, day: date) -> bool:
    """Whether year and series, where they are written, are the issue's; a number without a year is this year's or last year's."""
    in_year = brief.year == said.year if said.year is not None else brief.year in (day.year, day.year - 1)
    return in_year and said.series in ("", brief.series.name)


def _unit_agrees(unit: str, brief: Brief) -> bool | None:
    """Whether one of the issue's sources came from that unit; None when the list or the issue names none."""
    names = [dedupe_key(source.submission.unit.name) for source in brief.sources.all() if source.submission.unit]
    wanted = dedupe_key(unit)
    if not wanted or not names:
        return None
    return any(wanted in name or name in wanted for name in names)


def _reasons(
    row: ListRow, number_agrees: bool | None, score: float, is_possible: bool, unit_agrees: bool | None
) -> tuple[str, ...]:
    said = []
    if number_agrees is not None:
        said.append(_("number agrees") if number_agrees else _("number differs"))
    if row.title:
        if score == 1.0:
            said.append(_("title agrees"))
        else:
            like = _("title %(share)s alike") % {"share": f"{score:.0%}"}
            said.append(like if score else _("title differs"))
    if not is_possible:
        said.append(_("the day lies before the issue"))
    if unit_agrees is not None:
        said.append(_("unit agrees") if unit_agrees else _("unit differs"))
    return tuple(said)


def known_key(brief_id: int, row: ListRow) -> tuple:
    """What makes a row the same adoption as one in the ledger; as in ``queries.SAME``, and the day."""
    return (brief_id, row.day, row.body, row.kind, row.periodical, row.issue)
