"""What is searchable. Rooms further down say so in their ``searchable.py``, read when the program starts:

register(Searchable("submission", _("submission"), model="intake.submission", items=..., entries=..., visible=..., address=...))

From then on every deed recorded on an item of that model brings its document up to date, in the transaction of the deed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from zhitong.journal.events import watches
from zhitong.network.actors import Actor


@dataclass(frozen=True)
class Entry:
    """What the index keeps of one item. Words that are not in ``title``, ``body`` or ``also`` are not found.

    ``names`` are found only by those who hold the kind's ``names_right``; with ``names_withheld`` only by holders of
    ``withheld_right``. ``level`` is an ``Office.Rank``. ``day`` places it in time.
    """

    item_id: int
    office_id: int
    code: str
    day: date
    title: str
    body: str
    also: tuple[str, ...] = ()
    number: str = ""
    state: str = ""
    unit_id: int | None = None
    area: str = ""
    place: str = ""
    level: int | None = None
    names: tuple[str, ...] = ()
    names_withheld: bool = False


@dataclass(frozen=True)
class Step:
    """The newest thing that became of an item, in words fit for the viewer."""

    at: datetime
    text: str


@dataclass(frozen=True)
class Searchable:
    """One kind of item.

    ``items()`` gives all of every office, with what ``entries`` needs; ``entries(items)`` makes their entries in a constant number
    of queries. ``visible(viewer)`` is the room's own query and decides alone what is found, counted and shown.
    ``whole_right``: who holds it sees all of the office, so that the index need not ask for each.
    """

    kind: str
    label: object
    model: str
    items: Callable[[], QuerySet]
    entries: Callable[[Sequence[Any]], list[Entry]]
    visible: Callable[[Actor], QuerySet]
    address: Callable[[Actor, str], str]
    whole_right: str
    states: Mapping[str, object] = field(default_factory=dict)
    names_right: str = ""
    withheld_right: str = ""
    byline: Callable[[Actor, Any], str] | None = None
    became: Callable[[Sequence[Any], Actor], Mapping[str, Step]] | None = None  # by code
    fingerprinted: bool = False


KINDS: dict[str, Searchable] = {}
_PUT_OFF: ContextVar[dict[str, set[int]] | None] = ContextVar("put_off", default=None)
_REFINERS: dict[str, list[Callable]] = {}
_STATES: dict[str, dict[str, object]] = {}


def register(searchable: Searchable) -> None:
    """Called from a room's ``AppConfig.ready``."""
    KINDS[searchable.kind] = searchable
    _STATES.setdefault(searchable.kind, {}).update(searchable.states)

    def take_in(items: list, _by: object) -> None:
        welcome(searchable.kind, items)

    @watches(searchable.model, new=take_in)
    def keep_up(items: list, _by: object) -> None:
        follow_up(searchable.kind, [item.pk for item in items])


def follow_up(kind: str, keys: Iterable[int]) -> None:
    """Bring the documents of these items up to date, in the transaction of the change."""
    from zhitong.search.index import refresh  # noqa: PLC0415  the index asks this file what is searchable

    if not _is_put_off(kind, keys):
        refresh(KINDS[kind], keys)


def welcome(kind: str, items: Sequence[Any]) -> None:
    """Write the documents of items that have just come into being, of which no later room can know anything yet."""
    from zhitong.search.index import add  # noqa: PLC0415  the index asks this file what is searchable

    if not _is_put_off(kind, [item.pk for item in items]):
        add(KINDS[kind], items)


def _is_put_off(kind: str, keys: Iterable[int]) -> bool:
    put_off = _PUT_OFF.get()
    if put_off is None:
        return False
    put_off.setdefault(kind, set()).update(keys)
    return True


@contextmanager
def all_at_the_end() -> Iterator[None]:
    """Within this, the index waits and is brought up to date once, at the end, in the same transaction: for years of deeds told
    in one go, where nobody searches meanwhile and a brief would be indexed a dozen times."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("what waits for the index stands in one transaction with it")
    put_off: dict[str, set[int]] = {}
    mark = _PUT_OFF.set(put_off)
    try:
        yield
    finally:
        _PUT_OFF.reset(mark)
    for kind, keys in put_off.items():
        follow_up(kind, sorted(keys))


def refine(kind: str, function: Callable[[Sequence[Any]], Mapping[int, dict]], states: Mapping[str, object]) -> None:
    """A room that knows more of an item says it: ``function(items)`` gives fields of ``Entry`` to be set, by the item's key."""
    _REFINERS.setdefault(kind, []).append(function)
    _STATES.setdefault(kind, {}).update(states)


def entries_of(searchable: Searchable, items: Sequence[Any]) -> list[Entry]:
    """The entries of these items with what later rooms know of them."""
    entries = searchable.entries(items)
    for refiner in _REFINERS.get(searchable.kind, ()):
        known = refiner(items)
        entries = [replace(entry, **known.get(entry.item_id, {})) for entry in entries]
    return entries


def state_names(kind: str) -> dict[str, object]:
    return _STATES.get(kind, {})
