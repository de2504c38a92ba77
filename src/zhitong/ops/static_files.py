"""Stylesheets, scripts and pictures under names that hold a digest of their content, so that a browser asks for each once."""

from __future__ import annotations

import hashlib
import os

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

STAMP = ".collected"


def renew() -> None:
    """Collect them into ``STATIC_ROOT`` unless just these were collected before. The settings of the process that serves must say
    ``collected``, as those of ``zhitong serve`` do.

    Old ones stay: a page that somebody has open may still ask for them.
    """
    stamp, now = settings.STATIC_ROOT / STAMP, _fingerprint()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == now:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(now, encoding="ascii")


def _fingerprint() -> str:
    """Of names, sizes and moments of change: two of the same are the same files."""
    found = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            facts = os.stat(storage.path(path))
            found.update(f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return found.hexdigest()
