"""Rules that protect who spoke and whom it concerns: personal data, names, details by which a person can be told."""

from __future__ import annotations

from collections.abc import Iterator

from zhitong.text.checks.case import Case
from zhitong.text.checks.finding import Finding
from zhitong.text.checks.rules import Rule
from zhitong.text.deidentify import LABELS, find_personal


def personal_data(rule: Rule, case: Case) -> Iterator[Finding]:
    for where, text in case.texts():
        for span in find_personal(text):
            if span.kind != "name":
                yield rule.finding(span.start, span.end, where=where, text=LABELS[span.kind])


def name_left_in(rule: Rule, case: Case) -> Iterator[Finding]:
    """Names of those who spoke or are spoken of; the source line （反映人：…） is where a name belongs."""
    for where, text in case.texts():
        excused = [match.span() for pattern in rule.unless for match in pattern.finditer(text)]
        for span in find_personal(text):
            if span.kind == "name" and not any(start <= span.start < end for start, end in excused):
                yield rule.finding(span.start, span.end, where=where, text=span.text)


def traceable_detail(rule: Rule, case: Case) -> Iterator[Finding]:
    for where, text in case.texts():
        taken: set[int] = set()
        for pattern in rule.patterns:
            for match in pattern.finditer(text):
                if taken.isdisjoint(range(*match.span())):
                    taken.update(range(*match.span()))
                    yield rule.finding(*match.span(), where=where, text=match.group())


PRIVACY = {
    "personal_data": personal_data,
    "name_left_in": name_left_in,
    "traceable_detail": traceable_detail,
}
