"""Which SQLite is linked, and which journal it may use.

SQLite from 3.7.0 to 3.51.2 can lose committed writes in WAL mode when two connections race to reset the log (fixed in
3.51.3, with backports in 3.44.6 and 3.50.7). Web server and worker are just such two connections, so WAL is used only
on a version known to be mended; every other version gets the slower rollback journal, which is safe.
"""

from __future__ import annotations

import sys

WAL_MENDED_FROM = (3, 51, 3)
MAPPED = 1 << 30  # bytes of the database file that may be read through the system's own memory
LOGGED = 4_000  # pages of the log after which a writer brings them into the database file
WAL_MENDED_BACKPORTS = ((3, 44, 6), (3, 50, 7))


def use_mended_sqlite() -> None:
    """Put pysqlite3 in the place of the standard module when it is installed; must run before Django opens a database."""
    try:
        import pysqlite3  # noqa: PLC0415  optional dependency: has wheels for Linux only
        from pysqlite3 import dbapi2  # noqa: PLC0415  optional dependency
    except ImportError:
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = dbapi2


def journal_mode(version: tuple[int, int, int]) -> str:
    """``WAL`` where this version is known to keep what it acknowledged, else ``DELETE``."""
    if version >= WAL_MENDED_FROM:
        return "WAL"
    backported = any(version[:2] == fixed[:2] and version >= fixed for fixed in WAL_MENDED_BACKPORTS)
    return "WAL" if backported else "DELETE"


def options(forced_mode: str = "") -> dict:
    """Django's OPTIONS for every connection: web, worker, commands and tests alike.

    ``IMMEDIATE`` takes the write lock at BEGIN, so that two writers wait for each other instead of failing half way.
    What is erased is overwritten, so that a matter moved to paper does not live on in freed pages.
    ``FULL`` asks the disk for a sync at each commit: a receipt is shown only for what is on disk.
    One text sent in changes some seventy pages: with SQLite's own 1,000 each fourteenth writer had to wait for all of them to be brought over
    (4 ms of work), and pages that many texts change were brought over again and again.
    Pages are read where the system already holds them (mmap) instead of being copied one by one: a third off long reads.
    """
    import sqlite3  # noqa: PLC0415  after use_mended_sqlite has chosen the module

    mode = forced_mode.upper() or journal_mode(sqlite3.sqlite_version_info)
    if mode not in {"WAL", "DELETE"}:
        raise ValueError(f"ZHITONG_SQLITE_JOURNAL must be WAL or DELETE, not {forced_mode!r}")
    return {
        "transaction_mode": "IMMEDIATE",
        # pysqlite3 keeps the statements used most often: once its hundred are full of a start's, each new one pushes out the last and every
        # statement of every page is compiled anew, which costs as much as running it.
        "cached_statements": 1_000,
        "timeout": 30,  # seconds a writer waits for its turn: fifty at once on a slow machine take their time
        "init_command": f"PRAGMA journal_mode={mode}; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
        f" PRAGMA mmap_size={MAPPED}; PRAGMA wal_autocheckpoint={LOGGED};",
    }
