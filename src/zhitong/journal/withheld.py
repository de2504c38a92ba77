"""What is kept from a viewer although their role would show it. Rooms further down say so; this room and others ask.

    register_withheld(lambda viewer: hidden.values("code"))

Each function gives the codes of its things that this viewer may not see, as one query to be used inside another, or None where
nothing is withheld from the viewer at all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

_WITHHELD: list[Callable[[Any], QuerySet | None]] = []


def register_withheld(codes: Callable[[Any], QuerySet | None]) -> None:
    """Called from a room's ``AppConfig.ready``; ``codes(viewer)`` is a queryset of one column of codes."""
    _WITHHELD.append(codes)


def without_withheld(rows: QuerySet, viewer: Any, column: str) -> QuerySet:
    """These rows but for those whose ``column`` names something that is kept from the viewer."""
    for hidden in _withheld_from(viewer):
        rows = rows.exclude(**{f"{column}__in": hidden})
    return rows


def withheld_among(viewer: Any, codes: set[str]) -> set[str]:
    """Those of these codes that are kept from the viewer: one query for each room that registered."""
    found: set[str] = set()
    for rows in _withheld_from(viewer) if codes else ():
        column = rows.query.values_select[0]
        found |= set(rows.filter(**{f"{column}__in": codes}).values_list(column, flat=True))
    return found


def _withheld_from(viewer: Any) -> list[QuerySet]:
    return [hidden for codes in _WITHHELD if (hidden := codes(viewer)) is not None]
