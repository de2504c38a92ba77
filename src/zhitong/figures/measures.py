"""The catalogue of measures. A new one is one entry here: its name, its unit, its formula in words, and the rows it counts.

The rows are the figure: a number on a page is the count of a query, and opening the number lists that query's rows. Items 件 (each submission
once) and occurrences 件次 (each adoption or instruction once for each submission it credits) are different measures, never mixed.
A rate names numerator and denominator; the denominator is what was ever received, so that a withdrawal improves nobody's rate.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Count, F, QuerySet
from django.utils.translation import gettext_lazy as _

from zhitong.figures.scope import Scope

UNIT = "submission_unit"  # every measure's rows carry the unit credited under this name
SUBMISSION = "submission_code"


@dataclass(frozen=True)
class Measure:
    """What is counted. ``rows`` gives a queryset whose rows carry ``submission_unit`` and ``submission_code``."""

    code: str
    name: object
    unit: object  # of the number: items, occurrences
    formula: object
    rows: Callable[[Scope], QuerySet]
    version: int = 1
    holds_from: date = date(2024, 1, 1)

    def by_unit(self, scope: Scope) -> dict[int | None, int]:
        """The count for each unit; units without rows are left out, rows without unit stand under None."""
        return dict(self.rows(scope).order_by().values_list(UNIT).annotate(number=Count("pk")))


@dataclass(frozen=True)
class Rate:
    """A share: exactly the rows of ``of`` among which ``part`` are counted."""

    code: str
    name: object
    formula: object
    part: Measure
    of: Measure
    version: int = 1
    holds_from: date = date(2024, 1, 1)


def _as_items(submissions: QuerySet) -> QuerySet:
    return submissions.annotate(submission_unit=F("unit_id"), submission_code=F("code"))


def _as_occurrences(outcomes: QuerySet) -> QuerySet:
    """One row for each outcome and each submission that its brief draws on."""
    return outcomes.filter(brief__sources__isnull=False).annotate(
        submission_unit=F("brief__sources__submission__unit_id"), submission_code=F("brief__sources__submission__code")
    )


ITEMS, OCCURRENCES = _("items"), _("occurrences")

RECEIVED = Measure(
    "received",
    _("Received"),
    ITEMS,
    _(
        "Submissions whose day of receipt lies in the period, whatever became of them: withdrawn and declined ones count."
    ),
    lambda scope: _as_items(scope.received()),
)
ADOPTED = Measure(
    "adopted",
    _("Adopted, items"),
    ITEMS,
    _(
        "Submissions first adopted in the period: a brief that draws on them was issued here or taken up by another body. Each counts once, on the day of its first adoption, whenever it was received."
    ),
    lambda scope: _as_items(scope.first_adopted_in_period()),
)
ADOPTIONS = Measure(
    "adoptions",
    _("Adopted, occurrences"),
    OCCURRENCES,
    _(
        "Adoptions whose day lies in the period, each once for every submission its brief draws on; issuing here is an adoption at the office's own level."
    ),
    lambda scope: _as_occurrences(scope.adoptions().filter(scope.in_period())),
)
INSTRUCTIONS = Measure(
    "instructions",
    _("Instructions, occurrences"),
    OCCURRENCES,
    _("Leaders' instructions whose day lies in the period, each once for every submission its brief draws on."),
    lambda scope: _as_occurrences(scope.instructions().filter(scope.in_period())),
)
REPLIED = Measure(
    "replied",
    _("Instructions replied to, occurrences"),
    OCCURRENCES,
    _(
        "Instructions whose day lies in the period to which a department had replied by the day of the figure, counted as instructions are: several replies to one instruction count once."
    ),
    lambda scope: _as_occurrences(scope.replied_instructions().filter(scope.in_period())),
)
RECEIVED_AND_ADOPTED = Measure(
    "received_and_adopted",
    _("Received and adopted"),
    ITEMS,
    _("Submissions received in the period that were adopted at least once by the day of the figure."),
    lambda scope: _as_items(scope.received().filter(scope.adopted())),
)
ADOPTED_AND_INSTRUCTED = Measure(
    "adopted_and_instructed",
    _("Adopted with instruction"),
    ITEMS,
    _(
        "Submissions first adopted in the period that brought at least one leader's instruction by the day of the figure."
    ),
    lambda scope: _as_items(scope.first_adopted_in_period().filter(scope.instructed())),
)
ADOPTION_RATE = Rate(
    "adoption_rate",
    _("Adoption rate"),
    _(
        "Received and adopted ÷ Received: the share of the period's submissions that were adopted by the day of the figure. Withdrawn and declined ones stay in the denominator."
    ),
    RECEIVED_AND_ADOPTED,
    RECEIVED,
)
INSTRUCTION_RATE = Rate(
    "instruction_rate",
    _("Instruction rate"),
    _(
        "Adopted with instruction ÷ Adopted, items: the share of the submissions first adopted in the period that brought at least one instruction by the day of the figure."
    ),
    ADOPTED_AND_INSTRUCTED,
    ADOPTED,
)
REPLY_RATE = Rate(
    "reply_rate",
    _("Reply rate"),
    _("Instructions replied to ÷ Instructions: the share of the period's instructions to which a department replied."),
    REPLIED,
    INSTRUCTIONS,
)

CATALOGUE: tuple[Measure | Rate, ...] = (
    RECEIVED,
    ADOPTED,
    ADOPTIONS,
    ADOPTION_RATE,
    INSTRUCTIONS,
    INSTRUCTION_RATE,
    REPLIED,
    REPLY_RATE,
)
BY_CODE: dict[str, Measure] = {
    measure.code: measure
    for measure in (RECEIVED, ADOPTED, ADOPTIONS, INSTRUCTIONS, REPLIED, RECEIVED_AND_ADOPTED, ADOPTED_AND_INSTRUCTED)
}


@dataclass(frozen=True)
class Figure:
    """One number with where it came from. ``value`` is None where the denominator is 0: no rate can be said then."""

    measure: Measure | Rate
    count: int  # of a rate: its numerator
    base: int | None = None  # of a rate: its denominator

    @property
    def value(self) -> Fraction | int | None:
        if isinstance(self.measure, Measure):
            return self.count
        return Fraction(self.count, self.base) if self.base else None

    @property
    def percent(self) -> str:
        """One decimal, halves away from zero, as a clerk would round: 1/16 is 6.3 %."""
        if self.value is None:
            return "—"
        tenths = (2 * self.count * 1000 + self.base) // (2 * self.base)
        return f"{tenths // 10}.{tenths % 10}%"
