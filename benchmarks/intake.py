"""Durable submissions per second, beside raw SQLite inserts of the same rows in the same journal mode, in one run.

    python benchmarks/intake.py --journal DELETE
    python benchmarks/intake.py --journal WAL

raw         one transaction per submission with exactly the rows that a submission writes, by sqlite3 alone
in process  the action intake.submit, one after the other
HTTP        the form, through the web server, from 20 browsers at once (the browsers share the machine with the server)
"""

from __future__ import annotations

import argparse
import re
import sqlite3
import subprocess
import sys
import threading
import time
import uuid
from functools import cache

import bench_office


def statements_of_one() -> list[tuple[str, tuple]]:
    """Every write of one submission, as the database saw it."""
    from django.db import connection

    seen: list[tuple[str, tuple]] = []

    def note(execute, sql, params, many, context):
        if sql.split(" ", 1)[0] in {"INSERT", "UPDATE", "DELETE"}:
            for row in params if many else [params]:
                seen.append((sql.replace("%s", "?").split(" RETURNING ")[0], tuple(row or ())))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        submit(0)
    return seen


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


def raw(seconds: float, journal: str, home) -> float:
    """The same rows into tables of the same shape without any constraint but the keys."""
    statements = [(sql, params) for sql, params in statements_of_one() if sql.startswith("INSERT")]
    import django.db

    source = django.db.connection
    database = sqlite3.connect(home / "raw.sqlite3", isolation_level=None)
    database.execute(f"PRAGMA journal_mode={journal}")
    database.execute("PRAGMA synchronous=FULL")
    tables = {re.match(r'INSERT INTO "?(\w+)', sql)[1] for sql, _params in statements}
    for table in tables:
        with source.cursor() as cursor:
            cursor.execute("SELECT name FROM pragma_table_info(%s)", [table])
            columns = ", ".join(f'"{name}"' for (name,) in cursor.fetchall())
        database.execute(f'CREATE TABLE "{table}" ({columns})')
    count, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < seconds:
        database.execute("BEGIN IMMEDIATE")
        for sql, params in statements:
            database.execute(sql, params)
        database.execute("COMMIT")
        count += 1
    return count / (time.perf_counter() - begun)


def in_process(seconds: float) -> float:
    count, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < seconds:
        count += 1
        submit(count)
    return count / (time.perf_counter() - begun)


def http(seconds: float, home, sources) -> float:
    server = bench_office.Server(home, with_worker=False)
    server.start()
    counts, faults = [0] * len(sources), []

    def work(number: int) -> None:
        browser, ends = bench_office.Browser(server.port, sources[number]), time.perf_counter() + seconds
        while time.perf_counter() < ends:
            title, body = bench_office.text_of(number * 100_000 + counts[number])
            try:
                browser.submit(str(uuid.uuid4()), title, body)
            except Exception as fault:
                faults.append(repr(fault))
                return
            counts[number] += 1

    begun = time.perf_counter()
    threads = [threading.Thread(target=work, args=[n]) for n in range(len(sources))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = time.perf_counter() - begun
    server.stop()
    if faults:
        raise SystemExit(f"{len(faults)} browsers failed, the first with {faults[0]}")
    return sum(counts) / taken


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--journal", choices=["DELETE", "WAL"], help="without it both are run, each in a process of its own"
    )
    parser.add_argument("--seconds", type=float, default=10)
    options = parser.parse_args()
    if options.journal is None:
        return max(
            subprocess.call([sys.executable, __file__, "--journal", mode, "--seconds", str(options.seconds)])
            for mode in ("DELETE", "WAL")
        )
    home = bench_office.prepare(options.journal)
    try:
        sources = bench_office.make(20)
        base = raw(options.seconds, options.journal, home)
        inside = in_process(options.seconds)
        wire = http(options.seconds, home, sources)
        print(
            f"{options.journal:6}  raw {base:7.0f}/s   in process {inside:6.0f}/s = {inside / base:.2f}   HTTP, 20 browsers {wire:6.0f}/s = {wire / base:.2f}"
        )
    finally:
        bench_office.remove(home)
    return 0


if __name__ == "__main__":
    sys.exit(main())
