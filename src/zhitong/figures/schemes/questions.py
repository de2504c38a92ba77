"""What a scheme's text leaves open, as questions to whoever keeps it; it may be published when the list is empty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zhitong.errors import Said

from .authors import says_how_to_share
from .awards import open_lines, takes_places
from .decisions import KEYS, Decisions, decisions_for
from .measured import is_open_on_a_line
from .model import Row, Scheme
from .naming import kind_of
from .sentences import sentence
from .vocabulary import is_only_a_consequence


@dataclass(frozen=True)
class Question:
    """One thing the text leaves open. ``choices`` is empty where a number is asked."""

    key: str
    asks: Said
    choices: tuple[str, ...] = ()


def open_questions(scheme: Scheme, decisions: Decisions | None = None) -> list[Question]:
    """What must be decided and written down before the scheme may be published, in the order of the file."""
    taken = decisions_for(scheme, decisions).taken
    return [question for question in _questions(scheme) if question.key not in taken]


def all_questions(scheme: Scheme) -> list[Question]:
    """Whatever has been decided: the same with those that are answered."""
    return list(_questions(scheme))


def _questions(scheme: Scheme) -> Iterator[Question]:
    several = len(scheme.levels) > 1
    if several and scheme.accumulate is None:
        yield _ask("accumulate", sentence("Does an item adopted at several levels get every row, or the highest only?"))
    if scheme.levels and scheme.later is None and any(row.later is None for row in scheme.levels):
        if scheme.accumulate != "highest":
            yield _ask("repeat_same_level", sentence("Does a second body of one row give the row's points again?"))
    if several and scheme.accumulate == "increment":
        yield _ask(
            "missing_lower",
            sentence("Does an item adopted above but not below get the row alone, or the lower rows too?"),
        )
    for row in (*scheme.levels, *scheme.instructions, *scheme.replies, *scheme.commissioned, *scheme.penalties):
        if row.points is None and not (row.family == "penalty" and is_only_a_consequence(row.effect)):
            yield Question(
                row.decision,
                sentence("How many points does this row give: %(row)s?", row=_row(row)),
            )
    for rows, key, asks in (
        (
            scheme.instructions,
            "repeat_instructions",
            sentence("Does a second instruction of one rank on one item count again?"),
        ),
        (scheme.replies, "repeat_replies", sentence("Does a second reply of one kind on one item count again?")),
        (
            scheme.commissioned,
            "repeat_commissioned",
            sentence("Does a commissioned row count again for a second body?"),
        ),
    ):
        if any(row.later is None for row in rows):
            yield _ask(key, asks)
    if any(row.shares_row_with for row in scheme.item_rows):
        yield _ask(
            "same_row",
            sentence("When two results that share one row both happen, does the row count once or each time?"),
        )
    if scheme.authors.get("bonus_by_kind"):
        yield _ask("author_bonus", sentence("Is an author's bonus paid once for an item, or for each row?"))
        yield _ask(
            "joint_author_bonus",
            sentence(
                "Where several wrote an item, is the bonus for the first one's kind, or for any who is of that kind?"
            ),
        )
    if len(scheme.multipliers) > 1:
        yield _ask(
            "multipliers",
            sentence("When two factors hold for one item, are they multiplied, or does the highest count?"),
        )
    if any(rate.threshold is not None and rate.threshold.strict is None for rate in scheme.rates):
        yield _ask(
            "threshold", sentence("Does exactly the threshold fall under the consequence (inclusive) or not (strict)?")
        )
    if scheme.subject != "unit" and scheme.levels and not says_how_to_share(scheme, "information"):
        yield _ask("joint", sentence("How do the authors of one item share its points?"))
    if any(cap.pieces for cap in scheme.caps):
        yield _ask("beyond_pieces", sentence("Where only so many items count, which: the best, or the first in time?"))
    for cap in scheme.caps:
        if not cap.known:
            yield Question(f"caps.{cap.of}", sentence("How many points at most for %(of)s?", of=cap.of))
    if scheme.ties is None and (scheme.ranked_by or takes_places(scheme)):
        yield _ask("ties", sentence("How are equal scores ranked?"))
    if any(rate.name in (scheme.ties or "") or rate.name in scheme.minimum for rate in scheme.rates):
        yield Question(
            "rate_without_items",
            sentence("What does the rate of somebody who sent in nothing count as in the ranking?"),
        )
    for row in scheme.measured:
        if is_open_on_a_line(row):
            yield Question(
                f"threshold.{row.id}",
                sentence("Does exactly the line of %(name)s belong to it (inclusive) or not (strict)?", name=row.words),
                KEYS["threshold"],
            )
    for key, asks in open_lines(scheme):
        yield Question(key, asks, KEYS[key.partition(".")[0]])
    for n, words in enumerate(scheme.unclear, 1):
        yield Question(f"unclear.{n}", sentence("The text leaves open: %(words)s", words=words))


def _row(row: Row) -> Said:
    words = row.words or row.id
    shown = {"id": row.id if row.id == words else f"{row.id} {words}", "words": words, "kind": kind_of(row)}
    return Said("%(id)s", "“%(words)s”%(kind)s", shown)


def _ask(key: str, asks: Said) -> Question:
    return Question(key, asks, KEYS[key])
