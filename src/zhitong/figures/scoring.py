"""A scheme over the office's own outcomes: which row each adoption and instruction earns, what each unit scores, in which place.

An item is a submission. It is credited in full to the unit that sent it, with every adoption and instruction of the period that an issue
drawing on it brought; what was received in the period and brought nothing is an item merely sent in. A body or rank that no row of
the scheme names is listed for a person to match, and earns nothing until then: nothing is guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from zhitong.errors import Refused
from zhitong.figures.measures import ADOPTED, RECEIVED
from zhitong.figures.models import SchemeVersion
from zhitong.figures.schemes import (
    Blocked,
    Decisions,
    Place,
    Scheme,
    Score,
    Standing,
    build_scheme,
    open_questions,
    rank,
    score,
)
from zhitong.figures.schemes.lines import Line
from zhitong.figures.schemes.model import SENDING
from zhitong.figures.schemes.reader import read_mapping
from zhitong.figures.scope import CREDITED, Scope
from zhitong.network.queries import choice_names, units_of

if TYPE_CHECKING:
    from zhitong.network.models import Unit


@dataclass
class Item:
    """One submission and what it earned in the period. ``authors``: code of each → their registered share."""

    submission: int
    rows: list[dict] = field(default_factory=list)
    instructions: list[str] = field(default_factory=list)
    day: date | None = None
    unit: int | None = None
    authors: dict[str, int] = field(default_factory=dict)

    def entry(self) -> dict:
        return {
            "rows": self.rows,
            "instructions": self.instructions,
            **({"month": self.day.month, "quarter": (self.day.month + 2) // 3} if self.day else {}),
            **({"authors": self.authors} if len(self.authors) > 1 else {}),
        }


@dataclass(frozen=True)
class Unmatched:
    """What no row of the scheme names: ``said`` as the matching keeps it, how often it came in the period."""

    said: str
    name: str
    count: int


@dataclass(frozen=True)
class UnitScore:
    """``score`` is None where the text leaves open what this sum needs; ``blocked`` says what."""

    unit: Unit
    items: tuple[Item, ...]
    score: Score | None
    blocked: Refused | None
    place: Place | None = None

    @property
    def total(self) -> Decimal | None:
        return self.score.total if self.score else None

    @property
    def lines(self) -> list[tuple[Line, Item | None]]:
        """Each line of the sum with the item it is about."""
        return (
            [(line, self.items[line.item - 1] if line.item else None) for line in self.score.lines]
            if self.score
            else []
        )


@dataclass(frozen=True)
class Sheet:
    """A scheme's scores of one office and period. ``refusal`` where not even the places can be told, such as an undecided tie."""

    scheme: Scheme
    units: tuple[UnitScore, ...]
    unmatched: tuple[Unmatched, ...]
    refusal: Refused | None
    decisions: dict

    @property
    def not_told(self) -> tuple[str, ...]:
        return not_told(self.scheme)

    @property
    def needs(self) -> list[Blocked]:
        """What the sums of this period need besides the text's open questions: each once."""
        known = {question.key for question in open_questions(self.scheme, Decisions.of(self.decisions))}
        blocked = {each.blocked.key: each.blocked for each in self.units if isinstance(each.blocked, Blocked)}
        return [problem for key, problem in blocked.items() if key not in known]

    @property
    def groups(self) -> list[tuple[str, list[UnitScore]]]:
        """Kinds of unit apart, each in the order of its places; blocked ones last."""
        kinds: dict[str, list[UnitScore]] = {}
        for each in self.units:
            kinds.setdefault(str(each.unit.get_kind_display()), []).append(each)
        return [
            (kind, sorted(found, key=lambda each: (each.place is None, each.place.place if each.place else 0)))
            for kind, found in kinds.items()
        ]


def reckon(version: SchemeVersion, scope: Scope, unit_ids: Iterable[int] | None = None) -> Sheet:
    """Every unit's score under this version. SchemeWrong where the text itself cannot be read."""
    scheme, decisions = build_scheme(read_mapping(version.text)), Decisions.of(version.decisions)
    matcher = Matcher(scheme, version, scope.office_id)
    items = _items(scope, matcher)
    units = [unit for unit in units_of(scope.office_id, on=scope.last_day) if unit_ids is None or unit.pk in unit_ids]
    counts = _counts(scheme, scope)
    scored = [_of_unit(scheme, decisions, unit, items.get(unit.pk, []), counts.get(unit.pk)) for unit in units]
    standings = [Standing(each.unit.code, each.unit.kind, each.total) for each in scored if each.score]
    try:
        # The scheme's own groups are names of its place; here each kind of unit is a group.
        places = {place.unit: place for place in rank(replace(scheme, groups=()), standings, decisions)}
        refusal = None
    except Refused as problem:
        places, refusal = {}, problem
    ranked = tuple(replace(each, place=places.get(each.unit.code)) for each in scored)
    return Sheet(scheme, ranked, matcher.unmatched, refusal, version.decisions)


def _of_unit(scheme: Scheme, decisions: Decisions, unit: Unit, items: list[Item], counts: dict | None) -> UnitScore:
    try:
        found = score(scheme, [item.entry() for item in items], counts, decisions)
    except Refused as problem:
        return UnitScore(unit, tuple(items), None, problem)
    return UnitScore(unit, tuple(items), found, None)


def _counts(scheme: Scheme, scope: Scope) -> dict[int | None, dict]:
    """The figures that a scheme's rates ask for; a scheme without rates is told none, for a figure without a row blocks."""
    if not scheme.rates:
        return {}
    sent, adopted = RECEIVED.by_unit(scope), ADOPTED.by_unit(scope)
    return {unit: {"sent": number, "adopted": adopted.get(unit, 0)} for unit, number in sent.items()}


def _items(scope: Scope, matcher: Matcher) -> dict[int, list[Item]]:
    """Unit → its items, by number of submission."""
    found = items_earned(scope, matcher, lambda path: Q(**{f"{path}unit__isnull": False}))
    by_unit: dict[int, list[Item]] = {}
    for submission in sorted(found):
        by_unit.setdefault(found[submission].unit, []).append(found[submission])
    return by_unit


def items_earned(scope: Scope, matcher: Matcher, wanted: Callable[[str], Q]) -> dict[int, Item]:
    """Submission → its item, of those ``wanted`` (a condition on the submission, said for a path that leads to it)."""
    found: dict[int, Item] = {}

    def item(submission: int, unit: int | None, day: date) -> Item:
        known = found.setdefault(submission, Item(submission, unit=unit))
        known.day = min(known.day or day, day)
        return known

    own = Q(**{f"{CREDITED}__isnull": False}) & wanted(f"{CREDITED}__")
    adoptions = scope.adoptions().filter(scope.in_period(), own)
    for submission, unit, day, body, kind in adoptions.values_list(
        CREDITED, f"{CREDITED}__unit", "happened_on", "body", "kind"
    ).order_by("happened_on", "pk"):
        earned = item(submission, unit, day)
        if row := matcher.level(body, kind):
            earned.rows.append({"row": row, "body": body})
    instructions = scope.instructions().filter(scope.in_period(), own)
    for submission, unit, day, leader_rank in instructions.values_list(
        CREDITED, f"{CREDITED}__unit", "happened_on", "leader_rank"
    ).order_by("happened_on", "pk"):
        earned = item(submission, unit, day)
        if row := matcher.instruction(leader_rank):
            earned.instructions.append(row)
    received = scope.received().filter(wanted("")).order_by("pk")
    for submission, unit, moment in received.values_list("pk", "unit", "received_at"):
        known = found.get(submission) or item(submission, unit, timezone.localdate(moment))
        if matcher.sending:
            known.rows.insert(0, {"row": matcher.sending})
    return found


def not_told(scheme: Scheme) -> tuple[str, ...]:
    """The scheme's rows that no record of the office answers, in the text's own words. They count nothing in any sum, and each page and
    paper with sums says so: an office adds them by hand."""
    rows = (*scheme.replies, *scheme.commissioned, *scheme.multipliers, *scheme.penalties, *scheme.counted)
    words = [row.words or row.id for row in rows]
    if scheme.proposals:
        words.append(_("proposals"))
    if scheme.meeting_outputs:
        words.append(_("speeches and reports of meetings"))
    if scheme.authors.get("bonus_by_kind"):
        words.append(_("extra points by the author's kind"))
    return tuple(words)


class Matcher:
    """Which row a body or a rank means: as the office matched it, else as the scheme's own words say."""

    def __init__(self, scheme: Scheme, version: SchemeVersion, office_id: int):
        self._scheme, self._matching = scheme, version.matching
        self._ranks = choice_names("leader_rank", office_id)
        self._missing: Counter[str] = Counter()
        self.sending = next(
            (row.id for row in scheme.levels if row.id in SENDING), ""
        )  # the text's own row for sending in

    def level(self, body: str, kind: str) -> str:
        said = f"body:{body}"
        if said in self._matching:
            return self._matching[said]
        named = [row for row in self._scheme.levels if body in _names(row.words)]
        # 单篇 and 综合 may be rows of their own; a row for any kind takes what no such row takes.
        fitting = [row for row in named if row.kind == kind] or [row for row in named if row.kind in (None, "any")]
        if len(fitting) == 1:
            return fitting[0].id
        self._missing[said] += 1
        return ""

    def instruction(self, leader_rank: str) -> str:
        said = f"rank:{leader_rank}"
        if said in self._matching:
            return self._matching[said]
        for row in self._scheme.instructions:
            if row.id == leader_rank or self._ranks.get(leader_rank) in _names(row.words):
                return row.id
        self._missing[said] += 1
        return ""

    @property
    def unmatched(self) -> tuple[Unmatched, ...]:
        def name(said: str) -> str:
            what, _colon, rest = said.partition(":")
            return self._ranks.get(rest, rest) if what == "rank" else rest

        return tuple(Unmatched(said, name(said), count) for said, count in self._missing.most_common())


def _names(words: str) -> list[str]:
    return [name.strip() for name in re.split(r"[、,，;；]", words or "")]
