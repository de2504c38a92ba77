"""Count how usual each two neighbouring signs are in messages: ``src/zhitong/text/usual.npz``, which small archives lean on.

    ZHITONG_SHARED=… python scripts/usual_pairs.py

Read are the shared development messages but those with lists of themes, so that these stay a measure. Kept are pairs, no text.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from zhitong.text.matter import Background
from zhitong.text.normalise import fold
from zhitong.text.usual import FILE, packed

FILES = ("messages_area", "messages_labelled", "messages_replied")
LEAST = 0.001  # of the texts; what is rarer counts as never heard


def main() -> None:
    if "ZHITONG_SHARED" not in os.environ:
        sys.exit("No shared data: set ZHITONG_SHARED to its directory.")
    counted = Background.of(map(fold, read(Path(os.environ["ZHITONG_SHARED"]) / "data")))
    kept = counted.times >= LEAST * counted.count
    np.savez_compressed(FILE, **packed(counted.codes[kept], counted.times[kept], counted.count))
    print(f"{kept.sum()} of {len(kept)} pairs from {counted.count} texts, {FILE.stat().st_size // 1000} kB")


def read(folder: Path) -> Iterator[str]:
    for name in FILES:
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                yield f"{row.get('title', '')} {row['body']}"


if __name__ == "__main__":
    main()
