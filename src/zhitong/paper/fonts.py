"""Which fonts a paper is set in, which of them this machine has, and which characters none of them can show.

The office's own fonts come first, by all the names they go by; they may not be given away with a program, so free ones
follow. A .docx only names a font and leaves the substitute to the reader's machine; a PDF takes the first that is here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import typst

from zhitong.paper.characters import as_printed
from zhitong.paper.glyphs import coverage

# What Word is told. [GB] names 小标宋, 仿宋, 楷体, 黑体 and 宋体; the exact names are those of the fonts offices install.
WORD_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "mark": "方正小标宋简体",
        "body": "仿宋_GB2312",
        "kai": "楷体_GB2312",
        "hei": "黑体",
        "song": "宋体",
    }
)
OFFICE_FONTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "mark": ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋_GBK"),
        "body": ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "华文仿宋", "STFangsong"),
        "kai": ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "华文楷体", "STKaiti"),
        "hei": ("黑体", "SimHei", "华文黑体", "STHeiti"),
        "song": ("宋体", "SimSun", "华文宋体", "STSong"),
    }
)
_FREE_SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN", "FandolSong", "AR PL UMing CN")
_FREE_SANS = ("Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "FandolHei", "WenQuanYi Zen Hei")
FREE_FONTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "mark": _FREE_SERIF,
        "body": ("Zhuque Fangsong (technical preview)", "FandolFang R", "FandolFang", *_FREE_SERIF),
        "kai": ("LXGW WenKai", "FandolKai", "AR PL UKai CN", *_FREE_SERIF),
        "hei": _FREE_SANS,
        "song": _FREE_SERIF,
    }
)
# Last of all, so that symbols and rare characters are looked for in fonts known to hold many.
_WIDE = ("Noto Serif CJK SC", "Noto Sans CJK SC", "Noto Sans Symbols", "Noto Sans Symbols 2", "DejaVu Sans")


@lru_cache(maxsize=8)
def library(directories: tuple[Path, ...] = ()) -> typst.Fonts:
    """The fonts of the system and of further directories. Reading them takes a fifth of a second, so it is done once."""
    return typst.Fonts(font_paths=[str(directory) for directory in directories])


def available_fonts(directories: Iterable[Path] = ()) -> dict[str, tuple[str, ...]]:
    """For each role (mark, body, kai, hei, song) the fonts that are here, best first. Empty: no font here is fit for it."""
    here = set(library(tuple(directories)).families())
    return {
        role: tuple(name for name in dict.fromkeys((*own, *FREE_FONTS[role], *_WIDE)) if name in here)
        for role, own in OFFICE_FONTS.items()
    }


def private_fonts(directories: Iterable[Path] = ()) -> tuple[str, ...]:
    """The fonts trusted with private characters (造字): those of the text itself.

    Every font puts shapes of its own at these places. In the first one that has any, a name would be printed as "fb".
    """
    here = available_fonts(directories)["body"]
    own = tuple(name for name in here if name in OFFICE_FONTS["body"])
    return own + tuple(name for name in here if name in _FREE_SERIF)[:1]


def is_private(character: str) -> bool:
    """Whether Unicode leaves the character to each office's own agreement."""
    return unicodedata.category(character) == "Co"


def substituted(directories: Iterable[Path] = ()) -> dict[str, str]:
    """The roles set in another font than the office's own, with that font, or "" when there is none."""
    chosen = {role: next(iter(names), "") for role, names in available_fonts(directories).items()}
    return {role: name for role, name in chosen.items() if name not in OFFICE_FONTS[role]}


def missing_glyphs(text: str, directories: Iterable[Path] = ()) -> list[str]:
    """The characters of a text, as printed, that no font here has a shape for, each once, in order of appearance.

    A PDF shows an empty box for each; with a Word file it depends on the reader's fonts. Blanks and characters that only
    choose the shape of their neighbour have none of their own and are not counted.
    """
    directories = tuple(directories)
    fonts = sorted(library(directories).fonts(), key=_rank)
    trusted = private_fonts(directories)
    own = [font for font in fonts if font.family in trusted]
    shown = [character for character in dict.fromkeys(as_printed(text)) if not _is_blank(character)]
    return [
        character
        for character in shown
        if not any(_shows(font, character) for font in (own if is_private(character) else fonts))
    ]


def _rank(font: typst.FontInfo) -> int:
    """Fonts that hold many characters first: nearly every question is then answered by the first file."""
    return _WIDE.index(font.family) if font.family in _WIDE else len(_WIDE)


def _shows(font: typst.FontInfo, character: str) -> bool:
    """Compatible characters (U+F900, U+2F800) and accented letters are also set from what they consist of."""
    if not font.path:
        return False
    known = coverage(Path(font.path), font.index)
    return character in known or all(part in known for part in unicodedata.normalize("NFD", character))


def _is_blank(character: str) -> bool:
    code = ord(character)
    return character.isspace() or code in (0x200C, 0x200D) or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF
