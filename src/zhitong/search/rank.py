"""Which results stand first when they are ranked.

A word in the title counts most, then how often the words stand in the text for its length, then how new it is. Words are all wanted,
so that how rare each is does not tell results apart, and nothing need be counted over the whole archive. Of very many results the
newest and those with the words in their title are ranked; the rest follow, the newest first.
"""

from __future__ import annotations

from datetime import date
from math import exp, log

from zhitong.search import index, spots
from zhitong.text import Query

MOST_RANKED = 800
_TITLE = 3.0
_USUAL_LENGTH = 400  # signs
_LEAST_LENGTH = 50
_FRESH = 0.5
_DAYS = 365


def by_rank(found: list[int], query: Query, *, today: date, in_title: list[int]) -> list[int]:
    """The spots with the best first; equal ones the newest first. Of ``in_title``, which may be older, none is left out."""
    first = list(dict.fromkeys([*found[: MOST_RANKED - len(in_title)], *in_title]))
    texts = index.texts_of(first)
    keys, now = [term.key for term in query.wanted], today.toordinal()
    scores = {spot: score(texts.get(spot, ""), keys, now - spots.ordinal_of(spot)) for spot in first}
    first.sort(key=lambda spot: (-scores[spot], -spot))
    ranked = set(first)
    return (first + [spot for spot in found if spot not in ranked])[: len(found)]


def score(text: str, keys: list[str], age: int) -> float:
    """``text`` is a document's, its first line the title; ``age`` in days."""
    title = text.partition("\n")[0]
    spread = 0.5 + 0.5 * (len(text) if len(text) > _LEAST_LENGTH else _LEAST_LENGTH) / _USUAL_LENGTH
    total = 0.0
    for key in keys:
        total += log(1 + 2 * text.count(key) / spread)
        if key in title:
            total += _TITLE * (1 + len(key) / max(len(title), 1))
    return total / len(keys) + (_FRESH * exp(-age / _DAYS) if age > 0 else _FRESH)
