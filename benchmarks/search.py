"""How fast the search is, and whether it finds all: ``python benchmarks/search.py [--texts 20000] [--queries 200] [--kept FOLDER]``.

Texts are made by ``make_corpus.py`` of the shared data (``ZHITONG_SHARED``, else ``../shared`` beside the checkout); without it this says so
and ends. Words are taken from the texts themselves: single words of two signs, and two of them together. Peers in the same run: a
plain scan of the same rows by LIKE (few of them, as each reads the archive), whose answers are also the measure of recall; and tantivy, when it
can be imported, fed the same tokens (no dependency of Zhitong's: ``pip install tantivy`` in an environment of its own and name its packages in
PYTHONPATH). ZHITONG_BENCH_DATABASE names a PostgreSQL database (its tables are made and left there); without it an SQLite file in a
temporary folder is used, or in the folder ``--kept``, which is filled once and used again. Each run is a new process: what it measures first is
measured after a restart.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import archive
import bench_office

ROOT = Path(__file__).resolve().parents[1]
_SCANNED = 4_000_000  # so many rows are read by scans at most
_SAMPLE = 3_000  # texts that words are taken from
_TIMES = {"each": 1}


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--texts", type=int, default=20_000)
    options.add_argument("--queries", type=int, default=200)
    options.add_argument("--kept", default="", metavar="FOLDER")
    options.add_argument(
        "--best-of", type=int, default=1, help="ask each so many times and keep the quickest: for a crowded machine"
    )
    chosen = options.parse_args()
    maker = Path(os.environ.get("ZHITONG_SHARED", ROOT.parent / "shared")) / "data" / "make_corpus.py"
    if not maker.exists():
        print("not measured: make_corpus.py of the shared data is not there (ZHITONG_SHARED names its folder)")
        return 0
    _TIMES["each"] = chosen.best_of
    home = bench_office.prepare(database=os.environ.get("ZHITONG_BENCH_DATABASE", ""), kept=chosen.kept)
    try:
        measure(maker, chosen.texts, chosen.queries)
    finally:
        if not chosen.kept:
            bench_office.remove(home)
    return 0


def measure(maker: Path, count: int, queries: int) -> None:
    from django.db import connection

    from zhitong.search.models import Document

    if not Document.objects.exists():
        archive.fill(maker, count)
    viewer = archive.viewer()
    rng = random.Random(7)
    newest_key = Document.objects.order_by("-item_id").values_list("item_id", flat=True)[0]
    keys = rng.sample(range(1, newest_key + 1), min(_SAMPLE, newest_key))
    texts = list(Document.objects.filter(item_id__in=keys).order_by("item_id").values_list("text", flat=True))
    print(f"{connection.vendor}, {newest_key:,} texts of {sum(map(len, texts)) // len(texts)} signs on average")
    nearest(viewer, queries)
    ones = [pair_of(rng, texts) for _ in range(queries)]
    twos = [f"{pair_of(rng, [text])} {pair_of(rng, [text])}" for text in rng.choices(texts, k=queries)]
    scans = max(3, min(queries, _SCANNED // newest_key))
    for name, asked in (("one word", ones), ("two words", twos)):
        compare(viewer, name, asked, scans)
    recall(viewer, [*ones[: scans // 2], *twos[: scans // 2]])
    adding(viewer, rng.sample(texts, min(queries, len(texts))))
    tantivy_beside(ones, twos)


def pair_of(rng: random.Random, texts: list[str]) -> str:
    """Two neighbouring 汉字 of some text."""
    while True:
        text = rng.choice(texts)
        at = rng.randrange(len(text) - 1)
        pair = text[at : at + 2]
        if all("\u4e00" <= sign <= "\u9fff" for sign in pair):
            return pair


def compare(viewer, name: str, asked: list[str], scans: int) -> None:
    from zhitong.search.find import MOST_RANKED, Wish, best_first, find, newest
    from zhitong.text import parse_query

    wishes = [Wish(parse_query(words)) for words in asked]
    ways = {
        "newest 20": lambda wish: newest(viewer, wish, 20),
        "ranked, the best 20": lambda wish: best_first(viewer, wish, newest(viewer, wish, MOST_RANKED + 1))[:20],
        "newest, all counts": lambda wish: find(viewer, wish),
        "ranked, all counts": lambda wish: find(viewer, wish, ranked=True),
    }
    took = {way: timed(function, wishes) for way, function in ways.items()}
    scan = timed(lambda wish: scanned(viewer, wish.query, 20), wishes[:scans], once=True)
    print(f"{name}, newest 20 by scan ({scans} of them): {said(scan)}")
    for way, times in took.items():
        print(f"{name}, {way}: {said(times)}, p95 {scan.p95 / times.p95:.1f} times as fast as the scan", flush=True)


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
    from zhitong.search import nearest as near
    from zhitong.search.registry import KINDS, entries_of

    newest_key = Submission.objects.order_by("-pk").values_list("pk", flat=True)[0]
    keys = random.Random(5).sample(range(newest_key * 9 // 10, newest_key + 1), min(queries, newest_key // 10))
    rows = list(Submission.objects.filter(pk__in=keys).select_related("unit"))
    begun, own = time.perf_counter(), time.process_time()
    near.similar_to(viewer, archive.KIND, rows[0])
    print(f"similar, the first panel: {_ms(begun):.0f} ms, {(time.process_time() - own) * 1000:.0f} ms of work")
    entries = entries_of(KINDS[archive.KIND], rows)
    alike = timed(lambda entry: near._alike(viewer, archive.KIND, entry, leaving=(), limit=5), entries)
    copies = timed(lambda entry: near._proposed(archive.KIND, entry), entries)
    print(f"similar, the stored index proposes copies: {said(copies)}")
    print(f"similar, the same in other words: {said(alike)}")
    print(
        f"similar, whole panel: {said(timed(lambda row: near.similar_to(viewer, archive.KIND, row), rows))}", flush=True
    )


def adding(viewer, texts: list[str]) -> None:
    """One new submission at a time to index and fingerprints, each in a transaction of its own; the submissions themselves are there before."""
    from django.db import transaction
    from django.utils import timezone

    from zhitong.intake.models import Submission, SubmissionAuthor
    from zhitong.search import index
    from zhitong.search.registry import KINDS

    now = timezone.now()
    last = Submission.objects.order_by("-serial").values_list("serial", flat=True)[0]
    words = [text.split("\n")[:2] for text in texts]
    items = [
        Submission(office=viewer.office, year=now.year, serial=last + n, title=title[:200], body=body, channel="import")
        for n, (title, body) in enumerate(words, 1)
    ]
    for item in items:
        item.received_at = item.recorded_at = now
        item.written_authors = [SubmissionAuthor(name=archive.EDITOR)]  # as they stand in memory when somebody sends in
    Submission.objects.bulk_create(items)

    def add(item) -> None:
        with transaction.atomic():
            index.add(KINDS[archive.KIND], [item])

    print(f"adding one text: {said(timed(add, items, once=True))}", flush=True)


def tantivy_beside(ones: list[str], twos: list[str]) -> None:
    """The same tokens in tantivy, the same words asked; newest first by a column of its own, ranked by its BM25."""
    try:
        import tantivy
    except ImportError:
        print("tantivy: not measured, it is not there")
        return
    from zhitong.search.models import Document

    schema = tantivy.SchemaBuilder()
    schema.add_text_field("tokens", tokenizer_name="whitespace", index_option="freq")
    schema.add_integer_field("spot", fast=True)
    schema = schema.build()
    with tempfile.TemporaryDirectory() as folder:
        index = tantivy.Index(schema, path=folder)
        writer = index.writer(500_000_000, 1)
        begun, work = time.perf_counter(), time.process_time()
        for spot, tokens in Document.objects.order_by("spot").values_list("spot", "tokens").iterator(2_000):
            writer.add_document(tantivy.Document(tokens=[_bare(tokens)], spot=spot))
        writer.commit()
        writer.wait_merging_threads()
        print(f"tantivy: filled in {time.perf_counter() - begun:.0f} s, {time.process_time() - work:.0f} s of work")
        index.reload()
        searcher = index.searcher()

        def query(words: str):
            parts = [
                (tantivy.Occur.Must, tantivy.Query.term_query(schema, "tokens", word, "freq")) for word in words.split()
            ]
            return tantivy.Query.boolean_query(parts)

        for name, asked in (("one word", ones), ("two words", twos)):
            queries = [query(words) for words in asked]
            by_time = timed(lambda one: searcher.search(one, 20, order_by_field="spot", count=False), queries)
            best = timed(lambda one: searcher.search(one, 20, count=False), queries)
            print(f"tantivy, {name}, newest 20: {said(by_time)}\ntantivy, {name}, ranked: {said(best)}", flush=True)


def _bare(tokens: str) -> str:
    """PostgreSQL gives a tsvector as quoted words."""
    return tokens.replace("'", "")


def _ms(begun: float) -> float:
    return (time.perf_counter() - begun) * 1000


@dataclass(frozen=True)
class Took:
    """Milliseconds of each call, sorted: by the clock, and of work of this process (a crowded machine blurs the first)."""

    clock: list[float]
    work: list[float]

    @property
    def p95(self) -> float:
        return self.clock[int(len(self.clock) * 0.95)]


def timed(function, given: list, *, once: bool = False) -> Took:
    """Each asked ``--best-of`` times, unless it may be done only ``once``."""
    clock, work = [], []
    for one in given:
        taken = []
        for _ in range(1 if once else _TIMES["each"]):
            begun, own = time.perf_counter(), time.process_time()
            function(one)
            taken.append(((time.perf_counter() - begun) * 1000, (time.process_time() - own) * 1000))
        clock.append(min(at for at, _ in taken))
        work.append(min(at for _, at in taken))
    return Took(sorted(clock), sorted(work))


def said(took: Took) -> str:
    """By the clock, and in brackets the process's own work (which leaves out what PostgreSQL does)."""
    middle, high = len(took.clock) // 2, int(len(took.clock) * 0.95)
    return (
        f"p50 {took.clock[middle]:.2f} ({took.work[middle]:.2f}) ms, p95 {took.clock[high]:.2f} ({took.work[high]:.2f}) ms, "
        f"worst {took.clock[-1]:.2f} ({took.work[-1]:.2f}) ms"
    )


if __name__ == "__main__":
    sys.exit(main())
