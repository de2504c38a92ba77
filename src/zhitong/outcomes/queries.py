"""The readers others use: the ledger as it stands now, or as it was known on a day."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TypeVar

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from zhitong.network.actors import Actor
from zhitong.outcomes.models import Adoption, Instruction, Outcome, Reply

O = TypeVar("O", bound=Outcome)  # noqa: E741  one letter for one type


def end_of(day: date) -> datetime:
    """The last moment of a local day."""
    return timezone.make_aware(datetime.combine(day, time.max))


def holding(model: type[O], *, known_by: date | None = None) -> QuerySet[O]:
    """Rows that hold: not taken back and not replaced by a later row. With ``known_by``: as the office knew it at the end of that day."""
    rows = model.objects.filter(void=False)
    later = model.objects.filter(corrects=OuterRef("pk"))
    if known_by is not None:
        moment = end_of(known_by)
        rows = rows.filter(recorded_at__lte=moment)
        later = later.filter(recorded_at__lte=moment)
    return rows.exclude(Exists(later))


def visible(model: type[O], viewer: Actor) -> QuerySet[O]:
    """Every row of the viewer's office, replaced ones too, newest first."""
    rows = model.objects.filter(office_id=viewer.office_id) if viewer.may("outcomes.read") else model.objects.none()
    return rows.select_related(
        "brief__series", "dispatch__recipient", "entered_by", "confirmed_by", "corrects"
    ).order_by("-recorded_at", "-pk")


def outcomes_of(brief) -> dict[str, list[Outcome]]:
    """What holds for one brief, oldest first."""
    return {
        "adoptions": list(holding(Adoption).filter(brief=brief).order_by("happened_on", "pk")),
        "instructions": list(holding(Instruction).filter(brief=brief).order_by("happened_on", "pk")),
        "replies": list(holding(Reply).filter(brief=brief).order_by("happened_on", "pk")),
    }


def unconfirmed_count(viewer: Actor) -> int:
    """Entered by somebody, waiting for a second person."""
    return sum(
        holding(model).filter(office_id=viewer.office_id, confirmed_by=None, entered_by__isnull=False).count()
        for model in (Adoption, Instruction, Reply)
    )
