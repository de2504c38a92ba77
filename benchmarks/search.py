"""How fast the search is, and whether it finds all: ``python benchmarks/search.py [--texts 20000] [--queries 200]``.

Texts are made by ``make_corpus.py`` of the shared data (``ZHITONG_SHARED``, else ``../shared`` beside the checkout); without it this says so
and ends. Words are taken from the texts themselves: single words of two signs, and two of them together. The peer in the same run is a
plain scan of the same rows by LIKE, whose answers are also the measure of recall. ZHITONG_BENCH_DATABASE names a PostgreSQL database
(its tables are made and left there); without it an SQLite file in a temporary folder is used.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import bench_office

ROOT = Path(__file__).resolve().parents[1]
BATCH = 500


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--texts", type=int, default=20_000)
    options.add_argument("--queries", type=int, default=200)
    chosen = options.parse_args()
    maker = Path(os.environ.get("ZHITONG_SHARED", ROOT.parent / "shared")) / "data" / "make_corpus.py"
    if not maker.exists():
        print("not measured: make_corpus.py of the shared data is not there (ZHITONG_SHARED names its folder)")
        return 0
    home = bench_office.prepare(database=os.environ.get("ZHITONG_BENCH_DATABASE", ""))
    try:
        measure(maker, chosen.texts, chosen.queries)
    finally:
        bench_office.remove(home)
    return 0


def measure(maker: Path, count: int, queries: int) -> None:
    from django.db import connection

    viewer, texts = fill(maker, count)
    print(f"{connection.vendor}, {count} texts of {sum(map(len, texts)) // len(texts)} signs on average")
    rng = random.Random(7)
    ones = [pair_of(rng, texts) for _ in range(queries)]
    twos = [f"{pair_of(rng, [text])} {pair_of(rng, [text])}" for text in rng.choices(texts, k=queries)]
    for name, asked in (("one word", ones), ("two words", twos)):
        compare(viewer, name, asked)
    recall(viewer, [*ones[: queries // 4], *twos[: queries // 4]])
    nearest(viewer, queries)


def fill(maker: Path, count: int):
    """The texts as submissions, and the time that documents and fingerprints took to write."""
    from django.db import transaction
    from django.utils import timezone

    from zhitong.intake.models import Submission
    from zhitong.network import actions as network
    from zhitong.network.actors import actor_for, system_actor
    from zhitong.network.models import Person
    from zhitong.network.rights import RIGHTS
    from zhitong.search.index import refresh
    from zhitong.search.registry import KINDS

    name = f"检索测速{time.time_ns()}"
    office = network.open_office(name=name, short_name="测速", rank=4, level_name="区政协")
    by = system_actor(office, RIGHTS, channel="command")
    editor = network.add_person(by=by, name="周敏")
    network.give_role(editor, "editor", by=by, starts_on=date(2020, 1, 1))
    units = [network.add_unit(by=by, name=f"第{n}联络组", kind="street_group") for n in range(120)]
    made = subprocess.Popen([sys.executable, str(maker), str(count)], stdout=subprocess.PIPE, text=True)
    texts, spent, worked, batch = [], 0.0, 0.0, []
    now = timezone.now()

    def write() -> None:
        nonlocal spent, worked
        with transaction.atomic():
            Submission.objects.bulk_create(batch)
            begun, own = time.perf_counter(), time.process_time()
            refresh(KINDS["submission"], [row.pk for row in batch])
            spent += time.perf_counter() - begun
            worked += time.process_time() - own
        batch.clear()

    for serial, row in enumerate(map(json.loads, made.stdout), 1):
        texts.append(f"{row['title']}。{row['body']}")
        at = timezone.make_aware(datetime.fromisoformat(row["at"]))
        words = {"title": row["title"], "body": row["body"], "place": row["place"], "unit": units[row["unit"]]}
        where = {"office": office, "year": at.year, "serial": serial, "channel": "import", "digest": ""}
        batch.append(Submission(**words, **where, received_at=at, recorded_at=now))
        if len(batch) == BATCH:
            write()
    if batch:
        write()
    each, own = spent / count * 1000, worked / count * 1000
    print(f"index and fingerprints: {each:.2f} ms for a text by the clock, {own:.2f} ms of work of this process")
    return actor_for(Person.objects.select_related("office").get(pk=editor.pk), channel="command"), texts


def pair_of(rng: random.Random, texts: list[str]) -> str:
    """Two neighbouring 汉字 of some text."""
    while True:
        text = rng.choice(texts)
        at = rng.randrange(len(text) - 1)
        pair = text[at : at + 2]
        if all("\u4e00" <= sign <= "\u9fff" for sign in pair):
            return pair


def compare(viewer, name: str, asked: list[str]) -> None:
    from zhitong.search.find import Wish, find, newest
    from zhitong.text import parse_query

    wishes = [Wish(parse_query(words)) for words in asked]
    scan = timed(lambda wish: scanned(viewer, wish.query, 20), wishes)
    print(f"{name}, newest 20 by scan: {said(scan)}")
    ways = {
        "newest 20": lambda wish: newest(viewer, wish, 20),
        "newest, all counts": lambda wish: find(viewer, wish),
        "ranked, all counts": lambda wish: find(viewer, wish, ranked=True),
    }
    for way, function in ways.items():
        took = timed(function, wishes)
        print(f"{name}, {way}: {said(took)}, p95 {scan.p95 / took.p95:.1f} times as fast as the scan")


def scanned(viewer, query, most: int | None) -> list[int]:
    from django.db.models import Q

    from zhitong.search.models import Document

    fits = Q(office_id=viewer.office_id)
    for term in query.wanted:
        fits &= Q(text__contains=term.key)
    return list(Document.objects.filter(fits).order_by("-spot").values_list("spot", flat=True)[:most])


def recall(viewer, asked: list[str]) -> None:
    from zhitong.search.find import Wish, newest
    from zhitong.text import parse_query

    wanted = found = strangers = 0
    for words in asked:
        query = parse_query(words)
        there = set(scanned(viewer, query, None))
        got = set(newest(viewer, Wish(query), 10**9))
        wanted, found, strangers = wanted + len(there), found + len(there & got), strangers + len(got - there)
    print(f"recall against the scan: {found / wanted:.6f} ({found} of {wanted}), {strangers} strangers")


def nearest(viewer, queries: int) -> None:
    from zhitong.intake.models import Submission
    from zhitong.search.nearest import similar_to

    rows = list(Submission.objects.filter(office=viewer.office).select_related("unit").order_by("-pk")[:queries])
    print(f"similar, whole panel: {said(timed(lambda row: similar_to(viewer, 'submission', row), rows))}")


@dataclass(frozen=True)
class Took:
    """Milliseconds of each call, sorted: by the clock, and of work of this process (a crowded machine blurs the first)."""

    clock: list[float]
    work: list[float]

    @property
    def p95(self) -> float:
        return self.clock[int(len(self.clock) * 0.95)]


def timed(function, given: list) -> Took:
    clock, work = [], []
    for one in given:
        begun, own = time.perf_counter(), time.process_time()
        function(one)
        clock.append((time.perf_counter() - begun) * 1000)
        work.append((time.process_time() - own) * 1000)
    return Took(sorted(clock), sorted(work))


def said(took: Took) -> str:
    """By the clock, and in brackets the process's own work (which leaves out what PostgreSQL does)."""
    middle, high = len(took.clock) // 2, int(len(took.clock) * 0.95)
    return (
        f"p50 {took.clock[middle]:.2f} ({took.work[middle]:.2f}) ms, p95 {took.clock[high]:.2f} ({took.work[high]:.2f}) ms, "
        f"worst {took.clock[-1]:.2f} ms"
    )


if __name__ == "__main__":
    sys.exit(main())
