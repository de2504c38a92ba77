"""Which characters the fonts here can show."""

from __future__ import annotations

import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from zhitong.paper import Paper, Paragraph, available_fonts, missing_glyphs, to_pdf
from zhitong.paper import fonts as room
from zhitong.paper.glyphs import coverage


def format_4(segments: list[tuple[int, int]]) -> bytes:
    segments = [*segments, (0xFFFF, 0xFFFF)]
    count = len(segments)
    body = struct.pack(">HHHHHHH", 4, 16 + 8 * count, 0, 2 * count, 0, 0, 0)
    body += b"".join(struct.pack(">H", last) for _, last in segments) + b"\0\0"
    body += b"".join(struct.pack(">H", first) for first, _ in segments)
    return body + b"\0\1" * count + b"\0\0" * count


def format_12(groups: list[tuple[int, int]]) -> bytes:
    body = struct.pack(">HHIII", 12, 0, 16 + 12 * len(groups), 0, len(groups))
    return body + b"".join(struct.pack(">III", first, last, 1) for first, last in groups)


def font(platform: int, encoding: int, subtable: bytes, *, before: bytes = b"") -> bytes:
    """A font of nothing but a table of characters; ``before`` is a collection's head."""
    start = len(before)
    head = struct.pack(">IHHHH", 0x00010000, 1, 0, 0, 0) + struct.pack(
        ">4sIII", b"cmap", 0, start + 28, 12 + len(subtable)
    )
    return before + head + struct.pack(">HHHHI", 0, 1, platform, encoding, 12) + subtable


@pytest.fixture
def written(tmp_path):
    def write(content: bytes, name: str = "some.ttf") -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


def test_the_basic_plane_is_read(written):
    known = coverage(written(font(3, 1, format_4([(0x4E00, 0x4E10), (0x41, 0x5A)]))))

    assert "一" in known
    assert "Z" in known
    assert "\u4e11" not in known
    assert "a" not in known


def test_rare_characters_beyond_it_are_read(written):
    known = coverage(written(font(3, 10, format_12([(0x20BB7, 0x20BB7), (0x30EDD, 0x30EDE)]))))

    assert "𠮷" in known
    assert "𰻝" in known
    assert "𠮶" not in known


def test_a_font_inside_a_collection_is_read(written):
    head = b"ttcf" + struct.pack(">HHIII", 1, 0, 2, 0, 20)
    known = coverage(written(font(0, 4, format_12([(0x4DAE, 0x4DAE)]), before=head), "some.ttc"), 1)

    assert "䶮" in known


@pytest.mark.parametrize("content", [b"", b"ttcf", b"\0\1\0\0\0\5", font(3, 10, b"\0\x0c")[:30], b"x" * 500])
def test_a_broken_font_shows_nothing(written, content):
    assert "一" not in coverage(written(content))


def test_a_font_that_is_gone_shows_nothing(tmp_path):
    assert "一" not in coverage(tmp_path / "gone.ttf")


@dataclass
class Installed:
    """As Typst tells of the fonts it found."""

    fonts_here: list[tuple[str, Path]]

    def families(self):
        return [family for family, _ in self.fonts_here]

    def fonts(self):
        return [type("Info", (), {"family": family, "path": str(path), "index": 0}) for family, path in self.fonts_here]


def test_what_no_font_shows_is_flagged_once_and_in_order(written, monkeypatch):
    here = Installed(
        [("FangSong", written(font(3, 10, format_12([(0x4E00, 0x9FFF), (0x41, 0x5A), (0x65, 0x65), (0x301, 0x301)]))))]
    )
    monkeypatch.setattr(room, "library", lambda directories=(): here)

    assert missing_glyphs("一䶮二𠮷三䶮A") == ["䶮", "𠮷"]
    assert missing_glyphs("一 \u3000\n二\u200d\ufe0f") == []
    assert missing_glyphs("é\uf900") == []  # set from e and an acute, and from 豈
    assert missing_glyphs("\x00") == ["�"]
    assert available_fonts()["body"] == ("FangSong",)
    assert room.substituted() == {"mark": "", "kai": "", "hei": "", "song": ""}


def test_the_offices_own_font_comes_before_a_free_one(written, monkeypatch):
    path = written(font(3, 10, format_12([(0x4E00, 0x9FFF)])))
    monkeypatch.setattr(
        room, "library", lambda directories=(): Installed([("Noto Serif CJK SC", path), ("STFangsong", path)])
    )

    assert available_fonts()["body"] == ("STFangsong", "Noto Serif CJK SC")
    assert room.substituted()["mark"] == "Noto Serif CJK SC"
    assert "body" not in room.substituted()


def test_a_private_character_counts_as_shown_only_by_the_fonts_of_the_text(written, monkeypatch):
    private = written(font(3, 1, format_4([(0xE000, 0xE010)])), "private.ttf")
    monkeypatch.setattr(room, "library", lambda directories=(): Installed([("Some Symbols", private)]))
    assert missing_glyphs("\ue000") == ["\ue000"]

    monkeypatch.setattr(room, "library", lambda directories=(): Installed([("FangSong", private)]))
    assert missing_glyphs("\ue000") == []


@pytest.mark.usefixtures("chinese_fonts")
def test_a_private_character_is_not_printed_in_the_shape_of_another_alphabet(pdf_reader, written):
    paper = Paper("题", (Paragraph("张\ue000三"),))

    content = to_pdf(paper)

    path = written(content, "private.pdf")
    listed = subprocess.run(["pdffonts", str(path)], capture_output=True, text=True, check=True).stdout
    (used,) = listed.splitlines()[2:]
    assert available_fonts()["body"][0].replace(" ", "") in used.replace("CJKsc", "CJKSC")


@pytest.mark.usefixtures("chinese_fonts")
def test_rare_names_are_shown_by_the_fonts_here_and_private_characters_flagged():
    assert missing_glyphs("䶮𠮷𰻝㛃喆\uf900\U0002f800") == []
    assert missing_glyphs("张\U000f0000三\U0010fffd") == ["\U000f0000", "\U0010fffd"]
