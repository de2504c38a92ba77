"""The rules as data: read from ``rules.toml``, each with examples that it must and must not mark."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files

from zhitong.text.checks.finding import Finding, Limits, Severity, SourceText


@dataclass(frozen=True)
class Example:
    """``marks`` are the marked words in order; empty for an example in which the rule stays silent.

    A finding without a place of its own (something is missing) marks "".
    """

    title: str
    body: str
    sources: tuple[SourceText, ...]
    marks: tuple[str, ...]
    limits: Limits


@dataclass(frozen=True)
class Rule:
    """``words`` maps a word to the words that, in a source, also support it. ``patterns`` find places, ``unless`` excuses them."""

    id: str
    name_zh: str
    severity: Severity
    message_zh: str
    reason_zh: str
    words: dict[str, tuple[str, ...]]
    patterns: tuple[re.Pattern, ...]
    unless: tuple[re.Pattern, ...]
    examples: tuple[Example, ...]

    def finding(self, start: int, end: int, *, where="body", evidence=(), **said: object) -> Finding:
        """A finding of this rule; ``said`` fills the message."""
        message = self.message_zh.format(**said)
        return Finding(self.id, self.severity, start, end, where, message, self.reason_zh, tuple(evidence))


def _read() -> dict[str, Rule]:
    table = tomllib.loads(files(__package__).joinpath("rules.toml").read_text(encoding="utf-8"))
    rules = [_rule(entry) for entry in table["rule"]]
    return {rule.id: rule for rule in rules}


def _rule(entry: dict) -> Rule:
    words = entry.get("words", {})
    if isinstance(words, list):
        words = {word: [] for word in words}
    return Rule(
        id=entry["id"],
        name_zh=entry["name"],
        severity=entry["severity"],
        message_zh=entry["message"],
        reason_zh=entry["reason"],
        words={word: tuple(support) for word, support in words.items()},
        patterns=tuple(re.compile(pattern, re.M) for pattern in entry.get("patterns", [])),
        unless=tuple(re.compile(pattern, re.M) for pattern in entry.get("unless", [])),
        examples=tuple(_example(example) for example in entry["example"]),
    )


def _example(entry: dict) -> Example:
    sources = tuple(SourceText(f"来稿{n}", "", body) for n, body in enumerate(entry.get("sources", []), 1))
    limits = Limits(**entry.get("limits", {}))
    return Example(entry.get("title", ""), entry.get("body", ""), sources, tuple(entry["marks"]), limits)


RULES: dict[str, Rule] = _read()
