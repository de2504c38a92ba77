"""When the biweekly push is due: every second Monday, or on the next working day. Plain days, no database."""

from __future__ import annotations

from datetime import date, timedelta

FORTNIGHT = timedelta(days=14)


def due_day(last: date | None, today: date, *, is_working_day: bool) -> date | None:
    """The rhythm's own day for which a list is to be made today; None when none is. ``last`` is the last list's own such day.

    A fortnight missed altogether is not made up: the list says how things stand now, and one list says it.
    """
    if not is_working_day:
        return None
    if last is None:
        return today - timedelta(days=today.weekday())
    over = (today - last).days // FORTNIGHT.days
    return last + over * FORTNIGHT if over >= 1 else None
