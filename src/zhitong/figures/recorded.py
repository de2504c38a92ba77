"""What an office's own records say of a scheme's rows: every fact of ``schemes.facts``, and where it is read.

Levels and instructions are matched in ``scoring``; here are all other rows. ``OF_ITEMS``, ``OF_CALLS`` and ``OF_PERIODS`` hold between
them every fact there is (a test counts them), so that one look tells which record gives or takes a point. A row that no fact answers is
in ``Bindings.open_rows``: it is named wherever points stand and never counted as 0.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils import timezone

from zhitong.assessment.models import Assessment
from zhitong.figures.queries import Asked, Told, asked_in, kinds_of_authors, told_of
from zhitong.figures.schemes.facts import BY_HAND, BY_NAME, fact_of
from zhitong.figures.schemes.items import PLAIN_AUTHOR
from zhitong.figures.schemes.model import Row, Scheme
from zhitong.figures.schemes.vocabulary import stage_of_text
from zhitong.figures.scope import Scope
from zhitong.intake.models import Submission
from zhitong.network.models import Unit
from zhitong.outcomes.queries import end_of

if TYPE_CHECKING:
    from django.db.models import Q

    from zhitong.figures.scoring import Item

Origin, Verdict = Submission.Origin, Assessment.Verdict
HOME = {
    "commissioned": "commissioned",
    "penalty": "penalties",
    "reply": "replies",
    "multiplier": "multipliers",
    "counted": "counted",
}

# --- which rows are answered ------------------------------------------------------------------------------------------


class Bindings:
    """Rows by the fact that answers them: as the office bound them, as the row says itself, else as its words say.

    Two rows of one list whose words mean one fact (a first and a repeated case) are told apart by nobody: then none is filled.
    """

    def __init__(self, scheme: Scheme, matching: Mapping[str, str]):
        self.rows: dict[str, list[Row]] = defaultdict(list)
        self.open_rows: list[Row] = []
        self.fact_of: dict[Row, str] = {}
        said: dict[tuple[str, str], list[Row]] = defaultdict(
            list
        )  # (list, fact) → rows that mean it by their words alone
        for row in rows_to_bind(scheme):
            bound = matching.get(key_of(row))
            fact = BY_NAME.get(bound) if bound is not None else fact_of(row)
            if fact is None:
                self.open_rows.append(row)
            elif bound is not None or row.record or fact.name in ("rate", "reply"):
                self._bind(row, fact.name)
            else:
                said[row.family, fact.name].append(row)
        for (family, fact), rows in said.items():
            if len(rows) > 1 or any(other.family == family for other in self.rows.get(fact, ())):
                self.open_rows += rows
            elif not self._is_same_rule(rows[0], fact):
                self._bind(rows[0], fact)

    def _bind(self, row: Row, fact: str) -> None:
        self.rows[fact].append(row)
        self.fact_of[row] = fact

    def _is_same_rule(self, row: Row, fact: str) -> bool:
        """A rule printed twice, as commissioned row and again as penalty, is one rule."""
        return any(other.points == row.points and other.family != row.family for other in self.rows.get(fact, ()))

    def any(self, facts: Iterable[str]) -> bool:
        return any(self.rows.get(fact) for fact in facts)


def rows_to_bind(scheme: Scheme) -> tuple[Row, ...]:
    """All rows but levels and instructions, in the order of the file."""
    return (*scheme.replies, *scheme.commissioned, *scheme.multipliers, *scheme.penalties, *scheme.counted)


def key_of(row: Row) -> str:
    """Under which the office's own binding of a row is kept in ``SchemeVersion.matching``."""
    return f"record:{row.family}:{row.id}"


def possible_facts(row: Row) -> list[str]:
    """Names of the facts that may answer a row, and the word for none."""
    return [*(name for name, fact in BY_NAME.items() if row.family in fact.families), BY_HAND]


# --- facts of one submission ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Happened:
    """One time that a fact holds for an item; ``body`` tells two of one row apart."""

    day: date
    body: str = ""


def _adopted_answer(item: Item, told: Told) -> Iterator[Happened]:
    return (Happened(day, body) for day, body, _above in item.adopted) if told.call else iter(())


def _adopted_answer_above(item: Item, told: Told) -> Iterator[Happened]:
    return (Happened(day, body) for day, body, above in item.adopted if above and told.call)


def _instructed_answer(item: Item, told: Told) -> Iterator[Happened]:
    return (Happened(day) for day in item.instructed_on if told.call)


def _answer(item: Item, told: Told) -> Iterator[Happened]:
    """Of the period in which it was received: what is adopted later is credited then, as an adoption."""
    return iter([Happened(item.received_on, told.call)] if told.call and item.received_on else [])


def _answer_in_time(item: Item, told: Told) -> Iterator[Happened]:
    return _answer(item, told) if told.in_time else iter(())


def _once_if(holds: Callable[[Item, Told], bool]) -> Callable[[Item, Told], Iterator[Happened]]:
    """A factor holds for what the item earned in the period, once."""
    return lambda item, told: iter([Happened(item.day)] if item.rows and holds(item, told) else [])


OF_ITEMS: dict[str, Callable[[Item, Told], Iterator[Happened]]] = {
    "call_adopted": _adopted_answer,
    "call_adopted_above": _adopted_answer_above,
    "call_instructed": _instructed_answer,
    "call_answered": _answer,
    "call_answered_in_time": _answer_in_time,
    "answers_call": _once_if(lambda _item, told: bool(told.call)),
    "joint": _once_if(lambda _item, told: told.authors > 1),
    "several_units": _once_if(lambda _item, told: told.units > 1),
    "from_meeting": _once_if(lambda _item, told: told.origin == Origin.MEETING),
    "from_research": _once_if(lambda _item, told: told.origin == Origin.RESEARCH),
    "from_inspection": _once_if(lambda _item, told: told.origin == Origin.INSPECTION),
    "from_proposal": _once_if(lambda _item, told: told.origin == Origin.FROM_PROPOSAL),
    "express": _once_if(lambda item, _told: item.is_express),
    "composite": _once_if(lambda item, _told: item.is_composite),
    # Decisions on it and its withdrawal, each in the period: read by ``_decided_on``, kept on the item by name.
    **{
        name: (lambda item, _told, name=name: iter(Happened(day) for day in item.decided.get(name, ())))
        for name in ("copied", "unverified", "returned", "withdrawn")
    },
    "reply": lambda item, _told: iter(()),  # matched by department, see ``scoring.Matcher.reply``
}
_REASONS = {
    "copied": ({Verdict.DECLINE}, {"copied_press", "copied_words"}),
    "unverified": ({Verdict.DECLINE, Verdict.SEND_BACK}, {"unverified"}),
    "returned": ({Verdict.SEND_BACK}, None),
}  # fact → the decisions that are it, and with which of the reasons every office begins with (None: any)


def fill_items(
    scope: Scope,
    scheme: Scheme,
    bindings: Bindings,
    wanted: Callable[[str], Q],
    found: dict[int, Item],
    item_of: Callable[[int, int | None, date], Item],
    rank: int,
) -> None:
    """Adds to the items found what the scheme's other rows say of them; an item that only a decision is about is begun."""
    facts = [fact for fact in OF_ITEMS if bindings.rows.get(fact)]
    if asked := set(facts) & {*_REASONS, "withdrawn"}:
        _decided_on(scope, wanted, item_of, asked)
    if set(facts) & {"express", "composite"}:
        _issued_as(scope, found)
    bonus = bool(scheme.authors.get("bonus_by_kind"))
    if not facts and not scheme.meeting_outputs and not bonus:
        return
    told = told_of(scope, found)
    for number, item in found.items():
        for fact in facts:
            for happened in OF_ITEMS[fact](item, told[number]):
                for row in bindings.rows[fact]:
                    item.add(row, happened.body)
        if item.rows and scheme.meeting_outputs:
            item.meeting_output = _meeting_output(scheme, told[number].origin)
    if bonus:
        _kinds(scheme, rank, found, told)


def _decided_on(
    scope: Scope, wanted: Callable[[str], Q], item_of: Callable[[int, int | None, date], Item], asked: set[str]
) -> None:
    first, last = scope.moments
    decisions = scope.decisions().filter(wanted("submission__"), at__gte=first, at__lte=last).order_by("at", "pk")
    for submission, unit, at, verdict, reason in decisions.values_list(
        "submission", "submission__unit", "at", "verdict", "reason"
    ):
        for fact, (verdicts, reasons) in _REASONS.items():
            if fact in asked and verdict in verdicts and (reasons is None or reason in reasons):
                day = timezone.localdate(at)
                item_of(submission, unit, day).decided.setdefault(fact, []).append(day)
    if "withdrawn" not in asked:
        return
    taken_back = scope.submissions().filter(
        wanted(""), withdrawn_at__gte=first, withdrawn_at__lte=min(last, end_of(scope.known_by))
    )
    for submission, unit, at in taken_back.values_list("pk", "unit", "withdrawn_at"):
        day = timezone.localdate(at)
        item_of(submission, unit, day).decided.setdefault("withdrawn", []).append(day)


def _issued_as(scope: Scope, found: dict[int, Item]) -> None:
    for express, kind, submission in scope.issues().values_list("brief__is_express", "brief__kind", "submission"):
        if item := found.get(submission):
            item.is_express |= express
            item.is_composite |= kind == "composite"


_OUTPUTS = {
    Origin.MEETING: ("meeting", "speech", "会议", "会议发言", "发言"),
    Origin.RESEARCH: ("research", "report", "调研", "调研报告"),
    Origin.INSPECTION: ("inspection", "视察"),
    Origin.FROM_PROPOSAL: ("from_proposal", "proposal", "提案"),
}  # where a submission comes from → the names that meeting_outputs may give it


def _meeting_output(scheme: Scheme, origin: str) -> str | None:
    names = _OUTPUTS.get(origin, ())
    if isinstance(scheme.meeting_outputs, Mapping) and "factor" not in scheme.meeting_outputs:
        return next((name for name in names if name in scheme.meeting_outputs), None)
    return names[0] if origin in (Origin.MEETING, Origin.RESEARCH) else None


# --- kinds of author --------------------------------------------------------------------------------------------------

_LEVELS = {
    1: ("national",),
    2: ("provincial", "province"),
    3: ("city", "municipal"),
    4: ("district", "county"),
    5: ("town",),
}
_MEMBER = ("member", "cppcc_member", "委员", "政协委员")


def kinds_known(scheme: Scheme, rank: int) -> dict[str, str]:
    """Kinds of author that pay a bonus and that an office of this rank can tell → ``member``, or the kind of the sending unit.

    That somebody is a member of the CPPCC of another level stands in no record.
    """
    units = {
        **{value: value for value in Unit.Kind.values},
        **{str(label): value for value, label in Unit.Kind.choices},
    }
    members = {*_MEMBER, *(f"{level}_member" for level in _LEVELS.get(rank, ()))}
    found = {}
    for kind in bonus_kinds(scheme):
        if kind in members:
            found[kind] = "member"
        elif kind in units:
            found[kind] = units[kind]
    return found


def bonus_kinds(scheme: Scheme) -> list[str]:
    rules = scheme.authors.get("bonus_by_kind") or ()
    return [
        kind
        for kind in dict.fromkeys(kind for rule in rules for kind in rule if kind != "row")
        if kind not in PLAIN_AUTHOR
    ]


def _kinds(scheme: Scheme, rank: int, found: dict[int, Item], told: dict[int, Told]) -> None:
    """Who asked not to be named is of no kind here: the bonus would tell of whom the unit's item is."""
    known = kinds_known(scheme, rank)
    of_members = next((kind for kind, means in known.items() if means == "member"), None)
    of_units = {means: kind for kind, means in known.items() if means != "member"}
    for submission, members in kinds_of_authors(found).items():
        of_unit = of_units.get(told[submission].unit_kind, PLAIN_AUTHOR[0])
        found[submission].kinds = [of_members if is_member and of_members else of_unit for is_member in members]


# --- calls: what did not come ------------------------------------------------------------------------------------------

OF_CALLS: dict[str, Callable[[Asked], bool]] = {
    "call_missed": lambda asked: not asked.in_time,
    "call_late": lambda asked: asked.answered and not asked.in_time,
    "call_unanswered": lambda asked: not asked.answered,
}


def missed_calls(scope: Scope, bindings: Bindings) -> Iterator[tuple[Asked, Row]]:
    """(Whom it was asked of, row) for each call of the period that a row is about and that did not come as asked."""
    if not bindings.any(OF_CALLS):
        return
    for asked in asked_in(scope):
        for fact, holds in OF_CALLS.items():
            if holds(asked):
                yield from ((asked, row) for row in bindings.rows.get(fact, ()))


# --- figures of a whole period ------------------------------------------------------------------------------------------

OF_PERIODS = ("quota_short", "months_missed", "quarters_missed", "sent", "adopted", "rate")


FIGURES = (
    "sent",
    "adopted",
    "adoptions",
    "instructions",
    "replied",
    "items",
)  # what rows of ``measured`` may be ``of``, besides rates


@dataclass(frozen=True)
class Figures:
    """Of one unit or person in the period. ``by_month``: month counted from year 0 → items received. ``targets``: sent and adopted →
    how many the whole period should bring. ``heads``: members of the unit on the last day."""

    sent: int = 0
    adopted: int = 0  # first adopted in the period, items
    by_month: Mapping[int, int] | None = None
    targets: Mapping[str, int] = field(default_factory=dict)
    adopted_and_instructed: int = 0
    adoptions: int = 0  # occurrences
    instructions: int = 0  # occurrences
    replied: int = 0
    items: int = 0
    heads: int = 0
    rows: Mapping[str, int] = field(default_factory=dict)  # identifier of a level → its adoptions

    @property
    def measures(self) -> dict[str, int]:
        """By name, for equal scores and least numbers."""
        return {
            **self.rows,
            **{name: getattr(self, name) for name in FIGURES},
            "occurrences": self.adoptions + self.instructions,
        }


def counts_of(scheme: Scheme, bindings: Bindings, scope: Scope, figures: Figures) -> dict[str, object]:
    """The figures as the engine takes them: only those that some rule of the scheme asks for, since one without a rule blocks."""
    counts: dict[str, object] = {row.id: figures.sent for row in bindings.rows.get("sent", ())}
    counts |= {row.id: figures.adopted for row in bindings.rows.get("adopted", ())}
    counts |= _sides(scheme, figures)
    untold = untold_measured(scheme, scope)
    for row in scheme.measured:
        if row.id not in untold and row.of in FIGURES:
            counts[row.of] = getattr(figures, row.of)
            if row.steps == () and row.target is None and row.of in figures.targets:
                counts[f"target.{row.id}"] = figures.targets[row.of]
    if bindings.rows.get("rate") and not scheme.rates and figures.sent:
        counts["rate"] = min(Fraction(1), Fraction(figures.adopted, figures.sent))
    if scheme.submission.target is not None:
        counts["quota_short_by"] = 0  # told below, once the period is over
    target = scheme.submission.target if scheme.submission.target is not None else figures.targets.get("sent")
    if quota_holds(scope, scheme) and target is not None:
        short = max(0, target - figures.sent)
        for row in bindings.rows.get("quota_short", ()):
            counts[row.id] = short
        if not bindings.rows.get("quota_short") and (
            scheme.submission.miss is not None or scheme.submission.miss_words
        ):
            counts["quota_short_by"] = short
    counts |= _steps(scheme, bindings, scope, figures)
    return counts


def untold_measured(scheme: Scheme, scope: Scope | None, *, people: bool = False) -> frozenset[str]:
    """Rows of ``measured`` whose figure no record holds, or that are about a whole counting period where another span is asked; what is
    missing to a number costs nothing before the period is over. Numbers to reach are set for units: ``people`` have none of their own."""
    rates = {rate.name for rate in scheme.rates}
    return frozenset(
        row.id
        for row in scheme.measured
        if (row.of not in FIGURES and row.of not in rates)
        or (people and row.full is not None and row.target is None)
        or (scope is not None and not is_whole(scope, scheme))
        or (scope is not None and row.short is not None and not quota_holds(scope, scheme))
    )


def _sides(scheme: Scheme, figures: Figures) -> dict[str, object]:
    """What the scheme's rates divide. Instructions on what was adopted are counted in items, replies to instructions in occurrences."""
    found: dict[str, object] = {}
    for rate in scheme.rates:
        top, bottom = stage_of_text(rate.numerator or rate.name), stage_of_text(rate.denominator)
        pair = {
            ("adopted", "sent"): (figures.adopted, figures.sent),
            ("instructed", "adopted"): (figures.adopted_and_instructed, figures.adopted),
            ("replied", "instructed"): (figures.replied, figures.instructions),
        }.get((top, bottom))
        if (top, bottom) == ("adopted", "sent"):
            found |= {
                "sent": figures.sent,
                "adopted": figures.adopted,
            }  # what was received earlier may be adopted now: above 1
        elif pair and pair[1]:
            found[rate.name] = Fraction(*pair)
        elif pair:
            found[rate.name] = None  # a rate of nothing does not exist
    return found


def _steps(scheme: Scheme, bindings: Bindings, scope: Scope, figures: Figures) -> dict[str, object]:
    """Months and quarters that reached their number, of those that are over."""
    found: dict[str, object] = {}
    for step, length in (("month", 1), ("quarter", 3)):
        least = scheme.submission.target_per.get(step)
        if least is None or figures.by_month is None:
            continue
        over = list(steps_over(scope, length))
        met = sum(sum(figures.by_month.get(first + n, 0) for n in range(length)) >= least for first in over)
        if scheme.submission.base is not None and scheme.submission.base.per == step:
            found |= {f"{step}s": len(over), f"{step}s_met": met}
        else:
            found |= {row.id: len(over) - met for row in bindings.rows.get(f"{step}s_missed", ())}
    return found


def steps_over(scope: Scope, length: int) -> Iterator[int]:
    """The months (``length`` 1) or quarters (3) of the period whose last day has passed, each by its first month."""
    first = month_of(scope.period.first) + (0 if scope.period.first.day == 1 else 1)
    first += -(first % 12) % length  # to the next beginning of such a step
    while True:
        last_day = date((first + length) // 12, (first + length) % 12 + 1, 1) - timedelta(days=1)
        if last_day > scope.last_day:
            return
        yield first
        first += length


def month_of(day: date) -> int:
    """Months counted from January of year 0."""
    return day.year * 12 + day.month - 1


def by_month(days: Iterable[date]) -> Counter[int]:
    return Counter(map(month_of, days))


def quota_holds(scope: Scope, scheme: Scheme) -> bool:
    """A number to be reached is held against a whole counting period that is over."""
    return is_whole(scope, scheme) and scope.period.last <= scope.known_by


def is_whole(scope: Scope, scheme: Scheme) -> bool:
    """Whether the span asked for is one counting period of the scheme."""
    return scope.period.months == {"year": 12, "half_year": 6, "quarter": 3, "month": 1}[scheme.counting or "year"]
