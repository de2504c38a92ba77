"""File names as people gave them, made harmless for showing and sending."""

from __future__ import annotations

import re
import unicodedata

MOST = 120
_BIDI = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_FORBIDDEN = re.compile(r'[\\/:*?"<>|;\x00-\x1f\x7f-\x9f]')
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def harmless(name: str) -> str:
    """The last part of the name, without path, control or direction signs, at most 120 characters, with its extension kept."""
    name = name.encode("utf-8", "replace").decode("utf-8").replace("\\", "/").rsplit("/", 1)[-1]
    name = _FORBIDDEN.sub("_", _BIDI.sub("", name)).strip(" .")
    if _RESERVED.match(name):
        name = f"_{name}"
    stem, dot, extension = name.rpartition(".")
    if dot and len(extension) <= 10:
        stem = stem[: MOST - len(extension) - 1] or "file"
        name = f"{stem}.{extension}"
    return _whole_clusters(name[:MOST]) or "file"


def _whole_clusters(name: str) -> str:
    """Never end in the middle of a character: drop a combining mark or joiner that lost what it belongs to."""
    while name and (unicodedata.combining(name[-1]) and len(name) >= MOST or name[-1] == "\u200d"):
        name = name[:-1]
    return name
