"""Django's SQLite engine, with a queue at the door of the one writer, and with statements that are put into SQLite's way of writing once.

SQLite lets one transaction write at a time, and whoever comes meanwhile sleeps for a while, looks again, and sleeps longer: with many
at once the database lies idle between two of them, and who came first may be served last. Here each waits at a lock for the one before
and is woken by its COMMIT. The queue only orders the writers: that two never write at once is still SQLite's own care.
"""

from __future__ import annotations

import fcntl
import os
import threading
from functools import lru_cache

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError


class Queue:
    """Where the writers of one database file wait: the threads of this process at a lock, the first of them at a file's lock for the
    other processes (a second server process, the worker, a command). The system opens that one too when its holder is killed.
    """

    def __init__(self, name: str):
        self._threads = threading.Lock()
        self._file = open(f"{name}-queue", "ab")

    def acquire(self, timeout: float) -> bool:
        """Whether it is this thread's turn, after at most ``timeout`` seconds in the line of this process.

        Whoever stands first in it waits for another process as long as that one writes.
        """
        if not self._threads.acquire(timeout=timeout):
            return False
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX)
        except BaseException:
            self._threads.release()
            raise
        return True

    def release(self) -> None:
        fcntl.flock(self._file, fcntl.LOCK_UN)
        self._threads.release()

    def locked(self) -> bool:
        return self._threads.locked()


_queues: dict[str, Queue] = {}  # by database file
# A fork would share the file's lock with its parent: it opens the file anew.
os.register_at_fork(after_in_child=_queues.clear)


def queue_of(name: object) -> Queue:
    """The queue of this process' writers of one database file."""
    key = str(name)
    return _queues.get(key) or _queues.setdefault(key, Queue(key))


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
    """Has its file's turn from BEGIN to COMMIT, ROLLBACK or the end of the connection."""

    _held: Queue | None = None

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
