"""Django's SQLite engine, with a queue at the door of the one writer, and with statements that are put into SQLite's way of writing once.

SQLite lets one transaction write at a time, and whoever comes meanwhile sleeps for a while, looks again, and sleeps longer: with many
at once the database lies idle between two of them, and who came first may be served last. Threads of one process need not sleep:
each waits at a lock for the one before, and is woken by its COMMIT. Other processes (the worker, a command) still wait as SQLite does.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from functools import lru_cache

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

_queues: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)  # by database file


def queue_of(name: object) -> threading.Lock:
    """The lock at which this process' writers of one database file wait."""
    return _queues[str(name)]


@lru_cache(1_000)
def _with_question_marks(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class Cursor(base.SQLiteCursorWrapper):
    """Django looks through every statement for its gaps each time it runs; a page has forty of some thousand characters."""

    def convert_query(self, query, *, param_names=None):
        return (
            _with_question_marks(query)
            if param_names is None
            else super().convert_query(query, param_names=param_names)
        )


class DatabaseWrapper(base.DatabaseWrapper):
    """Holds its file's lock from BEGIN to COMMIT, ROLLBACK or the end of the connection."""

    _held: threading.Lock | None = None

    def create_cursor(self, name=None):
        return self.connection.cursor(factory=Cursor)

    def _start_transaction_under_autocommit(self):
        if self._held is not None or self.is_in_memory_db():
            return super()._start_transaction_under_autocommit()
        queue = queue_of(self.settings_dict["NAME"])
        if not queue.acquire(timeout=self.settings_dict["OPTIONS"].get("timeout", 5)):
            raise OperationalError("database is locked")  # what SQLite itself says after as long a wait
        self._held = queue
        try:
            return super()._start_transaction_under_autocommit()
        except BaseException:
            self._let_go()
            raise

    def _commit(self):
        super()._commit()  # when it fails Django rolls back, and that lets go
        self._let_go()

    def _rollback(self):
        try:
            super()._rollback()
        finally:
            self._let_go()

    def _close(self):
        try:
            super()._close()
        finally:
            self._let_go()

    def _let_go(self):
        held, self._held = self._held, None
        if held is not None:
            held.release()
