"""Which files are taken, known by their content. What a browser could run, or what is not what it says, is refused."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from zhitong.errors import BadInput


@dataclass(frozen=True)
class Kind:
    """A kind of file: how its content begins, what it is called, whether a browser may show it as a picture."""

    media_type: str
    extensions: tuple[str, ...]
    begins: tuple[bytes, ...]
    at: int = 0
    inside: str = ""  # for zip packages: a member that must be there
    is_picture: bool = False


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
KINDS = (
    Kind("application/pdf", ("pdf",), (b"%PDF-",)),
    Kind(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ("docx",),
        (ZIP,),
        inside="word/document.xml",
    ),
    Kind(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",), (ZIP,), inside="xl/workbook.xml"
    ),
    Kind(
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ("pptx",),
        (ZIP,),
        inside="ppt/presentation.xml",
    ),
    Kind("application/ofd", ("ofd",), (ZIP,), inside="OFD.xml"),
    Kind("application/msword", ("doc", "wps"), (OLE,)),
    Kind("application/vnd.ms-excel", ("xls", "et"), (OLE,)),
    Kind("application/vnd.ms-powerpoint", ("ppt", "dps"), (OLE,)),
    Kind("image/jpeg", ("jpg", "jpeg"), (b"\xff\xd8\xff",), is_picture=True),
    Kind("image/png", ("png",), (b"\x89PNG\r\n\x1a\n",), is_picture=True),
    Kind("image/gif", ("gif",), (b"GIF87a", b"GIF89a"), is_picture=True),
    Kind("image/webp", ("webp",), (b"WEBP",), at=8, is_picture=True),
    Kind("image/heic", ("heic", "heif"), (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypheif"), at=4),
    Kind("image/tiff", ("tif", "tiff"), (b"II*\x00", b"MM\x00*")),
    Kind("audio/mpeg", ("mp3",), (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    Kind("audio/mp4", ("m4a",), (b"ftypM4A", b"ftypmp42", b"ftypisom"), at=4),
    Kind("audio/wav", ("wav",), (b"WAVE",), at=8),
    Kind("audio/amr", ("amr",), (b"#!AMR",)),
    Kind("audio/ogg", ("ogg", "oga", "opus"), (b"OggS",)),
    Kind("video/mp4", ("mp4", "mov"), (b"ftyp",), at=4),
)
TEXT = Kind("text/plain", ("txt", "csv"), ())
EXTENSIONS = tuple(extension for kind in (*KINDS, TEXT) for extension in kind.extensions)
TAKEN = "PDF、Word、Excel、PPT、WPS、OFD、JPG、PNG、GIF、WebP、HEIC、TIFF、MP3、M4A、WAV、AMR、OGG、MP4、TXT、CSV"


def kind_of(content: io.BufferedIOBase, name: str) -> Kind:
    """The kind that both name and content say; BadInput when they disagree or the kind is not taken.

    ``content`` is read from its beginning and left there.
    """
    extension = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if extension not in EXTENSIONS:
        raise BadInput(
            "files.type.not_taken",
            _("Files of this type are not taken."),
            _("Taken are: %s. Save the file as one of these and add it again.") % TAKEN,
            field="files",
        )
    content.seek(0)
    head = content.read(4096)
    content.seek(0)
    for kind in (*KINDS, TEXT):
        if extension in kind.extensions and _is(kind, head, content):
            return kind
    raise BadInput(
        "files.type.not_what_it_says",
        _("The file's content is not what its name says."),
        _("Open it with the program it was made with, save it as a new file and add that one."),
        field="files",
    )


def _is(kind: Kind, head: bytes, content: io.BufferedIOBase) -> bool:
    if kind is TEXT:
        return b"\x00" not in head.lstrip(b"\xff\xfe\xfe\xff") and not head.lstrip().lower().startswith(
            (b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml", b"mz", b"%pdf")
        )
    if not any(head[kind.at : kind.at + len(begin)] == begin for begin in kind.begins):
        return False
    return not kind.inside or _has_member(content, kind.inside)


def _has_member(content: io.BufferedIOBase, member: str) -> bool:
    """Whether a zip package lists a member; nothing is unpacked."""
    try:
        with zipfile.ZipFile(content) as package:
            return member in package.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False
    finally:
        content.seek(0)
