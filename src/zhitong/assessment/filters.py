"""The inbox's filter: read from the address, written back to it, turned into a question to the database."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

from zhitong.assessment.ages import QueueClock
from zhitong.assessment.models import Assessment
from zhitong.assessment.queries import in_queue
from zhitong.intake.models import IN_QUEUE, Submission

Verdict = Assessment.Verdict
STATES = {
    "awaiting": _("awaiting a decision"),
    "due": _("held, due again"),
    "held": _("held"),
    "taken_up": _("taken up"),
    "merged": _("merged"),
    "sent_back": _("returned"),
    "transferred": _("transferred"),
    "to_proposal": _("passed to proposals"),
    "declined": _("declined"),
    "withdrawn": _("withdrawn"),
    "on_paper": _("moved to paper"),
    "all": _("all"),
}
VERDICT_OF_STATE = {
    "held": Verdict.HOLD,
    "taken_up": Verdict.TAKE_UP,
    "merged": Verdict.MERGE,
    "sent_back": Verdict.SEND_BACK,
    "transferred": Verdict.TRANSFER,
    "to_proposal": Verdict.TO_PROPOSAL,
    "declined": Verdict.DECLINE,
}
AGES = {"new": _("new"), "near": _("nearly late"), "late": _("late")}
ORDERS = {"oldest": _("oldest first"), "newest": _("newest first"), "express": _("express first")}
NUMBER = re.compile(r"(\d{4})-(\d{1,7})", re.ASCII)
TEXTS = ("title", "facts", "causes", "advice", "body")


@dataclass(frozen=True)
class Filter:
    """One question to the inbox. Empty values ask nothing; the names are those of the address."""

    state: str = "awaiting"
    age: str = ""
    unit: str = ""  # code
    kind: str = ""  # of unit
    area: str = ""
    place: str = ""
    scope: str = ""
    origin: str = ""
    express: str = ""  # "1": asked for the express lane
    since: date | None = None  # received on this day or later
    until: date | None = None
    words: str = ""
    order: str = "oldest"

    def query(self) -> str:
        """The address's part: only what differs from the default, always in the same order."""
        return urlencode(
            [
                (field.name, getattr(self, field.name))
                for field in fields(self)
                if getattr(self, field.name) not in (field.default, "")
            ]
        )

    @property
    def narrows(self) -> bool:
        """Whether anything beyond state and order is asked."""
        return replace(self, state="awaiting", order="oldest") != Filter()

    @property
    def narrows_more(self) -> bool:
        """Whether something is asked that neither the search line nor the queue's own links show."""
        return replace(self, words="", state="awaiting", age="", express="") != Filter()

    def rows(self, submissions: QuerySet[Submission], clock: QueueClock) -> QuerySet[Submission]:
        """The matching ones among the viewer's submissions, in the filter's order."""
        rows = self._by_state(submissions, clock.today)
        rows = rows.filter(self._by_facts(clock))
        if self.age:
            rows = rows.filter(waiting(self.age, clock))
        for word in self.words.split()[:8]:
            rows = rows.filter(_mentions(word))
        return self.ordered(rows)

    def ordered(self, rows: QuerySet[Submission]) -> QuerySet[Submission]:
        if self.order == "newest":
            return rows.order_by("-received_at", "-id")
        if self.order == "express":
            last = Case(When(express_reason="", then=Value(1)), default=Value(0), output_field=IntegerField())
            return rows.order_by(last, "received_at", "id")
        return rows.order_by("received_at", "id")

    def _by_state(self, rows: QuerySet[Submission], today: date) -> QuerySet[Submission]:
        if self.state == "awaiting":
            return rows.filter(in_queue(today))
        if self.state == "withdrawn":
            return rows.filter(withdrawn_at__isnull=False)
        if self.state == "on_paper":
            return rows.filter(paper_at__isnull=False)
        if self.state == "due":
            return rows.filter(in_queue(today), rests_until__gt=IN_QUEUE)
        if self.state in VERDICT_OF_STATE:
            return _with_standing(rows, VERDICT_OF_STATE[self.state])
        return rows

    def _by_facts(self, clock: QueueClock) -> Q:
        wanted = Q()
        if self.unit:
            wanted &= Q(unit__code=self.unit)
        if self.kind:
            wanted &= Q(unit__kind=self.kind)
        if self.area:
            wanted &= Q(area=self.area)
        if self.place:
            wanted &= Q(place__icontains=self.place)
        if self.scope:
            wanted &= Q(scope=self.scope)
        if self.origin:
            wanted &= Q(origin=self.origin)
        if self.express:
            wanted &= ~Q(express_reason="")
        if self.since:
            wanted &= Q(received_at__gte=clock.end_of(self.since - timedelta(days=1)))
        if self.until:
            wanted &= Q(received_at__lt=clock.end_of(self.until))
        return wanted


def _with_standing(rows: QuerySet[Submission], verdict: Verdict) -> QuerySet[Submission]:
    """Those whose decision in force is this one. A join, not an Exists: it begins at the few decisions, not at all submissions."""
    return rows.filter(assessments__undone_at__isnull=True, assessments__verdict=verdict)


def waiting(age: str, clock: QueueClock) -> Q:
    """Of this age in working days. What was held waits again since the day it came back, not since it was received."""
    near, late = clock.near_day, clock.late_day
    until_late = _began_by(late, clock)
    if age == "late":
        return until_late
    until_near = _began_by(near, clock)
    return until_near & ~until_late if age == "near" else ~until_near


def _began_by(day: date, clock: QueueClock) -> Q:
    return Q(received_at__lt=clock.end_of(day), rests_until__lte=day)


def _mentions(word: str) -> Q:
    """The word as it stands in the title or the text, or the number of a submission. % and _ are signs like any other."""
    if number := NUMBER.fullmatch(word):
        return Q(year=int(number[1]), serial=int(number[2]))
    found = Q()
    for name in TEXTS:
        # Where no letter has two cases the plain search says the same, in half the time: every text of the office is read.
        has_case = word.lower() != word.upper()
        found |= Q(**{f"{name}__icontains": word}) if has_case else Q(GreaterThan(StrIndex(name, Value(word)), 0))
    return found
