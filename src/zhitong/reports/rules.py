"""What a paper needs, and when it may be changed, closed and corrected."""

from __future__ import annotations

import re
from datetime import date

from django.utils.translation import gettext as _

from zhitong.errors import BadInput, Conflict, WrongState
from zhitong.figures.periods import Period
from zhitong.journal.door import require
from zhitong.reports.models import Kind, Report

FITS = {
    Kind.QUARTER: re.compile(r"\d{4}Q[1-4]"),
    Kind.HALF: re.compile(r"\d{4}H[12]"),
    Kind.YEAR: re.compile(r"\d{4}"),
    Kind.BULLETIN: re.compile(r".+"),
}


def check_period(kind: str, period: Period, today: date) -> None:
    """A quarterly report is made of a quarter; nothing is made of days that have not begun."""
    if not FITS[Kind(kind)].fullmatch(period.code):
        raise BadInput(
            "reports.begin.period",
            _("A %(kind)s is not made of the period %(period)s.") % {"kind": Kind(kind).label, "period": period.label},
            _("Write a quarter as 2026Q3, a half as 2026H1, a year as 2026; a bulletin takes any period."),
            field="period",
        )
    if period.first > today:
        raise BadInput(
            "reports.begin.future", _("This period has not begun yet."), _("Choose an earlier one."), field="period"
        )


def require_open(report: Report) -> None:
    require(
        report.state == Report.State.OPEN,
        "reports.not_open",
        _("This report is not open any more."),
        _("What is closed is answered with a correction sheet."),
    )


def require_closed(report: Report) -> None:
    if report.state != Report.State.CLOSED or report.corrects_id:
        raise WrongState(
            "reports.not_closed",
            _("Only a closed report is answered with a correction sheet."),
            _("An open one can be edited; for a correction sheet, take the report that it corrects."),
        )


def require_over(report: Report, today: date) -> None:
    require(
        report.last < today,
        "reports.close.early",
        _("The period is not over yet."),
        _("Close the report after its last day; until then its figures stay live."),
    )


def require_newest(base: int, newest: int) -> None:
    """Somebody else saved meanwhile: the second text is not stored over the first."""
    if base != newest:
        raise Conflict(
            "reports.text.changed",
            _("Somebody else saved this text meanwhile."),
            _(
                "Your text is below and was not saved. Open the report in another tab, take over what is new there, then save again."
            ),
        )
