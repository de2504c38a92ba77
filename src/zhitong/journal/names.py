"""Who stands behind a commitment: told by the room that knows people, because the journal knows none."""

from __future__ import annotations

from collections.abc import Callable, Iterable

_NAMES: list[tuple[Callable, Callable]] = []


def register_names(names: Callable, found: Callable) -> None:
    """``names(office_id, commitments)`` gives commitment to name; ``found(office_id, typed)`` the commitments a search means."""
    _NAMES[:] = [(names, found)]


def names_of(office_id: int, commitments: Iterable[str]) -> dict[str, str]:
    """The names that are still known; whoever was erased is missing."""
    return _NAMES[0][0](office_id, commitments) if _NAMES else {}


def commitments_found(office_id: int, typed: str) -> list[str]:
    return _NAMES[0][1](office_id, typed) if _NAMES else []
