"""The same matter in other words: earlier items on one trouble at one place that need not share a single passage.

The rarest words and the names of places propose, through the same index as the search; ``text.matter``, which also finds themes,
decides. Every step has a bound, so that the cost does not grow with the archive: so many words are asked for, each brings the newest
items that hold it, so many of them are read and scored. All that is read is the index's own folded text; the items themselves are
needed only of what is shown. What is rare is told by the office's newest texts, kept between requests.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from django.db.models import QuerySet

from zhitong.search import index, spots, wording
from zhitong.search.models import Document
from zhitong.search.registry import Entry
from zhitong.text import fold
from zhitong.text.matter import SAME, Background, Matters, Text, pair_codes, spelled
from zhitong.text.places import names_in
from zhitong.text.tokens import term_tokens

_MOST_NAMES = 4
_MOST_PAIRS = 14
_NEWEST = 40  # items that each word brings
_MOST_READ = 200  # of somebody who sees few items
_MOST_SCORED = 24
_SPARE = 8  # proposed beyond that, for items of other kinds that turn out to stand among them
_BACKGROUND = 600
_STALE = 100  # new documents after which the background is read again
_KNOWN_BY_HEART = 64  # offices
_HEAD = 1_500  # signs


@dataclass(frozen=True)
class Alike:
    """An earlier item's key, how surely it is the same matter (0 to 1), and names, kinds of trouble and rare words both tell."""

    item_id: int
    score: float
    why: tuple[str, ...]


@dataclass(frozen=True)
class Proposed:
    """An item worth scoring: its key, and its folded title and body as the index keeps them."""

    item_id: int
    title: str
    body: str


@dataclass(frozen=True)
class _Kept:
    spot: int
    code: str
    background: Background


_BACKGROUNDS: dict[tuple[int, str], _Kept] = {}


def background_of(office_id: int, kind: str) -> Background:
    """Counted over the office's newest texts of this kind; read again when enough new ones came."""
    low, high = spots.span(office_id, None, None)
    kept = _BACKGROUNDS.get((office_id, kind))
    if kept:
        # Of every kind, so that the newest are read in the order of the table itself.
        newer = Document.objects.filter(spot__range=(kept.spot, high)).order_by("spot")
        since = list(newer.values_list("spot", "code")[: _STALE + 1])
        if since and since[0] == (kept.spot, kept.code) and len(since) <= _STALE:
            return kept.background
    rows = Document.objects.filter(kind=kind, spot__range=(low, high))
    newest = list(rows.order_by("-spot").values_list("spot", "code", "text")[:_BACKGROUND])
    background = Background.of(text.replace("\n", " ") for _spot, _code, text in newest)
    if newest and len(newest) == _BACKGROUND:
        if len(_BACKGROUNDS) >= _KNOWN_BY_HEART:
            _BACKGROUNDS.pop(next(iter(_BACKGROUNDS)), None)
        _BACKGROUNDS[office_id, kind] = _Kept(newest[0][0], newest[0][1], background)
    return background


def proposals(kind: str, entry: Entry, background: Background, *, among: QuerySet | None = None) -> list[Proposed]:
    """The items worth scoring: of those earlier than ``entry``; when given, of ``among`` alone."""
    looked_for = _looked_for(entry, background)
    if not looked_for:
        return []
    low, high = spots.span(entry.office_id, None, None)
    rows = Document.objects.filter(kind=kind)
    own = rows.filter(item_id=entry.item_id).values_list("spot", flat=True).first() if entry.item_id else None
    high = own - 1 if own is not None else high
    if among is not None:
        seen = rows.filter(spot__range=(low, high), item_id__in=among.order_by().values("pk"))
        texts = dict(seen.order_by("-spot").values_list("item_id", "text")[:_MOST_READ])
        weights = {key: sum(weight for word, weight in looked_for if word in text) for key, text in texts.items()}
        chosen = sorted((key for key in texts if weights[key]), key=lambda key: -weights[key])[:_MOST_SCORED]
        return [_proposed(key, texts[key]) for key in chosen]
    asked = [
        wording.Asked((wording.All(tuple(wording.Token(token) for token in term_tokens(word)[0])),))
        for word, _weight in looked_for
    ]
    found: dict[int, float] = defaultdict(float)
    for number, spot in index.ask_each(asked, low, high, _NEWEST):
        found[spot] += looked_for[number][1]
    best = sorted(found, key=lambda spot: (-found[spot], -spot))[: _MOST_SCORED + _SPARE]
    known = {
        spot: _proposed(key, text)
        for spot, of_kind, key, text in Document.objects.filter(spot__in=best).values_list(
            "spot", "kind", "item_id", "text"
        )
        if of_kind == kind
    }
    return [known[spot] for spot in best if spot in known][:_MOST_SCORED]


def _proposed(item_id: int, text: str) -> Proposed:
    title, body = text.split("\n", 2)[:2]
    return Proposed(item_id, title, body)


def _looked_for(entry: Entry, background: Background) -> list[tuple[str, float]]:
    """Names of places and the rarest pairs of signs, each with its weight."""
    title, body = fold(entry.title), fold(entry.body[: 2 * _HEAD])[:_HEAD]
    names = (names_in(title, _MOST_NAMES) or names_in(body[:120], _MOST_NAMES)) if title or body else []
    words = {name.text: float(background.rarity(pair_codes(name.text)).sum()) for name in names}
    codes = np.unique(pair_codes(f"{title} {body}"))
    codes = codes[background.are_rare(codes)]
    spread, rarity = background.spread_of(codes), background.rarity(codes)
    outside = ~np.isin(codes, pair_codes(title))
    # Those that other texts are known to hold come first, and those of the title, which says what it is about.
    known = spread > 1
    order = np.lexsort((codes, -rarity, outside, ~known))
    unknown = order[~known[order]][: _MOST_PAIRS // 3]
    chosen = order[: _MOST_PAIRS - len(unknown)]
    for at in dict.fromkeys([*chosen.tolist(), *unknown.tolist()]):
        words[spelled(int(codes[at]))] = float(rarity[at])
    return list(words.items())


def alike(entry: Entry, others: list[Proposed], background: Background, *, limit: int) -> list[Alike]:
    """Those of ``others`` that speak of the same matter, the surest first."""
    if not others:
        return []
    texts = [Text("", fold(entry.title), fold(entry.body[: 2 * _HEAD]))]
    texts += [Text("", one.title, one.body) for one in others]
    matters = Matters(texts, background, folded=True)
    numbers = np.arange(1, len(texts))
    scores = matters.scores(np.zeros(len(others), dtype=np.int64), numbers, apart=True, least=SAME)
    best = [at for at in np.argsort(-scores, kind="stable").tolist() if scores[at] >= SAME][:limit]
    return [Alike(others[at].item_id, float(scores[at]), tuple(matters.why(0, at + 1))) for at in best]
