"""The columns of one office. A set of columns never changes: a deed makes a new one, so that who counts with the old one is not disturbed."""

from __future__ import annotations

from typing import NamedTuple, TypeVar

import numpy as np

NEVER = 2**31 - 1  # as a day: it has not come
KEY, DAY = np.int64, np.int32
T = TypeVar("T", bound=tuple)

# Days are ordinals (``date.toordinal``) in the office's own time. ``place`` is the submission's line in the table of submissions, which stays
# the same as long as the process keeps the columns.


class Submissions(NamedTuple):
    """Each of the office once; ``own`` is 0 for another office's on which a brief draws."""

    key: np.ndarray
    unit: np.ndarray  # its key; 0: no unit
    received: np.ndarray
    recorded: np.ndarray
    withdrawn: np.ndarray
    said: np.ndarray  # which of ``Columns.said``: what it says of itself, such as its area
    joint: np.ndarray
    own: np.ndarray


class Outcomes(NamedTuple):
    """Each adoption, instruction or reply once for each submission that it credits: known from the day ``since``, no more from ``until`` on."""

    place: np.ndarray
    day: np.ndarray
    since: np.ndarray
    until: np.ndarray
    what: (
        np.ndarray
    )  # of an adoption its rank; of an instruction, and of the reply to it, the key of the first row of its line


class Decisions(NamedTuple):
    place: np.ndarray
    day: np.ndarray
    ended: np.ndarray  # undone, or followed by another
    followed: np.ndarray  # the other one's day
    merges: np.ndarray


class Issues(NamedTuple):
    """Each submission once for each signed issue that draws on it."""

    place: np.ndarray
    day: np.ndarray
    express: np.ndarray
    composite: np.ndarray


class Authors(NamedTuple):
    """Each author of each submission; person 0: nobody the office knows."""

    place: np.ndarray
    person: np.ndarray


class Columns(NamedTuple):
    said: tuple[tuple, ...]  # every combination of values that some submission has
    submissions: Submissions
    adoptions: Outcomes
    instructions: Outcomes
    replies: Outcomes
    decisions: Decisions
    issues: Issues
    authors: Authors

    @property
    def belonging(self) -> tuple[Outcomes | Decisions | Issues | Authors, ...]:
        """The tables whose lines belong to a submission."""
        return self[2:]

    def with_again(self, again: Columns) -> Columns:
        """With these submissions, and all that belongs to them, as read again; the others stay as they are."""
        old, new = self.submissions, again.submissions
        place = places_of(old.key, new.key)
        is_new = place < 0
        place[is_new] = len(old.key) + np.arange(np.count_nonzero(is_new))
        submissions = Submissions(
            *(_with_values(column, values, place) for column, values in zip(old, new, strict=True))
        )
        touched = np.zeros(len(submissions.key), bool)
        touched[place] = True
        tables = [
            _replaced(table, fresh._replace(place=place[fresh.place].astype(DAY)), touched)
            for table, fresh in zip(self.belonging, again.belonging, strict=True)
        ]
        return Columns(again.said, submissions, *tables)


def _with_values(column: np.ndarray, values: np.ndarray, place: np.ndarray) -> np.ndarray:
    """With these values at these places, some of which may lie behind its end."""
    more = np.count_nonzero(place >= len(column))
    if not more and np.array_equal(column[place], values):
        return column
    longer = np.concatenate([column, np.zeros(more, column.dtype)])
    longer[place] = values
    return longer


def _replaced(table: T, fresh: T, touched: np.ndarray) -> T:
    """With the fresh lines instead of those of the submissions that were touched."""
    gone = np.flatnonzero(touched[table.place])
    if len(gone) == len(fresh.place) and all(map(np.array_equal, (column[gone] for column in table), fresh)):
        return table
    return type(table)(*(np.concatenate([np.delete(old, gone), new]) for old, new in zip(table, fresh, strict=True)))


def places_of(keys: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Where each wanted key stands among these; -1 where it does not."""
    if not len(keys):
        return np.full(len(wanted), -1)
    order = np.argsort(keys, kind="stable")
    found = order[np.searchsorted(keys, wanted, sorter=order).clip(max=len(keys) - 1)]
    return np.where(keys[found] == wanted, found, -1)
