"""Bytes on disk, under their digest: written, synced and renamed before anybody is told that they are kept."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Kept:
    digest: str
    size: int


def path_of(digest: str) -> Path:
    return Path(settings.FILES_ROOT) / digest[:2] / digest[2:4] / digest


def keep(chunks: Iterable[bytes]) -> Kept:
    """Write the bytes durably and give their digest and size. Equal bytes lie once on disk."""
    root = Path(settings.FILES_ROOT)
    incoming = root / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    hasher, size = hashlib.sha256(), 0
    handle, temporary = tempfile.mkstemp(dir=incoming)
    try:
        with os.fdopen(handle, "wb") as out:
            for chunk in chunks:
                hasher.update(chunk)
                size += len(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        target = path_of(hasher.hexdigest())
        _make_folders(target.parent, root)
        os.replace(temporary, target)
        _sync_folder(target.parent)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return Kept(hasher.hexdigest(), size)


def open_bytes(digest: str) -> BinaryIO:
    """The kept bytes; FileNotFoundError when they were erased or lost."""
    return path_of(digest).open("rb")


def is_intact(digest: str) -> bool:
    """Whether the bytes are there and still have their digest."""
    try:
        with open_bytes(digest) as content:
            return hashlib.file_digest(content, "sha256").hexdigest() == digest
    except OSError:
        return False


def destroy(digest: str) -> None:
    path = path_of(digest)
    path.unlink(missing_ok=True)
    if path.parent.exists():
        _sync_folder(path.parent)


def in_chunks(stream: BinaryIO) -> Iterable[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk


def _make_folders(folder: Path, root: Path) -> None:
    """Make missing folders and sync each parent, so that the names themselves survive a power cut."""
    missing = []
    while not folder.exists() and folder != root:
        missing.append(folder)
        folder = folder.parent
    for made in reversed(missing):
        made.mkdir(exist_ok=True)
        _sync_folder(made.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
