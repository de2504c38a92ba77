"""Checks of a brief before sign-off (尺度分寸): each finding has its place, a reason and the evidence; none changes the text.

``check_brief`` runs the rules of ``rules.toml``. An office switches rules off by their ids; ``RULES`` lists them for its settings page.
"""

from zhitong.text.checks.finding import Evidence, Finding, Limits, SourceText
from zhitong.text.checks.rules import RULES, Example, Rule
from zhitong.text.checks.run import check_brief

__all__ = ["RULES", "Evidence", "Example", "Finding", "Limits", "Rule", "SourceText", "check_brief"]
