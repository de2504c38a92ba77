"""Which characters of a text go on paper, and what stands for those that cannot.

Stored text is never touched; this is only about print. All three forms of a paper print ``as_printed(text)``, so they show
the same. The rule: a character that has a shape is printed or flagged (``fonts.missing_glyphs``), never dropped; one that is
only a command to a machine must not act on the page:

- control characters, lone surrogates and noncharacters have no shape and would break the files: � (U+FFFD) stands for each,
  so that the reader sees that something was there;
- marks of writing direction could show a text other than the one signed (``exe.cod`` for ``doc.exe``), and zero-width spaces,
  joins and soft hyphens only hide in words: they are left out, and ``left_out`` names them for whoever checks the text;
- of a heap of marks on one character the first ``MOST_MARKS`` are printed, and one � for the rest;
- joiners and variation selectors choose between shapes of the character beside them: they stay.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_LINE_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# C0 and C1 controls but TAB and LF, surrogates, the two noncharacters at the end of each plane and U+FDD0-FDEF.
_WITHOUT_SHAPE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
    + "]"
)
_LEFT_OUT = re.compile(
    "[\xad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_NOT_AS_IS = re.compile(f"{_WITHOUT_SHAPE.pattern}|{_LEFT_OUT.pattern}")
# Between any two of these a line may end in every program; longer runs of others must be told where they may be broken.
_UNBROKEN = re.compile(
    "[^ \n\u2e80-\u2fff\u3000\u3040-\u30ff\u3105-\u312f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+"
)
ZERO_WIDTH_SPACE = "\u200b"
# What is drawn together with the character before it: marks of every script, joiners, selectors, skin tones.
_MARKS = frozenset(
    chr(code)
    for code in (*range(0x300, 0x1E950), *range(0x1F3FB, 0x1F400), *range(0xE0100, 0xE01F0))
    if unicodedata.category(chr(code)).startswith("M") or code in (0x200C, 0x200D) or 0x1F3FB <= code <= 0x1F3FF
)
# No living script has more than a handful on one character. Ten thousand take minutes, and a panic in the PDF writer.
MOST_MARKS = 16
_HEAP = re.compile(f"([{''.join(sorted(_MARKS))}]{{{MOST_MARKS}}})[{''.join(sorted(_MARKS))}]+")


def as_printed(text: object) -> str:
    """The text as it stands on paper: one kind of line break, tabs as one full-width blank, no character that acts."""
    printed = _LINE_BREAK.sub("\n", str(text)).replace("\t", "\u3000")
    printed = _LEFT_OUT.sub("", _WITHOUT_SHAPE.sub(REPLACEMENT, printed))
    # Most texts have no mark at all, and to ask that first is a hundred times cheaper than to look for heaps.
    return printed if _MARKS.isdisjoint(printed) else _HEAP.sub(rf"\1{REPLACEMENT}", printed)


def left_out(text: str) -> list[str]:
    """The characters of the text that are not printed as they are, each once, in order of appearance."""
    found = _NOT_AS_IS.findall(_LINE_BREAK.sub("\n", text))
    heaped = [mark for heap in _HEAP.finditer(text) for mark in heap[0][MOST_MARKS:]]
    return list(dict.fromkeys((*found, *heaped)))


def breakable(text: str, longest: int) -> str:
    """The text with zero-width spaces inside runs longer than ``longest`` in which no line could end.

    For typesetters that would otherwise run such a word over the edge of the sheet; Word and browsers break it themselves.
    A mark is not parted from the character before it.
    """
    return _UNBROKEN.sub(lambda run: "".join(_with_openings(run[0], longest)), text)


def _with_openings(run: str, longest: int) -> Iterator[str]:
    if len(run) <= longest:
        yield run
        return
    since = 0
    for character in run:
        if since >= longest and character not in _MARKS:
            yield ZERO_WIDTH_SPACE
            since = 0
        yield character
        since += 1
