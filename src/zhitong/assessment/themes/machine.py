"""What the machine reads and finds: the texts of an office in groups, and words for each group. Nothing is stored here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from zhitong.assessment.themes.queries import MOST_READ, readable
from zhitong.assessment.themes.rules import LONGEST_PROPOSED, proposed_name
from zhitong.text.deidentify import find_personal
from zhitong.text.matter import Matters, Text
from zhitong.text.themes import closeness, group_numbers, words_of


@dataclass
class Found:
    """Groups of submission keys, each of one and more, and the texts they were found in."""

    matters: Matters
    groups: list[list[int]]
    left_out: int  # older submissions beyond the most that one run reads
    _number: dict[int, int] = field(default_factory=dict)
    _words: dict[tuple[int, ...], list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._number = {int(text.id): number for number, text in enumerate(self.matters.texts)}

    def fit(self, item: int, others: Sequence[int]) -> float:
        """How well a submission fits these, from 0 to 1."""
        return closeness(self._number[item], self._numbers(others), self.matters)

    def words(self, items: Sequence[int]) -> list[str]:
        """What these share, the most telling first; names of people are left out. Computed once for the same items."""
        numbers = self._numbers(sorted(items))
        if len(numbers) < 2:
            return []
        key = tuple(numbers)
        if key not in self._words:
            _centre, words = words_of(numbers, self.matters)
            people = _people_named(self.matters.texts[number] for number in numbers[:30])
            self._words[key] = [word for word in words if not any(name in word for name in people)]
        return self._words[key]

    def name(self, items: Sequence[int]) -> str:
        """A proposal from their own words, else the beginning of the first title."""
        words = self.words(items)
        if words:
            return proposed_name(words)
        first = self.matters.texts[self._numbers(sorted(items))[0]]
        return (first.title or first.body)[:LONGEST_PROPOSED].strip() or "—"

    def _numbers(self, items: Sequence[int]) -> list[int]:
        return [self._number[item] for item in items if item in self._number]


def look(office_id: int, told: Callable[[float], None] = lambda share: None) -> Found:
    """Read the office's submissions and group them. Memory grows with the texts: about 45 kB for each."""
    rows = readable(office_id).values_list("pk", "title", "facts", "causes", "advice", "body")
    texts = [Text(str(pk), title, "\n".join(filter(None, parts))) for pk, title, *parts in rows[:MOST_READ]]
    texts.reverse()
    left_out = max(0, readable(office_id).count() - len(texts))
    told(0.05)
    matters = Matters(texts)
    told(0.3)
    groups = group_numbers(matters, lambda share: told(0.3 + 0.65 * share))
    return Found(matters, [[int(texts[at].id) for at in group] for group in groups], left_out)


def _people_named(texts) -> set[str]:
    return {
        span.text
        for text in texts
        for span in find_personal(f"{text.title}\n{text.body[:2000]}")
        if span.kind == "name"
    }
