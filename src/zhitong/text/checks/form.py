"""Rules about the form of a brief: length, title, one matter, the three parts, advice with an addressee, empty phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhitong.text.checks.case import Case, places
from zhitong.text.checks.finding import Finding
from zhitong.text.checks.parts import has_cause
from zhitong.text.checks.rules import Rule
from zhitong.text.normalise import dedupe_key

_ADVICE_HEAD = re.compile(r"^\s*(?:[一二三四五六七八九十]、)?\s*(?:为此，?)?(?:对策)?建议[:：\n]", re.M)
# Advice about the same thing shares more of its pairs than this; measured on pairs of paragraphs of one matter and of two.
_SAME_MATTER = 0.12
_LEAST_SITUATION = 20


def length_without_blanks(text: str) -> int:
    """How a desk counts: every sign that prints."""
    return sum(not sign.isspace() for sign in text)


def body_length(rule: Rule, case: Case) -> Iterator[Finding]:
    """The place is what stands beyond the limit, so that one sees how much must go."""
    size = length_without_blanks(case.body)
    most, least = case.limits.body_most, case.limits.body_least
    if most and size > most:
        printed = [at for at, sign in enumerate(case.body) if not sign.isspace()]
        yield rule.finding(
            printed[most], len(case.body), said=f"正文 {size} 字，超过本刊 {most} 字的上限 {size - most} 字"
        )
    elif size < least:
        yield rule.finding(0, 0, said=f"正文只有 {size} 字，不足 {least} 字")


def title_length(rule: Rule, case: Case) -> Iterator[Finding]:
    size = length_without_blanks(case.title)
    most, least = case.limits.title_most, case.limits.title_least
    if most and size > most:
        printed = [at for at, sign in enumerate(case.title) if not sign.isspace()]
        yield rule.finding(printed[most], len(case.title), where="title", said=f"标题 {size} 字，超过 {most} 字")
    elif size < least:
        yield rule.finding(0, len(case.title), where="title", said=f"标题只有 {size} 字，看不出是什么事")


def title_form(rule: Rule, case: Case) -> Iterator[Finding]:
    for pattern in rule.patterns:
        for match in pattern.finditer(case.title):
            yield rule.finding(*match.span(), where="title", text=match.group())


def one_matter(rule: Rule, case: Case) -> Iterator[Finding]:
    """Words that open a second matter, and advice given twice about things that have little to do with each other."""
    for where, text in case.texts():
        for pattern in rule.patterns:
            for match in pattern.finditer(text):
                yield rule.finding(*match.span(), where=where, text=match.group())
    heads = list(_ADVICE_HEAD.finditer(case.body))
    for first, second in zip(heads, heads[1:], strict=False):
        before = case.body[: first.start()]
        between = case.body[first.end() : second.start()]
        if _shared(before, between.partition("\n")[2]) < _SAME_MATTER:
            yield rule.finding(*second.span(), text=second.group().strip())


def _shared(one: str, other: str) -> float:
    pairs = [{key[at : at + 2] for at in range(len(key) - 1)} for key in (dedupe_key(one), dedupe_key(other))]
    return len(pairs[0] & pairs[1]) / max(1, min(map(len, pairs)))


def no_situation(rule: Rule, case: Case) -> Iterator[Finding]:
    told = "".join(part.text for part in case.sentences if part.kind != "advice")
    if case.body.strip() and length_without_blanks(told) < _LEAST_SITUATION:
        yield rule.finding(0, 0)


def no_cause(rule: Rule, case: Case) -> Iterator[Finding]:
    if case.body.strip() and not has_cause(case.body):
        yield rule.finding(0, 0)


def no_advice(rule: Rule, case: Case) -> Iterator[Finding]:
    if case.body.strip() and not any(part.kind == "advice" for part in case.sentences):
        yield rule.finding(len(case.body), len(case.body))


def advice_addressee(rule: Rule, case: Case) -> Iterator[Finding]:
    """Only advice as a whole: an addressee named in the headline or the first piece holds for the list below it."""
    advice = [part for part in case.sentences if part.kind == "advice"]
    addressed = False
    previous_end = None
    for part in advice:
        if previous_end is not None and case.body[previous_end : part.start].strip():
            addressed = False
        previous_end = part.end
        if any(pattern.search(part.text) for pattern in rule.unless):
            addressed = True
        elif not addressed and any(pattern.search(part.text) for pattern in rule.patterns):
            yield rule.finding(part.start, part.end, text=part.text[:20])


def empty_phrase(rule: Rule, case: Case) -> Iterator[Finding]:
    for word in rule.words:
        for at in places(case.body, word):
            yield rule.finding(at, at + len(word), text=word)


FORM = {
    "body_length": body_length,
    "title_length": title_length,
    "title_form": title_form,
    "one_matter": one_matter,
    "no_situation": no_situation,
    "no_cause": no_cause,
    "no_advice": no_advice,
    "advice_addressee": advice_addressee,
    "empty_phrase": empty_phrase,
}
