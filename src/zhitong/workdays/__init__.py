"""Working days and clocks, without Django. Begin with ``Calendar``."""

from zhitong.workdays.calendar import OFFICE_ZONE, Answer, Calendar, QueueAge
from zhitong.workdays.years import YearEntry, announced_years, read_year

__all__ = ["OFFICE_ZONE", "Answer", "Calendar", "QueueAge", "YearEntry", "announced_years", "read_year"]
