"""Where a long title is broken: by sense and evenly, so that its lines make a rhombus or a trapezoid, as [GB] asks.

Word and the PDF break at these places. A title the writer broke by hand is left as it is.
"""

from __future__ import annotations

import math
import re
from itertools import accumulate

from zhitong.paper import measures

# 28 characters of 16 pt fill the line, so 20 of 22 pt.
TITLE_CHARACTERS = int(measures.TYPE_WIDTH_MM * measures.PT_PER_MM / measures.SIZE_2_PT)
MOST_LINES = 6
_STICKS_TO_THE_LEFT = "，。、；：！？）》〉”’』」】〕％%…—·,.;:!?)]}"
_STICKS_TO_THE_RIGHT = "（《〈“‘『「【〔([{#￥$"
# A line reads well when it ends after one of these ...
_GOOD_END = re.compile(r"[的和与及等暨对了为在，、；：！？]\Z|关于\Z|[》”）]\Z")
# ... and badly when the next one begins with a word that belongs to what stands before.
_BAD_START = re.compile(r"[的和与及等了]")
_UNBROKEN = re.compile(r"[0-9A-Za-z.%‰+\-]")


def title_lines(title: str) -> list[str]:
    """The lines of a title, none longer than fits. Joined again they are the title: nothing is added or lost."""
    if "\n" in title:
        return [line.strip() for line in title.split("\n") if line.strip()]
    width = _width(title)
    lines = math.ceil(width / TITLE_CHARACTERS)
    if lines <= 1 or lines > MOST_LINES:
        return [title] if title else []
    for attempt in (lines, lines + 1):
        if found := _divide(title, attempt):
            return found
    return [title]


def _width(text: str) -> float:
    """In full characters; Latin letters and figures are half as wide."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def _divide(title: str, lines: int) -> list[str]:
    ideal = _width(title) / lines
    words = _word_ends(title)
    found, rest = [], title
    for left in range(lines, 1, -1):
        places = [place for place in range(1, len(rest)) if _may_break(rest, place)]
        places = [place for place in places if _width(rest[:place]) <= TITLE_CHARACTERS]
        # What remains must still fit in the lines that are left.
        places = [place for place in places if _width(rest[place:]) <= TITLE_CHARACTERS * (left - 1)]
        if not places:
            return []
        best = min(places, key=lambda place: (_cost(rest, place, ideal, words, len(title) - len(rest)), place))
        found.append(rest[:best])
        rest = rest[best:]
    return [*found, rest]


def _may_break(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place]
    if after in _STICKS_TO_THE_LEFT or before in _STICKS_TO_THE_RIGHT:
        return False
    return not (_UNBROKEN.match(before) and _UNBROKEN.match(after))


def _word_ends(title: str) -> frozenset[int]:
    """After how many characters a word ends."""
    import rjieba  # noqa: PLC0415  slow import: the dictionary is read

    return frozenset(accumulate(map(len, rjieba.cut(title))))


def _cost(text: str, place: int, ideal: float, words: frozenset[int], offset: int) -> float:
    """How far from even, in characters. A good ending is worth three of them, a bad beginning costs four, a torn word ten."""
    cost = abs(_width(text[:place]) - ideal)
    if offset + place not in words:
        cost += 10
    if _GOOD_END.search(text[:place]):
        cost -= 3
    if _BAD_START.match(text[place:]):
        cost += 4
    return cost
