"""Which characters of a text go on paper, and what stands for those that cannot.

Stored text is never touched; this is only about print. All three forms of a paper print ``as_printed(text)``, so they show
the same. The rule: a character that has a shape is printed or flagged (``fonts.missing_glyphs``), never dropped; one that is
only a command to a machine must not act on the page:

- control characters, lone surrogates and noncharacters have no shape and would break the files: � (U+FFFD) stands for each,
  so that the reader sees that something was there;
- marks of writing direction could show a text other than the one signed (``exe.cod`` for ``doc.exe``), and zero-width spaces,
  joins and soft hyphens only hide in words: they are left out, and ``left_out`` names them for whoever checks the text;
- joiners and variation selectors choose between shapes of the character beside them: they stay.
"""

from __future__ import annotations

import re
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
# Between any two of these a line may end in every program; longer runs of others must be told where they may be broken.
_UNBROKEN = re.compile(
    "[^ \n\u2e80-\u2fff\u3000\u3040-\u30ff\u3105-\u312f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+"
)
ZERO_WIDTH_SPACE = "\u200b"


def as_printed(text: object) -> str:
    """The text as it stands on paper: one kind of line break, tabs as one full-width blank, no character that acts."""
    printed = _LINE_BREAK.sub("\n", str(text)).replace("\t", "\u3000")
    return _LEFT_OUT.sub("", _WITHOUT_SHAPE.sub(REPLACEMENT, printed))


def left_out(text: str) -> list[str]:
    """The characters of the text that are not printed as they are, each once, in order of appearance."""
    normalised = _LINE_BREAK.sub("\n", text)
    found = (
        match for line in (normalised,) for match in re.findall(f"{_WITHOUT_SHAPE.pattern}|{_LEFT_OUT.pattern}", line)
    )
    return list(dict.fromkeys(found))


def breakable(text: str, longest: int) -> str:
    """The text with zero-width spaces inside runs longer than ``longest`` in which no line could end.

    For typesetters that would otherwise run such a word over the edge of the sheet; Word and browsers break it themselves.
    A combining mark is never parted from the character before it.
    """
    return _UNBROKEN.sub(lambda run: "".join(_with_openings(run[0], longest)), text)


def _with_openings(run: str, longest: int) -> Iterator[str]:
    if len(run) <= longest:
        yield run
        return
    since = 0
    for character in run:
        if since >= longest and not _joins(character):
            yield ZERO_WIDTH_SPACE
            since = 0
        yield character
        since += 1


_JOINING = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0e31-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]"
)


def _joins(character: str) -> bool:
    return bool(_JOINING.match(character))
