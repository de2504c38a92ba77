"""One brief beside its sources, with what several rules ask of it worked out once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from zhitong.text.checks.finding import Evidence, Limits, SourceText, Where
from zhitong.text.checks.parts import Sentence, sentences
from zhitong.text.normalise import dedupe_key, dedupe_with_positions
from zhitong.text.numbers import Number, find_numbers

_DENIED = re.compile(r"(?:不|没有|没|未|无|非|不是|并不|不算|不够)$")


@dataclass(frozen=True)
class Case:
    """What a rule looks at."""

    title: str
    body: str
    sources: tuple[SourceText, ...]
    limits: Limits

    @cached_property
    def sentences(self) -> list[Sentence]:
        return sentences(self.body)

    @cached_property
    def source_key(self) -> str:
        """All sources as one key; the mark between them stands in no key, so no word reaches across."""
        return "\0".join(dedupe_key(source.text) for source in self.sources)

    @cached_property
    def source_numbers(self) -> list[tuple[SourceText, Number]]:
        return [(source, number) for source in self.sources for number in find_numbers(source.text)]

    @cached_property
    def body_numbers(self) -> list[Number]:
        return find_numbers(self.body)

    def texts(self) -> tuple[tuple[Where, str], ...]:
        """Title and body, the two places a finding may stand."""
        return (("title", self.title), ("body", self.body))

    def says(self, word: str) -> bool:
        """Whether any source says this word."""
        return dedupe_key(word) in self.source_key

    def is_advice(self, at: int) -> bool:
        """Whether the position in the body lies in advice: what is asked for is no claim about what is."""
        return any(part.kind == "advice" and part.start <= at < part.end for part in self.sentences)

    def evidence(self, word: str) -> Iterator[Evidence]:
        """The first place of the word in each source."""
        key = dedupe_key(word)
        for source in self.sources:
            folded = dedupe_with_positions(source.text)
            at = folded.key.find(key)
            if key and at >= 0:
                start, end = folded.span(at, at + len(key))
                yield Evidence(source.id, start, end, source.text[start:end])


def is_denied(text: str, at: int) -> bool:
    """Whether the word at this position is denied: 并不普遍."""
    return bool(_DENIED.search(text[max(0, at - 2) : at]))


def places(text: str, word: str) -> Iterator[int]:
    """Where a word stands, left to right, not overlapping."""
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))
