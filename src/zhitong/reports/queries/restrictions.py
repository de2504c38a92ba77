"""What is restricted stands in no paper for many readers, whoever makes it."""

from __future__ import annotations

from django.db.models import QuerySet

from zhitong.desk.models import Brief
from zhitong.desk.queries import restricted_briefs
from zhitong.dispatch.models import Dispatch
from zhitong.intake.models import Submission
from zhitong.intake.restricted.queries import restricted
from zhitong.outcomes.models import Instruction


def unrestricted(rows: QuerySet, column: str) -> QuerySet:
    """These rows but for those whose ``column`` names a restricted submission, or a brief, dispatch or instruction that comes of one."""
    for codes in _restricted_codes():
        rows = rows.exclude(**{f"{column}__in": codes})
    return rows


def restricted_among(codes: set[str]) -> set[str]:
    """Those of these codes that name something restricted."""
    found: set[str] = set()
    for rows in _restricted_codes():
        found |= set(rows.filter(code__in=codes).values_list("code", flat=True))
    return found


def _restricted_codes() -> tuple[QuerySet, ...]:
    briefs = restricted_briefs()
    return (
        Submission.objects.filter(pk__in=restricted()).values("code"),
        Brief.objects.filter(pk__in=briefs).values("code"),
        Dispatch.objects.filter(brief_id__in=briefs).values("code"),
        Instruction.objects.filter(brief_id__in=briefs).values("code"),
    )


def restricted_titles(office_id: int) -> set[str]:
    """The titles that may stand in no paper: of restricted submissions, and of the briefs that draw on them in every wording."""
    briefs = Brief.objects.filter(office_id=office_id, pk__in=restricted_briefs())
    titles = set(Submission.objects.filter(office_id=office_id, pk__in=restricted()).values_list("title", flat=True))
    titles |= set(briefs.values_list("title", flat=True)) | set(briefs.values_list("revisions__title", flat=True))
    return titles - {"", None}
