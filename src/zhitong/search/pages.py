"""What a page of results shows: the rows with their passages, the filters with their counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhitong.network.actors import Actor
from zhitong.network.models import Office
from zhitong.network.queries import choice_names, units_of
from zhitong.search.asked import COLUMN, FILTERS, Asked
from zhitong.search.find import Found
from zhitong.search.models import Document
from zhitong.search.passages import Pieces, marked, passages
from zhitong.search.registry import KINDS, entries_of, state_names
from zhitong.text import Query

PAGE_SIZE = 20
_MOST_CHOICES = 60  # in one filter


@dataclass(frozen=True)
class Row:
    kind: str
    label: object
    address: str
    title: Pieces
    passages: list[Pieces]
    number: str
    day: date
    unit: str
    byline: str
    state: str
    state_label: object


@dataclass(frozen=True)
class Choice:
    value: str
    label: object
    count: int
    is_chosen: bool


def rows_of(viewer: Actor, spots: Sequence[int], query: Query) -> list[Row]:
    """The rows for these spots, in this order, read from the items themselves as far as the viewer may see them."""
    documents = list(Document.objects.filter(spot__in=spots).values_list("spot", "kind", "item_id"))
    by_kind: dict[str, list[int]] = defaultdict(list)
    for _spot, kind, key in documents:
        by_kind[kind].append(key)
    units = dict(units_of(viewer.office_id).values_list("pk", "name"))
    made: dict[tuple[str, int], Row] = {}
    for kind, keys in by_kind.items():
        known = KINDS[kind]
        seen = set(known.visible(viewer).filter(pk__in=keys).values_list("pk", flat=True))
        items = {item.pk: item for item in known.items().filter(pk__in=seen)}
        for entry in entries_of(known, list(items.values())):
            made[kind, entry.item_id] = Row(
                kind=kind,
                label=known.label,
                address=known.address(viewer, entry.code),
                title=marked(entry.title, query.wanted),
                passages=passages("\n".join([entry.body, *entry.also]).strip(), query.wanted),
                number=entry.number,
                day=entry.day,
                unit=units.get(entry.unit_id, ""),
                byline=known.byline(viewer, items[entry.item_id]) if known.byline else "",
                state=entry.state,
                state_label=state_names(kind).get(entry.state, ""),
            )
    of_spot = {spot: made.get((kind, key)) for spot, kind, key in documents}
    return [of_spot[spot] for spot in spots if of_spot.get(spot)]


def choices_of(viewer: Actor, asked: Asked, found: Found) -> dict[str, list[Choice]]:
    """Each filter's values with how many they would leave; the one in force stands there even when it leaves none."""
    units = {pk: (code, name) for pk, code, name in units_of(viewer.office_id).values_list("pk", "code", "name")}
    areas = choice_names("area", viewer.office_id)
    states = {value: label for kind in KINDS for value, label in state_names(kind).items()}
    ranks = dict(Office.Rank.choices)
    said = {
        "kind": lambda value: (value, KINDS[value].label),
        "unit": lambda value: units.get(value, ("", "")),
        "area": lambda value: (value, areas.get(value, value)),
        "place": lambda value: (value, value),
        "state": lambda value: (value, states.get(value, value)),
        "level": lambda value: (str(value), ranks.get(value, value)),
    }
    offered = {}
    for name in FILTERS:
        column = COLUMN.get(name, name)
        counted = found.counts[column]
        if (chosen := asked.wish.chosen.get(column)) is not None and chosen not in counted:
            counted[chosen] = 0
        values = sorted(counted.items(), key=lambda pair: -pair[1])[:_MOST_CHOICES]
        offered[name] = [Choice(*said[name](value), count, value == chosen) for value, count in values]
    return offered
