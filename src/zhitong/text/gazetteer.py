"""Find the places of a given list in a text: streets, towns, communities, roads as an office keeps them, with other names they go by.

Nothing is guessed: a place is found where its name or an alias stands, whatever the width or script it is written in; the longest name
wins. Where several places bear one name, the one whose surroundings (``within``) the text also names comes first; the others are said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from zhitong.text.normalise import fold, fold_with_positions

LEAST = 2  # signs of a name; one sign alone stands everywhere


@dataclass(frozen=True)
class Place:
    """One entry of the list. ``within`` is the name of what it lies in, empty when the list does not say."""

    code: str
    name: str
    kind: str = ""
    aliases: tuple[str, ...] = ()
    within: str = ""


@dataclass(frozen=True)
class Found:
    """``text[start:end]`` names ``place``; ``others`` bear the same name."""

    place: Place
    start: int
    end: int
    text: str
    others: tuple[Place, ...] = ()


class Gazetteer:
    """The list, ready to be looked for in many texts."""

    def __init__(self, places: Iterable[Place]):
        named: dict[str, list[Place]] = defaultdict(list)
        for place in places:
            for key in {fold(name) for name in (place.name, *place.aliases)}:
                if len(key) >= LEAST:
                    named[key].append(place)
        self._named = dict(named)
        self._by_start: dict[str, list[str]] = defaultdict(list)
        for key in sorted(named, key=len, reverse=True):
            self._by_start[key[:LEAST]].append(key)

    def find(self, text: str) -> list[Found]:
        """Each place once, where it is named first, in the order of the text."""
        folded = fold_with_positions(text)
        hits: list[tuple[str, int, int]] = []
        at = 0
        while at < len(folded.key):
            key = next(
                (key for key in self._by_start.get(folded.key[at : at + LEAST], ()) if folded.key.startswith(key, at)),
                "",
            )
            if key:
                start, end = folded.positions[at], folded.positions[at + len(key) - 1] + 1
                hits.append((key, start, end))
            at += len(key) or 1
        seen = {name for key, _start, _end in hits for name in (place.name for place in self._named[key])}
        found: dict[str, Found] = {}
        for key, start, end in hits:
            # Those whose surroundings are named too come first; the order of the list decides among equals.
            first, *others = sorted(self._named[key], key=lambda place: place.within not in seen)
            found.setdefault(first.code, Found(first, start, end, text[start:end], tuple(others)))
        return list(found.values())
