"""What the search index stores of a text, and how a query is read.

A text is folded and cut into runs between blanks. Of each run every pair of neighbouring signs is a token, and its last sign
alone is one more: 电梯坏了 → 电梯 梯坏 坏了 了. So

* a word of two or more signs is its pairs side by side (a phrase of the index): exactly the texts that contain it, no others;
* a word of one sign is a token that begins with it (a prefix of the index), because each sign of a text begins some token.

The same pairs are made for letters and figures, so that A2区 is found by 2区 as in a plain scan.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from zhitong.text.normalise import fold

MOST_WORDS = 24
MOST_SIGNS = 64

_QUOTES = {'"': '"', "＂": "＂", "“": "”", "「": "」", "『": "』", "«": "»"}
_MINUS = "-－−﹣"
_PIECE = re.compile(r"\S+")


@dataclass(frozen=True)
class Term:
    """One word or phrase of a query. ``tokens`` stand side by side in a text; with ``prefix`` the single token only begins one."""

    text: str
    key: str
    tokens: tuple[str, ...]
    prefix: bool = False
    excluded: bool = False
    phrase: bool = False

    def found_in(self, folded: str) -> bool:
        """By a plain scan of a text's search key; what every index must agree with."""
        return self.key in folded


@dataclass(frozen=True)
class Query:
    """A query as read. Nothing that was typed is dropped in silence: what does not take part stands in one of the two lists."""

    terms: tuple[Term, ...] = ()
    unsearchable: tuple[str, ...] = field(default=())  # only marks: there is nothing to look for
    beyond_limit: tuple[str, ...] = field(default=())  # more words, or longer ones, than one query may hold

    @property
    def wanted(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if not term.excluded)

    @property
    def excluded(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.excluded)

    @property
    def is_empty(self) -> bool:
        """No word to look for: nothing typed, only operators, or only exclusions. The search says so and finds nothing."""
        return not self.wanted

    def matches(self, text: str) -> bool:
        """The answer of a plain scan, the measure of recall."""
        folded = fold(text)
        return (
            not self.is_empty
            and all(term.found_in(folded) for term in self.wanted)
            and not any(term.found_in(folded) for term in self.excluded)
        )


def search_tokens(text: str) -> list[str]:
    """Tokens in the order of the text; join with blanks for the index."""
    return key_tokens(fold(text))


def key_tokens(key: str) -> list[str]:
    """The same for a text that is folded already."""
    return [run[at : at + 2] for run in key.split(" ") for at in range(len(run))]


def term_tokens(key: str) -> tuple[tuple[str, ...], bool]:
    """Tokens that stand side by side wherever ``key`` occurs, and whether the last of them is only a beginning.

    Only the end of the last run is open: 电梯坏 must also be found in 电梯坏了, where no token 坏 stands alone.
    """
    runs = key.split(" ")
    tokens = search_tokens(" ".join(runs[:-1])) if len(runs) > 1 else []
    last = runs[-1]
    if len(last) == 1:
        return (*tokens, last), True
    return (*tokens, *map("".join, zip(last, last[1:], strict=False))), False


def parse_query(typed: str) -> Query:
    """Words are all wanted; "…" “…” 「…」 keep words together; a minus before a word or phrase excludes it.

    A quotation mark without its partner counts as a blank. At most ``MOST_WORDS`` words of ``MOST_SIGNS`` signs take part.
    """
    terms: dict[tuple[str, bool], Term] = {}
    unsearchable: list[str] = []
    beyond: list[str] = []
    for text, excluded, phrase in _pieces(typed):
        keys = [fold(text)] if phrase else fold(text).split(" ")
        for key in keys:
            if not key:
                unsearchable.append(text)
            elif (key, excluded) in terms:
                continue
            elif len(terms) >= MOST_WORDS:
                beyond.append(key)
            else:
                used = key[:MOST_SIGNS].rstrip()
                if used != key:
                    beyond.append(key[MOST_SIGNS:].strip())
                tokens, prefix = term_tokens(used)
                terms[key, excluded] = Term(text, used, tokens, prefix, excluded, phrase)
    return Query(tuple(terms.values()), tuple(unsearchable), tuple(beyond))


def _pieces(typed: str):
    """Yield (text, excluded, phrase) in the order typed."""
    at = 0
    while at < len(typed):
        sign = typed[at]
        if sign.isspace():
            at += 1
            continue
        begin = at
        excluded = False
        if sign in _MINUS and at + 1 < len(typed) and not typed[at + 1].isspace():
            excluded = typed[at + 1] not in _MINUS
            begin = at + 1 if excluded else at
        closing = _QUOTES.get(typed[begin])
        end = typed.find(closing, begin + 1) if closing else -1
        if end >= 0:
            if typed[begin + 1 : end].strip():
                yield typed[begin + 1 : end], excluded, True
            at = end + 1
            continue
        at = _end_of_word(typed, begin)
        yield typed[begin:at], excluded, False


def _end_of_word(typed: str, begin: int) -> int:
    """A word ends at a blank, or where a quotation with both its marks begins: 电梯"夜里停运" is a word and a phrase."""
    word = _PIECE.match(typed, begin)
    end = word.end() if word else begin + 1
    for at in range(begin + 1, end):
        closing = _QUOTES.get(typed[at])
        if closing and typed.find(closing, at + 1) >= 0:
            return at
    return end
