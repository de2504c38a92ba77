"""What a decision has already brought about outside the desk. Rooms further on say so here; then it cannot be undone.

@effects_of
def signed_briefs(submission):
    return [_("Brief %(issue)s, which draws on it, is signed.") % ...]
"""

from __future__ import annotations

from collections.abc import Callable

from zhitong.intake.models import Submission

_TELLERS: list[Callable[[Submission], list[str]]] = []


def effects_of(function: Callable[[Submission], list[str]]) -> Callable[[Submission], list[str]]:
    """Register a function that gives one sentence for each effect that can no longer be taken back."""
    if function not in _TELLERS:
        _TELLERS.append(function)
    return function


def effects_outside(submission: Submission) -> list[str]:
    """Every effect, in sentences; empty while the decision can still be undone."""
    return [str(sentence) for teller in _TELLERS for sentence in teller(submission)]
