"""Durable submissions per second, beside raw SQLite writes of the same rows in the same journal mode, in one run.

    python benchmarks/intake.py                     both journal modes
    python benchmarks/intake.py --journal WAL --seconds 10

raw         the very INSERTs and UPDATEs of real submissions, written down once and played again by sqlite3 alone: the same tables with
            their keys, indexes, search index and triggers, the same pragmas, one transaction each; no Python but the loop
raw, 20     the same by twenty connections that take turns, in order, as nobody could do it faster
bare        the same rows into tables without any key or index and without the search index: what the disk alone would take
in process  the action intake.submit, one after the other, with a fresh token each
HTTP        the form, through the web server, from 20 browsers at once; the browsers share the machine with the server

All of them take turns of a second or two, so that whatever else the machine does falls on each alike.
"""

from __future__ import annotations

import argparse
import itertools
import re
import subprocess
import sys
import threading
import time
import uuid
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import bench_office

from zhitong.ops.sqlite import use_mended_sqlite

use_mended_sqlite()
import sqlite3  # noqa: E402  the very SQLite that the product uses

CLIENTS = 20
WRITTEN_DOWN = 300  # submissions that are played again
ROUNDS = 4
Writes = list[tuple[str, tuple]]  # the statements of one transaction


@dataclass
class Measured:
    """What one way did in all its turns. ``processor`` is this process' own time, 0 where the work is done elsewhere."""

    count: int = 0
    seconds: float = 0.0
    processor: float = 0.0

    @property
    def rate(self) -> float:
        return self.count / self.seconds

    def run(self, turn, *args) -> None:
        begun, used = time.perf_counter(), time.process_time()
        self.count += turn(*args)
        self.seconds += time.perf_counter() - begun
        self.processor += time.process_time() - used


# In process


def submit(n: int) -> None:
    from django.utils import timezone

    from zhitong.intake.actions import submit as take_in
    from zhitong.intake.words import Words

    title, body = bench_office.text_of(n)
    take_in(by=_actor().later(timezone.now()), words=Words(title, body=body), token=uuid.uuid4())


@cache
def _actor():
    """Who sends in; the HTTP door makes one for each request, and is counted there."""
    from zhitong.network.actors import actor_for
    from zhitong.network.models import Person

    return actor_for(Person.objects.select_related("office").get(name="来稿人0"), channel="page")


_numbers = itertools.count(1)


def in_process(seconds: float) -> int:
    count, ends = 0, time.perf_counter() + seconds
    while time.perf_counter() < ends:
        submit(next(_numbers))
        count += 1
    return count


# Raw


def write_down(home: Path) -> list[Writes]:
    """Make submissions and note every write of each, as the database saw it. The state before them is kept as ``before.sqlite3``."""
    from django.db import connection

    connection.ensure_connection()
    with sqlite3.connect(home / "before.sqlite3") as before:
        connection.connection.backup(before)
    before.close()
    writes: Writes = []

    def note(execute, sql, params, many, context):
        if sql.split(" ", 1)[0] in {"INSERT", "UPDATE", "DELETE"}:
            plain = sql.replace("%s", "?").split(" RETURNING ")[0]
            writes.extend((plain, tuple(row or ())) for row in (params if many else [params]))
        return execute(sql, params, many, context)

    noted = []
    for _ in range(WRITTEN_DOWN):
        with connection.execute_wrapper(note):
            submit(next(_numbers))
        noted.append(writes.copy())
        writes.clear()
    return noted


def _opened(path: Path) -> sqlite3.Connection:
    """A connection with the product's own pragmas."""
    from django.conf import settings

    database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for pragma in settings.DATABASES["default"]["OPTIONS"]["init_command"].split(";"):
        database.execute(pragma)
    return database


def _play(database: sqlite3.Connection, writes: Writes) -> None:
    database.execute("BEGIN IMMEDIATE")
    for sql, params in writes:
        database.execute(sql, params)
    database.execute("COMMIT")


class Raw:
    """Plays what was written down into copies of the database, again and again. ``bare``: into tables that are only columns."""

    def __init__(self, home: Path, noted: list[Writes], *, clients: int = 1, bare: bool = False):
        self.home, self.noted, self.clients, self.bare = home, noted, clients, bare
        self.path = home / f"raw{clients}{'bare' if bare else ''}.sqlite3"

    def turn(self, seconds: float, measured: Measured) -> None:
        """Only the playing is measured, not the making of a fresh copy."""
        done = 0.0
        while done < seconds:
            databases = self._fresh()
            before = measured.seconds
            measured.run(self._all, databases)
            done += measured.seconds - before
            for database in databases:
                database.close()

    def _fresh(self) -> list[sqlite3.Connection]:
        for name in (self.path, *(Path(f"{self.path}{end}") for end in ("-wal", "-shm", "-journal"))):
            name.unlink(missing_ok=True)
        source = sqlite3.connect(self.home / "before.sqlite3")
        first = _opened(self.path)
        if self.bare:
            for table in {re.match(r'(?:INSERT INTO|UPDATE) "?(\w+)', sql)[1] for sql, _ in self.noted[0]}:
                columns = ", ".join(f'"{row[1]}"' for row in source.execute(f"PRAGMA table_info({table})"))
                first.execute(f'CREATE TABLE "{table}" ({columns})')
        else:
            source.backup(first)
        source.close()
        return [first, *(_opened(self.path) for _ in range(self.clients - 1))]

    def _all(self, databases: list[sqlite3.Connection]) -> int:
        """Each client plays the next submission when it is its turn: they hold keys of the ones before."""
        waiting, turn = iter(self.noted), threading.Lock()

        def work(database: sqlite3.Connection) -> None:
            while True:
                with turn:
                    writes = next(waiting, None)
                    if writes is None:
                        return
                    _play(database, writes)

        if len(databases) == 1:
            work(databases[0])
        else:
            _in_threads(work, databases)
        return len(self.noted)


# HTTP


def http(seconds: float, browsers: list[bench_office.Browser]) -> int:
    counts, faults = [0] * len(browsers), []
    for browser in browsers:
        browser.hang_up()  # between two turns the server may have hung up
    ends = time.perf_counter() + seconds

    def work(number: int) -> None:
        while time.perf_counter() < ends:
            title, body = bench_office.text_of(next(_numbers))
            try:
                browsers[number].submit(str(uuid.uuid4()), title, body)
            except Exception as fault:
                faults.append(repr(fault))
                return
            counts[number] += 1

    _in_threads(work, range(len(browsers)))
    if faults:
        raise SystemExit(f"{len(faults)} browsers failed, the first with {faults[0]}")
    return sum(counts)


def _in_threads(work, each) -> None:
    threads = [threading.Thread(target=work, args=[one]) for one in each]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--journal", choices=["DELETE", "WAL"], help="without it both are run, each in a process of its own"
    )
    parser.add_argument("--seconds", type=float, default=8, help="for each of the five, in four turns")
    options = parser.parse_args()
    if options.journal is None:
        return max(
            subprocess.call([sys.executable, __file__, "--journal", mode, "--seconds", str(options.seconds)])
            for mode in ("DELETE", "WAL")
        )
    home = bench_office.prepare(options.journal)
    server = bench_office.Server(home, with_worker=False)
    try:
        sources = bench_office.make(CLIENTS)
        submit(next(_numbers))  # what is made once is made
        noted = write_down(home)
        server.start()
        browsers = [bench_office.Browser(server.port, source) for source in sources]
        http(0.5, browsers)
        part = options.seconds / ROUNDS
        one, many, bare, inside, wire = (Measured() for _ in range(5))
        for _ in range(ROUNDS):
            Raw(home, noted).turn(part, one)
            inside.run(in_process, part)
            Raw(home, noted, clients=CLIENTS).turn(part, many)
            wire.run(http, part, browsers)
            Raw(home, noted, bare=True).turn(part / 2, bare)
    finally:
        server.stop()
        bench_office.remove(home)
    rows = sum(sql.startswith("INSERT") for sql, _ in noted[-1])
    print(
        f"{options.journal}: one submission = one transaction of {rows} INSERTs, {len(noted[-1]) - rows} UPDATE; synchronous=FULL"
    )
    print(f"  raw                 {one.rate:7.0f}/s   {one.processor / one.count * 1000:5.2f} ms of processor each")
    print(f"  raw, {CLIENTS} connections {many.rate:7.0f}/s")
    print(f"  bare                {bare.rate:7.0f}/s   no keys, no indexes, no search index")
    print(
        f"  in process          {inside.rate:7.0f}/s   {inside.processor / inside.count * 1000:5.2f} ms of processor each"
        f"   = {inside.rate / one.rate:.2f} of raw, {inside.rate / bare.rate:.2f} of bare"
    )
    print(
        f"  HTTP, {CLIENTS} browsers   {wire.rate:7.0f}/s   = {wire.rate / many.rate:.2f} of raw with {CLIENTS},"
        f" {wire.rate / one.rate:.2f} of raw, {wire.rate / bare.rate:.2f} of bare"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
