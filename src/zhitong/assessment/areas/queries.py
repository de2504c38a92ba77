"""What the area model learns from, and which one proposes."""

from __future__ import annotations

from django.db.models import QuerySet

from zhitong.assessment.models import AreaTraining
from zhitong.assessment.queries import decided, still_open
from zhitong.intake.models import Submission
from zhitong.intake.queries import text_of
from zhitong.intake.restricted.queries import without_restricted

MOST_ITEMS = 20_000


def decided_items(office_id: int) -> tuple[list[str], list[str]]:
    """(texts, codes of their areas) of the newest decided items that name an area."""
    rows = without_restricted(Submission.objects.filter(still_open(), decided(), office_id=office_id)).exclude(area="")
    texts, areas = [], []
    for submission in rows.order_by("-received_at", "-pk")[:MOST_ITEMS].iterator(chunk_size=500):
        texts.append(f"{submission.title}\n{text_of(submission)}")
        areas.append(submission.area)
    return texts, areas


def trainings_of(office_id: int) -> QuerySet[AreaTraining]:
    """The newest first; the models themselves are not read for a list."""
    return AreaTraining.objects.filter(office_id=office_id).select_related("by").defer("content").order_by("-pk")


def current(office_id: int) -> AreaTraining | None:
    """The training that proposes for the office; None: the built-in model does."""
    return trainings_of(office_id).first()
