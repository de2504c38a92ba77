"""What kind of file is this really, and is it safe to unpack. Its name is not asked: names lie.

Nothing is extracted to disk and no part inside is opened as a package again, so a bomb in a bomb stays shut.
"""

from __future__ import annotations

import struct
import zipfile
from typing import BinaryIO

from zhitong.sheets.limits import Limits
from zhitong.sheets.messages import refusal

ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of old Office files and of encrypted new ones
OLD_EXCEL = (b"\x09\x08\x10\x00", b"\x09\x08\x08\x00", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00", b"\x09\x00\x04\x00")
NO_TABLES = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"\x7fELF",
    b"MZ\x90",
)
END_RECORD = struct.Struct("<4s4H2LH")


def kind_of(file: BinaryIO, size: int) -> str:
    """``"package"`` for a zip, ``"text"`` for what may be CSV; refuses everything else by name."""
    file.seek(0)
    head = file.read(4096)
    if not head:
        raise refusal("file.empty")
    if head.startswith(ZIP):
        return "package"
    if head.startswith(EMPTY_ZIP):
        raise refusal("file.empty")
    if head.startswith(OLE):
        raise refusal("file.encrypted" if _holds_encrypted_package(file, size) else "file.old_excel")
    if head.startswith(OLD_EXCEL):
        raise refusal("file.old_excel")
    if head.startswith(NO_TABLES):
        raise refusal("file.not_a_table")
    start = head.decode("latin-1").lstrip("\xef\xbb\xbf\xff\xfe\x00 \t\r\n").replace("\x00", "").lower()
    if start.startswith(("<html", "<!doctype html", "<table", "<meta", "<head")):
        raise refusal("file.web_page")
    if start.startswith("<?xml"):
        raise refusal("file.xml")
    return "text"


def _holds_encrypted_package(file: BinaryIO, size: int) -> bool:
    file.seek(0)
    return "EncryptedPackage".encode("utf-16-le") in file.read(size)


def open_package(file: BinaryIO, size: int, limits: Limits) -> zipfile.ZipFile:
    """The zip, after a look at its table of contents. Refuses bombs, encrypted parts and other kinds of package."""
    _check_directory_size(file, size, limits)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, EOFError, struct.error, UnicodeError):
        raise refusal("file.damaged") from None
    parts = archive.infolist()
    if len(parts) > limits.entries:
        raise refusal("file.too_many_parts", most=limits.entries)
    if sum(part.file_size for part in parts) > limits.unpacked_bytes:
        raise refusal("file.too_large_unpacked", most=limits.unpacked_bytes // 2**20)
    for part in parts:
        if part.flag_bits & 0x1:
            raise refusal("file.encrypted")
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refusal("file.damaged")
        if part.file_size > limits.ratio_from and part.file_size > limits.ratio * max(part.compress_size, 1):
            raise refusal("file.bomb")
    _check_overlap(parts, size)
    _check_family(archive, parts)
    return archive


def _check_directory_size(file: BinaryIO, size: int, limits: Limits) -> None:
    """Before zipfile makes an object for every entry: one million of them would fill the memory."""
    tail_length = min(size, END_RECORD.size + 65535)
    file.seek(size - tail_length)
    tail = file.read(tail_length)
    at = len(tail) - END_RECORD.size
    if tail[at : at + 4] != EMPTY_ZIP:
        at = tail.rfind(EMPTY_ZIP)
    if at < 0 or len(tail) - at < END_RECORD.size:
        raise refusal("file.damaged")
    _, _, _, _, entries, directory_bytes, _, _ = END_RECORD.unpack_from(tail, at)
    if entries > limits.entries or directory_bytes > limits.entries * 512:
        raise refusal("file.too_many_parts", most=limits.entries)


def _check_overlap(parts: list[zipfile.ZipInfo], size: int) -> None:
    """Parts that share bytes are how a small file becomes a huge one without a suspicious ratio."""
    if len({part.filename for part in parts}) != len(parts):
        raise refusal("file.damaged")
    end = 0
    for part in sorted(parts, key=lambda part: part.header_offset):
        if part.header_offset < end:
            raise refusal("file.bomb")
        end = part.header_offset + part.compress_size
    if end > size:
        raise refusal("file.damaged")


def _check_family(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    names = {part.filename.lower() for part in parts}
    if "mimetype" in names or "content.xml" in names:
        raise refusal("file.opendocument")
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise refusal("file.macros")
    if any(name.endswith("workbook.bin") for name in names):
        raise refusal("file.binary_excel")
    if "[content_types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise refusal("file.not_a_table")
