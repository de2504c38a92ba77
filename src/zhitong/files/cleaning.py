"""Pictures of people who may have to fear something: drawn anew, so that nothing but the picture itself is left.

Gone are place, camera, moment, the thumbnail of what was cut off, comments, colour profiles, further frames and whatever was hung on
behind the picture.
"""

from __future__ import annotations

import io
import warnings
from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from zhitong.errors import BadInput

TAKEN = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/gif": "GIF"}
MOST_PIXELS = 50_000_000  # a telephone's largest picture; a bomb claims more, and is refused before it is unpacked
LONGEST_SIDE = 2_560  # enough to read a notice on a wall
QUALITY = 85


def drawn_anew(stream: BinaryIO, media_type: str) -> io.BytesIO:
    """The picture as a fresh JPEG (PNG where parts are see-through). BadInput when it is none, is broken, or is too large."""
    stream.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(stream, formats=[TAKEN[media_type]])
            if picture.width * picture.height > MOST_PIXELS:
                raise _too_large()
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is then unpacked at a smaller size at once
            picture = ImageOps.exif_transpose(picture)
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large() from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError, MemoryError):
        raise BadInput(
            "files.picture.broken",
            _("One of the pictures cannot be read."),
            _("Take it anew, or send it as JPG or PNG."),
            field="files",
        ) from None
    see_through = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    bare = Image.new("RGBA" if see_through else "RGB", picture.size)
    bare.paste(picture.convert(bare.mode))  # pixels only: a copy would take the old picture's notes along
    out = io.BytesIO()
    if see_through:
        bare.save(out, "PNG", optimize=True)
    else:
        bare.save(out, "JPEG", quality=QUALITY, optimize=True)
    out.seek(0)
    return out


def extension_of(clean: io.BytesIO) -> str:
    return "png" if clean.getvalue().startswith(b"\x89PNG") else "jpg"


def _too_large() -> BadInput:
    return BadInput(
        "files.picture.too_large",
        _("One of the pictures has more than %(most)s million points.") % {"most": MOST_PIXELS // 1_000_000},
        _("Send it in a smaller size."),
        field="files",
    )
