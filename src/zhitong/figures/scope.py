"""What a figure is asked of: which office, which days, known until when. Everything else is the measure's own affair."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.db.models import DateTimeField, Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate
from django.utils import timezone

from zhitong.assessment import queries as assessment
from zhitong.desk.queries import drawn_on
from zhitong.figures.dimensions import BY_NAME
from zhitong.figures.periods import Period
from zhitong.intake.queries import authorships, is_joint, recorded_by
from zhitong.network.queries import memberships_on, units_of
from zhitong.outcomes.models import Adoption, Instruction, Reply
from zhitong.outcomes.queries import end_of, holding, with_replied

if TYPE_CHECKING:
    from zhitong.assessment.models import Assessment
    from zhitong.desk.models import BriefSource
    from zhitong.intake.models import Submission
    from zhitong.network.models import Membership, Unit

CREDITED = "brief__sources__submission"  # from an outcome to each submission that its brief draws on


@dataclass(frozen=True)
class Scope:
    """``known_by``: only what had been recorded by the end of this day counts, so that any past day can be asked again."""

    office_id: int
    period: Period
    known_by: date
    narrow: tuple[tuple[str, str], ...] = ()  # filters: code of a dimension and the value wanted of it

    def narrowed(self, path: str = "") -> Q:
        """The filters, as asked of a row from which ``path`` leads to its submission."""
        wanted = Q()
        for name, value in self.narrow:
            wanted &= BY_NAME[name].holds(path, value)
        return wanted

    @property
    def last_day(self) -> date:
        """The last day of the period that the figure can know of."""
        return min(self.period.last, self.known_by)

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """The period as moments of the office's local time."""
        return timezone.make_aware(datetime.combine(self.period.first, time.min)), end_of(self.period.last)

    @property
    def always(self) -> Scope:
        """The same of all days."""
        return replace(self, period=Period("", date.min, date.max))

    def submissions(self) -> QuerySet[Submission]:
        """All submissions of the office that were recorded by then: withdrawn, declined and moved to paper included."""
        known = recorded_by(self.office_id, end_of(self.known_by))
        return known.filter(self.narrowed()) if self.narrow else known

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

    def replies(self) -> QuerySet[Reply]:
        """What departments wrote back, as known by then."""
        return holding(Reply, known_by=self.known_by).filter(office_id=self.office_id, happened_on__lte=self.known_by)

    def instructions_with_replied(self) -> QuerySet[Instruction]:
        """Each with ``is_replied``: whether a department's reply that was known by the day carries it out."""
        return with_replied(self.instructions(), known_by=self.known_by)

    def replied_instructions(self) -> QuerySet[Instruction]:
        return self.instructions_with_replied().filter(is_replied=True)

    def in_period(self) -> Q:
        """For outcomes: the day they happened lies in the period."""
        return Q(happened_on__gte=self.period.first, happened_on__lte=self.period.last)

    def with_first_adoption(self, submissions: QuerySet[Submission]) -> QuerySet[Submission]:
        """Each submission with the day it was first adopted, by whichever body; empty when never."""
        return submissions.annotate(first_adopted_on=self._first_day(self.adoptions()))

    def first_adopted_in_period(self) -> QuerySet[Submission]:
        return self.with_first_adoption(self.submissions()).filter(pk__in=self._first_in_period(self.adoptions()))

    def instructed(self) -> Q:
        """Whether a submission's brief brought an instruction."""
        return Q(pk__in=self.instructions().filter(brief__sources__isnull=False).values(CREDITED))

    def adopted(self) -> Q:
        return Q(pk__in=self.adoptions().filter(brief__sources__isnull=False).values(CREDITED))

    # Above: bodies of a higher level than the office's own

    def adoptions_above(self) -> QuerySet[Adoption]:
        return self.adoptions().filter(rank__lt=F("office__rank"))

    def first_adopted_above(self) -> QuerySet[Submission]:
        """Those first adopted above in the period, with that day under ``reached_on``."""
        above = self.adoptions_above()
        return (
            self.submissions().filter(pk__in=self._first_in_period(above)).annotate(reached_on=self._first_day(above))
        )

    def _first_day(self, adoptions: QuerySet[Adoption]) -> Subquery:
        first = adoptions.filter(**{CREDITED: OuterRef("pk")}).order_by("happened_on", "pk")
        return Subquery(first.values("happened_on")[:1])

    def _first_in_period(self, adoptions: QuerySet[Adoption]) -> QuerySet:
        """Submissions whose earliest of these adoptions lies in the period. What came after the period changes nothing."""
        until = adoptions.filter(happened_on__lte=self.period.last, brief__sources__isnull=False)
        firsts = until.order_by().values(CREDITED).annotate(first=Min("happened_on"))
        return firsts.filter(first__gte=self.period.first).values(CREDITED)

    # On the way: decisions, issues, answers

    def decisions(self) -> QuerySet[Assessment]:
        """Decisions as known by then, undone ones left out; one that another followed did stand."""
        return assessment.known_by(self.office_id, end_of(self.known_by))

    def first_decided(self) -> QuerySet[Submission]:
        """Those first decided on in the period, with that day under ``reached_on``."""
        first, last = self.moments
        firsts = self.decisions().filter(at__lte=last).order_by().values("submission").annotate(first=Min("at"))
        decided = self.decisions().filter(submission=OuterRef("pk")).order_by("at", "pk")
        return (
            self.submissions()
            .filter(pk__in=firsts.filter(first__gte=first).values("submission"))
            .annotate(reached_on=_day_of(decided.values("at")))
        )

    def merged(self) -> Q:
        """Whether joining it to another submission is the decision in force."""
        in_force = assessment.in_force_by(self.office_id, end_of(self.known_by))
        return Q(pk__in=in_force.filter(verdict=assessment.Verdict.MERGE).values("submission"))

    def issues(self) -> QuerySet[BriefSource]:
        """Each submission with each issue that draws on it, signed by then; withdrawing an issue does not unsign it."""
        return drawn_on(self.office_id, signed_by=end_of(self.known_by))

    def first_issued(self) -> QuerySet[Submission]:
        """Those first issued in the period, with that day under ``reached_on``."""
        first, last = self.moments
        until = self.issues().filter(brief__signed_at__lte=last)
        firsts = until.order_by().values("submission").annotate(first=Min("brief__signed_at"))
        signed = self.issues().filter(submission=OuterRef("pk")).order_by("brief__signed_at", "pk")
        return (
            self.submissions()
            .filter(pk__in=firsts.filter(first__gte=first).values("submission"))
            .annotate(reached_on=_day_of(signed.values("brief__signed_at")))
        )

    def in_issue(self, **of_brief: object) -> Q:
        """Whether an issue of this kind draws on it."""
        wanted = {f"brief__{name}": value for name, value in of_brief.items()}
        return Q(pk__in=self.issues().filter(**wanted).values("submission"))

    # Units and people

    def units(self) -> QuerySet[Unit]:
        """Units of the last day."""
        wanted = Q()
        for name, value in self.narrow:
            wanted &= BY_NAME[name].holds_of_unit(value)
        return units_of(self.office_id, on=self.last_day).filter(wanted)

    def sent_by_unit(self) -> Exists:
        return Exists(self.received().filter(unit=OuterRef("pk")))

    def memberships(self) -> QuerySet[Membership]:
        """Who belonged to which unit on the last day."""
        return memberships_on(self.units(), self.last_day)

    def wrote_for_unit(self) -> Exists:
        wrote = authorships(self.received())
        return Exists(wrote.filter(person=OuterRef("person"), submission__unit=OuterRef("unit")))

    def withdrawn(self) -> Q:
        return Q(withdrawn_at__lte=end_of(self.known_by))

    def joint(self) -> Exists:
        """Whether more than one author stands under it."""
        return is_joint()


def _day_of(moments: QuerySet) -> TruncDate:
    return TruncDate(Subquery(moments[:1], output_field=DateTimeField()))
