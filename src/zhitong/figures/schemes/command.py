"""``zhitong schemes check FILE...``: run the worked examples of scheme files and print every sum.

Exit code 0 when all examples of all files pass, 1 when one fails, a file cannot be read or holds no example,
2 when the call itself makes no sense.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from .build import read_scheme
from .check import Outcome, check_examples
from .numbers import say
from .questions import open_questions
from .refusals import SchemeWrong
from .sentences import in_english

USAGE = "usage: zhitong schemes check FILE..."


def main(argv: Sequence[str]) -> int:
    if len(argv) < 2 or argv[0] != "check" or any(argument.startswith("-") for argument in argv[1:]):
        print(USAGE, file=sys.stdout if argv and argv[0] in ("-h", "--help") else sys.stderr)
        return 0 if argv and argv[0] in ("-h", "--help") else 2
    passed = [_check_file(Path(name)) for name in argv[1:]]
    if len(passed) > 1:
        print(f"{sum(passed)} of {len(passed)} files pass")
    return 0 if all(passed) else 1


def _check_file(path: Path) -> bool:
    try:
        scheme = read_scheme(path)
    except SchemeWrong as refusal:
        print(f"{path.name}\n  REFUSED {in_english(refusal)}\n  未读入：{refusal}\n")
        return False
    print(f"{scheme.id}  {scheme.name}")
    for notice in scheme.notices:
        print(f"  note: {notice.en}\n  注意：{notice.zh}")
    outcomes = check_examples(scheme)
    for outcome in outcomes:
        for line in _report(outcome):
            print(line)
    for notice in _in_every_sum(outcomes):
        print(f"  note: {notice}")
    questions = open_questions(scheme)
    if questions:
        print(f"  to decide before it can be published: {', '.join(question.key for question in questions)}")
        print(f"  发布前待定：{'；'.join(question.asks.zh for question in questions)}")
    good = sum(outcome.passed for outcome in outcomes)
    if outcomes:
        print(f"  {good} of {len(outcomes)} examples pass\n")
    else:
        print("  FAIL: the file holds no examples, so nothing was checked\n")
    return bool(outcomes) and good == len(outcomes)


def _in_every_sum(outcomes: list[Outcome]) -> list[str]:
    """What every sum of the file had to say beside its lines, such as a cap that held nothing in any of them."""
    told = [[notice.en for notice in outcome.score.notices] for outcome in outcomes if outcome.score is not None]
    return [
        notice
        for notice in (told[0] if told else [])
        if "holds nothing" in notice and all(notice in all_ for all_ in told)
    ]


def _report(outcome: Outcome) -> Iterator[str]:
    found = "; ".join(f"{key} {value}" for key, value in (outcome.found or {}).items())
    if outcome.blocked:
        found = f"blocked, as it must be: {outcome.blocked}" if outcome.passed else f"blocked: {outcome.blocked}"
    yield f"  {'pass' if outcome.passed else 'FAIL'}  {outcome.name}: {found}"
    if outcome.score is not None:
        for line in outcome.score.lines:
            yield f"          {line.explain()}"
        for line in outcome.score.money_lines:
            yield f"          {line.explain()} (yuan)"
        for words in outcome.score.consequences:
            yield f"          no points, but: {words}"
    for key, value in (outcome.assumed or {}).items():
        yield f"          assumed: {key} = {value}"
    for key, each in (outcome.borrowed or {}).items():
        yield f"          no row gives {key}; {say(each)} for each is taken from the example's own sum"
    for problem in outcome.problems:
        yield f"          ! {problem}"
