"""The poster and the card with a station's QR code, as PDF: A4 to hang up, A6 to hand out. Its words are Chinese."""

from __future__ import annotations

import io
import json
from functools import lru_cache
from pathlib import Path

import segno
import typst

from zhitong.paper.fonts import available_fonts, library
from zhitong.stations.models import Station

SIZES = ("a4", "a6")
_LAST_FONT = "Libertinus Serif"  # comes inside Typst itself


def poster_pdf(station: Station, address: str, size: str) -> bytes:
    """``address`` is that of the station's public page; the same station and address give the same bytes."""
    fonts = {role: [*names, _LAST_FONT] for role, names in available_fonts().items()}
    data = {
        "size": size,
        "fonts": fonts,
        "qr": qr_svg(address),
        "name": station.unit.name,
        "office": station.office.name,
        "place": station.place,
        "hours": station.hours,
        "phone": station.phone,
        "address": address,
    }
    return typst.compile(
        _page(),
        root=str(Path(__file__).parent),
        font_paths=library(),
        sys_inputs={"poster": json.dumps(data, ensure_ascii=False)},
        format="pdf",
        timestamp=0,
    )


def qr_svg(address: str) -> str:
    """The code with a quarter of it spare (level Q): a poster gets dirty."""
    out = io.BytesIO()
    segno.make(address, error="q", micro=False).save(out, kind="svg", border=4, xmldecl=False, svgns=True)
    return out.getvalue().decode()


@lru_cache(maxsize=1)
def _page() -> bytes:
    return (Path(__file__).parent / "poster.typ").read_bytes()
