"""Is this installation fit for work? Each line says what was found and, where it is not well, what to do."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _

from zhitong.errors import Refused
from zhitong.files.queries import damaged
from zhitong.jobs import queries as jobs
from zhitong.journal import queries as journal
from zhitong.ops import sqlite
from zhitong.paper import fonts
from zhitong.search.queries import is_whole
from zhitong.stations.queries import has_stations
from zhitong.vault import keys as vault_keys
from zhitong.vault.queries import under_keys
from zhitong.workdays import Calendar

OK, WARNING, BAD = "ok", "warning", "bad"
LEAST_FREE = 0.10  # of the disk
BACKUP_AGE = timedelta(days=2)


@dataclass(frozen=True)
class Line:
    level: str
    found: str
    remedy: str = ""


def settings_are_safe() -> Iterator[Line]:
    if settings.MODE == "production":
        yield Line(OK, _("Settings: production, keys given, debug off."))
    else:
        yield Line(
            WARNING,
            _("Settings: development mode."),
            _("For real work run `zhitong init`, which writes production settings."),
        )
    if settings.MODE == "production" and not settings.HTTPS:
        yield Line(
            WARNING,
            _("Pages go over the wire without encryption."),
            _("Put a proxy with https in front and set ZHITONG_HTTPS=1."),
        )


def database_opens() -> bool:
    """Whether there is a database to look at; without one nothing that follows can be asked."""
    try:
        connection.ensure_connection()
    except OperationalError:
        return False
    return True


def database_is_right() -> Iterator[Line]:
    if connection.vendor == "postgresql":
        yield from _postgresql()
    else:
        yield from _sqlite()


def _postgresql() -> Iterator[Line]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version'), pg_encoding_to_char(encoding), datctype FROM pg_database WHERE datname = current_database()"
        )
        version, encoding, ctype = cursor.fetchone()
        cursor.execute(
            "SELECT current_setting('fsync'), current_setting('synchronous_commit'), current_setting('full_page_writes')"
        )
        durable = cursor.fetchone()
    yield Line(OK, _("Database: PostgreSQL %(version)s.") % {"version": version})
    if encoding != "UTF8" or ctype in {"C", "POSIX"}:
        yield Line(
            BAD,
            _("Database locale is %(ctype)s, encoding %(encoding)s: Chinese cannot be compared in it.")
            % {"ctype": ctype, "encoding": encoding},
            _("Make the database anew: createdb -T template0 -E UTF8 --locale=C.UTF-8, then restore a backup."),
        )
    else:
        yield Line(OK, _("Database locale: %(ctype)s.") % {"ctype": ctype})
    if durable != ("on", "on", "on"):
        yield Line(
            BAD,
            _("The server may lose what it acknowledged (fsync, synchronous_commit or full_page_writes is off)."),
            _("Switch all three on in postgresql.conf and restart the server."),
        )


def _sqlite() -> Iterator[Line]:
    with connection.cursor() as cursor:
        mode, synchronous, foreign_keys = (
            cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "foreign_keys")
        )
    version = sqlite3.sqlite_version
    right = sqlite.journal_mode(sqlite3.sqlite_version_info)
    yield Line(OK, _("Database: SQLite %(version)s, journal %(mode)s.") % {"version": version, "mode": mode.upper()})
    if mode.upper() == "WAL" and right != "WAL":
        yield Line(
            BAD,
            _("This SQLite can lose committed writes in WAL mode."),
            _("Take ZHITONG_SQLITE_JOURNAL out of the settings, or install pysqlite3."),
        )
    elif right != "WAL":
        yield Line(
            WARNING,
            _("This SQLite needs the slower DELETE journal."),
            _("Install pysqlite3 for a mended version; nothing else needs to change."),
        )
    if synchronous != 2 or foreign_keys != 1:
        yield Line(
            BAD,
            _("The connection's safety settings are not in force."),
            _("Report this as a fault of Zhitong; do not enter anything until it is mended."),
        )


def tables_are_current() -> Iterator[Line]:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield Line(BAD, _("The tables are older than the program."), _("Make a backup, then run `zhitong migrate`."))
    else:
        yield Line(OK, _("Tables: current."))


def fonts_are_there() -> Iterator[Line]:
    for wanted, used in fonts.substituted().items():
        yield Line(
            WARNING,
            _("Font %(wanted)s is not installed; PDF files use %(used)s.")
            % {"wanted": fonts.WORD_NAMES[wanted], "used": used or "—"},
            _(
                "Install the office's licensed font, or fonts-noto-cjk as a free substitute; Word files name the right font either way."
            ),
        )
    if not fonts.substituted():
        yield Line(OK, _("Fonts: all there."))


def disk_has_room() -> Iterator[Line]:
    usage = shutil.disk_usage(settings.HOME if settings.HOME.exists() else settings.HOME.parent)
    free = usage.free / usage.total
    level = OK if free >= LEAST_FREE else BAD
    yield Line(
        level,
        _("Disk: %(free)s %% free.") % {"free": round(free * 100)},
        "" if level == OK else _("Free some space or enlarge the disk; when it is full, nothing can be taken in."),
    )
    if not os.access(settings.HOME, os.W_OK):
        yield Line(BAD, _("The data folder cannot be written."), _("Give the folder to the user that runs Zhitong."))


def clock_is_right() -> Iterator[Line]:
    newest = journal.newest_moment()
    now = timezone.now()
    if newest and newest > now + timedelta(minutes=5):
        yield Line(
            BAD,
            _("The clock stands before the newest journal entry (%(at)s).")
            % {"at": timezone.localtime(newest).strftime("%Y-%m-%d %H:%M")},
            _("Set the clock right and keep it so with a time service."),
        )
    else:
        yield Line(
            OK,
            _("Clock: %(now)s, zone %(zone)s.")
            % {"now": timezone.localtime(now).strftime("%Y-%m-%d %H:%M"), "zone": settings.TIME_ZONE},
        )
    if now.year not in Calendar().years:
        yield Line(
            WARNING,
            _("The working days of %(year)s are not entered.") % {"year": now.year},
            _("Enter the year's holiday notice under lists and settings."),
        )


def journal_holds() -> Iterator[Line]:
    for report in journal.verify_all():
        if report.holds:
            yield Line(
                OK,
                _("Journal of office %(office)s: %(count)s entries, the chain holds.")
                % {"office": report.office_id, "count": report.entries},
            )
        else:
            yield Line(
                BAD,
                _("Journal of office %(office)s: broken at entry %(seq)s (%(fault)s).")
                % {"office": report.office_id, "seq": report.bad_seq, "fault": report.fault},
                _("Keep the database as it is, tell the auditor, and compare with the last backup."),
            )


def files_are_whole() -> Iterator[Line]:
    broken = list(damaged())
    if broken:
        yield Line(
            BAD,
            _("%(count)s stored files are lost or changed, the first is %(code)s.")
            % {"count": len(broken), "code": broken[0].code},
            _("Restore them from a backup; a changed file is never served."),
        )
    else:
        yield Line(OK, _("Stored files: all whole."))


def search_is_whole() -> Iterator[Line]:
    if is_whole():
        yield Line(OK, _("Search index: made to its end."))
    else:
        yield Line(
            WARNING,
            _("The search index is not made to its end: what is there may not be found."),
            _("Run `zhitong search rebuild`; the office may work meanwhile."),
        )


def vault_opens() -> Iterator[Line]:
    """Every sealed identity has its key in the key file, and the file is nobody else's to read."""
    used = under_keys()
    try:
        ring = vault_keys.ring()
    except Refused as refusal:
        level = BAD if used or vault_keys.is_there() else WARNING
        yield Line(level, str(refusal.message), str(refusal.remedy))
        return
    lost = sum(count for key_id, count in used.items() if key_id not in ring.keys)
    if lost:
        yield Line(
            BAD,
            _("%(count)s sealed identities are under a key that the key file does not hold.") % {"count": lost},
            _("Put the key file back as it was, from its own safe place."),
        )
    else:
        yield Line(OK, _("Sealed identities: %(count)s, all under keys that are here.") % {"count": sum(used.values())})
    if has_stations() and not vault_keys.public_is_right():
        yield Line(
            WARNING,
            _(
                "The residents' process has no public half of the newest key: it seals with the key file, or not at all."
            ),
            _("Run: zhitong vault public"),
        )


def residents_are_apart() -> Iterator[Line]:
    """Whether the residents' pages can run with a database user of their own (P6); only of interest where a station is open."""
    if not has_stations():
        return
    if connection.vendor != "postgresql":
        yield Line(
            WARNING,
            _(
                "Residents' pages and office share one database file, which knows no users: whoever breaks into the one reads the other."
            ),
            _("Where that matters, use PostgreSQL and `zhitong public-role`; see the manual, “the residents' side”."),
        )
        return
    from zhitong.ops import public_role  # noqa: PLC0415  slow import: psycopg, which SQLite does not need

    if not public_role.fences_stand():
        yield Line(
            WARNING,
            _("The residents' pages have no database user of their own."),
            _(
                "Make one with `zhitong public-role` and serve them with `zhitong serve --public`; see the manual, “the residents' side”."
            ),
        )
    else:
        yield Line(OK, _("Residents' pages: a database user of their own can be used, its fences are up."))


def jobs_run() -> Iterator[Line]:
    parked = jobs.parked().count()
    if parked:
        yield Line(
            WARNING,
            _("%(count)s jobs failed five times and are parked.") % {"count": parked},
            _("Look under Jobs for the reason, mend it, and try them again."),
        )
    late = jobs.overdue(timezone.now() - timedelta(minutes=15)).count()
    if late:
        yield Line(
            BAD,
            _("%(count)s jobs have waited for more than 15 minutes: no worker runs.") % {"count": late},
            _("Start one: `zhitong worker`."),
        )
    if not parked and not late:
        yield Line(OK, _("Jobs: none is stuck."))


def backup_is_fresh() -> Iterator[Line]:
    backups = (
        sorted(settings.BACKUP_ROOT.glob("*.zhitong"), key=lambda path: path.stat().st_mtime)
        if settings.BACKUP_ROOT.exists()
        else []
    )
    if not backups:
        yield Line(
            WARNING,
            _("There is no backup in the backup folder."),
            _("Run `zhitong backup` each night and keep a copy on another machine."),
        )
        return
    age = timezone.now().timestamp() - backups[-1].stat().st_mtime
    level = OK if age < BACKUP_AGE.total_seconds() else WARNING
    yield Line(
        level,
        _("Newest backup: %(name)s, %(hours)s hours old.") % {"name": backups[-1].name, "hours": round(age / 3600)},
        "" if level == OK else _("Run `zhitong backup` each night and keep a copy on another machine."),
    )


DATABASE_NEEDED = (database_is_right, tables_are_current)
TABLES_NEEDED = (
    clock_is_right,
    journal_holds,
    files_are_whole,
    search_is_whole,
    vault_opens,
    residents_are_apart,
    jobs_run,
)
CHECKS: tuple[Callable[[], Iterator[Line]], ...] = (
    settings_are_safe,
    database_is_right,
    tables_are_current,
    fonts_are_there,
    disk_has_room,
    *TABLES_NEEDED,
    backup_is_fresh,
)


def run_all() -> Iterator[Line]:
    """Every line of every check; nothing is made or changed by asking. Where the tables are not there yet, what needs them is left out: that line says what to do."""
    opens = tables = database_opens()
    if not opens:
        yield Line(
            BAD,
            _("The database cannot be opened."),
            _("A new installation begins with `zhitong init`; else look at ZHITONG_HOME and ZHITONG_DATABASE_URL."),
        )
    for check in CHECKS:
        if (check in TABLES_NEEDED and not tables) or (check in DATABASE_NEEDED and not opens):
            continue
        if check is disk_has_room and not settings.HOME.exists():
            continue
        for line in check():
            if check is tables_are_current:
                tables = line.level == OK
            yield line
