"""Words of a Chinese text, by rjieba. The words joined are the text again, sign for sign."""

from __future__ import annotations

import re

# rjieba is written in Rust and takes no half surrogates; they stand as words of their own.
_SURROGATES = re.compile("([\ud800-\udfff]+)")


def words(text: str) -> list[str]:
    """``"".join(words(text)) == text`` for every string."""
    import rjieba  # noqa: PLC0415  slow import: the dictionary is read

    if not _SURROGATES.search(text):
        return rjieba.cut(text)
    found: list[str] = []
    for part in _SURROGATES.split(text):
        if part:
            found.extend([part] if _SURROGATES.match(part) else rjieba.cut(part))
    return found
