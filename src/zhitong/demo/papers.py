"""What sources attach, made here: a small drawing of figures as PNG, a page as .docx or PDF. No file of anybody's is in the demo."""

from __future__ import annotations

import io
import struct
import zlib

from zhitong.paper import Paper, Paragraph, to_docx, to_pdf

WIDTH, HEIGHT = 360, 200  # pixels
PAPER, BAR, AXIS = (250, 250, 247), (150, 40, 36), (90, 90, 90)


def made(facts: dict) -> io.BytesIO:
    """The file that a matter's table ``files`` describes: ``bars`` for a drawing, ``lines`` for a page."""
    if "bars" in facts:
        return io.BytesIO(bars(facts["bars"]))
    page = Paper(
        title=facts["title"],
        blocks=[Paragraph(line) for line in facts["lines"]],
    )
    return io.BytesIO(to_pdf(page) if facts["name"].endswith(".pdf") else to_docx(page))


def bars(values: list[int]) -> bytes:
    """A bar for each value, the highest as high as the picture; a PNG of plain pixels, the same bytes every time."""
    rows = [bytearray(bytes(PAPER) * WIDTH) for _row in range(HEIGHT)]
    step = (WIDTH - 40) // len(values)
    for place, value in enumerate(values):
        left, top = 24 + place * step, HEIGHT - 20 - value * (HEIGHT - 40) // max(values)
        for row in rows[top : HEIGHT - 20]:
            row[3 * left : 3 * (left + step * 2 // 3)] = bytes(BAR) * (step * 2 // 3)
    rows[HEIGHT - 20] = bytearray(bytes(AXIS) * WIDTH)
    pixels = zlib.compress(b"".join(b"\x00" + bytes(row) for row in rows), 9)
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_part(name, data) for name, data in parts)


def _part(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
