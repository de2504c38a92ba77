"""A scheme over what people sent in under their names: each person's own share of every item, in which place among whom.

What somebody sent in asking not to be named is never in a person's score, so no place, no total and no change of either can tell of it.
All of it is said as one sum for the office and a whole year, made anew only on days on which at least LEAST_TOGETHER people and items of
it had changed since the last time: neither two tables nor two days differ by fewer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from zhitong.errors import Refused, Said
from zhitong.figures.by_hand import ByHand
from zhitong.figures.models import SchemeVersion
from zhitong.figures.queries import (
    authors_of,
    counted_by_person,
    people_coded,
    protected_changes,
    scheme_of,
    schemes_in_force,
    written_by,
)
from zhitong.figures.recorded import Figures, counts_of, missed_calls, untold_measured
from zhitong.figures.schemes import Decisions, Place, Scheme, Score, rank, score
from zhitong.figures.scope import Scope
from zhitong.figures.scoring import (
    Item,
    Matcher,
    Scored,
    Unmatched,
    deed_of,
    entered,
    figures_in,
    items_earned,
    not_told,
    standing_of,
    why_unranked,
)
from zhitong.intake.models import WHOLE
from zhitong.network.queries import main_units

if TYPE_CHECKING:
    from zhitong.network.models import Person, Unit

LEAST_TOGETHER = 5  # people, and items, that a sum over protected authors must hold, and by which two such sums differ
APART = ("kind", "unit", "member", "all")  # what people are ranked apart by


@dataclass(frozen=True)
class PersonScore(Scored):
    """``score`` is None where the text leaves open what this sum needs; ``blocked`` says what. ``unit``: the main one on the last day."""

    person: Person
    unit: Unit | None
    items: tuple[Item, ...]
    score: Score | None
    blocked: Refused | None
    place: Place | None = None
    group: str = ""
    figures: Figures = Figures()
    unranked: Said | None = None  # why there is no place, where a least number is not reached


@dataclass(frozen=True)
class Protected:
    """The one sum over what people sent in asking not to be named, as it was on the day it was last made."""

    people: int
    items: int
    points: Decimal | None  # None where the text leaves open what it needs
    known_by: date


@dataclass(frozen=True)
class PeopleSheet:
    """The people in the order of their groups and places, blocked ones last. ``refusal`` where not even the places can be told."""

    scheme: Scheme
    people: tuple[PersonScore, ...]
    unmatched: tuple[Unmatched, ...]
    refusal: Refused | None
    protected: Protected | None
    not_told: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()  # rows that count what was entered by hand

    @property
    def groups(self) -> list[tuple[str, list[PersonScore]]]:
        groups: dict[str, list[PersonScore]] = {}
        for each in self.people:
            groups.setdefault(each.group, []).append(each)
        return list(groups.items())


def scores_people(scheme: Scheme) -> bool:
    """Whether points go to people by this text: ``subject`` says who counts."""
    return scheme.subject in ("person", "both")


def scheme_for_people(office_id: int, on: date) -> SchemeVersion | None:
    """The version in force on a day by which people are scored; None where none does."""
    return next(
        (version for version in schemes_in_force(office_id, on) if scores_people(scheme_of(version))),
        None,
    )


def reckon_people(version: SchemeVersion, scope: Scope, *, apart: str = "kind") -> PeopleSheet:
    """Everybody's score under this version and the places, ``apart`` within a kind of unit, a unit, members and others, or all together."""
    scheme = scheme_of(version)
    matcher = Matcher(scheme, version, scope.office_id)
    items = _items(scope, matcher, _open)
    hand = ByHand(version, scope)
    items += [*_missed(scope, matcher), *_entered(hand)]
    # With a base that everybody begins from, or a number that everybody is to reach, a member who sent nothing has a score too.
    everybody = scheme.submission.base is not None or scheme.submission.target is not None
    people = people_coded(scope, items, members_too=everybody)
    people += [person for person in hand.people if person not in people]
    scored = [
        replace(each, group=apart_of(each.unit, each.person)[apart])
        for each in _scores(matcher, version, scope, items, people, hand=hand)
    ]
    decisions = Decisions.of(version.decisions)
    standings = [standing_of(each.person.code, each.group, each.score, each.figures) for each in scored if each.score]
    try:
        # The scheme's own groups are names of its place; here what was asked for is a group.
        places = {place.unit: place for place in rank(replace(scheme, groups=()), standings, decisions)}
        refusal = None
    except Refused as problem:
        places, refusal = {}, problem
    ranked = [
        replace(
            each,
            place=places.get(each.person.code),
            unranked=why_unranked(scheme, each.score, each.figures, decisions) if refusal is None else None,
        )
        for each in scored
    ]
    sizes = Counter(each.group for each in ranked)  # the largest group first
    ranked.sort(
        key=lambda each: (
            -sizes[each.group],
            each.group,
            each.place is None,
            each.place.place if each.place else 0,
            each.person.pk,
        )
    )
    return PeopleSheet(
        scheme,
        tuple(ranked),
        matcher.unmatched,
        refusal,
        protected_sum(version, scope),
        not_told(version, scope, people=True, hand=hand),
        tuple(hand.told(people=True)),
    )


def score_of(person: Person, version: SchemeVersion, scope: Scope) -> PersonScore:
    """One person's score alone, without a place."""
    matcher = Matcher(scheme_of(version), version, scope.office_id)
    items = _items(scope, matcher, lambda path: _open(path) & written_by(person, path))
    hand = ByHand(version, scope)
    items += [deed for deed in (*_missed(scope, matcher), *_entered(hand)) if person.code in deed.authors]
    (found,) = _scores(matcher, version, scope, items, [person], hand=hand)
    return found


def protected_sum(version: SchemeVersion, scope: Scope) -> Protected | None:
    """Said of a whole calendar year and a published version only: sums of other days, or by rows made for the purpose, could be taken apart."""
    year = scope.period
    is_year = (year.first.month, year.first.day, year.last.month, year.last.day, year.first.year) == (
        *(1, 1, 12, 31),
        year.last.year,
    )
    if not is_year or scope.narrow or version.state == SchemeVersion.State.DRAFT:
        return None
    day = _last_batch(protected_changes(scope))
    if day is None:
        return None
    then = replace(scope, known_by=day)
    matcher = Matcher(scheme_of(version), version, scope.office_id)
    items = _items(then, matcher, _protected)
    people = people_coded(then, items)
    # A base or a rate is part of a person's whole year, which an open name may already show: here the items alone.
    alone = Decisions.of({**version.decisions, "items_alone": True})
    scored = _scores(matcher, version, then, items, people, decisions=alone)
    totals = [each.total for each in scored]
    return Protected(len(people), len(items), None if None in totals else sum(totals, Decimal(0)), day)


def _last_batch(changes: list[tuple[date, int, int]]) -> date | None:
    """The last day at whose end LEAST_TOGETHER people and items had changed since the batch before; ``changes``: day, person, item."""
    last, people, items = None, set(), set()
    for day, of_day in groupby(sorted(changes), key=lambda change: change[0]):
        for _day, person, item in of_day:
            people.add(person)
            items.add(item)
        if len(people) >= LEAST_TOGETHER and len(items) >= LEAST_TOGETHER:
            last, people, items = day, set(), set()
    return last


def _open(path: str) -> Q:
    return Q(**{f"{path}withhold_name": False})


def _protected(path: str) -> Q:
    return Q(**{f"{path}withhold_name": True})


def _items(scope: Scope, matcher: Matcher, wanted: Callable[[str], Q]) -> list[Item]:
    """In the order of submissions, each with its authors; what no known person wrote is nobody's."""
    found = items_earned(scope, matcher, wanted)
    authors = authors_of(found)
    for submission, item in found.items():
        item.authors = authors.get(submission, {})
    return [found[submission] for submission in sorted(found) if found[submission].authors]


def _missed(scope: Scope, matcher: Matcher) -> list[Item]:
    """The calls that were asked of a person and did not come as asked."""
    deeds = []
    for asked, row in missed_calls(scope, matcher.bindings):
        if asked.person:
            deed = deed_of(asked, row)
            deed.authors = {asked.person: WHOLE}
            deeds.append(deed)
    return deeds


def _entered(hand: ByHand) -> list[Item]:
    """What was entered by hand for people."""
    deeds = []
    for entry, row in hand.deeds(people=True):
        deed = entered(entry, row)
        deed.authors = {entry.person.code: WHOLE}
        deeds.append(deed)
    return deeds


def _scores(
    matcher: Matcher,
    version: SchemeVersion,
    scope: Scope,
    items: list[Item],
    people: Iterable[Person],
    *,
    decisions: Decisions | None = None,
    hand: ByHand | None = None,
) -> list[PersonScore]:
    by_person: dict[str, list[Item]] = {}
    for item in items:
        for code in item.authors:
            by_person.setdefault(code, []).append(item)
    people = list(people)
    units = main_units([person.pk for person in people], scope.last_day)
    scheme = matcher.scheme
    counted = counted_by_person(scope, people[0] if len(people) == 1 else None)
    untold = untold_measured(scheme, scope, people=True)
    decisions = decisions or Decisions.of(version.decisions)

    def figures(person: Person) -> Figures:
        known = counted.get(person.pk, {})
        mine = figures_in(matcher, by_person.get(person.code, ()))
        return replace(mine, sent=known.get("sent", 0), adopted=known.get("adopted", 0), heads=1)

    return [
        _of_person(
            matcher,
            decisions,
            person,
            units.get(person.pk),
            by_person.get(person.code, []),
            scope,
            figures(person),
            untold - (hand.measured(person.pk, people=True) if hand else frozenset()),
            hand.counts(person.pk, people=True) if hand else {},
        )
        for person in people
    ]


def _of_person(
    matcher: Matcher,
    decisions: Decisions,
    person: Person,
    unit: Unit | None,
    items: list[Item],
    scope: Scope,
    figures: Figures,
    untold: frozenset[str],
    by_hand: dict[str, int],
) -> PersonScore:
    counts = counts_of(matcher.scheme, matcher.bindings, scope, figures) | by_hand
    try:
        found = score(
            matcher.scheme, [item.entry() for item in items], counts, decisions, owner=person.code, untold=untold
        )
    except Refused as problem:
        return PersonScore(person, unit, tuple(items), None, problem)
    return PersonScore(person, unit, tuple(items), found, None, figures=figures)


def apart_of(unit: Unit | None, person: Person | None) -> dict[str, str]:
    """Each way of ranking apart → the group of a person, or of a unit itself, as named."""
    members = _("CPPCC members") if person and person.is_member else _("others")
    return {
        "kind": str(unit.get_kind_display()) if unit else _("without unit"),
        "unit": unit.name if unit else _("without unit"),
        "member": members if person else _("everybody"),
        "all": _("everybody"),
    }
