"""The keys of a scheme file and the small readers that refuse a value by the name of its key."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from .numbers import shown
from .refusals import SchemeWrong
from .sentences import sentence

REQUIRED = ("id", "name", "family", "subject", "levels", "accumulate", "repeat_same_level")
KNOWN = (
    *REQUIRED, "issuer", "place", "year", "source", "period", "instructions", "commissioned", "submission", "authors",
    "meeting_outputs", "penalties", "rates", "caps", "ranking", "commendation", "replies", "multipliers", "unclear",
    "examples", "counted", "proposals", "decisions", "rounding", "tiers", "awards", "measured", "money_per_point",
)  # fmt: skip
FAMILIES = ("cppcc", "party", "member", "government")
SUBJECTS = ("unit", "person", "both")
LONGEST_TEXT = 2_000
ROW_KEYS = (
    "id", "rank", "who", "when", "kind", "genre", "points", "money_yuan", "factor", "repeat", "per", "note", "effect", "area",
    "same_row_as", "record", "once", "voids", "applies_to", "rows", "row", "of", "max", "min", "unit", "what", "more",
    "name", "items", "counts", "best", "proposal", "composite", "expect", "assumes", "how",
)  # fmt: skip
# Keys of rows that have rules of their own (measured, tiers, awards), which may be null like any other.
OTHER_ROW_KEYS = (
    "steps", "full", "target", "beyond", "short", "most", "least", "apart", "groups", "places", "share", "rates", "instructions", "minimum",
)  # fmt: skip


def text(value: object, field: str, *, longest: int = LONGEST_TEXT) -> str:
    """A text with something in it, of bounded length, without NUL or lone surrogates."""
    if not isinstance(value, str) or not value.strip():
        raise SchemeWrong(
            "not_a_text",
            field,
            sentence("%(value)s is not a text.", value=shown(value)),
            sentence("Write words; put quotes around them."),
        )
    if len(value) > longest:
        raise SchemeWrong(
            "text_too_long",
            field,
            sentence("the text is longer than %(longest)s characters.", longest=longest),
            sentence("Shorten it."),
        )
    if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise SchemeWrong(
            "text_broken",
            field,
            sentence("the text holds a character that cannot be stored."),
            sentence("Type it anew."),
        )
    return value


def texts(value: object, field: str) -> tuple[str, ...]:
    """A list of texts; one text alone is a list of one."""
    if value is None:
        return ()
    if isinstance(value, str):
        return (text(value, field),)
    if not isinstance(value, (list, tuple)):
        raise SchemeWrong(
            "not_a_list", field, sentence("%(value)s is not a list.", value=shown(value)), sentence("Write [a, b].")
        )
    found = []
    for n, entry in enumerate(value):
        if isinstance(entry, Mapping):  # an unquoted "name: words" in a list is read by YAML as a mapping
            entry = "; ".join(f"{key}: {words}" for key, words in entry.items())
        found.append(text(entry, f"{field}[{n}]"))
    return tuple(found)


def mapping(data: Mapping, key: str, field: str | None = None) -> dict:
    value = data.get(key)
    if value is None or value == []:  # an empty list is an empty mapping written by another hand
        return {}
    if not isinstance(value, dict):
        raise SchemeWrong(
            "not_a_mapping",
            field or key,
            sentence("%(value)s is not a mapping.", value=shown(value)),
            sentence("Write {name: value}."),
        )
    return value


def entries(data: Mapping, key: str) -> list[dict]:
    value = data.get(key)
    if value is None or value == {}:
        return []
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise SchemeWrong(
            "not_rows",
            key,
            sentence("this is not a list of rows."),
            sentence("Write each row as - {id: ..., points: ...}."),
        )
    return [_rejoined(entry) for entry in value]


def _rejoined(entry: dict) -> dict:
    """Put together a text that YAML broke at a comma.

    In ``{note: 1 件 10 分, 立案再加 15}`` the unquoted second half becomes a key without a value. It belongs to the
    text before it (or to the note), and would otherwise be lost.
    """
    whole: dict = {}
    last = "note"
    for key, value in entry.items():
        if value is None and key not in (*ROW_KEYS, *OTHER_ROW_KEYS):
            before = whole.get(last)
            home = last if isinstance(before, str) else "note"
            whole[home] = f"{whole[home]}, {key}" if whole.get(home) else str(key)
        else:
            whole[key] = value
            last = key
    return whole


def check_row_keys(row: Mapping, field: str) -> None:
    """A misspelt key in a row would drop a rule without a word; words of the file's own are left alone."""
    for key in row:
        if key not in ROW_KEYS and (near := difflib.get_close_matches(str(key), ROW_KEYS, 1, 0.8)):
            raise SchemeWrong(
                "unknown_key",
                f"{field}.{key}",
                sentence("this key is not known."),
                sentence("Perhaps %(near)s is meant.", near=near[0]),
            )


def one_of(value: object, field: str, allowed: tuple[str, ...], *, optional: bool = False) -> str | None:
    if value is None and optional:
        return None
    if not isinstance(value, str) or value not in allowed:
        choices = ", ".join(allowed) + (", null" if optional else "")
        raise SchemeWrong(
            "not_allowed",
            field,
            sentence("%(value)s is not one of %(choices)s.", value=shown(value), choices=choices),
            sentence("Write one of them."),
        )
    return value
