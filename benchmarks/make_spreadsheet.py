"""Turn real messages into a spreadsheet as an information office would keep it: units, members, days.

    python benchmarks/make_spreadsheet.py out.xlsx --rows 2500
    python benchmarks/make_spreadsheet.py out.csv --rows 20000 --encoding gb18030

The messages are read from ``../shared/data`` (or ``$ZHITONG_SHARED/data``) at run time; up to about 5,300 rows are real ones, beyond
that ``make_corpus.py`` beside them recombines their sentences. Units and people are fictional. Equal arguments give equal rows.
``--faults N`` spoils N rows in the ways that offices' tables are spoilt.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from zhitong.sheets import OutSheet, write_xlsx

SHARED = Path(os.environ.get("ZHITONG_SHARED", Path(__file__).resolve().parents[2] / "shared"))
UNITS = ("临溪区九三支社", "临溪区妇联", "临溪区医药卫生界", "临溪区柳岸街道联络组")  # those of the tests' office
PEOPLE = ("林小河", "江一帆", "", "", "")  # known to the office, or nobody named
ORIGINS = ("群众反映", "热线", "调研", "自己了解", "会议")
HEADINGS = ("序号", "标题", "反映内容", "报送单位", "作者", "来稿日期", "来源", "地点", "范围", "备注")
FIRST_DAY = datetime(2024, 1, 2, 9)


def real_messages() -> Iterator[dict]:
    """Every message with a title, each wording once."""
    seen = set()
    for name in ("messages", "messages_replied", "messages_labelled"):
        with gzip.open(SHARED / "data" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for message in map(json.loads, lines):
                words = (message["title"], message["body"])
                if words not in seen:
                    seen.add(words)
                    yield message


def made_messages(count: int, seed: int) -> Iterator[dict]:
    """Messages recombined from the real ones, for speed only."""
    maker = SHARED / "data" / "make_corpus.py"
    made = subprocess.run(
        [sys.executable, str(maker), str(count), "--seed", str(seed), "--copies", "0"],
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    yield from map(json.loads, made.stdout.splitlines())


def rows_of(count: int, seed: int, faults: int = 0) -> list[list]:
    """The table's rows, oldest first, one or several to a day over two years."""
    rng = random.Random(seed)
    messages = list(real_messages())
    rng.shuffle(messages)
    if count > len(messages):
        messages += made_messages(count - len(messages), seed)
    step = timedelta(days=700) / max(count, 1)
    rows = []
    for number, message in enumerate(messages[:count], 1):
        day = FIRST_DAY + step * number
        rows.append(
            [
                number,
                message["title"][:200],
                message["body"],
                rng.choice(UNITS),
                rng.choice(PEOPLE),
                day.date() if rng.random() < 0.7 else f"{day.year}年{day.month}月{day.day}日",
                rng.choice(ORIGINS),
                str(message.get("place") or "")[:100],
                "个案" if rng.random() < 0.9 else "",
                "",
            ]
        )
    for row in rng.sample(rows, min(faults, len(rows))):
        column, wrong = rng.choice(
            [(1, ""), (2, "　"), (3, "临溪区旧街道联络组"), (5, "2月30日"), (8, "很普遍"), (5, "2026/13/01")]
        )
        row[column] = wrong
    return rows


def write(path: Path, rows: list[list], encoding: str) -> None:
    """As .xlsx, or as CSV in the encodings that offices' programs write."""
    if path.suffix == ".xlsx":
        with path.open("wb") as target:
            write_xlsx(target, [OutSheet("来稿登记", HEADINGS, rows)])
    else:
        with path.open("w", encoding=encoding, newline="") as target:
            csv.writer(target).writerows([HEADINGS, *rows])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--rows", type=int, default=2_500)
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument("--faults", type=int, default=0)
    parser.add_argument("--encoding", default="utf-8-sig", choices=("utf-8", "utf-8-sig", "gb18030"))
    args = parser.parse_args()
    if not (SHARED / "data").is_dir():
        print(f"There are no messages: {SHARED / 'data'} does not exist. Set ZHITONG_SHARED.", file=sys.stderr)
        return 1
    rows = rows_of(args.rows, args.seed, args.faults)
    write(args.file, rows, args.encoding)
    print(f"{len(rows)} rows, {args.file.stat().st_size / 1e6:.1f} MB: {args.file.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
