"""An item as entered, made into what the engine counts: rows of the scheme, checked by name.

    {rows: [own, provincial], instructions: [central_leader], commissioned: [...], replies: [...], penalties: [...],
     multipliers: [...], author: provincial_member, authors: [甲, 乙], times: 3, month: 5, meeting_output: true}

A row may also be written {row: provincial, body: 省政协}. A row named twice means two bodies of that row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from .keys import text, texts
from .model import SENDING, Row, Scheme
from .numbers import ratio, shown, whole
from .refusals import SchemeWrong
from .sentences import sentence

MOST_TIMES = 1_000_000
MOST_ITEMS = 100_000
MOST_ROWS = 500
_OTHER_NAMES = {
    "row": "rows", "levels": "rows", "instruction": "instructions", "reply": "replies", "penalty": "penalties",
    "multiplier": "multipliers", "units": "authors", "sources": "authors", "persons": "authors", "members": "authors",
}  # fmt: skip
_LISTS = {
    "rows": "levels",
    "instructions": "instructions",
    "replies": "replies",
    "commissioned": "commissioned",
    "penalties": "penalties",
    "multipliers": "multipliers",
    "counted": "counted",
}
_PLAIN = (
    "author", "authors", "times", "month", "quarter", "meeting_output", "genre", "name", "note", "title", "sent", "piece",
)  # fmt: skip


@dataclass(frozen=True)
class Adoption:
    """One body took the item (or one leader wrote on it, one department answered): one 次."""

    row: Row
    body: str | None = None


@dataclass(frozen=True)
class Item:
    """One 篇; ``number`` counts from 1 in the order given, ``times`` items exactly like it stand behind it."""

    number: int
    levels: tuple[Adoption, ...] = ()
    instructions: tuple[Adoption, ...] = ()
    replies: tuple[Adoption, ...] = ()
    commissioned: tuple[Adoption, ...] = ()
    penalties: tuple[Adoption, ...] = ()
    multipliers: tuple[Row, ...] = ()
    counted: tuple[Adoption, ...] = ()
    author: str | None = None
    kinds: tuple[str, ...] = ()  # of each author in order, where several of unlike kinds wrote it
    authors: tuple[str, ...] = ()
    parts: tuple[Fraction, ...] = ()  # of each author, where the item says how they agreed to share
    times: int = 1
    month: int | None = None
    quarter: int | None = None
    meeting_output: str | None = None  # what it was taken from: speech, report, ... as meeting_outputs names it
    sent: bool = (
        False  # known to have been sent in within the period, so that the items tell the sending and no figure does
    )
    piece: bool = True  # false: a deed such as a missed call, which is no item of anybody's

    @property
    def was_taken(self) -> bool:
        """Something became of it; else it was merely sent in."""
        return any(
            (
                self.levels,
                self.instructions,
                self.replies,
                self.commissioned,
                self.penalties,
                self.multipliers,
                self.counted,
            )
        )

    @property
    def names_sending(self) -> bool:
        """The item names the scheme's own row for sending in."""
        return any(adoption.row.id in SENDING for adoption in self.levels)

    @property
    def occurrences(self) -> int:
        """篇次: adoptions and instructions, each once."""
        return (len(self.levels) + len(self.instructions)) * self.times


def read_items(scheme: Scheme, entries: Sequence[Mapping]) -> list[Item]:
    """Items from plain mappings; ``SchemeWrong`` names the entry and the key that does not fit the scheme."""
    if not isinstance(entries, (list, tuple)):
        raise SchemeWrong(
            "not_a_list",
            "items",
            sentence("%(value)s is not a list of items.", value=shown(entries)),
            sentence("Write [{rows: [...]}]."),
        )
    if len(entries) > MOST_ITEMS:
        raise SchemeWrong(
            "too_many",
            "items",
            sentence("there are more than %(most_items)s items.", most_items=MOST_ITEMS),
            sentence("Use times: for equal ones."),
        )
    return [read_item(scheme, entry, n) for n, entry in enumerate(entries)]


def read_item(scheme: Scheme, entry: Mapping, n: int = 0) -> Item:
    key = f"items[{n}]"
    if isinstance(entry, Item):
        return entry
    if not isinstance(entry, Mapping):
        raise SchemeWrong(
            "not_a_mapping",
            key,
            sentence("%(value)s is not an item.", value=shown(entry)),
            sentence("Write {rows: [...]}."),
        )
    entry = {_OTHER_NAMES.get(name, name): value for name, value in entry.items()}
    for name in entry:
        if name not in _LISTS and name not in _PLAIN:
            # What is not understood might have counted, so it may not be passed over.
            raise SchemeWrong(
                "unknown_key",
                f"{key}.{name}",
                sentence("an item has no such key."),
                sentence("Known: %(names)s.", names=", ".join(_LISTS)),
            )
    found: dict[str, list[Adoption]] = {name: [] for name in _LISTS.values()}
    for name, home in _LISTS.items():
        for m, value in enumerate(_list(entry.get(name), f"{key}.{name}")):
            adoption, where = _adoption(scheme, value, home, f"{key}.{name}[{m}]")
            found[where].append(adoption)
    _check_genre(entry, found["levels"], key)
    times = whole(entry.get("times", 1), f"{key}.times", least=1)
    if times > MOST_TIMES:
        raise SchemeWrong(
            "too_many",
            f"{key}.times",
            sentence("this is more than %(most_times)s.", most_times=MOST_TIMES),
            sentence("Check the figure."),
        )
    month = None if entry.get("month") is None else whole(entry["month"], f"{key}.month", least=1)
    quarter = None if entry.get("quarter") is None else whole(entry["quarter"], f"{key}.quarter", least=1)
    if (month or 1) > 12 or (quarter or 1) > 4:
        raise SchemeWrong(
            "month", f"{key}.month", sentence("a year has 12 months and 4 quarters."), sentence("Check the figure.")
        )
    author, kinds = _kinds(entry.get("author"), f"{key}.author")
    authors, parts = _authors(entry.get("authors"), f"{key}.authors")
    return Item(
        number=n + 1,
        **{name: tuple(adoptions) for name, adoptions in found.items() if name != "multipliers"},
        multipliers=tuple(adoption.row for adoption in found["multipliers"]),
        author=author,
        kinds=kinds,
        authors=authors,
        parts=parts,
        times=times,
        month=month,
        quarter=quarter if quarter is not None or month is None else (month + 2) // 3,
        meeting_output=_meeting_output(entry.get("meeting_output"), key),
        sent=entry.get("sent") is True,
        piece=entry.get("piece") is not False,
    )


def _kinds(value: object, key: str) -> tuple[str | None, tuple[str, ...]]:
    """The kind of author; of several the one they share, else each in the order of the names."""
    kinds = texts(value, key)
    return (kinds[0], ()) if len(set(kinds)) == 1 else (None, kinds)


def _authors(value: object, key: str) -> tuple[tuple[str, ...], tuple[Fraction, ...]]:
    """Names alone, or names with the part each registered: {甲: 0.6, 乙: 0.4}."""
    if not isinstance(value, Mapping):
        return texts(value, key), ()
    parts = tuple(ratio(part, f"{key}.{name}") for name, part in value.items())
    if any(part < 0 for part in parts) or not any(parts):
        raise SchemeWrong(
            "parts", key, sentence("the parts of the authors must be above 0."), sentence("Write {甲: 0.6, 乙: 0.4}.")
        )
    return texts([str(name) for name in value], key), parts


def _meeting_output(value: object, key: str) -> str | None:
    if value is None or value is False:
        return None
    return "any" if value is True else text(value, f"{key}.meeting_output", longest=80)


def _list(value: object, key: str) -> list:
    if value is None:
        return []
    if isinstance(value, (str, Mapping)):
        return [value]
    if not isinstance(value, (list, tuple)) or len(value) > MOST_ROWS:
        raise SchemeWrong(
            "not_a_list",
            key,
            sentence("%(value)s is not a list of rows.", value=shown(value)),
            sentence("Write [a, b]."),
        )
    return list(value)


def _adoption(scheme: Scheme, value: object, home: str, key: str) -> tuple[Adoption, str]:
    """The row meant, looked for in its own list first; a name that stands in one other list only is found there."""
    body = None
    if isinstance(value, Mapping):
        body = None if value.get("body") is None else text(value["body"], f"{key}.body", longest=200)
        value = value.get("row", value.get("id", value.get("rank")))
    name = text(value, key)
    fitting = [(row, home) for row in getattr(scheme, home) if name in (row.id, row.words)]
    if not fitting:
        fitting = [(row, other) for other in _LISTS.values() for row in getattr(scheme, other) if row.id == name]
    if len(fitting) != 1:
        known = ", ".join(row.id for row in getattr(scheme, home)) or "none"
        raise SchemeWrong(
            "no_such_row",
            key,
            sentence("the scheme has no row %(name)s.", name=name),
            sentence("Known rows: %(known)s.", known=known),
        )
    return Adoption(fitting[0][0], body), fitting[0][1]


def _check_genre(entry: Mapping, adoptions: list[Adoption], key: str) -> None:
    genre = entry.get("genre")
    for adoption in adoptions:
        if genre is not None and adoption.row.genres and genre not in adoption.row.genres:
            raise SchemeWrong(
                "genre", f"{key}.genre", sentence("row %(row)s is for %(names)s, not %(genre)s.", row=adoption.row.id, names='/'.join(adoption.row.genres), genre=genre),
                sentence("Take the row of that kind of writing."),
            )  # fmt: skip
