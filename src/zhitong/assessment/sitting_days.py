"""Working days without a sitting: also an empty day leaves a record, so a day without one is a gap that shows."""

from __future__ import annotations

from datetime import date, timedelta

from zhitong.assessment.ages import QueueClock
from zhitong.assessment.queries import sittings_of
from zhitong.network.actors import Actor

LOOK_BACK = 30  # days


def days_without_record(viewer: Actor, clock: QueueClock) -> list[date]:
    """The working days before today, of the last thirty days and since the office's first sitting, that have no sitting."""
    held = sittings_of(viewer).order_by("held_on").values_list("held_on", flat=True)
    first = held.first()
    if first is None:
        return []
    begin = max(first, clock.today - timedelta(days=LOOK_BACK))
    known = set(held.filter(held_on__gte=begin))
    days = (begin + timedelta(days=offset) for offset in range((clock.today - begin).days))
    return [day for day in days if day not in known and clock.calendar.is_working_day(day)]
