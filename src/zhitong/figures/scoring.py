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

from zhitong.errors import Refused, Said
from zhitong.figures.by_hand import ByHand
from zhitong.figures.measures import ADOPTED, ADOPTED_AND_INSTRUCTED, RECEIVED, REPLIED
from zhitong.figures.models import PointsEntry, SchemeVersion
from zhitong.figures.queries import has_targets, heads_of, scheme_of
from zhitong.figures.recorded import (
    HOME,
    Bindings,
    Figures,
    bonus_kinds,
    by_month,
    counts_of,
    fill_items,
    key_of,
    kinds_known,
    missed_calls,
    quota_holds,
    rows_to_bind,
    untold_measured,
)
from zhitong.figures.schemes import (
    Blocked,
    Decisions,
    Place,
    Scheme,
    Score,
    Standing,
    open_questions,
    rank,
    score,
)
from zhitong.figures.schemes.lines import Line
from zhitong.figures.schemes.model import SENDING, Row
from zhitong.figures.schemes.standings import falls_short, rounded_head
from zhitong.figures.scope import CREDITED, Scope
from zhitong.figures.targets import Targets
from zhitong.network.queries import choice_names, units_of

if TYPE_CHECKING:
    from zhitong.figures.queries import Asked
    from zhitong.network.models import Unit


@dataclass
class Item:
    """One submission and what it earned in the period. ``authors``: code of each → their registered share."""

    submission: int  # 0: a deed that is no submission's, such as a missed call
    rows: list[dict] = field(default_factory=list)
    instructions: list[str] = field(default_factory=list)
    day: date | None = None
    unit: int | None = None
    authors: dict[str, int] = field(default_factory=dict)
    others: dict[str, list] = field(default_factory=dict)  # replies, commissioned, penalties, multipliers
    kinds: list[str] = field(default_factory=list)  # of author, in order, where the scheme pays for it
    meeting_output: str | None = None
    named: str = ""  # what a deed without a submission is about
    opens: str = ""  # the code of the call
    entered_as: str = ""  # the code of what was entered by hand
    times: int = 1
    # What the facts of the scheme's other rows are read from, see ``recorded``
    adopted: list[tuple[date, str, bool]] = field(
        default_factory=list
    )  # day, body, whether above the office's own level
    instructed_on: list[date] = field(default_factory=list)
    received_on: date | None = None  # in the period
    decided: dict[str, list[date]] = field(default_factory=dict)
    is_express: bool = False
    is_composite: bool = False

    def add(self, row: Row, body: str = "") -> None:
        """One time that a row other than a level or instruction holds for it."""
        home = self.others.setdefault(HOME[row.family], [])
        home.append({"row": row.id, "body": body} if body else row.id)

    def entry(self) -> dict:
        return {
            "rows": self.rows,
            "instructions": self.instructions,
            **self.others,
            **({"month": self.day.month, "quarter": (self.day.month + 2) // 3} if self.day else {}),
            **({"authors": self.authors} if len(self.authors) > 1 else {}),
            **({"author": self.kinds} if self.kinds else {}),
            **({"meeting_output": self.meeting_output} if self.meeting_output else {}),
            **({"sent": True} if self.received_on else {}),
            **({} if self.submission else {"piece": False}),
            **({"times": self.times} if self.times != 1 else {}),
        }


@dataclass(frozen=True)
class Unmatched:
    """What no row of the scheme names: ``said`` as the matching keeps it, how often it came in the period."""

    said: str
    name: str
    count: int


class Scored:
    """What a unit's and a person's score answer alike."""

    items: tuple[Item, ...]
    score: Score | None

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
class UnitScore(Scored):
    """``score`` is None where the text leaves open what this sum needs; ``blocked`` says what."""

    unit: Unit
    items: tuple[Item, ...]
    score: Score | None
    blocked: Refused | None
    place: Place | None = None
    figures: Figures = Figures()
    unranked: Said | None = None  # why there is no place, where a least number is not reached

    @property
    def per_head(self) -> Decimal | None:
        """As said: to the hundredth."""
        return None if self.place is None or self.place.per_head is None else rounded_head(self.place.per_head)


@dataclass(frozen=True)
class Sheet:
    """A scheme's scores of one office and period. ``refusal`` where not even the places can be told, such as an undecided tie."""

    scheme: Scheme
    units: tuple[UnitScore, ...]
    unmatched: tuple[Unmatched, ...]
    refusal: Refused | None
    decisions: dict
    not_told: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()  # rows that count what was entered by hand

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
    scheme, decisions = scheme_of(version), Decisions.of(version.decisions)
    matcher = Matcher(scheme, version, scope.office_id)
    hand = ByHand(version, scope)
    items = _items(scope, matcher, hand)
    units = [unit for unit in units_of(scope.office_id, on=scope.last_day) if unit_ids is None or unit.pk in unit_ids]
    figures = _figures(matcher, scope, units, items)
    untold = untold_measured(scheme, scope)
    scored = [
        _of_unit(
            scheme,
            decisions,
            unit,
            items.get(unit.pk, []),
            counts_of(scheme, matcher.bindings, scope, figures[unit.pk]) | hand.counts(unit.pk, people=False),
            untold - hand.measured(unit.pk, people=False),
        )
        for unit in units
    ]
    standings = [
        standing_of(each.unit.code, each.unit.kind, each.score, figures[each.unit.pk]) for each in scored if each.score
    ]
    try:
        # The scheme's own groups are names of its place; here each kind of unit is a group.
        places = {place.unit: place for place in rank(replace(scheme, groups=()), standings, decisions)}
        refusal = None
    except Refused as problem:
        places, refusal = {}, problem
    ranked = tuple(replace(each, place=places.get(each.unit.code), figures=figures[each.unit.pk]) for each in scored)
    return Sheet(
        scheme,
        ranked,
        matcher.unmatched,
        refusal,
        version.decisions,
        not_told(version, scope, hand=hand),
        tuple(hand.told(people=False)),
    )


def why_unranked(scheme: Scheme, scored: Score | None, figures: Figures, decisions: Decisions) -> Said | None:
    if scored is None:
        return None
    return falls_short(scheme.minimum, scored.total, {**figures.measures, **(scored.rates or {})}, decisions)


def standing_of(code: str, group: str, scored: Score, figures: Figures) -> Standing:
    """With the figures that part equal scores and that least numbers ask for."""
    return Standing(code, group, scored.total, {**figures.measures, **(scored.rates or {})}, figures.heads)


def _of_unit(
    scheme: Scheme, decisions: Decisions, unit: Unit, items: list[Item], counts: dict, untold: frozenset[str]
) -> UnitScore:
    try:
        found = score(scheme, [item.entry() for item in items], counts, decisions, untold=untold)
    except Refused as problem:
        return UnitScore(unit, tuple(items), None, problem)
    return UnitScore(unit, tuple(items), found, None)


def _figures(matcher: Matcher, scope: Scope, units: list[Unit], items: dict[int, list[Item]]) -> dict[int, Figures]:
    """What rates, numbers to be reached, counted rows and places ask of each unit."""
    scheme = matcher.scheme
    sent, adopted = RECEIVED.by_unit(scope), ADOPTED.by_unit(scope)
    both = ADOPTED_AND_INSTRUCTED.by_unit(scope) if len(scheme.rates) else {}
    replied = REPLIED.by_unit(scope) if scheme.rates or scheme.measured else {}
    heads = heads_of(scope) if scheme.per_head else {}
    targets = Targets(scope.office_id, scope.period.last.year, scope.known_by)
    return {
        unit.pk: replace(
            figures_in(matcher, items.get(unit.pk, [])),
            sent=sent.get(unit.pk, 0),
            adopted=adopted.get(unit.pk, 0),
            targets=_targets_of(scope, targets, unit),
            adopted_and_instructed=both.get(unit.pk, 0),
            replied=replied.get(unit.pk, 0),
            heads=heads.get(unit.pk, 0),
        )
        for unit in units
    }


def figures_in(matcher: Matcher, items: Iterable[Item]) -> Figures:
    """What the items themselves tell."""
    items = [item for item in items if item.submission]
    return Figures(
        by_month=by_month(item.received_on for item in items if item.received_on),
        adoptions=sum(len(item.adopted) for item in items),
        instructions=sum(len(item.instructed_on) for item in items),
        items=len(items),
        rows={
            row.id: sum(each["row"] == row.id for item in items for each in item.rows) for row in matcher.scheme.levels
        },
    )


def _targets_of(scope: Scope, targets: Targets, unit: Unit) -> dict[str, int]:
    """What the office set for the unit and a whole year."""
    if scope.period.months != 12:
        return {}
    found = {name: targets.of_unit(unit, measure.code) for name, measure in (("sent", RECEIVED), ("adopted", ADOPTED))}
    return {name: target.number for name, target in found.items() if target}


def _items(scope: Scope, matcher: Matcher, hand: ByHand) -> dict[int, list[Item]]:
    """Unit → its items, by number of submission, the calls it missed, and what was entered for it by hand."""
    found = items_earned(scope, matcher, lambda path: Q(**{f"{path}unit__isnull": False}))
    by_unit: dict[int, list[Item]] = {}
    for submission in sorted(found):
        by_unit.setdefault(found[submission].unit, []).append(found[submission])
    for asked, row in missed_calls(scope, matcher.bindings):
        if asked.unit:
            by_unit.setdefault(asked.unit, []).append(deed_of(asked, row))
    for entry, row in hand.deeds(people=False):
        by_unit.setdefault(entry.unit_id, []).append(entered(entry, row))
    return by_unit


def entered(entry: PointsEntry, row: Row) -> Item:
    """What was entered by hand, as a deed of its day."""
    deed = Item(
        0, day=entry.happened_on, unit=entry.unit_id, named=entry.reason, entered_as=entry.code, times=entry.number
    )
    deed.add(row)
    return deed


def deed_of(asked: Asked, row: Row) -> Item:
    """A call that did not come as asked, as an entry of the day on which it was due."""
    call = asked.call
    deed = Item(0, day=call.due_on, unit=asked.unit, named=f"{call.number} {call.title}", opens=call.code)
    deed.add(row, call.number)
    return deed


def items_earned(scope: Scope, matcher: Matcher, wanted: Callable[[str], Q]) -> dict[int, Item]:
    """Submission → its item, of those ``wanted`` (a condition on the submission, said for a path that leads to it)."""
    found: dict[int, Item] = {}

    def item(submission: int, unit: int | None, day: date) -> Item:
        known = found.setdefault(submission, Item(submission, unit=unit))
        known.day = min(known.day or day, day)
        return known

    own = Q(**{f"{CREDITED}__isnull": False}) & wanted(f"{CREDITED}__")
    adoptions = scope.adoptions().filter(scope.in_period(), own)
    for submission, unit, day, body, kind, level in adoptions.values_list(
        CREDITED, f"{CREDITED}__unit", "happened_on", "body", "kind", "rank"
    ).order_by("happened_on", "pk"):
        earned = item(submission, unit, day)
        earned.adopted.append((day, body, level < matcher.rank))
        if row := matcher.level(body, kind):
            earned.rows.append({"row": row, "body": body})
    instructions = scope.instructions().filter(scope.in_period(), own)
    for submission, unit, day, leader_rank in instructions.values_list(
        CREDITED, f"{CREDITED}__unit", "happened_on", "leader_rank"
    ).order_by("happened_on", "pk"):
        earned = item(submission, unit, day)
        earned.instructed_on.append(day)
        if row := matcher.instruction(leader_rank):
            earned.instructions.append(row)
    if matcher.scheme.replies:
        replies = scope.replies().filter(scope.in_period(), own)
        for submission, unit, day, department, solved in replies.values_list(
            CREDITED, f"{CREDITED}__unit", "happened_on", "department", "solved"
        ).order_by("happened_on", "pk"):
            if row := matcher.reply(department, solved):
                item(submission, unit, day).others.setdefault("replies", []).append({"row": row, "body": department})
    received = scope.received().filter(wanted("")).order_by("pk")
    for submission, unit, moment in received.values_list("pk", "unit", "received_at"):
        known = found.get(submission) or item(submission, unit, timezone.localdate(moment))
        known.received_on = timezone.localdate(moment)
        if matcher.sending:
            known.rows.insert(0, {"row": matcher.sending})
    fill_items(scope, matcher.scheme, matcher.bindings, wanted, found, item, matcher.rank)
    # What came of an earlier item and earns no row is no item of this period; else it would count as merely sent in.
    return {pk: each for pk, each in found.items() if each.received_on or each.rows or each.instructions or each.others}


def not_told(
    version: SchemeVersion, scope: Scope | None = None, *, people: bool = False, hand: ByHand | None = None
) -> tuple[str, ...]:
    """The scheme's rows that no record of the office answers and nothing was entered for, in the text's own words. They count nothing in
    any sum, and each page and paper with sums says so. With ``scope`` also what cannot be told of that very period; of ``people``
    what only units have. ``hand``: what was entered by hand (by default, of the scope)."""
    scheme, bindings = scheme_of(version), Bindings(scheme_of(version), version.matching)
    hand = hand or (ByHand(version, scope) if scope is not None else None)
    given = hand.keys(people=people) if hand else frozenset()
    words = [
        row.words or row.id for row in rows_to_bind(scheme) if row in bindings.open_rows and key_of(row) not in given
    ]
    per, rule = scheme.submission.target_per, scheme.submission
    words += [
        row.words or row.id
        for step in ("month", "quarter")
        for row in bindings.rows.get(f"{step}s_missed", ())
        if step not in per or (rule.base is not None and rule.base.per == step)
    ]
    quota = bindings.rows.get("quota_short", [])
    if quota or rule.miss is not None or rule.miss_words:
        if rule.target is None and (scheme.subject != "unit" or not has_targets(version.office_id)):
            words += [row.words or row.id for row in quota] or [_("too few sent in: no number is set")]
        elif scope is not None and not quota_holds(scope, scheme):
            words.append(_("too few sent in: only once the whole counting period is over"))
    gone = untold_measured(scheme, None, people=people)
    words += [row.words for row in scheme.measured if row.id in gone and f"measured:{row.id}" not in given]
    if scope is not None and (partly := untold_measured(scheme, scope, people=people) - gone):
        names = "、".join(row.words for row in scheme.measured if row.id in partly)
        words.append(_("%(names)s: only for a whole counting period") % {"names": names})
    if scheme.proposals or any(key.startswith("proposal") for key in scheme.authors):
        words.append(_("proposals"))
    words += [
        _("extra points for authors of the kind %(kind)s") % {"kind": kind}
        for kind in bonus_kinds(scheme)
        if kind not in kinds_known(scheme, version.office.rank)
    ]
    return tuple(words)


class Matcher:
    """Which row a body, a rank or a department means: as the office matched it, else as the scheme's own words say."""

    def __init__(self, scheme: Scheme, version: SchemeVersion, office_id: int):
        self.scheme, self._matching = scheme, version.matching
        self.bindings = Bindings(scheme, version.matching)
        self.rank = version.office.rank
        self._ranks = choice_names("leader_rank", office_id)
        self._missing: Counter[str] = Counter()
        self.sending = next(
            (row.id for row in scheme.levels if row.id in SENDING), ""
        )  # the text's own row for sending in

    def level(self, body: str, kind: str) -> str:
        said = f"body:{body}"
        if said in self._matching:
            return self._matching[said]
        named = [row for row in self.scheme.levels if body in _names(row.words)]
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
        for row in self.scheme.instructions:
            if row.id == leader_rank or self._ranks.get(leader_rank) in _names(row.words):
                return row.id
        self._missing[said] += 1
        return ""

    def reply(self, department: str, solved: str) -> str:
        """By the department as named, else by the result where the rows tell results apart, else the only row for any department."""
        said = f"reply:{department}"
        if said in self._matching:
            return self._matching[said]
        rows = [row for row in self.scheme.replies if row.kind in (None, "any", solved)]
        named = [row for row in rows if department in _names(row.words)]
        plain = [row for row in rows if _means_any(row)]
        fitting = named or ([row for row in plain if row.kind == solved] or plain if len(plain) == len(rows) else [])
        if len(fitting) == 1:
            return fitting[0].id
        if not rows:
            return ""  # the text gives nothing for this result
        self._missing[said] += 1
        return ""

    @property
    def unmatched(self) -> tuple[Unmatched, ...]:
        def name(said: str) -> str:
            what, _colon, rest = said.partition(":")
            return self._ranks.get(rest, rest) if what == "rank" else rest

        return tuple(Unmatched(said, name(said), count) for said, count in self._missing.most_common())


# 部门答复, 获承办单位办理回复, 部门答复已解决: what is left of a row's words without these names a department of its own.
_OF_ANY_DEPARTMENT = re.compile(
    r"有关|相关|承办|职能|主管|部门|单位|书面|正式|办理|采纳|答复|办复|回复|回函|反馈|解决|落实|列入计划|部分|尚未|已经|已|未|获|得到|被|的|后|并|或|和|，|、"
)


def _means_any(row: Row) -> bool:
    return re.fullmatch(r"[a-z_]*", _OF_ANY_DEPARTMENT.sub("", row.words or row.id)) is not None


def _names(words: str) -> list[str]:
    return [name.strip() for name in re.split(r"[、,，;；]", words or "")]
