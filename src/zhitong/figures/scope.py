"""What a figure is asked of: which office, which days, known until when. Everything else is the measure's own affair."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from zhitong.figures.periods import Period
from zhitong.intake.models import Submission
from zhitong.outcomes.models import Adoption, Instruction
from zhitong.outcomes.queries import end_of, holding, with_replied


@dataclass(frozen=True)
class Scope:
    """``known_by``: only what had been recorded by the end of this day counts, so that any past day can be asked again."""

    office_id: int
    period: Period
    known_by: date

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """The period as moments of the office's local time."""
        return timezone.make_aware(datetime.combine(self.period.first, time.min)), end_of(self.period.last)

    def submissions(self) -> QuerySet[Submission]:
        """All submissions of the office that were recorded by then: withdrawn, declined and moved to paper included."""
        return Submission.objects.filter(office_id=self.office_id, recorded_at__lte=end_of(self.known_by))

    def received(self) -> QuerySet[Submission]:
        """Those received in the period."""
        first, last = self.moments
        return self.submissions().filter(received_at__gte=first, received_at__lte=last)

    def adoptions(self) -> QuerySet[Adoption]:
        """Adoptions that held, as known by then, whenever they happened up to that day."""
        return holding(Adoption, known_by=self.known_by).filter(
            office_id=self.office_id, happened_on__lte=self.known_by
        )

    def instructions(self) -> QuerySet[Instruction]:
        return holding(Instruction, known_by=self.known_by).filter(
            office_id=self.office_id, happened_on__lte=self.known_by
        )

    def replied_instructions(self) -> QuerySet[Instruction]:
        """Those carried out by a department's reply that was known by the day and happened by it."""
        return with_replied(self.instructions(), known_by=self.known_by).filter(is_replied=True)

    def in_period(self) -> Q:
        """For outcomes: the day they happened lies in the period."""
        return Q(happened_on__gte=self.period.first, happened_on__lte=self.period.last)

    def with_first_adoption(self, submissions: QuerySet[Submission]) -> QuerySet[Submission]:
        """Each submission with the day it was first adopted, by whichever body; empty when never."""
        first = self.adoptions().filter(brief__sources__submission=OuterRef("pk")).order_by("happened_on", "pk")
        return submissions.annotate(first_adopted_on=Subquery(first.values("happened_on")[:1]))

    def first_adopted_in_period(self) -> QuerySet[Submission]:
        return self.with_first_adoption(self.submissions()).filter(
            first_adopted_on__gte=self.period.first, first_adopted_on__lte=self.period.last
        )

    def instructed(self) -> Exists:
        """Whether a submission's brief brought an instruction."""
        return Exists(self.instructions().filter(brief__sources__submission=OuterRef("pk")))

    def adopted(self) -> Exists:
        return Exists(self.adoptions().filter(brief__sources__submission=OuterRef("pk")))
