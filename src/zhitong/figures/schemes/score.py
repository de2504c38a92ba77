"""The score of a unit or a person under one scheme: lines, their total, and the words for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal
from fractions import Fraction

from zhitong.errors import Said

from .adoptions import Item, read_items
from .authors import proposal_lines, read_case, shared_lines
from .bands import band_of_total
from .counts import count, sent_line
from .decisions import Decision, Decisions, decisions_for
from .items import MONEY, POINTS, item_lines
from .limits import Limits, idle_caps
from .lines import Line, total
from .model import Scheme
from .numbers import ZERO, say
from .refusals import Blocked
from .sentences import sentence


@dataclass(frozen=True)
class Score:
    """``total`` is the sum of ``lines``, exactly. ``money`` (yuan) has its own lines and is never part of the total.

    ``items`` counts each brief once (篇), ``occurrences`` each adoption and instruction (篇次); they never mix.
    ``decisions`` are all that were in force, so that the score can be answered for later.
    """

    scheme: Scheme
    lines: tuple[Line, ...]
    money_lines: tuple[Line, ...] = ()
    items: int = 0
    occurrences: int = 0
    rates: Mapping[str, Fraction] | None = None
    consequences: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
    notices: tuple[Said, ...] = ()

    @property
    def total(self) -> Decimal:
        return total(self.lines)

    @property
    def money(self) -> Decimal | None:
        """Yuan, or ``None`` where the scheme pays none."""
        return total(self.money_lines) if self.scheme.pays_money else None

    @property
    def by_owner(self) -> dict[str, Decimal]:
        """What each named author of shared cases got."""
        shares: dict[str, Decimal] = {}
        for line in self.lines:
            if line.owner is not None:
                shares[line.owner] = shares.get(line.owner, ZERO) + line.points
        return shares

    @property
    def band(self) -> str | None:
        """优秀, 称职, ...; ``None`` where the scheme has no bands."""
        return band_of_total(
            self.scheme, self.total, Decisions({decision.key: decision for decision in self.decisions})
        )

    def explain(self) -> str:
        """The sum in words, one line for each row that gave or took something."""
        lines = [line.explain() for line in self.lines]
        lines.append(f"= {say(self.total)}")
        lines += [f"{line.explain()} (yuan)" for line in self.money_lines]
        if self.money_lines:
            lines.append(f"= {say(self.money)} yuan")
        lines += [f"no points, but: {words}" for words in self.consequences]
        lines += [
            f"decided: {decision.key} = {decision.value}" + (f" ({decision.reason})" if decision.reason else "")
            for decision in self.decisions
        ]
        return "\n".join(lines)


def score(
    scheme: Scheme,
    items: Sequence[Mapping | Item] = (),
    counts: Mapping[str, object] | None = None,
    decisions: Decisions | None = None,
    *,
    proposal: Mapping | None = None,
    composite: Mapping | None = None,
    owner: str | None = None,
    untold: frozenset[str] = frozenset(),
) -> Score:
    """Everything the items, figures and shared cases earn under ``scheme``.

    ``Blocked`` where the text leaves open what this very sum needs and nothing was decided; ``SchemeWrong`` where an
    item or a figure does not fit the scheme. Open questions that this sum does not touch do not stand in its way.
    ``untold``: rows of ``measured`` whose figure nobody keeps. ``owner``: the score of one person, who gets only their own share of items with several authors; caps are put on that.
    """
    decisions = decisions_for(scheme, decisions)
    entered, limits = read_items(scheme, items), Limits(scheme, decisions)
    lines: list[Line] = []
    for item in entered:
        earned = item_lines(scheme, item, decisions) if item.was_taken else [sent_line(scheme, item, decisions)]
        if item.was_taken and item.sent and scheme.submission.points_each and not item.names_sending:
            earned = [sent_line(scheme, item, decisions), *earned]
        earned = limits.on_item(earned)
        if item.authors:
            earned = shared_lines(scheme, "information", earned, item.authors, decisions, parts=item.parts)
            if owner is not None:
                earned = [replace(line, owner=None) for line in earned if line.owner == owner]
        lines += [line.times_more(item.times) for line in earned]
    reckoned = count(
        scheme,
        counts,
        decisions,
        sent_in_items=sum(item.times for item in entered if item.names_sending),
        sending_told=any(item.sent for item in entered),
        untold=untold,
    )
    lines = [*reckoned.lines, *lines]
    for kind, case in (("proposal", proposal), ("composite", composite)):
        if case is not None:
            lines += _case_lines(scheme, kind, case, decisions)
    lines = limits.on_all(lines)
    lines += _voided(scheme, lines)
    lines += _rounding(scheme, lines)
    return Score(
        scheme=scheme,
        lines=tuple(lines),
        money_lines=_money(scheme, entered, lines, decisions),
        items=sum(item.times for item in entered if item.piece),
        occurrences=sum(item.occurrences for item in entered),
        rates=reckoned.rates,
        consequences=tuple(reckoned.consequences),
        decisions=tuple(decisions),
        notices=(*scheme.notices, *idle_caps(scheme, lines)),
    )


_ROUNDED = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "up": ROUND_UP, "down": ROUND_DOWN}


def _rounding(scheme: Scheme, lines: list[Line]) -> list[Line]:
    """What rounding adds to the total. Shares of several people stay as divided, so that they add up to the whole."""
    if scheme.rounding is None or len({line.owner for line in lines}) > 1:
        return []
    exact_total = total(lines)
    step = Decimal(1).scaleb(-scheme.rounding.places)
    more = exact_total.quantize(step, rounding=_ROUNDED[scheme.rounding.way]) - exact_total
    reason = sentence("rounded to %(places)s decimals", places=scheme.rounding.places)
    return [Line("rounding", "rounding", "", more, reason=reason)] if more else []


def _voided(scheme: Scheme, lines: list[Line]) -> list[Line]:
    """A penalty with ``voids: period`` leaves nothing of what was earned: 当期计 0 分. What was taken away stays taken."""
    voiding = {row.id: row for row in scheme.penalties if row.voids == "period"}
    found = next((line for line in lines if line.row in voiding and line.times), None)
    earned = total(lines)
    if found is None or earned <= 0:
        return []
    return [Line(found.row, "void", found.words, -earned, reason=sentence("nothing of the period counts"))]


def _money(scheme: Scheme, entered: Sequence[Item], lines: list[Line], decisions: Decisions) -> tuple[Line, ...]:
    """Yuan by rows, or so many for each point."""
    if scheme.money_per_point is None:
        return money(scheme, entered, decisions) if scheme.pays_money else ()
    points = max(ZERO, total(lines))
    return (Line("money_per_point", "money", "", scheme.money_per_point, points),)


def money(scheme: Scheme, items: Sequence[Mapping | Item], decisions: Decisions | None = None) -> tuple[Line, ...]:
    """The lines in yuan alone; they can be told also where the points of a row are not known."""
    decisions = decisions_for(scheme, decisions)
    return tuple(
        line.times_more(item.times)
        for item in read_items(scheme, items)
        for line in item_lines(scheme, item, decisions, MONEY)
    )


def _case_lines(scheme: Scheme, kind: str, value: Mapping, decisions: Decisions) -> list[Line]:
    case = read_case(kind, value)
    if kind == "proposal" and not case.rows and case.points is None:
        return proposal_lines(scheme, case, decisions)
    if case.points is not None:
        lines = [Line(kind, kind, "", case.points, areas=frozenset({kind, "information"}))]
    elif case.rows:
        (item,) = read_items(scheme, [{"rows": list(case.rows)}])
        lines = [Line(**{**vars(line), "item": None}) for line in item_lines(scheme, item, decisions, POINTS)]
    else:
        raise Blocked(
            f"{kind}.rows", sentence("The %(kind)s names neither rows nor points to share.", kind=kind), needs="rule"
        )
    return shared_lines(scheme, kind, lines, case.names, decisions, case)
