"""What an address of figures asks for: period, day of knowledge, filters, measure, order. The address is the whole state of a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from html import escape
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from zhitong.errors import BadInput
from zhitong.figures.counts import Counts
from zhitong.figures.dimensions import DIMENSIONS, read_narrow, say
from zhitong.figures.measures import ALL_BY_CODE, RECEIVED, Measure, Rate
from zhitong.figures.overtime import Office, period_earlier, year_earlier
from zhitong.figures.periods import Period, read_period
from zhitong.figures.scope import Scope
from zhitong.network.models import Unit

ORDERS = ("absolute", "per_head")
AGAINST = ("year", "period")


@dataclass(frozen=True)
class Asked:
    """``by`` groups the table; ``kind`` is the kind of unit ranked; ``against`` what places are compared with; ``then``: each earlier
    figure as it was known at that time; ``least`` the cases a place needs (None: as is usual)."""

    today: date
    scope: Scope
    by: str = "unit"
    measure: Measure | Rate = RECEIVED
    kind: str = ""
    order: str = "absolute"
    against: str = "year"
    then: bool = False
    least: int | None = None

    @property
    def period(self) -> Period:
        return self.scope.period

    @property
    def known_by(self) -> date:
        return self.scope.known_by

    @property
    def earlier(self) -> Scope:
        """What places and changes are compared with."""
        other = year_earlier if self.against == "year" else period_earlier
        return other(self.scope, as_then=self.then)

    @cached_property
    def parameters(self) -> dict[str, str]:
        """Only what differs from the usual, so that addresses stay short enough to be passed on."""
        told = {
            "period": self.period.code,
            "known_by": self.known_by.isoformat() if self.known_by != self.today else "",
        }
        told |= {"by": self.by if self.by != "unit" else "", **dict(self.scope.narrow)}
        told |= {"measure": self.measure.code if self.measure is not RECEIVED else "", "group": self.kind}
        told |= {
            "order": self.order if self.order != "absolute" else "",
            "against": self.against if self.against != "year" else "",
        }
        told |= {"then": "1" if self.then else "", "least": "" if self.least is None else str(self.least)}
        return {name: value for name, value in told.items() if value}

    @cached_property
    def query(self) -> str:
        """The address's own words, for links that keep them."""
        return urlencode(self.parameters)

    @cached_property
    def rows_query(self) -> str:
        """The same for links to rows, which name their own measure."""
        return urlencode(
            {name: value for name, value in self.parameters.items() if name not in ("measure", "by", "group", "order")}
        )

    @cached_property
    def filters(self) -> list[str]:
        return say(self.scope.narrow, self.scope.office_id)


def read(request: HttpRequest) -> tuple[Asked, BadInput | None]:
    """What was asked; where it cannot be read, this year as known today, and the refusal to show beside it."""
    today = timezone.localdate(request.actor.at)
    office_id = request.actor.office_id
    try:
        period = read_period(_period_words(request), today)
        known_by = _day(request.GET.get("known_by", ""), today)
        least = _least(request.GET.get("least", ""))
    except BadInput as refusal:
        return Asked(today, Scope(office_id, read_period("", today), today)), refusal
    wanted = request.GET.get
    asked = Asked(
        today,
        Scope(office_id, period, known_by, read_narrow(lambda name: wanted(name, ""))),
        by=wanted("by") if wanted("by") in ("kind", "area", "origin") else "unit",
        measure=ALL_BY_CODE.get(wanted("measure", ""), RECEIVED),
        kind=wanted("group") if wanted("group") in Unit.Kind.values else "",
        order=wanted("order") if wanted("order") in ORDERS else "absolute",
        against=wanted("against") if wanted("against") in AGAINST else "year",
        then=wanted("then") == "1",
        least=least,
    )
    return asked, None


def read_for_file(request: HttpRequest, form: str) -> Asked:
    """The same for a file, which has no place to show a refusal beside; 404 for a form in which no file is made."""
    if form not in ("xlsx", "csv"):
        raise Http404
    asked, refusal = read(request)
    if refusal:
        raise refusal
    return asked


def units_seen(request: HttpRequest) -> frozenset[int] | None:
    """None: the whole office; for a liaison, their units."""
    actor = request.actor
    whole = any(grant.unit_id is None and grant.role != "source" for grant in actor.grants)
    return None if whole else actor.unit_ids


def office_of(request: HttpRequest) -> tuple[Counts, Office]:
    """How this request counts, and the office as far as its reader sees it."""
    counts = Counts()
    return counts, Office(counts.by_unit, units_seen(request))


def periods_offered(today: date) -> list[Period]:
    """What the list offers: three years, the quarters of two, the months of this one."""
    codes = [str(today.year - back) for back in range(3)]
    codes += [f"{year}Q{quarter}" for year in (today.year, today.year - 1) for quarter in (4, 3, 2, 1)]
    codes += [f"{today.year}-{month:02d}" for month in range(today.month, 0, -1)]
    return [period for code in codes if (period := read_period(code, today)).first <= today]


def filter_fields(asked: Asked, seen: frozenset[int] | None) -> list[tuple[object, str, SafeString]]:
    """For the form: label, name and choices of each dimension; units only as far as the reader sees them."""
    chosen = dict(asked.scope.narrow)
    return [
        (dimension.label, dimension.name, _options(values, chosen.get(dimension.name)))
        for dimension in DIMENSIONS
        if (seen is None or dimension.name != "unit") and (values := dimension.values(asked.scope.office_id))
    ]


def _options(values: list[tuple[str, object]], chosen: str | None) -> SafeString:
    """Made here and not in the template, where the units of a large office would take half of the page's time."""
    options = [
        f'<option value="{escape(str(value))}"{" selected" if str(value) == chosen else ""}>{escape(str(label))}</option>'
        for value, label in values
    ]
    return mark_safe("".join(options))  # noqa: S308  every word in it went through ``escape``


def _period_words(request: HttpRequest) -> str:
    """Two days given in their own fields win over the list."""
    first, last = request.GET.get("first", "").strip(), request.GET.get("last", "").strip()
    return f"{first}..{last}" if first or last else request.GET.get("period", "")


def _least(words: str) -> int | None:
    words = words.strip()
    if not words:
        return None
    if not words.isdecimal() or len(words) > 6:
        raise BadInput(
            "figures.least",
            _("“%(words)s” is no number of cases.") % {"words": words[:20]},
            _("Write a whole number, such as 10, or leave it empty."),
            field="least",
        )
    return int(words)


def _day(words: str, today: date) -> date:
    if not words.strip():
        return today
    try:
        day = date.fromisoformat(words.strip())
        if day.year < 1950:
            raise ValueError
    except ValueError:
        raise BadInput(
            "figures.day",
            _("“%(words)s” is no day.") % {"words": words[:20]},
            _("Write it like 2026-09-30."),
            field="known_by",
        ) from None
    return min(day, today)
