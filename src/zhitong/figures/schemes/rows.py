"""The rows of a scheme: levels, instructions, replies, commissioned work, penalties, multipliers, counted events."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from .facts import BY_HAND, FACTS
from .keys import check_row_keys, entries, one_of, text, texts
from .model import Row
from .numbers import exact, shown
from .refusals import SchemeWrong
from .sentences import sentence
from .vocabulary import row_shared_in

# per list: family, the key of its identifier, whether the identifier must stand there, the keys of its words
_LISTS = {
    "levels": ("level", "id", True, ("who",)),
    "instructions": ("instruction", "rank", True, ("who",)),
    "replies": ("reply", "id", False, ("who",)),
    "commissioned": ("commissioned", "id", False, ("when",)),
    "penalties": ("penalty", "id", False, ("when",)),
    "multipliers": ("multiplier", "id", True, ("when",)),
    "counted": ("counted", "id", True, ("when",)),
}
VOIDS = ("item", "period")
_LATER = {"each": Decimal(1), "once": Decimal(0), "half": Decimal("0.5"), "减半": Decimal("0.5")}
_TIMES = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(%|％|倍)?")


def read_rows(data: Mapping, name: str) -> tuple[Row, ...]:
    return tuple(_row(row, name, f"{name}[{n}]") for n, row in enumerate(entries(data, name)))


def _row(row: dict, name: str, key: str) -> Row:
    family, id_key, needs_id, words_keys = _LISTS[name]
    check_row_keys(row, key)
    words = "、".join(part for words_key in words_keys for part in texts(row.get(words_key), f"{key}.{words_key}"))
    identifier = row.get(id_key, row.get("id"))
    if identifier is None and (needs_id or not words):
        raise SchemeWrong(
            "missing_key", f"{key}.{id_key}", sentence("the row has no name."), sentence("Give it a short identifier.")
        )
    value_key = "factor" if family == "multiplier" else "points"
    if value_key not in row and needs_id:
        raise SchemeWrong(
            "missing_key",
            f"{key}.{value_key}",
            sentence("this is missing."),
            sentence("Write null if the text does not say."),
        )
    genre = row.get("genre")
    per = str(row.get("per") or "")
    return Row(
        id=words if identifier is None else text(identifier, f"{key}.{id_key}", longest=120),
        family=family,
        key=key,
        words=words,
        points=None if family == "multiplier" else exact(row.get("points"), f"{key}.points"),
        money=exact(row.get("money_yuan"), f"{key}.money_yuan"),
        # "per: 次" says that each time counts; it settles a second time as repeat: each does
        later=Decimal(1) if per and "repeat" not in row else read_later(row.get("repeat"), f"{key}.repeat"),
        factor=read_factor(row["factor"], f"{key}.factor") if family == "multiplier" else None,
        genres=tuple(part for entry in texts(genre, f"{key}.genre") for part in entry.split("/")),
        kind="/".join(texts(row.get("kind"), f"{key}.kind")) or None,
        covers=_covers(row, key) if family == "multiplier" else (),
        shares_row_with=None if row.get("same_row_as") is None else text(row["same_row_as"], f"{key}.same_row_as"),
        effect=str(row.get("effect") or ""),
        note=str(row.get("note") or ""),
        area=str(row.get("area") or ""),
        record=_record(row, family, key),
        voids=one_of(row.get("voids"), f"{key}.voids", VOIDS, optional=True) or "",
    )


def _record(row: dict, family: str, key: str) -> str:
    """Which record answers the row, by the name of a fact; none: people enter it."""
    if row.get("record") is None:
        return ""
    possible = (*(fact.name for fact in FACTS if family in fact.families), BY_HAND)
    return one_of(row["record"], f"{key}.record", possible)


def _covers(row: dict, key: str) -> tuple[str, ...]:
    """The rows a factor holds for, by name, by the beginning of a name with a star, or by area (instruction)."""
    name = next((name for name in ("rows", "row", "of", "applies_to") if row.get(name) is not None), None)
    return () if name is None else texts(row[name], f"{key}.{name}")


def read_later(value: object, field: str) -> Decimal | tuple[Decimal, ...] | None:
    """What a second time gives: each, once, half, ``{later: 0.3}``, or ``[1, 0.5, 0]`` for the first, second, third time and on;
    ``None`` when the text does not say."""
    if value is None:
        return None
    if isinstance(value, str) and value in _LATER:
        return _LATER[value]
    if isinstance(value, list) and len(value) > 1 and value[0] == 1:
        return tuple(exact(part, field) for part in value[1:])
    if isinstance(value, dict) and set(value) == {"later"}:
        return exact(value["later"], f"{field}.later")
    raise SchemeWrong(
        "not_allowed",
        field,
        sentence("%(value)s is not one of each, once, half, null.", value=shown(value)),
        sentence("Write one of them."),
    )


def read_factor(value: object, field: str) -> Decimal | None:
    """A factor as a number, or as printed: "50%", "1.5倍", 减半, 折半."""
    if isinstance(value, str):
        if value in ("减半", "折半", "half"):
            return Decimal("0.5")
        match = _TIMES.fullmatch(value.strip())
        if match is None:
            raise SchemeWrong(
                "factor",
                field,
                sentence("%(value)s is not a factor.", value=shown(value)),
                sentence('Write such as 1.5 or "50%%".'),
            )
        figure, unit = match.groups()
        return exact(Decimal(figure) / 100 if unit in ("%", "％") else Decimal(figure), field)
    return exact(value, field)


def check_identifiers(lists: Mapping[str, tuple[Row, ...]]) -> None:
    """No two rows of one list may have one identifier; an item says which list it means."""
    for rows in lists.values():
        seen: dict[str, Row] = {}
        for row in rows:
            if row.id in seen:
                raise SchemeWrong(
                    "id_twice",
                    row.key,
                    sentence("%(row)s is already the name of %(key)s.", row=row.id, key=seen[row.id].key),
                    sentence("Name one of them anew."),
                )
            seen[row.id] = row


def name_decisions(lists: dict[str, tuple[Row, ...]]) -> dict[str, tuple[Row, ...]]:
    """The key under which a row's missing points are decided; with its family where two lists use one identifier."""
    often = Counter(row.id for rows in lists.values() for row in rows)
    return {
        name: tuple(
            replace(row, decision=f"points.{row.id}" if often[row.id] == 1 else f"points.{row.family}.{row.id}")
            for row in rows
        )
        for name, rows in lists.items()
    }


def link_shared_rows(lists: dict[str, tuple[Row, ...]]) -> dict[str, tuple[Row, ...]]:
    """Rows that the text prints as one ("采用, 或获批示"): marked by ``same_row_as`` or a note "same row as ..."."""
    names = {row.id for name in ("levels", "instructions", "replies") for row in lists[name]}
    linked = dict(lists)
    for name in ("levels", "instructions", "replies"):
        rows = []
        for row in lists[name]:
            shared = row.shares_row_with or row_shared_in(row.note, names)
            if shared is not None and shared not in names:
                raise SchemeWrong(
                    "no_such_row",
                    f"{row.key}.same_row_as",
                    sentence("there is no row %(shared)s.", shared=shared),
                    sentence("Name a row."),
                )
            rows.append(replace(row, shares_row_with=None if shared == row.id else shared))
        linked[name] = tuple(rows)
    return linked
