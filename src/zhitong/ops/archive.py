"""A backup file: a plain tar of named members, a manifest with every member's digest, and a seal over the whole.

    [tar: manifest.json, database.*, files/…] [8 bytes "ZHITONG1"] [64 hex digits: SHA-256 of all before the mark]

tar readers ignore what follows the tar's end, so the archive can be opened with ordinary tools. One changed bit breaks the seal.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from zhitong.errors import BadInput

MARK = b"ZHITONG1"
SEAL = len(MARK) + 64
CHUNK = 1024 * 1024


class Writer:
    """Adds members while the manifest grows; ``close`` writes manifest and seal and makes the file durable."""

    def __init__(self, path: Path):
        self.path = path
        self.temporary = path.with_name(path.name + ".part")
        self.out = self.temporary.open("w+b")
        self.tar = tarfile.open(fileobj=self.out, mode="w", format=tarfile.PAX_FORMAT)
        self.members: dict[str, dict] = {}

    def add(self, name: str, source: Path) -> None:
        with source.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
            content.seek(0)
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = source.stat().st_size, 0o600
            self.tar.addfile(entry, content)
        self.members[name] = {"size": entry.size, "sha256": digest}

    def close(self, facts: dict) -> None:
        manifest = json.dumps(facts | {"members": self.members}, ensure_ascii=False, sort_keys=True, indent=1).encode()
        entry = tarfile.TarInfo("manifest.json")
        entry.size, entry.mode = len(manifest), 0o600
        self.tar.addfile(entry, io.BytesIO(manifest))
        self.tar.close()
        self.out.flush()
        self.out.seek(0)
        seal = hashlib.file_digest(self.out, "sha256").hexdigest()
        self.out.seek(0, os.SEEK_END)
        self.out.write(MARK + seal.encode())
        self.out.flush()
        os.fsync(self.out.fileno())
        self.out.close()
        os.replace(self.temporary, self.path)

    def abandon(self) -> None:
        self.out.close()
        self.temporary.unlink(missing_ok=True)


def check_seal(path: Path) -> None:
    """Raise BadInput unless the file is a whole, unchanged backup."""
    size = path.stat().st_size
    with path.open("rb") as archive:
        if size <= SEAL:
            raise _not_a_backup()
        archive.seek(size - SEAL)
        mark, seal = archive.read(len(MARK)), archive.read(64)
        if mark != MARK:
            raise _not_a_backup()
        archive.seek(0)
        hasher, left = hashlib.sha256(), size - SEAL
        while left:
            chunk = archive.read(min(CHUNK, left))
            hasher.update(chunk)
            left -= len(chunk)
    if hasher.hexdigest().encode() != seal:
        raise BadInput(
            "ops.restore.changed",
            _("The backup was changed or damaged after it was made."),
            _("Take another copy; nothing was restored."),
        )


@contextmanager
def opened(path: Path) -> Iterator[tuple[dict, tarfile.TarFile]]:
    """(facts, tar) of a backup whose seal holds and whose members are exactly those of its manifest."""
    check_seal(path)
    with tarfile.open(path, mode="r:") as tar:
        names = tar.getnames()
        if names.count("manifest.json") != 1:
            raise _not_a_backup()
        facts = json.load(tar.extractfile("manifest.json"))
        if sorted(names) != sorted([*facts["members"], "manifest.json"]) or not all(map(_is_plain, names)):
            raise _not_a_backup()
        yield facts, tar


def copy_out(tar: tarfile.TarFile, name: str, facts: dict, target: Path) -> None:
    """Write one member to ``target``, checked against the manifest and synced."""
    hasher = hashlib.sha256()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tar.extractfile(name) as content, target.open("wb") as out:
        while chunk := content.read(CHUNK):
            hasher.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    if hasher.hexdigest() != facts["members"][name]["sha256"]:
        raise BadInput(
            "ops.restore.member_changed",
            _("%(name)s in the backup is damaged.") % {"name": name},
            _("Take another copy."),
        )


def _is_plain(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts


def _not_a_backup() -> BadInput:
    return BadInput(
        "ops.restore.not_a_backup",
        _("This file is not a whole backup of Zhitong."),
        _("Give a file that `zhitong backup` made."),
    )
