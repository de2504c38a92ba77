"""Fields of the form by which a scheme is written: how a value of the file stands in a field, and what is typed becomes a value.

``show`` gives None for a value that the field cannot hold: it is then read aloud beside the form and kept as it stands. ``read`` raises
NotTaken with a sentence for whoever typed. An empty field is ``null``: not known, never 0.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from zhitong.errors import Said

from .numbers import MOST_DECIMALS

LONGEST = 1_000  # characters in one field
_NUMBER = re.compile(rf"[+-]?\d{{1,9}}(\.\d{{1,{MOST_DECIMALS}}})?")
_BETWEEN = re.compile(r"[、,，;；\n]")
_PAIR = re.compile(r"(.+?)\s*[：:＝]\s*([^：:＝]+)")


class NotTaken(ValueError):
    """What was typed cannot stand there; ``said`` says why and what to write."""

    def __init__(self, said: Said):
        super().__init__(said.en)
        self.said = said


@dataclass(frozen=True)
class Field:
    """``path``: where its value stands in the row or in the whole mapping. ``choices``: word → as people read it. ``more``: seldom
    needed, stands behind 更多. ``must``: the key is written even when its value is not known."""

    path: tuple[str, ...]
    says: Said
    show: Callable[[object], str | None]
    read: Callable[[str], object]
    help: Said | str = ""
    choices: tuple[tuple[str, Said], ...] = ()
    wide: bool = False
    lines: int = 1
    more: bool = False
    must: bool = False
    numeric: bool = False

    @property
    def name(self) -> str:
        return ".".join(self.path)


def _plain(typed: str) -> str:
    """Full-width figures, signs and the Chinese minus as everybody's."""
    return unicodedata.normalize("NFKC", typed).replace("−", "-").replace("—", "-").replace(" ", "").strip()


# --- how values are shown ---------------------------------------------------------------------------------------------


def show_number(value: object) -> str | None:
    if value is None:
        return ""
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def show_text(value: object) -> str | None:
    if value is None:
        return ""
    return value if isinstance(value, str) and len(value) <= LONGEST else None


def show_scalar(value: object) -> str | None:
    """A number or words, where a text may say either."""
    return show_text(value) if isinstance(value, str) else show_number(value)


def show_many(value: object) -> str | None:
    if value is None:
        return ""
    parts = [value] if isinstance(value, str) else value
    if not isinstance(parts, list) or not all(isinstance(part, str) and not _BETWEEN.search(part) for part in parts):
        return None
    return "、".join(parts)


def show_pairs(value: object) -> str | None:
    """One line for each, 名称：数."""
    if value is None:
        return ""
    if not isinstance(value, Mapping) or any(isinstance(each, (Mapping, list, bool)) for each in value.values()):
        return None
    lines = [f"{key}：{'' if each is None else each}" for key, each in value.items()]
    return "\n".join(lines) if all(_PAIR.fullmatch(line) for line in lines) else None


# --- what is typed ----------------------------------------------------------------------------------------------------


def read_number(typed: str) -> int | float | None:
    plain = _plain(typed)
    if not plain:
        return None
    if not _NUMBER.fullmatch(plain):
        raise NotTaken(
            Said(
                "This is no number. Write such as 5 or 0.5; leave it empty where the text does not say.",
                "这里要填数。请填 5、0.5 这样的数；原文没有写明的留空，不要填 0。",
            )
        )
    return float(plain) if "." in plain else int(plain)


def read_whole(typed: str) -> int | None:
    value = read_number(typed)
    if isinstance(value, float) or (value is not None and value < 0):
        raise NotTaken(Said("Write a whole number.", "请填整数。"))
    return value


def read_text(typed: str) -> str | None:
    words = typed.replace("\r\n", "\n").strip()
    if len(words) > LONGEST:
        raise NotTaken(Said("This is longer than 1000 characters. Shorten it.", "超过 1000 字，请缩短。"))
    return words or None


def read_scalar(typed: str) -> object:
    return read_number(typed) if _NUMBER.fullmatch(_plain(typed)) else read_text(typed)


def read_many(typed: str) -> list[str] | None:
    parts = [part.strip() for part in _BETWEEN.split(read_text(typed) or "")]
    return [part for part in parts if part] or None


def read_pairs(typed: str) -> dict[str, object] | None:
    found: dict[str, object] = {}
    for line in (read_text(typed) or "").splitlines():
        if not line.strip():
            continue
        match = _PAIR.fullmatch(line.strip())
        if match is None:
            raise NotTaken(Said("Write one to a line, name: number.", "请一行写一个，写成“名称：数”。"))
        key, value = match.groups()
        if key in found:
            raise NotTaken(Said("One name stands there twice. Keep one of the two.", "同一名称写了两次，请留一个。"))
        found[key] = read_scalar(value)
    return found or None


# --- figures by the names that people use -----------------------------------------------------------------------------

FIGURES = {
    "sent": "报送", "adopted": "采用", "instructions": "批示", "adoptions": "采用篇次", "replied": "办复", "items": "篇数",
    "occurrences": "篇次", "points": "得分",
}  # fmt: skip
_BY_NAME = {name: code for code, name in FIGURES.items()}


def _named(code: object) -> object:
    return FIGURES.get(code, code) if isinstance(code, str) else code


def _coded(name: object) -> object:
    return _BY_NAME.get(name, name) if isinstance(name, str) else name


def a_figure(path: str, says: Said, **more: object) -> Field:
    return Field(
        _path(path), says, lambda value: show_text(_named(value)), lambda typed: _coded(read_text(typed)), **more
    )


def figures(path: str, says: Said, **more: object) -> Field:
    """Several, in their order."""
    return Field(
        _path(path),
        says,
        lambda value: show_many([_named(each) for each in value] if isinstance(value, list) else value),
        lambda typed: [_coded(each) for each in read_many(typed) or ()] or None,
        **more,
    )


def figure_pairs(path: str, says: Said, **more: object) -> Field:
    """Figure → number."""
    return Field(
        _path(path),
        says,
        lambda value: show_pairs(
            {_named(key): each for key, each in value.items()} if isinstance(value, Mapping) else value
        ),
        lambda typed: {_coded(key): each for key, each in (read_pairs(typed) or {}).items()} or None,
        lines=3,
        **more,
    )


# --- fields -----------------------------------------------------------------------------------------------------------


def number(path: str, says: Said, **more: object) -> Field:
    return Field(_path(path), says, show_number, read_number, numeric=True, **more)


def count(path: str, says: Said, **more: object) -> Field:
    return Field(_path(path), says, show_number, read_whole, numeric=True, **more)


def words(path: str, says: Said, **more: object) -> Field:
    return Field(_path(path), says, show_text, read_text, **more)


def scalar(path: str, says: Said, **more: object) -> Field:
    return Field(_path(path), says, show_scalar, read_scalar, **more)


def many(path: str, says: Said, **more: object) -> Field:
    return Field(_path(path), says, show_many, read_many, **more)


def pairs(path: str, says: Said, **more: object) -> Field:
    return Field(_path(path), says, show_pairs, read_pairs, lines=3, **more)


def choice(
    path: str, says: Said, offered: tuple[tuple[object, str, Said], ...], *, own: bool = False, **more: object
) -> Field:
    """``offered``: the value in the file, its word in the form, and how people read it; the empty word means null. ``own``: a word of
    the text's own stands beside what is offered."""
    by_word = {word: value for value, word, _says in offered}

    def show(value: object) -> str | None:
        found = next((word for kept, word, _says in offered if kept == value and type(kept) is type(value)), None)
        return value if found is None and own and isinstance(value, str) else found

    def read(typed: str) -> object:
        if typed not in by_word:
            raise NotTaken(Said("Choose one from the list.", "请从列出的里面选一个。"))
        return by_word[typed]

    return Field(_path(path), says, show, read, choices=tuple((word, told) for _value, word, told in offered), **more)


def _path(path: str) -> tuple[str, ...]:
    return tuple(path.split("/"))
