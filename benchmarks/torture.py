"""Kill the whole program at random moments while clients submit: every receipt that was given must be found, once, word for word.

    python benchmarks/torture.py --kills 200        (make torture)
    python benchmarks/torture.py --kills 10         the short form, as in the test suite

Each kill is a SIGKILL of the whole process group, and what is started afterwards is the whole program again: server, its process, the
job worker. One start in ``--cold`` (all of the short form) is a new interpreter that reads the program from the disk; only those are
held to the promise of five seconds. The others are forked from a process that has read it and holds neither connection nor thread, so
that 200 kills take minutes instead of the better part of an hour. Nothing of what is tested differs: the database, its journal, the
files and every connection begin from the disk.

Each client writes down what it sends before it sends it, and the receipt after it came. A client that got no answer sends the same form
with the same token again after the restart. Exit code 1 when anything is lost, doubled, half there, or not ready again within 5 s.
"""

from __future__ import annotations

import argparse
import http.client
import random
import sys
import threading
import time
import uuid

import bench_office


class Client(threading.Thread):
    """Submits without pause until told to stop; keeps a journal of its own."""

    def __init__(self, number: int, source, server, stopping: threading.Event):
        super().__init__(daemon=True)
        self.number, self.source, self.server, self.stopping = number, source, server, stopping
        self.receipts: dict[str, tuple[str, str, str]] = {}  # token → title, body, receipt
        self.attempted: set[str] = set()
        self.faults: list[str] = []

    def run(self) -> None:
        browser, count = bench_office.Browser(self.server.port, self.source), 0
        while not self.stopping.is_set():
            count += 1
            token = str(uuid.uuid4())
            title, body = bench_office.text_of(self.number * 1_000_000 + count)
            self.attempted.add(token)
            while not self.stopping.is_set():
                try:
                    self.receipts[token] = (title, body, browser.submit(token, title, body))
                    break
                except (OSError, http.client.HTTPException):
                    time.sleep(0.05)
                except RuntimeError as refusal:
                    self.faults.append(str(refusal))
                    break


def check(clients: list[Client]) -> list[str]:
    """Compare the clients' journals with the database; gives what is wrong, in sentences."""
    import sqlite3

    from django.conf import settings

    from zhitong.intake.models import Receipt, Submission
    from zhitong.jobs.models import Job
    from zhitong.journal.models import Entry
    from zhitong.journal.queries import verify_all

    wrong = [fault for client in clients for fault in client.faults]
    attempted = set().union(*(client.attempted for client in clients))
    stored = {str(r.token): r.submission for r in Receipt.objects.select_related("submission")}
    for client in clients:
        for token, (title, body, receipt) in client.receipts.items():
            found = stored.get(token)
            if found is None:
                wrong.append(f"lost: {receipt}")
            elif (found.title, found.body) != (title, body) or f"/{found.code}/" not in receipt:
                wrong.append(f"not as it was sent: {receipt}")
    wrong += [f"nobody sent {token}" for token in set(stored) - attempted]
    if Submission.objects.count() != len(stored):
        wrong.append(f"{Submission.objects.count()} submissions for {len(stored)} receipts")
    numbers = sorted(Submission.objects.values_list("serial", flat=True))
    if numbers != list(range(1, len(numbers) + 1)):
        wrong.append("the numbers have a gap")
    entries = Entry.objects.filter(action="intake.submitted").count()
    if entries != len(stored):
        wrong.append(f"{entries} journal entries for {len(stored)} receipts")
    followed = Job.objects.filter(task__endswith="follow_up").count()
    if followed != len(stored):
        wrong.append(f"{followed} follow-up jobs for {len(stored)} receipts")
    wrong += [f"journal broken at {report.bad_seq}: {report.fault}" for report in verify_all() if not report.holds]
    with sqlite3.connect(settings.DATABASES["default"]["NAME"]) as database:
        answer = database.execute("PRAGMA integrity_check").fetchone()[0]
    if answer != "ok":
        wrong.append(f"integrity check: {answer}")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--journal", default="", help="WAL or DELETE; empty: what the linked SQLite allows")
    parser.add_argument("--patience", type=float, default=5, help="seconds within which it must answer again")
    parser.add_argument(
        "--cold", type=int, default=0, help="one start in so many reads the program anew; 0: 1 up to 20 kills, else 20"
    )
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    home = bench_office.prepare(options.journal)
    rng, slowest = random.Random(options.seed), 0.0
    cold_each = options.cold or (1 if options.kills <= 20 else 20)
    server = bench_office.Server(home)
    try:
        sources = bench_office.make(options.clients)
        server.read = bench_office.Read() if cold_each > 1 else None
        stopping = threading.Event()
        server.start(cold=cold_each == 1)
        clients = [Client(n, source, server, stopping) for n, source in enumerate(sources)]
        for client in clients:
            client.start()
        for kill in range(options.kills):
            time.sleep(rng.uniform(0.1, 1.5))
            server.kill()
            cold = (kill + 1) % cold_each == 0
            took = server.start(cold=cold)
            slowest = max(slowest, took if cold else 0)
        time.sleep(1)
        stopping.set()
        for client in clients:
            client.join(30)
        server.stop()
        given = sum(len(client.receipts) for client in clients)
        wrong = check(clients)
        if slowest > options.patience:
            wrong.append(f"not ready again within {options.patience:g} s: {slowest:.1f} s")
        for line in wrong[:20]:
            print(line)
        print(
            f"{options.kills} kills, {options.clients} clients, {given} receipts: {len(wrong)} wrong; slowest cold restart of {options.kills // cold_each}: {slowest:.1f} s"
        )
        return int(bool(wrong) or given == 0)
    finally:
        server.stop()
        bench_office.remove(home)


if __name__ == "__main__":
    sys.exit(main())
