"""Was this said before? The nearest earlier items of one item, each with why, and flags for a person to judge by.

Stored fingerprints propose, the texts themselves decide (``text.similar``). What the viewer may not see is only counted. Beside them
stand earlier items on the same matter in other words (``alike``); of those, what the viewer may not see is not even counted: that a text
is on the same matter is no more than likely.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.db.models import QuerySet
from django.utils import timezone

from zhitong.network.actors import Actor
from zhitong.search import index
from zhitong.search.alike import alike, background_of, proposals
from zhitong.search.models import Fingerprint
from zhitong.search.registry import KINDS, Entry, Step, entries_of
from zhitong.text import fold
from zhitong.text.places import names_in
from zhitong.text.similar import COMMON, RAREST, Match, SimilarIndex

_MOST_MARKS = 800  # of a very long text: its smallest marks, which are a fair sample of it
_MOST_SIGNS = 20_000  # of words being written
_MOST_PROPOSED = 40  # their texts are read and compared
_MOST_MATCHES = 14
_LOOKED_AT = 200
_PLACED_FIRST = 60
_SURE = 0.8  # so much of the shorter text in the other is taken for the same text
_SPLIT_DAYS = 30
_LONGEST_SHOWN = 60  # signs of a shared passage
REPEATED, SPLIT = "repeated", "split"


@dataclass(frozen=True)
class Near:
    """One earlier item that the viewer may see."""

    entry: Entry
    item: Any
    kind: str  # of the match, see ``text.similar.Match``; ``matter``: the same matter in other words
    score: float
    shared: list[str]  # passages of the new text, longest first
    places: list[str]
    days: int
    became: Step | None
    flag: str
    words: tuple[str, ...] = ()  # of ``matter``: what both tell

    @property
    def percent(self) -> int:
        return round(self.score * 100)


@dataclass(frozen=True)
class Nearest:
    """``unseen`` counts earlier items that may not be shown; (of the same unit, of others)."""

    near: list[Near] = field(default_factory=list)
    unseen: tuple[int, int] = (0, 0)
    alike: list[Near] = field(default_factory=list)

    @property
    def flags(self) -> set[str]:
        return {near.flag for near in self.near if near.flag}


def similar_to(viewer: Actor, kind: str, item: Any, limit: int = 5) -> Nearest:
    """The nearest earlier items of the office, those with the newest outcome first. A constant number of queries."""
    searchable = KINDS[kind]
    (entry,) = entries_of(searchable, [item])
    keys = _proposed(kind, entry)
    if not keys:
        return Nearest(alike=_alike(viewer, kind, entry, leaving=(), limit=limit))
    items = {row.pk: row for row in searchable.items().filter(pk__in=keys)}
    entries = {row.item_id: row for row in entries_of(searchable, list(items.values()))}
    earlier = SimilarIndex()
    for key in keys:
        if key in entries:
            earlier.add(key, entries[key].title, entries[key].body)
    matches = earlier.similar(entry.title, entry.body, _MOST_MATCHES)
    seen = set(searchable.visible(viewer).filter(pk__in=keys).values_list("pk", flat=True))
    shown = [match for match in matches if match.id in seen][:limit]
    unseen = [entries[match.id] for match in matches if match.id not in seen]
    became = searchable.became([items[match.id] for match in shown], viewer) if searchable.became and shown else {}
    near = [_near(entry, entries[match.id], items[match.id], match, became) for match in shown]
    near.sort(key=lambda one: (one.became.at.timestamp() if one.became else 0, one.score), reverse=True)
    of_unit = sum(other.unit_id == entry.unit_id and entry.unit_id is not None for other in unseen)
    in_other_words = _alike(viewer, kind, entry, leaving=[match.id for match in matches], limit=limit)
    return Nearest(near, (of_unit, len(unseen) - of_unit), in_other_words)


def near_words(viewer: Actor, kind: str, title: str, body: str, limit: int = 3) -> list[Near]:
    """The earlier items that the viewer may see and that share passages with words still being written, the nearest first.

    What they may not see is not even counted: who writes must not learn from it what others have sent in.
    """
    searchable = KINDS[kind]
    today = timezone.localdate(viewer.at)
    entry = Entry(item_id=0, office_id=viewer.office_id, code="", day=today, title=title, body=body[:_MOST_SIGNS])
    keys = _proposed(kind, entry, among=searchable.visible(viewer))
    items = {row.pk: row for row in searchable.items().filter(pk__in=keys)}
    entries = {row.item_id: row for row in entries_of(searchable, list(items.values()))}
    earlier = SimilarIndex()
    for key, known in entries.items():
        earlier.add(key, known.title, known.body)
    matches = earlier.similar(entry.title, entry.body, limit) if entries else []
    became = searchable.became([items[match.id] for match in matches], viewer) if searchable.became and matches else {}
    near = [_near(entry, entries[match.id], items[match.id], match, became) for match in matches]
    return near + _alike(viewer, kind, entry, leaving=[match.id for match in matches], limit=limit - len(near))


def _alike(viewer: Actor, kind: str, new: Entry, *, leaving: Collection[int], limit: int) -> list[Near]:
    """Earlier items that the viewer may see on the same matter in other words, the surest first. A constant number of queries."""
    searchable = KINDS[kind]
    if limit < 1 or not (new.title or new.body):
        return []
    background = background_of(new.office_id, kind)
    seen = searchable.visible(viewer)
    among = None if viewer.may(searchable.whole_right) else seen
    worth = [
        one
        for one in proposals(kind, new, background, among=among)
        if one.item_id not in leaving and one.item_id != new.item_id
    ]
    if not worth:
        return []
    may_see = set(seen.filter(pk__in=[one.item_id for one in worth]).values_list("pk", flat=True))
    found = alike(new, [one for one in worth if one.item_id in may_see], background, limit=limit)
    items = {row.pk: row for row in searchable.items().filter(pk__in=[one.item_id for one in found])} if found else {}
    entries = {row.item_id: row for row in entries_of(searchable, list(items.values()))} if items else {}
    found = [one for one in found if one.item_id in entries]
    became = searchable.became([items[one.item_id] for one in found], viewer) if searchable.became and found else {}
    return [
        Near(
            entry=old,
            item=items[one.item_id],
            kind="matter",
            score=one.score,
            shared=[],
            places=_places_of_both(new, old),
            days=(new.day - old.day).days,
            became=became.get(old.code),
            flag="",
            words=one.why,
        )
        for one in found
        for old in (entries[one.item_id],)
    ]


def _proposed(kind: str, entry: Entry, *, among: QuerySet | None = None) -> list[int]:
    """Keys of the earlier items (when given, of those in ``among`` alone) that share the rarest fingerprints, the oldest first."""
    marks = index.marks_of(entry.title, entry.body)[:_MOST_MARKS]
    holders = index.holders_of(entry.office_id, marks, COMMON + 1)
    holders.sort(key=lambda of_mark: (len(of_mark[1]), of_mark[0]))
    rare = [of_mark for of_mark in holders if len(of_mark[1]) <= COMMON]
    # The common ones (greetings, laws quoted) say little; they are asked only for a text that has no rarer ones.
    chosen = (rare if len(rare) >= 3 else holders)[: RAREST + len(marks) // 8]
    if not chosen:
        return []
    if among is None:
        likely = _most_often(np.concatenate([keys for _mark, keys in chosen]), entry.item_id)
    else:
        rows = Fingerprint.objects.filter(
            office_id=entry.office_id,
            mark__in=[mark for mark, _keys in chosen],
            kind=kind,
            item_id__in=among.values("pk"),
        )
        shared = rows.values_list("item_id", flat=True)[: (COMMON + 1) * len(chosen)]
        likely = _most_often(np.fromiter(shared, dtype=np.int64), entry.item_id)
    return _earlier(kind, entry.item_id, likely)


def _earlier(kind: str, own: int, likely: list[int]) -> list[int]:
    """The first of these items that came before one's own, at most ``_MOST_PROPOSED``, the oldest first."""
    spot_of: dict[int, int] = {}
    # Each looked for costs two pages somewhere in the archive; more than the first few are needed only by an item that many newer ones copy.
    for part in ([own, *likely[:_PLACED_FIRST]], likely[_PLACED_FIRST:]):
        spot_of |= index.spots_of(kind, part)
        before = spot_of.get(own)
        earlier = [key for key in likely if key != own and key in spot_of and (before is None or spot_of[key] < before)]
        if len(earlier) >= _MOST_PROPOSED or len(likely) <= _PLACED_FIRST:
            break
    return sorted(earlier[:_MOST_PROPOSED], key=spot_of.__getitem__)


def _most_often(keys: np.ndarray, own: int) -> list[int]:
    """At most ``_LOOKED_AT`` keys, those that occur most often first; of those that do alike, the newest that were there before ``own``."""
    keys, times = np.unique(keys, return_counts=True)
    after = keys >= own if own else np.zeros(len(keys), dtype=bool)
    return keys[np.lexsort((-keys, after, -times))[:_LOOKED_AT]].tolist()


def _near(new: Entry, old: Entry, item: Any, match: Match, became) -> Near:
    days = (new.day - old.day).days
    shared = sorted((passage.text.strip() for passage in match.why), key=len, reverse=True)[:3]
    return Near(
        entry=old,
        item=item,
        kind=match.kind,
        score=match.score,
        shared=[text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…" for text in shared],
        places=_places_of_both(new, old),
        days=days,
        became=became.get(old.code),
        flag=_flag(new, old, match, days),
    )


def _places_of_both(new: Entry, old: Entry) -> list[str]:
    """Places that both name: the field, or names in title and text."""
    places = [new.place] if new.place and fold(new.place) == fold(old.place) else []
    named = {name.text for name in names_in(fold(f"{old.title} {old.body}"))}
    told = [name.text for name in names_in(fold(f"{new.title} {new.body}")) if name.text in named]
    return [*places, *(name for name in told if name not in places)][:3]


def _flag(new: Entry, old: Entry, match: Match, days: int) -> str:
    """疑似重复 or 疑似拆分, for a person to look at.

    Whether one person sent both is not asked: a name may be withheld, and then nothing may show that two items have one author.
    """
    if match.kind in ("exact", "same_signs") or (match.kind == "reworded" and match.score >= _SURE):
        return REPEATED
    of_one_unit = new.unit_id is not None and new.unit_id == old.unit_id
    if of_one_unit and days <= _SPLIT_DAYS and match.kind in ("part", "whole", "passage"):
        return SPLIT
    return REPEATED if match.kind in ("part", "whole") else ""
