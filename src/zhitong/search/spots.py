"""A document's place in the index: office, day, and which it was on that day, in one number of 63 bits.

Both engines walk an index in the order of this number for nothing. So the newest of one office come first without sorting, and a
span of days is a range.
"""

from datetime import date

_DAY_BITS = 22
_PLACE_BITS = 22


def first_of(office_id: int, day: date) -> int:
    return ((office_id << _DAY_BITS) | day.toordinal()) << _PLACE_BITS


def last_of(office_id: int, day: date) -> int:
    return first_of(office_id, day) + (1 << _PLACE_BITS) - 1


def ordinal_of(spot: int) -> int:
    """The day as its number in the calendar (``date.toordinal``)."""
    return (spot >> _PLACE_BITS) & ((1 << _DAY_BITS) - 1)


def start_of(spot: int) -> int:
    """The first number of the office that this one belongs to."""
    return first_of(spot >> (_DAY_BITS + _PLACE_BITS), date.min)


def is_on(spot: int, office_id: int, day: date) -> bool:
    return first_of(office_id, day) <= spot <= last_of(office_id, day)


def span(office_id: int, since: date | None, until: date | None) -> tuple[int, int]:
    """The first and last number of an office's days, both included; open ends are the calendar's."""
    return first_of(office_id, since or date.min), last_of(office_id, until or date.max)
