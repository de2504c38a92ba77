"""A unit's and a member's own pages, and what a member is credited with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from zhitong.intake.models import Commission, CommissionAddressee, Submission, SubmissionAuthor
from zhitong.intake.queries import addressees_of, visible_submissions
from zhitong.intake.restricted.queries import TITLE_ON_PAPER, restricted
from zhitong.network.actors import Actor
from zhitong.network.models import Person, Unit
from zhitong.network.queries import people_of, visible_units
from zhitong.outcomes.models import Adoption, Instruction
from zhitong.outcomes.queries import end_of, holding
from zhitong.reports.queries.papers import one_or_404


def unit_or_404(viewer: Actor, code: str) -> Unit:
    """A unit's page: the desk sees each, a liaison their own."""
    return one_or_404(visible_units(viewer), code)


def member_or_404(viewer: Actor, code: str) -> Person:
    people = people_of(viewer.office_id)
    return one_or_404(people if viewer.may("reports.member_record") else people.none(), code)


@dataclass(frozen=True)
class Credit:
    """One submission as one of its authors is credited with it."""

    code: str
    number: str
    title: str
    received_on: date
    part: str  # 独立, or 联名第1位 60 %
    is_protected: bool
    adopted_by: tuple[str, ...]  # adopting bodies, once for each adoption
    instructions: int
    is_withdrawn: bool

    @property
    def result(self) -> str:
        """As printed."""
        said = [f"{body}采用" for body in dict.fromkeys(self.adopted_by)]
        said += [f"批示{self.instructions}件次"] if self.instructions else []
        return "；".join(said) or ("本人撤回" if self.is_withdrawn else "—")


def credits_of(person: Person, first: date, last: date, known_by: date) -> list[Credit]:
    """What this person, alone or jointly, sent to their office in these days; outcomes as known by a day. Five queries."""
    rows = (
        SubmissionAuthor.objects.filter(
            person=person,
            submission__office_id=person.office_id,
            submission__received_at__gte=end_of(date.fromordinal(first.toordinal() - 1)),
            submission__received_at__lte=end_of(last),
        )
        .select_related("submission")
        .annotate(authors=Count("submission__authors"), is_restricted=Q(submission_id__in=restricted()))
        .order_by("submission__received_at", "submission_id")
    )
    found = list(rows)
    submissions = [row.submission_id for row in found]

    def by_submission(model, column: str) -> dict[int, list[str]]:
        outcomes = holding(model, known_by=known_by).filter(brief__sources__submission__in=submissions)
        grouped: dict[int, list[str]] = {}
        for submission, value in outcomes.order_by("happened_on", "pk").values_list(
            "brief__sources__submission", column
        ):
            grouped.setdefault(submission, []).append(value)
        return grouped

    adopted, instructed = by_submission(Adoption, "body"), by_submission(Instruction, "code")
    return [
        Credit(
            code=row.submission.code,
            number=row.submission.number,
            title=TITLE_ON_PAPER if row.is_restricted else row.submission.title,
            received_on=timezone.localdate(row.submission.received_at),
            part="独立" if row.authors == 1 else f"联名第{row.position}位 {row.percent}",
            is_protected=row.submission.withhold_name,
            adopted_by=tuple(adopted.get(row.submission_id, ())),
            instructions=len(instructed.get(row.submission_id, ())),
            is_withdrawn=row.submission.withdrawn_at is not None,
        )
        for row in found
    ]


def years_of_credits(person: Person) -> list[int]:
    """The years in which the person sent something in, newest first."""
    years = Submission.objects.filter(authors__person=person, office_id=person.office_id).order_by("-year")
    return list(years.values_list("year", flat=True).distinct())


def members(viewer: Actor) -> QuerySet[Person]:
    """Whose records the desk may open: the office's people who ever sent something in under their name, and its members."""
    if not viewer.may("reports.member_record"):
        return Person.objects.none()
    written = SubmissionAuthor.objects.filter(person=OuterRef("pk"))
    return people_of(viewer.office_id).filter(Q(is_member=True) | Exists(written)).order_by("pk")


def unit_submissions(viewer: Actor, unit: Unit) -> QuerySet[Submission]:
    """What the unit sent in, newest first, as far as the viewer may see it."""
    return visible_submissions(viewer).filter(unit=unit).order_by("-received_at", "-pk")


def unit_calls(unit: Unit, today: date) -> list[CommissionAddressee]:
    """The calls of this year and the last that asked the unit, newest first, with whether it answered."""
    calls = Commission.objects.filter(
        office_id=unit.office_id, addressees__unit=unit, due_on__gte=date(today.year - 1, 1, 1)
    ).exclude(state=Commission.State.CANCELLED)
    rows = addressees_of(list(calls), as_of=today).filter(unit=unit).order_by("-commission__due_on", "-pk")
    return list(rows[:30])
