"""What a viewer finds: the newest first, or ranked; how many; and how many each further choice would leave.

What is visible is decided by each kind's own query; whoever holds its ``whole_right`` sees all of the office by it (a test holds the
rooms to that), so that the index need not ask for each. Who sees little (a source, a liaison) has only those few documents read
through, so that a bound never hides their own from them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter

from django.db.models import Exists, OuterRef, Q

from zhitong.network.actors import Actor
from zhitong.search import index, spots, wording
from zhitong.search.models import Document
from zhitong.search.rank import MOST_RANKED, by_rank
from zhitong.search.registry import KINDS, Searchable
from zhitong.text import Query

MOST = 5_000  # so many are counted, paged and split by filters; with more the page says so
_CHUNK = 1_000
FACETS = wording.FACETS
_AT = {name: at for at, name in enumerate(FACETS)}


@dataclass(frozen=True)
class Wish:
    """A query with the filters beside it. ``chosen`` holds values of ``FACETS``."""

    query: Query
    chosen: Mapping[str, object] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Found:
    """``spots`` in the order asked for; ``is_more`` when there are more than were counted."""

    spots: list[int]
    is_more: bool
    counts: Mapping[str, Counter]


def find(viewer: Actor, wish: Wish, *, ranked: bool = False) -> Found:
    """Everything a page of results needs, in a number of queries that does not grow with the results."""
    wide = Wish(wish.query, {}, wish.since, wish.until)
    everything = newest(viewer, wide, MOST + 1)
    is_more = len(everything) > MOST
    rows = index.facets_of(everything[:MOST])
    if not wish.chosen:
        found = everything[:MOST]
    elif is_more:
        found = newest(viewer, wish, MOST + 1)
        is_more, found = len(found) > MOST, found[:MOST]
    else:
        found = [spot for spot in everything if _fits(rows[spot], wish.chosen)]
    if ranked:
        found = best_first(viewer, wish, found)
    return Found(found, is_more, counts(rows, wish.chosen))


def best_first(viewer: Actor, wish: Wish, found: list[int]) -> list[int]:
    """What was found, the best first (``rank``)."""
    return by_rank(found, wish.query, today=viewer.at.date(), in_title=_in_title(viewer, wish, found))


def newest(viewer: Actor, wish: Wish, most: int) -> list[int]:
    """Spots of what the viewer may see and the words fit, the newest first."""
    if wish.query.is_empty:
        return []
    whole = [kind for kind, known in KINDS.items() if viewer.may(known.whole_right)]
    narrow = [kind for kind in KINDS if kind not in whole]
    found = _by_index(viewer, wish, whole, most) if whole else []
    if narrow:
        found = sorted({*found, *_by_reading(viewer, wish, narrow, most)}, reverse=True)[:most]
    return found


def _by_index(viewer: Actor, wish: Wish, kinds: list[str], most: int, in_title: bool = False) -> list[int]:
    question = wording.asked(
        wish.query,
        marks=_name_marks(viewer, kinds),
        chosen=wish.chosen,
        kinds=kinds if len(kinds) < len(KINDS) else None,
        in_title=in_title,
    )
    low, high = spots.span(viewer.office_id, wish.since, wish.until)
    check = _checked(viewer, wish.query)
    found: list[int] = []
    size = min(_CHUNK, most) if check else most
    while len(found) < most:
        chunk = index.ask(question, low, high, size)
        if chunk:
            found += _good(chunk, check)
            high = chunk[-1] - 1
        if len(chunk) < size:
            break
    return found[:most]


def _good(chunk: list[int], check: Q) -> list[int]:
    """Those that also stand the check of their texts; where the index knows all, nothing is asked."""
    if not check:
        return chunk
    good = set(Document.objects.filter(check, spot__in=chunk).values_list("spot", flat=True))
    return [spot for spot in chunk if spot in good]


def _by_reading(viewer: Actor, wish: Wish, kinds: list[str], most: int) -> list[int]:
    low, high = spots.span(viewer.office_id, wish.since, wish.until)
    check = _visible(viewer, kinds) & _checked(viewer, wish.query, every=True)
    rows = Document.objects.filter(check, spot__range=(low, high), **wish.chosen)
    return list(rows.order_by("-spot").values_list("spot", flat=True)[:most])


def _visible(viewer: Actor, kinds: list[str]) -> Q:
    """The conditions of the rooms themselves, asked for each document."""
    seen = Q(pk__in=())
    for kind in kinds:
        seen |= Q(Exists(KINDS[kind].visible(viewer).order_by().filter(pk=OuterRef("item_id"))), kind=kind)
    return seen & Q(office_id=viewer.office_id)


def _checked(viewer: Actor, query: Query, *, every: bool = False) -> Q:
    """What the index does not know: whether the pairs of a longer word stand side by side. With ``every`` all is asked here."""
    check = Q()
    for term in query.wanted:
        if every or not wording.is_exact(term):
            check &= Q(text__contains=term.key) | _named(viewer, wording.name_of(term))
    for term in query.excluded:
        if every or not wording.is_exact(term):
            check &= ~Q(text__contains=term.key)
    return check


def _named(viewer: Actor, name: str) -> Q:
    by_name = Q(pk__in=())
    for kind, known in KINDS.items() if name else ():
        for column, mark in (("names", "@"), ("withheld_names", "!")):
            if mark in _marks_of(viewer, known):
                by_name |= Q(**{f"{column}__contains": f"\n{name}"}, kind=kind)
    return by_name


def _marks_of(viewer: Actor, known: Searchable) -> str:
    """Which names of this kind the viewer may search by."""
    marks = {"@": known.names_right, "!": known.withheld_right}
    return "".join(mark for mark, right in marks.items() if right and viewer.may(right))


def _name_marks(viewer: Actor, kinds: list[str]) -> str:
    return "".join(sorted({mark for kind in kinds for mark in _marks_of(viewer, KINDS[kind])}))


def _in_title(viewer: Actor, wish: Wish, found: list[int]) -> list[int]:
    """Of very many, those with the words in the title are looked at first, however old they are."""
    if len(found) <= MOST_RANKED:
        return []
    whole = [kind for kind, known in KINDS.items() if viewer.may(known.whole_right)]
    return _by_index(viewer, wish, whole, MOST_RANKED // 2, in_title=True) if whole else []


def _fits(values: tuple, chosen: Mapping[str, object]) -> bool:
    return all(values[_AT[name]] == value for name, value in chosen.items())


def counts(rows: Mapping[int, tuple], chosen: Mapping[str, object]) -> dict[str, Counter]:
    """For each filter, how many each of its values would leave, the other filters kept."""
    counted: dict[str, Counter] = {}
    for name, at in _AT.items():
        others = {other: value for other, value in chosen.items() if other != name}
        fitting = [values for values in rows.values() if _fits(values, others)] if others else rows.values()
        counted[name] = Counter(map(itemgetter(at), fitting))
        for empty in (None, ""):
            counted[name].pop(empty, None)
    return counted
