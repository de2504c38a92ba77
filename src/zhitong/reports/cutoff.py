"""The office's written cut-off rule: until which day a period's paper counts, and where facts go that are learned after it closed."""

from __future__ import annotations

from datetime import date, timedelta

from zhitong.network.queries import setting
from zhitong.reports.models import ClosedPeriod

CUTOFF_DAYS = ("report_cutoff_days", 10)  # days after the period's last day; what is recorded by then counts
LATE_TO_NEXT = ("report_late_to_next", False)  # yes: late facts count in the next paper; no: in a correction sheet
MOST_DAYS = 120


def known_by(office_id: int, last: date, today: date) -> date:
    """The day until whose end the paper counts what was recorded: the cut-off day, or today while that is still to come."""
    days = setting(office_id, CUTOFF_DAYS[0], CUTOFF_DAYS[1], on=today)
    fit = days if isinstance(days, int) and 0 <= days <= MOST_DAYS else CUTOFF_DAYS[1]
    return min(last + timedelta(days=fit), today)


def late_rule(office_id: int, today: date) -> str:
    """Where facts go that are learned after a paper closed on this day."""
    to_next = setting(office_id, LATE_TO_NEXT[0], LATE_TO_NEXT[1], on=today)
    return ClosedPeriod.Late.NEXT if to_next is True else ClosedPeriod.Late.CORRECTION
