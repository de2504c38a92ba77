"""What other rooms do with a new submission outside its transaction: fingerprints, notices, indexes.

A room registers in its ``AppConfig.ready``:

    @after_submission
    def remember_fingerprints(submissions): ...

The function gets a list of submissions, new ones or, after a crash, some it has seen before; doing it twice must change nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from zhitong.intake.models import Submission

_FOLLOW_UPS: list[Callable[[list[Submission]], None]] = []


def after_submission(function: Callable[[list[Submission]], None]) -> Callable[[list[Submission]], None]:
    if function not in _FOLLOW_UPS:
        _FOLLOW_UPS.append(function)
    return function


def run(codes: list[str]) -> None:
    """All follow-ups, each in its own transaction, so that one that fails does not undo the others; then its error is raised."""
    rows = list(Submission.objects.filter(code__in=codes).select_related("office", "unit").order_by("pk"))
    faults = []
    for function in _FOLLOW_UPS:
        try:
            with transaction.atomic():
                function(rows)
        except Exception as fault:
            faults.append(fault)
    if faults:
        raise faults[0]
