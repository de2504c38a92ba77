"""Run the rules over one brief."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from zhitong.text.checks.case import Case
from zhitong.text.checks.finding import Finding, Limits, SourceText
from zhitong.text.checks.form import FORM
from zhitong.text.checks.privacy import PRIVACY
from zhitong.text.checks.rules import RULES
from zhitong.text.checks.truth import TRUTH

_CHECKS = {**FORM, **TRUTH, **PRIVACY}
# More findings of one rule than this help nobody.
MOST_OF_ONE_RULE = 20


def check_brief(
    title: str,
    body: str,
    sources: Sequence[SourceText],
    limits: Limits | None = None,
    switched_off: Collection[str] = frozenset(),
) -> list[Finding]:
    """All findings, those in the title first, then in the order of the body.

    Without sources nothing is compared, and the rule ``no_sources`` says so. Unknown ids in ``switched_off`` are ignored, because
    an office's settings may outlive a rule.
    """
    case = Case(title, body, tuple(sources), limits or Limits())
    found: list[Finding] = []
    for rule in RULES.values():
        if rule.id in switched_off:
            continue
        of_rule = list(_CHECKS[rule.id](rule, case))
        found.extend(of_rule[:MOST_OF_ONE_RULE])
    return sorted(found, key=lambda finding: (finding.where == "body", finding.start, finding.end))
