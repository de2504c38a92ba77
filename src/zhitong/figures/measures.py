"""The catalogue of measures. A new one is one entry in ``EVERY``: its name, its unit, its formula in words, and the rows it counts.

The rows are the figure: a number on a page is the count of a query, and opening the number lists that query's rows. Items 件 (each submission
once) and occurrences 件次 (each adoption or instruction once for each submission it credits) are different measures, never mixed.
A rate names numerator and denominator; the denominator is what was ever received, so that a withdrawal improves nobody's rate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Count, DurationField, ExpressionWrapper, F, QuerySet, Sum, Value
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from zhitong.figures.scope import CREDITED, Scope
from zhitong.network.models import Office

UNIT = "submission_unit"  # every measure's rows carry the unit credited under this name
SUBMISSION = "submission_code"


@dataclass(frozen=True)
class Measure:
    """What is counted. ``rows`` gives a queryset whose rows carry ``submission_unit`` and ``submission_code``.

    ``adds`` names an annotation of whole days (a duration) that is summed instead of counting the rows; ``path`` leads from a row
    to its submission (rows of units and of people have none: ``opens`` says what they are). Pages count it over columns, where
    ``columns.sums`` has a sum of its code.
    """

    code: str
    name: object
    unit: object  # of the number: items, occurrences
    formula: object
    rows: Callable[[Scope], QuerySet]
    version: int = 1
    holds_from: date = date(2024, 1, 1)
    path: str = ""
    adds: str = ""
    opens: str = "submissions"  # submissions, people, units

    def by_unit(self, scope: Scope) -> dict[int | None, int]:
        """The number for each unit; units without rows are left out, rows without unit stand under None."""
        return self.by(scope, UNIT)

    def by(self, scope: Scope, column: str) -> dict[object, int]:
        """The number for each value of a column of the rows."""
        if not self.adds:
            return dict(self.rows(scope).order_by().values_list(column).annotate(number=Count("pk")))
        sums = self.rows(scope).order_by().values_list(column).annotate(number=Sum(self.adds))
        return {value: length.days for value, length in sums}

    def by_column(self, scope: Scope, column: str) -> dict[object, int]:
        """The same by a column of the submission, such as its area."""
        return self.by(scope, f"{self.path}__{column}" if self.path else column)


@dataclass(frozen=True)
class Rate:
    """A share, or a mean: what ``part`` counts for each one that ``of`` counts.

    Shown as ``percent`` where the part's rows lie among the base's, else as a ``number`` with one decimal (per head, days).
    """

    code: str
    name: object
    formula: object
    part: Measure
    of: Measure
    version: int = 1
    holds_from: date = date(2024, 1, 1)
    shown: str = "percent"
    unit: object = ""
    less_is_better: bool = False


def _as_items(submissions: QuerySet) -> QuerySet:
    return submissions.annotate(submission_unit=F("unit_id"), submission_code=F("code"))


def _as_occurrences(scope: Scope, outcomes: QuerySet) -> QuerySet:
    """One row for each outcome and each submission that its brief draws on."""
    return outcomes.filter(scope.narrowed(f"{CREDITED}__"), brief__sources__isnull=False).annotate(
        submission_unit=F(f"{CREDITED}__unit_id"), submission_code=F(f"{CREDITED}__code")
    )


def _with_days(submissions: QuerySet) -> QuerySet:
    """With the calendar days, in the office's own time, from the day of receipt to the day under ``reached_on``."""
    length = ExpressionWrapper(F("reached_on") - TruncDate("received_at"), output_field=DurationField())
    return _as_items(submissions).annotate(days=length)


def _occurrences(code: str, name: object, formula: object, outcomes: Callable[[Scope], QuerySet]) -> Measure:
    """The measure of these outcomes, each once for every submission its brief draws on."""

    def rows(scope: Scope) -> QuerySet:
        return _as_occurrences(scope, outcomes(scope).filter(scope.in_period()))

    return Measure(code, name, OCCURRENCES, formula, rows, path=CREDITED)


def _without_submission(rows: QuerySet, unit: str) -> QuerySet:
    return rows.annotate(submission_unit=F(unit), submission_code=Value(""))


ITEMS, OCCURRENCES, DAYS = _("items"), _("occurrences"), _("days")
UNITS, PEOPLE = _("units"), _("people")

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
ADOPTIONS = _occurrences(
    "adoptions",
    _("Adopted, occurrences"),
    _(
        "Adoptions whose day lies in the period, each once for every submission its brief draws on; issuing here is an adoption at the office's own level."
    ),
    Scope.adoptions,
)
INSTRUCTIONS = _occurrences(
    "instructions",
    _("Instructions, occurrences"),
    _("Leaders' instructions whose day lies in the period, each once for every submission its brief draws on."),
    Scope.instructions,
)
REPLIED = _occurrences(
    "replied",
    _("Instructions replied to, occurrences"),
    _(
        "Instructions whose day lies in the period to which a department had replied by the day of the figure, counted as instructions are: several replies to one instruction count once."
    ),
    Scope.replied_instructions,
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


# How far it got


def _adopted_by(code: str, rank: int, name: object, formula: object) -> Measure:
    return _occurrences(code, name, formula, lambda scope: scope.adoptions().filter(rank=rank))


ADOPTED_NATION = _adopted_by(
    "adopted_nation",
    Office.Rank.NATION,
    _("Adopted, nation"),
    _(
        "Adoptions by bodies of national level whose day lies in the period, each once for every submission its brief draws on."
    ),
)
ADOPTED_PROVINCE = _adopted_by(
    "adopted_province",
    Office.Rank.PROVINCE,
    _("Adopted, province"),
    _(
        "Adoptions by bodies of provincial level, a municipality's included, whose day lies in the period, each once for every submission its brief draws on."
    ),
)
ADOPTED_CITY = _adopted_by(
    "adopted_city",
    Office.Rank.CITY,
    _("Adopted, city"),
    _(
        "Adoptions by bodies of city level whose day lies in the period, each once for every submission its brief draws on."
    ),
)
ADOPTED_ABOVE = Measure(
    "adopted_above",
    _("Adopted above, items"),
    ITEMS,
    _("Submissions first adopted in the period by a body of a higher level than the office; each counts once."),
    lambda scope: _as_items(scope.first_adopted_above()),
)
ISSUED = Measure(
    "issued",
    _("Issued, items"),
    ITEMS,
    _(
        "Submissions that a signed issue of the office draws on, the first one signed in the period. Withdrawing an issue later does not take it out."
    ),
    lambda scope: _as_items(scope.first_issued()),
)
ISSUED_EXPRESS = Measure(
    "issued_express",
    _("Issued on the express lane"),
    ITEMS,
    _("Among Issued, items: those that an issue of the express lane draws on, signed by the day of the figure."),
    lambda scope: _as_items(scope.first_issued().filter(scope.in_issue(is_express=True))),
)
ISSUED_COMPOSITE = Measure(
    "issued_composite",
    _("Issued in a composite"),
    ITEMS,
    _("Among Issued, items: those that a composite issue draws on, signed by the day of the figure."),
    lambda scope: _as_items(scope.first_issued().filter(scope.in_issue(kind="composite"))),
)
EXPRESS_SHARE = Rate(
    "express_share",
    _("Share of express"),
    _("Issued on the express lane ÷ Issued, items."),
    ISSUED_EXPRESS,
    ISSUED,
)
COMPOSITE_SHARE = Rate(
    "composite_share",
    _("Share of composites"),
    _("Issued in a composite ÷ Issued, items."),
    ISSUED_COMPOSITE,
    ISSUED,
)

# How long it took

DECIDED = Measure(
    "decided",
    _("First decided on"),
    ITEMS,
    _(
        "Submissions whose first decision lies in the period, whatever was decided; a decision taken back does not count."
    ),
    lambda scope: _as_items(scope.first_decided()),
)
DAYS_TO_DECIDE = Measure(
    "days_to_decide",
    _("Days until decided on"),
    DAYS,
    _(
        "The rows of First decided on: calendar days from the day of receipt to the day of the first decision, added up."
    ),
    lambda scope: _with_days(scope.first_decided()),
    adds="days",
)
DAYS_TO_SIGN = Measure(
    "days_to_sign",
    _("Days until signed"),
    DAYS,
    _("The rows of Issued, items: calendar days from the day of receipt to the day of the first signing, added up."),
    lambda scope: _with_days(scope.first_issued()),
    adds="days",
)
DAYS_TO_ADOPT = Measure(
    "days_to_adopt",
    _("Days until adopted above"),
    DAYS,
    _(
        "The rows of Adopted above, items: calendar days from the day of receipt to the day of the first adoption above, added up."
    ),
    lambda scope: _with_days(scope.first_adopted_above()),
    adds="days",
)
AVERAGE_TO_DECIDE = Rate(
    "average_to_decide",
    _("Average days to assess"),
    _("Days until decided on ÷ First decided on."),
    DAYS_TO_DECIDE,
    DECIDED,
    shown="number",
    unit=DAYS,
    less_is_better=True,
)
AVERAGE_TO_SIGN = Rate(
    "average_to_sign",
    _("Average days to sign"),
    _("Days until signed ÷ Issued, items."),
    DAYS_TO_SIGN,
    ISSUED,
    shown="number",
    unit=DAYS,
    less_is_better=True,
)
AVERAGE_TO_ADOPT = Rate(
    "average_to_adopt",
    _("Average days to adoption above"),
    _("Days until adopted above ÷ Adopted above, items."),
    DAYS_TO_ADOPT,
    ADOPTED_ABOVE,
    shown="number",
    unit=DAYS,
    less_is_better=True,
)

# What was sent in

REPEATED = Measure(
    "repeated",
    _("Repeats"),
    ITEMS,
    _(
        "Among Received: those joined to another submission, where that is the decision in force on the day of the figure."
    ),
    lambda scope: _as_items(scope.received().filter(scope.merged())),
)
REPEAT_RATE = Rate(
    "repeat_rate",
    _("Repeat rate"),
    _("Repeats ÷ Received: the share of the period's submissions that told a matter already received."),
    REPEATED,
    RECEIVED,
    less_is_better=True,
)
JOINT = Measure(
    "joint",
    _("Joint submissions"),
    ITEMS,
    _("Among Received: those with more than one author."),
    lambda scope: _as_items(scope.received().filter(scope.joint())),
)
JOINT_SHARE = Rate("joint_share", _("Share of joint submissions"), _("Joint submissions ÷ Received."), JOINT, RECEIVED)
WITHDRAWN = Measure(
    "withdrawn",
    _("Withdrawn"),
    ITEMS,
    _("Among Received: those withdrawn by the day of the figure. They stay in every denominator."),
    lambda scope: _as_items(scope.received().filter(scope.withdrawn())),
)

# Who took part

MEMBERS = Measure(
    "members",
    _("Members"),
    PEOPLE,
    _(
        "People who belong to the unit on the last day of the period (or on the day of the figure, if earlier), as the roster stands now; who belongs to two units counts in each."
    ),
    lambda scope: _without_submission(scope.memberships(), "unit_id"),
    opens="people",
)
ACTIVE_MEMBERS = Measure(
    "active_members",
    _("Members who wrote"),
    PEOPLE,
    _(
        "Among Members: those who are an author of at least one submission received in the period and credited to that unit."
    ),
    lambda scope: _without_submission(scope.memberships().filter(scope.wrote_for_unit()), "unit_id"),
    opens="people",
)
PARTICIPATION = Rate("participation", _("Participation"), _("Members who wrote ÷ Members."), ACTIVE_MEMBERS, MEMBERS)
PER_MEMBER = Rate(
    "per_member",
    _("Received per member"),
    _("Received ÷ Members."),
    RECEIVED,
    MEMBERS,
    shown="number",
    unit=ITEMS,
)
UNITS_THERE = Measure(
    "units",
    _("Units"),
    UNITS,
    _("Units of the office on the last day of the period (or on the day of the figure, if earlier)."),
    lambda scope: _without_submission(scope.units(), "pk"),
    opens="units",
)
ACTIVE_UNITS = Measure(
    "active_units",
    _("Sources active"),
    UNITS,
    _("Among Units: those credited with at least one submission received in the period."),
    lambda scope: _without_submission(scope.units().filter(scope.sent_by_unit()), "pk"),
    opens="units",
)
SILENT_UNITS = Measure(
    "silent_units",
    _("Silent units"),
    UNITS,
    _("Among Units: those without any submission received in the period."),
    lambda scope: _without_submission(scope.units().filter(~scope.sent_by_unit()), "pk"),
    opens="units",
)
ACTIVE_SHARE = Rate(
    "active_share", _("Share of sources active"), _("Sources active ÷ Units."), ACTIVE_UNITS, UNITS_THERE
)

# The main ones, and all there are in the order in which the page of definitions tells them.
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
EVERY: tuple[Measure | Rate, ...] = (
    RECEIVED,
    ADOPTED,
    ADOPTIONS,
    RECEIVED_AND_ADOPTED,
    ADOPTION_RATE,
    ADOPTED_ABOVE,
    ADOPTED_NATION,
    ADOPTED_PROVINCE,
    ADOPTED_CITY,
    INSTRUCTIONS,
    ADOPTED_AND_INSTRUCTED,
    INSTRUCTION_RATE,
    REPLIED,
    REPLY_RATE,
    ISSUED,
    ISSUED_EXPRESS,
    EXPRESS_SHARE,
    ISSUED_COMPOSITE,
    COMPOSITE_SHARE,
    DECIDED,
    DAYS_TO_DECIDE,
    AVERAGE_TO_DECIDE,
    DAYS_TO_SIGN,
    AVERAGE_TO_SIGN,
    DAYS_TO_ADOPT,
    AVERAGE_TO_ADOPT,
    REPEATED,
    REPEAT_RATE,
    JOINT,
    JOINT_SHARE,
    WITHDRAWN,
    MEMBERS,
    ACTIVE_MEMBERS,
    PARTICIPATION,
    PER_MEMBER,
    UNITS_THERE,
    ACTIVE_UNITS,
    ACTIVE_SHARE,
    SILENT_UNITS,
)
MEASURES: dict[str, Measure] = {measure.code: measure for measure in EVERY if isinstance(measure, Measure)}
# What papers freeze down to the rows (their numbers are the number of their rows): a paper once closed compares all of these.
BY_CODE: dict[str, Measure] = {
    measure.code: measure
    for measure in (RECEIVED, ADOPTED, ADOPTIONS, INSTRUCTIONS, REPLIED, RECEIVED_AND_ADOPTED, ADOPTED_AND_INSTRUCTED)
}
ALL_BY_CODE: dict[str, Measure | Rate] = {measure.code: measure for measure in EVERY}


def counted_for(measures: Iterable[Measure | Rate]) -> list[Measure]:
    """What must be counted to show these: each once."""
    needed: dict[str, Measure] = {}
    for measure in measures:
        for part in (measure,) if isinstance(measure, Measure) else (measure.part, measure.of):
            needed[part.code] = part
    return list(needed.values())


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
        return "—" if self.value is None else f"{self._tenths(100)}%"

    @property
    def text(self) -> str:
        """As a table shows it: 12, 6.3%, 3.5, or — where no rate can be said."""
        if isinstance(self.measure, Measure):
            return str(self.count)
        if self.measure.shown == "percent":
            return self.percent
        return "—" if self.value is None else self._tenths(1)

    @property
    def number(self) -> float | int | None:
        """As a spreadsheet and a chart take it: percents as 6.3, means with one decimal."""
        if isinstance(self.measure, Measure) or self.value is None:
            return self.value
        return float(self._tenths(100 if self.measure.shown == "percent" else 1))

    def _tenths(self, times: int) -> str:
        tenths = (2 * self.count * times * 10 + self.base) // (2 * self.base)
        return f"{tenths // 10}.{tenths % 10}"


def figure_of(measure: Measure | Rate, number: Callable[[Measure], int]) -> Figure:
    """The figure from what ``number`` says of each measure that it needs."""
    if isinstance(measure, Measure):
        return Figure(measure, number(measure))
    return Figure(measure, number(measure.part), number(measure.of))
