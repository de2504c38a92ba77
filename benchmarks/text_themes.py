"""Themes over many texts: time and memory, beside HDBSCAN on the same vectors.

    ZHITONG_SHARED=… python benchmarks/text_themes.py 10000 100000

The corpus is made by ``make_corpus.py`` of the shared data, each size in a process of its own. Its copies are the themes that are known to be
there: said is how many of the groups of three and more texts were found as one (at least 0.8 of their texts, at most 0.1 strangers).
The peer, scikit-learn's HDBSCAN, gets the same weighted pairs of signs brought to 64 dimensions (it cannot take a million sparse ones). It runs
after ours in the same process, so its peak is said only where it is higher; its time grows with the square of the texts (100,000: see docs/manual/text.md).
"""

from __future__ import annotations

import resource
import sys
import time
from collections import defaultdict
from multiprocessing import get_context

from text_similar import SHARED, corpus

DIMENSIONS = 64


def megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(size: int) -> None:
    from zhitong.text.matter import Matters, Text
    from zhitong.text.themes import group_numbers

    texts, groups = [], defaultdict(set)
    for number, row in enumerate(corpus(size)):
        texts.append(Text(row["id"], row["title"], row["body"]))
        groups[row["group"]].add(number)
    wanted = [group for group in groups.values() if len(group) >= 3]
    before, clock, work = megabytes(), time.perf_counter(), time.process_time()
    matters = Matters(texts)
    ready = time.process_time() - work
    found = group_numbers(matters)
    own = time.process_time() - work
    print(
        f"{size:,} texts: {time.perf_counter() - clock:.0f} s by the clock, {own:.0f} s on the processor "
        f"({ready:.0f} of it to make ready), peak {megabytes():.0f} MB, {before:.0f} of it the texts; "
        f"{sum(len(group) >= 3 for group in found)} groups of three and more, {right(found, wanted)} of {len(wanted)} known ones found, "
        f"the largest has {max(map(len, found))}",
        flush=True,
    )
    peer(matters, wanted, own)


def right(found, wanted) -> int:
    home = {at: number for number, group in enumerate(found) for at in group}
    good = 0
    for group in wanted:
        best = max({home[at] for at in group if at in home}, key=lambda n: len(group & set(found[n])), default=None)
        if best is not None:
            shared, size = len(group & set(found[best])), len(found[best])
            good += shared >= 0.8 * len(group) and size - shared <= 0.1 * size
    return good


def peer(matters, wanted, own: float) -> None:
    from sklearn.cluster import HDBSCAN
    from sklearn.decomposition import TruncatedSVD

    clock, work = time.perf_counter(), time.process_time()
    dense = TruncatedSVD(DIMENSIONS, random_state=0, n_iter=2).fit_transform(matters.weighted)
    reduced = time.process_time() - work
    labels = HDBSCAN(min_cluster_size=3, copy=True).fit_predict(dense)
    groups = defaultdict(list)
    for at, label in enumerate(labels.tolist()):
        if label >= 0:
            groups[label].append(at)
    found = list(groups.values()) or [[]]
    print(
        f"  peer, HDBSCAN: {time.perf_counter() - clock:.0f} s by the clock, {time.process_time() - work:.0f} s on the processor "
        f"({reduced:.0f} of it to reduce), {(time.process_time() - work) / own:.1f} times ours, peak {megabytes():.0f} MB; "
        f"{len(groups)} groups, {right(found, wanted)} of {len(wanted)} known ones found",
        flush=True,
    )


if __name__ == "__main__":
    if not (SHARED / "data" / "make_corpus.py").exists():
        sys.exit("No make_corpus.py: set ZHITONG_SHARED to the directory of the shared data.")
    for wanted_size in map(int, sys.argv[1:] or ["10000"]):
        one = get_context("spawn").Process(target=measure, args=(wanted_size,))
        one.start()
        one.join()
