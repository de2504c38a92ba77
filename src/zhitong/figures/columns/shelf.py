"""The columns of a large office laid by in a file of the data folder, so that a new process need not read a whole history before its first page.

What lies here is derived and may be deleted at any time. A file says where the journal's chain ended when its columns were read: who takes it reads
again whatever deeds have touched since, and does not take it where the chain never ended there (a backup was restored, another database),
where tables or program are others than those it was made with, where it is damaged, or where it was made from the rows long ago. It is made only outside of a
transaction, so that it never holds what is not committed.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import tempfile
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from zhitong.figures.columns import queries, tables
from zhitong.figures.columns.tables import Authors, Columns, Decisions, Issues, Outcomes, Submissions

log = logging.getLogger(__name__)

LEAST_LINES = 20_000  # submissions; fewer are read faster than a file is worth
LONGEST = timedelta(days=7)  # since all was read from the rows
TABLES = (Submissions, Outcomes, Outcomes, Outcomes, Decisions, Issues, Authors)  # as they stand in ``Columns``


class Shelved(NamedTuple):
    """Columns, where the chain ended when they were read, and when all of them were last read from the rows."""

    columns: Columns
    head: tuple[int, str]
    read_at: datetime


def path_for(office_id: int) -> Path:
    return Path(settings.FIGURES_ROOT) / f"columns-{office_id}.npz"


def put(office_id: int, shelved: Shelved) -> None:
    """Lay them by in the place of what lay there, where that is worth it."""
    columns = shelved.columns
    if len(columns.submissions.key) < LEAST_LINES or connection.in_atomic_block:
        return
    about = {
        "made_with": _made_with(),
        "head": shelved.head,
        "read_at": shelved.read_at.isoformat(),
        "said": columns.said,
    }
    arrays = {
        f"{n}.{field}": column
        for n, table in enumerate(columns[1:])
        for field, column in zip(table._fields, table, strict=True)
    }
    target = path_for(office_id)
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent)  # read by its owner only
        try:
            with os.fdopen(handle, "wb") as out:
                np.savez(out, about=np.frombuffer(json.dumps(about).encode(), np.uint8), **arrays)
            os.replace(temporary, target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as why:  # the figures are there without it
        log.warning("columns of figures not laid by: %s", why)


def take(office_id: int) -> Shelved | None:
    """What lies there; None where nothing does, or nothing that can be used. Each column is checked against its sum on the way."""
    try:
        with np.load(path_for(office_id), allow_pickle=False) as file:
            about = json.loads(file["about"].tobytes())
            read_at = datetime.fromisoformat(about["read_at"])
            if about["made_with"] != _made_with() or not timezone.now() - LONGEST < read_at <= timezone.now():
                return None
            found = [of(*(file[f"{n}.{field}"] for field in of._fields)) for n, of in enumerate(TABLES)]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    seq, digest = about["head"]
    return Shelved(Columns(tuple(map(tuple, about["said"])), *found), (seq, digest), read_at)


def remove(office_id: int) -> None:
    path_for(office_id).unlink(missing_ok=True)


def _made_with() -> str:
    """Tells what the columns of a file mean: the program that read them, the tables it read, and the office's time."""
    hasher = hashlib.sha256(str(settings.TIME_ZONE).encode())
    for module in (queries, tables):
        hasher.update(Path(module.__file__).read_bytes())
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        hasher.update(f"{app}.{name} ".encode())
    return hasher.hexdigest()
