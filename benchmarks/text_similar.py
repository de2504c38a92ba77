"""Similar texts at intake: recall by kind of copy, time, memory and build, beside plain cosine of 2-grams.

    python benchmarks/text_similar.py 10000 100000

The corpus is made by ``make_corpus.py`` of the shared data: the directory in ZHITONG_SHARED, or ``shared`` beside the repository.
Its last copies, at most 2,000, are asked about against all texts before them; a copy is found when the texts given (at most 10)
hold one of its group. The peer answers the same questions, at most 200 of them, from a sparse matrix of all texts.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer

from zhitong.text.normalise import dedupe_key
from zhitong.text.similar import SimilarIndex

SHARED = Path(os.environ.get("ZHITONG_SHARED") or Path(__file__).resolve().parents[2] / "shared")
QUESTIONS = 2000
PEER_QUESTIONS = 200
PEER_MOST = 100_000


def corpus(size):
    maker = SHARED / "data" / "make_corpus.py"
    made = subprocess.Popen(
        [sys.executable, maker, str(size), "--seed", "7"], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    yield from map(json.loads, made.stdout)
    if made.wait():
        raise SystemExit(f"{maker.name} ended with {made.returncode}")


def megabytes():
    """Of this process now, in MB; the peak where the system does not tell the present."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def told(milliseconds):
    p50, p95, p99 = np.percentile(milliseconds, [50, 95, 99])
    return f"p50 {p50:.2f} ms, p95 {p95:.2f} ms, p99 {p99:.2f} ms, worst {max(milliseconds):.1f} ms"


def measure(size):
    before = megabytes()
    index = SimilarIndex()
    building = 0.0
    seen, kept, asked = set(), [], []
    first_question = size - int(size * 0.15)
    for number, row in enumerate(corpus(size)):
        if number >= first_question and row["kind"] != "new" and row["group"] in seen and len(asked) < QUESTIONS:
            asked.append(row)
            continue
        seen.add(row["group"])
        started = time.perf_counter()
        index.add((row["id"], row["group"]), row["title"], row["body"])
        building += time.perf_counter() - started
        if size <= PEER_MOST:
            kept.append(row)
    print(
        f"\n{len(index):,} texts: built in {building:.0f} s ({building / len(index) * 1000:.3f} ms each), {megabytes() - before:.0f} MB",
        flush=True,
    )

    found, total, times, working, strangers = Counter(), Counter(), [], [], 0
    for row in asked:
        started, worked = time.perf_counter(), time.thread_time()
        matches = index.similar(row["title"], row["body"])
        times.append((time.perf_counter() - started) * 1000)
        working.append((time.thread_time() - worked) * 1000)
        total[row["kind"]] += 1
        found[row["kind"]] += any(match.id[1] == row["group"] for match in matches)
        strangers += bool(matches) and matches[0].id[1] != row["group"]
    print(
        f"  index: recall {sum(found.values()) / sum(total.values()):.4f}, {told(times)}; best match a stranger: {strangers / len(asked):.4f}"
    )
    print(f"    of that at work on the processor: {told(working)}")
    print("    " + ", ".join(f"{kind} {found[kind] / total[kind]:.4f} of {total[kind]}" for kind in sorted(total)))
    if size <= PEER_MOST:
        peer(kept, asked[:PEER_QUESTIONS], np.median(times))


def peer(kept, asked, own_median):
    started = time.perf_counter()
    hasher = HashingVectorizer(analyzer="char", ngram_range=(2, 2), n_features=2**20, alternate_sign=False, norm=None)
    weights = TfidfTransformer(sublinear_tf=True)
    matrix = weights.fit_transform(hasher.transform(dedupe_key(row["body"]) for row in kept)).tocsc()
    building = time.perf_counter() - started
    groups = np.array([row["group"] for row in kept])
    found, total, times = 0, defaultdict(int), []
    for row in asked:
        started = time.perf_counter()
        question = weights.transform(hasher.transform([dedupe_key(row["body"])]))
        near = (matrix[:, question.indices] @ question.data).ravel()
        best = np.argpartition(near, -10)[-10:]
        times.append((time.perf_counter() - started) * 1000)
        found += row["group"] in groups[best]
        total[row["kind"]] += 1
    print(f"  peer, cosine of 2-grams: built in {building:.0f} s, recall {found / len(asked):.4f}, {told(times)}")
    print(f"  ratio of medians, peer to index: {np.median(times) / own_median:.0f}")


if __name__ == "__main__":
    if not (SHARED / "data" / "make_corpus.py").exists():
        sys.exit("No make_corpus.py: set ZHITONG_SHARED to the directory of the shared data.")
    for wanted in map(int, sys.argv[1:] or ["10000"]):
        measure(wanted)
