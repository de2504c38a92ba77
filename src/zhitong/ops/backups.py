"""Back up a running office into one file, and restore it, on this machine or another.

The database is taken first, as of one moment; files are only ever added under their digest, so every file it names is there after it.
Keys are not in the backup: their fingerprints are, so that a restore with the wrong key is told at once. Only the key file of sealed
identities may be taken along, when it is asked for; whoever then has the backup can open them.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from zhitong import __version__
from zhitong.errors import BadInput
from zhitong.files.queries import kept_digests
from zhitong.files.store import path_of
from zhitong.journal import queries as journal
from zhitong.network.models import Office
from zhitong.network.queries import all_offices
from zhitong.ops import archive
from zhitong.vault import keys as vault_keys
from zhitong.vault.queries import under_keys

VAULT_MEMBER = "vault.keys"


def back_up(
    target: Path | None = None, *, with_vault_keys: bool = False, say: Callable[[str], None] = lambda line: None
) -> Path:
    """Write one backup file and give its path. The office can be worked in meanwhile."""
    now = timezone.now()
    target = target or settings.BACKUP_ROOT / f"{timezone.localtime(now):%Y%m%d-%H%M%S}.zhitong"
    target.parent.mkdir(parents=True, exist_ok=True)
    writer = archive.Writer(target)
    try:
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            database = Path(folder) / _member_name(connection.vendor)
            # Digests are listed before the database is taken: a file erased in between may be missing, and its row says so.
            heads = {str(office): list(end) for office, end in journal.heads().items()}
            _take_database(database)
            writer.add(database.name, database)
        say(_("database taken"))
        count = 0
        for digest in kept_digests():
            if (path := path_of(digest)).exists():
                writer.add(f"files/{digest}", path)
                count += 1
        say(_("%(count)s files taken") % {"count": count})
        if with_vault_keys and vault_keys.is_there():
            writer.add(VAULT_MEMBER, vault_keys.path())
            say(_("key file of sealed identities taken along: keep this backup as safe as the key itself"))
        writer.close(_facts(now, heads))
    except BaseException:
        writer.abandon()
        raise
    return target


def restore(source: Path, *, replace: bool = False, say: Callable[[str], None] = lambda line: None) -> None:
    """Put a backup in the place of an empty installation, or of what is there when ``replace`` is said. Checked whole before anything is touched."""
    with archive.opened(source) as (facts, tar):
        _refuse_ill_fitting(facts, replace)
        say(_("backup of %(at)s is whole") % {"at": facts["made_at"]})
        for name in facts["members"]:
            if name.startswith("files/"):
                archive.copy_out(tar, name, facts, path_of(name.removeprefix("files/")))
        say(_("files restored"))
        _restore_vault_keys(facts, tar, say)
        with tempfile.TemporaryDirectory(dir=settings.HOME) as folder:
            name = _member_name(facts["engine"])
            database = Path(folder) / name
            archive.copy_out(tar, name, facts, database)
            _put_database(database)
    call_command("migrate", verbosity=0)
    say(_("database restored"))


def _restore_vault_keys(facts: dict, tar, say: Callable[[str], None]) -> None:
    """A key file that is here is never overwritten; one that is missing, and in the backup, is put in its place."""
    target = vault_keys.path()
    if VAULT_MEMBER in facts["members"] and not target.exists():
        archive.copy_out(tar, VAULT_MEMBER, facts, target)
        target.chmod(0o600)
        vault_keys.write_public()
        say(_("key file of sealed identities restored"))
    have = set(vault_keys.ring().keys) if target.exists() else set()
    if missing := sorted(set(facts.get("vault_keys", ())) - have):
        say(
            _("Sealed identities stay closed until the key file holds these keys: %(keys)s (put it at %(path)s).")
            % {"keys": ", ".join(missing), "path": target}
        )


def _facts(now: datetime, heads: dict) -> dict:
    return {
        "format": 1,
        "version": __version__,
        "engine": connection.vendor,
        "made_at": now.isoformat(),
        "journal_key": key_fingerprint(),
        "journal_heads": heads,
        "vault_keys": sorted(under_keys()),
    }


def key_fingerprint() -> str:
    """Tells two journal keys apart without telling the key."""
    return hashlib.sha256(b"zhitong journal key " + settings.JOURNAL_KEY.encode()).hexdigest()[:16]


def _refuse_ill_fitting(facts: dict, replace: bool) -> None:
    if facts["engine"] != connection.vendor:
        raise BadInput(
            "ops.restore.engine",
            _("The backup is of %(theirs)s, this installation uses %(ours)s.")
            % {"theirs": facts["engine"], "ours": connection.vendor},
            _("Set ZHITONG_DATABASE_URL for the engine of the backup."),
        )
    if facts["journal_key"] != key_fingerprint():
        raise BadInput(
            "ops.restore.key",
            _("The backup was made with another journal key."),
            _("Give the ZHITONG_JOURNAL_KEY of the old installation; without it nobody in the journal can be named."),
        )
    if not replace and _has_office():
        raise BadInput(
            "ops.restore.not_empty",
            _("There is an office in this installation already."),
            _("Make a backup of it, then say --replace to put the other one in its place."),
        )


def _has_office() -> bool:
    if Office._meta.db_table not in connection.introspection.table_names():
        return False
    return all_offices().exists()


def _member_name(engine: str) -> str:
    return "database.pgdump" if engine == "postgresql" else "database.sqlite3"


def _take_database(target: Path) -> None:
    if connection.vendor == "postgresql":
        _run(["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}"])
        return
    connection.ensure_connection()
    with sqlite3.connect(target) as copy:
        connection.connection.backup(copy, pages=2_000, sleep=0.01)
        copy.execute("PRAGMA journal_mode=DELETE")
    copy.close()


def _put_database(source: Path) -> None:
    if connection.vendor == "postgresql":
        _run(
            [
                "pg_restore",
                "--clean",
                "--if-exists",
                "--no-owner",
                "--no-privileges",
                "--single-transaction",
                "--exit-on-error",
                f"--dbname={connection.settings_dict['NAME']}",
                str(source),
            ],
            name_database=False,
        )
        connection.close()
        return
    target = Path(connection.settings_dict["NAME"])
    connection.close()
    for leftover in ("-wal", "-shm", "-journal"):
        target.with_name(target.name + leftover).unlink(missing_ok=True)
    os.replace(shutil.copyfile(source, target.with_name(target.name + ".part")), target)


def _run(command: list[str], *, name_database: bool = True) -> None:
    """Run one of PostgreSQL's own tools; the address goes by environment, never on the command line where others could read it."""
    database = connection.settings_dict
    environment = os.environ | {
        name: str(value)
        for name, value in {
            "PGHOST": database.get("HOST"),
            "PGPORT": database.get("PORT"),
            "PGUSER": database.get("USER"),
            "PGPASSWORD": database.get("PASSWORD"),
            "PGDATABASE": database["NAME"] if name_database else "",
        }.items()
        if value
    }
    try:
        subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    except FileNotFoundError:
        raise BadInput(
            "ops.backup.tool",
            _("The program %(name)s is not installed.") % {"name": command[0]},
            _("Install PostgreSQL's client programs (Debian: postgresql-client)."),
        ) from None
    except subprocess.CalledProcessError as fault:
        raise BadInput(
            "ops.backup.tool_failed",
            _("%(name)s failed: %(fault)s") % {"name": command[0], "fault": fault.stderr.strip()[-300:]},
            _("Nothing was put in place of the old data."),
        ) from None
