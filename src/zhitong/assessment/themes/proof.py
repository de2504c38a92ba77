"""The sentence of each submission that shows why it stands in the theme: the one that tells most of the theme's words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhitong.search.passages import Pieces, marked
from zhitong.text import Term, fold

_ENDS = re.compile(r"(?<=[。！？!?；;\n])")
_LONGEST = 160  # characters of a sentence that are shown
_MOST_SENTENCES = 200


def proof_of(text: str, words: Sequence[str]) -> Pieces:
    """The sentence in pieces, each piece one of the theme's words or not. Empty for an empty text."""
    terms = [Term(text=word, key=fold(word), tokens=()) for word in words if fold(word)]
    sentences = [part.strip() for part in _ENDS.split(text)[:_MOST_SENTENCES] if part.strip()]
    if not sentences:
        return []
    told = [sum(term.key in fold(sentence) for term in terms) for sentence in sentences]
    best = sentences[told.index(max(told))]
    return marked(best if len(best) <= _LONGEST else f"{_around(best, terms)}…", terms)


def _around(sentence: str, terms: Sequence[Term]) -> str:
    """The part of a long sentence that holds the first word."""
    places = [at for term in terms if (at := sentence.find(term.text)) >= 0]
    begin = max(0, min(places, default=0) - 20)
    return ("…" if begin else "") + sentence[begin : begin + _LONGEST]
