"""The lines that a unit's figures earn or cost: basic duty, sending in, shortfalls, lateness, absences, rates.

Every figure must find the row it belongs to. One that finds none, or two, blocks: it may not be passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from zhitong.errors import Said

from .adoptions import Item
from .decisions import Decisions
from .items import areas_of, capped_by_effect
from .lines import Line
from .measured import measured_lines
from .model import IN_PERIOD, Row, Scheme
from .naming import called, figure
from .numbers import ZERO, exact, say, shown
from .rates import falls_under, needed, rates_of
from .refusals import Blocked, SchemeWrong
from .sentences import sentence
from .vocabulary import (
    concept_of,
    each_beyond_in,
    each_in,
    is_about,
    is_chinese,
    is_only_a_consequence,
    qualifier_of,
    threshold_of,
)

MOST_FIGURES = 500
_RATE = re.compile(r"(采用|录用|采纳|刊用|报送|批示|答复|办复|回复|办结|完成|达标|反馈)率")


def sent_line(scheme: Scheme, item: Item, decisions: Decisions) -> Line:
    """An item of which nothing became: what merely sending in gives."""
    message = sentence("The text does not say what merely sending in gives.")
    worth = decisions.points("points.sent", message, said=scheme.submission.points_each)
    areas = frozenset({"submission", "information"})
    month, quarter = item.month, item.quarter
    return Line("submission.points_each", "submission", "", worth, Decimal(1), item.number, None, month, quarter, areas)


@dataclass
class Counted:
    """What the figures came to. ``consequences`` are penalties that take a right, not points."""

    lines: list[Line] = field(default_factory=list)
    rates: dict[str, Fraction] = field(default_factory=dict)
    consequences: list[str] = field(default_factory=list)


def count(
    scheme: Scheme,
    counts: Mapping[str, object] | None,
    decisions: Decisions,
    *,
    sent_in_items: int = 0,
    sending_told: bool = False,
    untold: frozenset[str] = frozenset(),
) -> Counted:
    """All lines from figures. ``sent_in_items``: how many items already name the row for sending in; ``sending_told``: the items
    themselves say which were sent in, so that the figure ``sent`` gives no points again."""
    if counts is not None and (not isinstance(counts, Mapping) or len(counts) > MOST_FIGURES):
        raise SchemeWrong(
            "not_a_mapping",
            "counts",
            sentence("%(value)s is no list of figures.", value=shown(counts)),
            sentence("Write {late: 2}."),
        )
    if decisions.get("items_alone") is True:
        return Counted()  # what these items give, whatever else the unit's year holds
    return _Reckoning(scheme, dict(counts or {}), decisions, sent_in_items, sending_told, untold).done()


class _Reckoning:
    def __init__(
        self,
        scheme: Scheme,
        counts: dict[str, object],
        decisions: Decisions,
        sent_in_items: int,
        sending_told: bool,
        untold: frozenset[str],
    ):
        self.scheme, self.counts, self.decisions = scheme, counts, decisions
        self.sent_in_items, self.sending_told, self.untold = sent_in_items, sending_told, untold
        self.out = Counted()
        self.used: set[str] = set()

    def done(self) -> Counted:
        self.out.rates, self.used = rates_of(self.scheme, self.counts)
        self._base()
        lines, made_from = measured_lines(
            self.scheme.measured, self.counts, self.out.rates, self.decisions, self.untold
        )
        self.out.lines += lines
        self.used |= made_from | {key for key in ("heads",) if self.scheme.per_head}
        self._sending()
        self._rate_rows()
        unknown = {}
        for key in self.counts:
            if key in self.used:
                continue
            number = self.number(key)
            if number and not self._figure(key, number):
                unknown[key] = number
        if unknown:
            key = next(iter(unknown))
            raise Blocked(
                f"counts.{key}",
                sentence("No row of this scheme says what %(key)s gives.", key=figure(key)),
                missing=unknown,
            )
        return self.out

    def number(self, key: str) -> Decimal:
        value = self.counts[key]
        number = exact(int(value) if isinstance(value, bool) else value, f"counts.{key}")
        if number is None:
            raise Blocked(f"counts.{key}", sentence("%(key)s is not known, so the sum is not.", key=figure(key)))
        if number < 0:
            raise SchemeWrong(
                "negative", f"counts.{key}", sentence("a count cannot be below 0."), sentence("Check the figure.")
            )
        return number

    def add(
        self,
        row: str,
        family: str,
        words: str,
        each: Decimal,
        times: Decimal,
        areas: frozenset,
        reason: Said | str = "",
    ) -> None:
        self.out.lines.append(Line(row, family, words, each, times, areas=areas, reason=reason))

    # --- the basic duty ---

    def _base(self) -> None:
        base = self.scheme.submission.base
        areas = frozenset({"base"})
        if "base" in self.counts:
            self.used.add("base")
            points = self.number("base")
            if base is not None and base.per == "period" and points > base.points:
                raise SchemeWrong(
                    "base",
                    "counts.base",
                    sentence("the base is %(points)s.", points=say(base.points)),
                    sentence("Check the figure."),
                )
            self.add("submission.base", "base", "", points, Decimal(1), areas)
        elif base is not None and base.per == "period":
            self.add("submission.base", "base", "", base.points, Decimal(1), areas)
        elif base is not None:
            self._base_by_step(base.per, base.points, base.cap, areas)

    def _base_by_step(self, step: str, points: Decimal, cap: Decimal | None, areas: frozenset) -> None:
        key = f"{step}s_met"
        if key not in self.counts:
            raise Blocked(
                f"counts.{key}",
                sentence(
                    "The base is given for each %(step)s, and %(key)s is not known.", step=figure(step), key=figure(key)
                ),
                needs="fact",
            )
        self.used.add(key)
        steps = Decimal(IN_PERIOD[step].get(self.scheme.counting or "year", 1))
        if f"{step}s" in self.counts:  # of a period that is not over, or of a part of it
            steps = min(steps, self.number(f"{step}s"))
            self.used.add(f"{step}s")
        met = self.number(key)
        if met > steps or met != met.to_integral_value():
            raise SchemeWrong(
                "base",
                f"counts.{key}",
                sentence("there are %(steps)s in the period.", steps=say(steps)),
                sentence("Check the figure."),
            )
        self.add(f"submission.base.{step}", "base", "", points, met, areas)
        if cap is not None and met * points > cap:
            self.add(
                f"submission.base.{step}",
                "cap",
                "",
                cap - met * points,
                Decimal(1),
                areas,
                sentence("at most %(most)s", most=say(cap)),
            )
        if met < steps:
            self._missed(step, steps - met)

    def _missed(self, step: str, missed: Decimal) -> None:
        """A month short of its duty: the row's deduction, the decided one, or blocked when the text names none."""
        key = f"{step}s_missed"
        self.used.add(key)
        rows = self._rows_about(key)
        known = rows[0].points if len(rows) == 1 else self.scheme.submission.miss
        if known is None and not rows and not self.scheme.submission.miss_words:
            return  # the text asks nothing beyond the base that was not earned
        if known is None:
            decided = self.decisions.get(f"missed_{step}")
            if isinstance(decided, str) and ("only" in decided.split() or "只" in decided):
                return
            if not isinstance(decided, (int, float, Decimal)) or isinstance(decided, bool):
                message = sentence(
                    "%(key)s is %(missed)s, and the text does not say what each costs.",
                    key=figure(key),
                    missed=say(missed),
                )
                raise Blocked(f"missed_{step}", message, ("its base only", "a number"))
            known = exact(decided, f"missed_{step}")
        words = rows[0].words if rows else ""
        self.add(rows[0].id if rows else "submission.miss", "penalty", words, known, missed, frozenset({"penalty"}))

    # --- sending in ---

    def _sending(self) -> None:
        rule = self.scheme.submission
        key = "sent" if "sent" in self.counts else None
        if key is None:
            return
        sent, by_rate = self.number(key), key in self.used
        self.used.add(key)
        by_steps = any(f"{step}s_{way}" in self.counts for step in rule.target_per for way in ("met", "missed"))
        if rule.target is not None and "quota_short_by" not in self.counts and not by_steps:
            by_rate = True
            self.counts["quota_short_by"] = int(max(ZERO, rule.target - sent))
        if self.sending_told:
            return
        if rule.points_each is None:
            if sent and not by_rate:
                raise Blocked(
                    "points.sent", sentence("The text does not say what sending in gives."), missing={key: sent}
                )
            return
        if rule.points_each and self.sent_in_items == sent:
            return  # the same sending, counted by the items' own row
        if rule.points_each and self.sent_in_items:
            raise SchemeWrong(
                "sent_twice",
                "counts.sent",
                sentence("the items name the row for sending in."),
                sentence("Give one of the two."),
            )
        if rule.points_each:
            areas = frozenset({"submission", "information"})
            self.add("submission.points_each", "submission", "", rule.points_each, sent, areas)

    # --- rates ---

    def _rate_rows(self) -> None:
        told = set()
        for row in self.scheme.penalties:
            if not self._is_about_a_rate(row):
                continue
            rate = next((rate.name for rate in self.scheme.rates if rate.name in row.words), None)
            name = rate or (self.scheme.rates[0].name if len(self.scheme.rates) == 1 else "rate")
            told.add(name)
            threshold = threshold_of(row.words, row.key)
            if threshold is None:
                self._rate_row_in_other_words(row, name)
                continue
            if falls_under(threshold, needed(name, self.out.rates, self.decisions), name, self.decisions):
                self._row(row, Decimal(1))
        for rate in self.scheme.rates:
            threshold = rate.threshold
            if rate.name in told or threshold is None or threshold.points is None:
                continue
            if falls_under(threshold, needed(rate.name, self.out.rates, self.decisions), rate.name, self.decisions):
                areas = frozenset({"penalty"} if threshold.points < 0 else {"bonus"})
                self.add(f"rates.{rate.name}", "rate", "", threshold.points, Decimal(1), areas)

    def _rate_row_in_other_words(self, row: Row, name: str) -> None:
        """Such as 采用率低于平均: whether it falls on this unit is a decision, as its points for this sum (or 0)."""
        if name not in self.out.rates:
            return
        message = sentence(
            "The words of %(key)s (%(words)s) do not say from which rate on it holds.", key=row.key, words=row.words
        )
        worth = self.decisions.points(f"points.{row.key}", message, said=None)
        self.add(row.id, "penalty", row.words, worth, Decimal(1), areas_of(row, worth))

    def _is_about_a_rate(self, row: Row) -> bool:
        return _RATE.search(row.words) is not None or any(rate.name in row.words for rate in self.scheme.rates)

    # --- every other figure ---

    def _figure(self, key: str, number: Decimal) -> bool:
        for step in ("month", "quarter"):
            if key == f"{step}s_missed" and not self._rows_about(key):
                self._missed(step, number)
                return True
        rows = self._rows_named(key) or self._rows_about(key)
        if len(rows) > 1:
            rows = [row for row in rows if row.id == self.decisions.get(f"counts.{key}")] or rows
        if len(rows) > 1:
            raise Blocked(
                f"counts.{key}",
                sentence("%(key)s may mean several rows: %(names)s.", key=figure(key), names=called(*rows)),
                tuple(row.id for row in rows),
            )
        if rows:
            self._row(rows[0], number)
            return True
        return self._shortfall(key, number) or self._in_words(key, number) or self._decided(key, number)

    def _rows_named(self, key: str) -> list[Row]:
        """Rows of that very name. A name that only an item's row has, while a penalty is about it, may mean both."""
        named = [row for row in (*self.scheme.penalties, *self.scheme.counted) if key in (row.id, row.words)]
        if named:
            return named
        rows = (row for row in self.scheme.item_rows if row.family not in ("multiplier", "penalty"))
        named = [row for row in rows if key in (row.id, row.words)]
        return named and _same_rule_once([*named, *(row for row in self._rows_about(key) if row not in named)])

    def _rows_about(self, key: str) -> list[Row]:
        """Rows that the words of the vocabulary join to the figure's name; rows with an own identifier first."""
        concept = concept_of(key)
        if concept is None and not (is_chinese(key) and len(key) > 1):  # one 字 stands in too many words
            return []

        def about(rows: Iterable[Row]) -> list[Row]:
            fitting = (row for row in rows if (key in row.words if concept is None else is_about(concept, row.words)))
            return [row for row in fitting if not self._is_about_a_rate(row)]

        rows = about((*self.scheme.penalties, *self.scheme.counted))
        if (
            not rows or "commission" in key
        ):  # 约稿不报 is about commissions first, about not reporting only if nothing else is
            rows += about(row for row in self.scheme.commissioned if row.points is not None and row.points < 0)
        qualifier = qualifier_of(key)
        if len(rows) > 1 and qualifier is not None:
            rows = [row for row in rows if qualifier.search(row.words)]
        return _same_rule_once(rows)

    def _row(self, row: Row, times: Decimal) -> None:
        if row.family == "penalty" and row.points is None and is_only_a_consequence(row.effect):
            self.out.consequences.append(f"{row.words}: {row.effect}")
            return
        message = sentence("Points of %(row)s are not in the text.", row=called(row))
        worth = self.decisions.points(row.decision, message, said=row.points)
        if row.family == "penalty" and worth > 0:
            raise SchemeWrong(
                "penalty",
                f"{row.key}.points",
                sentence("a penalty takes points."),
                sentence("Write -%(worth)s.", worth=say(worth)),
            )
        areas = areas_of(row, worth) | capped_by_effect(self.scheme, row)
        self.add(row.id, row.family, row.words, worth, times, areas)

    def _shortfall(self, key: str, number: Decimal) -> bool:
        """Fewer items than the quota: the ``miss`` of the submission rule, where no row says more."""
        if key not in ("quota_short_by", "short_by"):
            return False
        rule = self.scheme.submission
        if rule.miss is None and not rule.miss_words:
            return False
        worth = self.decisions.points(
            "points.miss", sentence("The text does not say what one item too few costs."), said=rule.miss
        )
        self.add("submission.miss", "penalty", "", worth, number, frozenset({"penalty"}))
        return True

    def _in_words(self, key: str, number: Decimal) -> bool:
        """Points that the text gives only in a note: "每次 2" beside a cap, "+5 for each ..." beside the authors."""
        concept = concept_of(key)
        for cap in self.scheme.caps:
            each = each_in(cap.note)
            if each is not None and concept is not None and is_about(concept, cap.of):
                self.add(cap.of, "counted", cap.note, each, number, frozenset({cap.of, "duty"}))
                return True
        words = set(key.split("_")) - {"extra"}
        for name, rule in self.scheme.authors.items():
            each = each_beyond_in(rule) if isinstance(rule, str) and key.startswith("extra_") else None
            if each is not None and words & set(rule.split()):
                self.add(f"authors.{name}", "counted", key, each, number, frozenset({"proposal", "duty"}))
                return True
        return False

    def _decided(self, key: str, number: Decimal) -> bool:
        decision = self.decisions.taken.get(f"counts.{key}")
        if decision is None:
            return False
        worth = exact(decision.value, decision.key)
        areas = frozenset({"penalty"} if worth < 0 else {"duty"})
        self.add(f"counts.{key}", "counted", "", worth, number, areas, decision.reason or sentence("as decided"))
        return True


def _same_rule_once(rows: list[Row]) -> list[Row]:
    """A rule printed twice, as commissioned row and again as penalty, is one rule: the row with an identifier stays."""
    if len({row.points for row in rows}) == 1:
        named = [row for row in rows if row.id != row.words]
        if len(named) == 1 and any(row.family != named[0].family for row in rows):
            return named
    return rows
