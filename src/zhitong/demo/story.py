"""The agenda of the two years: deeds by their moments, done in the order of time, so that the journal tells them in order."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import datetime
from random import Random

from zhitong.demo.days import Days

Deed = Callable[[datetime], None]


class Story:
    """A deed may put further deeds on the agenda. What would happen on the day of loading or later does not happen:
    that is how briefs come to lie in review and submissions in the queue.
    """

    def __init__(self, days: Days):
        self.days = days
        self._agenda: list[tuple[datetime, int, Deed]] = []
        self._known = 0

    def at(self, moment: datetime | None, deed: Deed) -> None:
        if moment is not None:
            heapq.heappush(self._agenda, (moment, self._known, deed))
            self._known += 1

    def later(self, moment: datetime, days: int, chance: Random, deed: Deed, *, first: int = 9, last: int = 17) -> None:
        """Do it some working days later, between two hours of that day."""
        self.at(self.days.later(moment, days, chance, first, last), deed)

    def tell(self, progress: Callable[[datetime], None]) -> int:
        """Do everything on the agenda; gives how many deeds there were."""
        done = 0
        while self._agenda:
            moment, _order, deed = heapq.heappop(self._agenda)
            progress(moment)
            deed(moment)
            done += 1
        return done
