"""``zhitong text``: the text room from the command line, JSON lines in and out.

    zhitong text classify [--train A ... | --model M] --test B    {"id", "area", "why"} for each row of B
    zhitong text train --train A ... --model M                    store a model of the office's own decided items
    zhitong text pairs --messages M PAIRS                         {"a", "b", "same", "score", "why"} for each row of PAIRS
    zhitong text themes M [--least N]                             {"theme", "key", "ids", "why"} for each theme

Files are plain or gzip. Rows of texts have ``id body`` and mostly ``title``, training rows also ``area``; rows of pairs have ``a b``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from zhitong.errors import BadInput, Refused
from zhitong.text.area import AreaModel, built_in
from zhitong.text.matter import SAME, Matters, Text
from zhitong.text.themes import find_themes

# A line longer than this, in bytes, is no message but a mistake.
_LONGEST_LINE = 8 * 2**20
_GZIP = b"\x1f\x8b"


def main(argv: list[str] | None = None) -> int:
    """Run one subcommand; 0 when done, 1 with a sentence on standard error when the input cannot be taken."""
    parser = argparse.ArgumentParser(
        prog="zhitong text", description="Subject areas, same matters and themes of Chinese texts."
    )
    commands = parser.add_subparsers(dest="command", required=True)

    classify = commands.add_parser("classify", help="propose a subject area for each row")
    source = classify.add_mutually_exclusive_group()
    source.add_argument(
        "--train", nargs="+", metavar="FILE", help="decided rows to learn from; else the built-in model"
    )
    source.add_argument("--model", metavar="FILE", help="a model stored by train")
    classify.add_argument("--test", required=True, metavar="FILE")
    classify.set_defaults(run=_classify)

    train = commands.add_parser("train", help="store a model learned from decided rows")
    train.add_argument("--train", nargs="+", required=True, metavar="FILE")
    train.add_argument("--model", required=True, metavar="FILE", help="where to store it (.npz)")
    train.add_argument("--most", type=int, metavar="N", help="keep only the N weightiest pieces, for a small file")
    train.set_defaults(run=_train)

    pairs = commands.add_parser("pairs", help="say of each pair whether both speak of the same matter")
    pairs.add_argument("--messages", required=True, metavar="FILE")
    pairs.add_argument("pairs", metavar="PAIRS")
    pairs.set_defaults(run=_pairs)

    themes = commands.add_parser("themes", help="group the rows by matter")
    themes.add_argument("messages", metavar="FILE")
    themes.add_argument("--least", type=int, default=2, metavar="N", help="least number of texts in a theme (2)")
    themes.set_defaults(run=_themes)

    asked = parser.parse_args(argv)
    try:
        for row in asked.run(asked):
            _say(row)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return 0


def _classify(asked) -> Iterator[dict]:
    rows = list(_rows(asked.test, "id", "body"))
    if asked.train:
        model = _learned(asked.train)
    else:
        model = AreaModel.load(asked.model) if asked.model else built_in()
    for row, proposal in zip(rows, model.propose([_whole(row) for row in rows]), strict=True):
        yield {
            "id": row["id"],
            "area": proposal.area,
            "second": proposal.second,
            "margin": proposal.margin,
            "why": list(proposal.why),
        }


def _train(asked) -> Iterator[dict]:
    model = _learned(asked.train)
    if asked.most:
        model = model.smaller(asked.most)
    path = Path(asked.model)
    if path.suffix != ".npz":
        raise BadInput(
            "text.command.suffix", f"{path.name}: a model is stored as .npz.", "Give a name that ends in .npz."
        )
    model.save(path, half=True)
    yield {"model": path.name, "areas": list(model.areas), "pieces": len(model.buckets), "bytes": path.stat().st_size}


def _pairs(asked) -> Iterator[dict]:
    messages = _messages(asked.messages)
    number = {str(row["id"]): at for at, row in enumerate(messages)}
    rows = list(_rows(asked.pairs, "a", "b"))
    for line, row in enumerate(rows, 1):
        for side in ("a", "b"):
            if str(row[side]) not in number:
                raise BadInput(
                    "text.command.unknown_id",
                    f"{Path(asked.pairs).name}, row {line}: there is no message {row[side]!r}.",
                    "Give the file of messages that the pairs were made from.",
                )
    matters = Matters([_text(row) for row in messages])
    ones, others = (np.array([number[str(row[side])] for row in rows], dtype=np.int64) for side in ("a", "b"))
    for row, score, one, other in zip(
        rows, matters.scores(ones, others).tolist(), ones.tolist(), others.tolist(), strict=True
    ):
        yield {
            "a": row["a"],
            "b": row["b"],
            "same": score >= SAME,
            "score": round(score, 4),
            "why": matters.why(one, other),
        }


def _themes(asked) -> Iterator[dict]:
    if asked.least < 2:
        raise BadInput(
            "text.command.least", f"--least {asked.least}: one text is no theme.", "Give a number of 2 or more."
        )
    for theme in find_themes([_text(row) for row in _messages(asked.messages)], asked.least):
        name = "、".join(theme.words[:3]) or theme.key
        yield {
            "theme": name,
            "key": theme.key,
            "ids": list(theme.ids),
            "why": {"words": list(theme.words), "titles": list(theme.proof)},
        }


def _learned(paths: list[str]) -> AreaModel:
    rows = [row for path in paths for row in _rows(path, "body", "area")]
    return AreaModel.train([_whole(row) for row in rows], [row["area"] for row in rows])


def _messages(path: str) -> list[dict]:
    """Rows of texts to be compared. A row that came twice counts once; two texts under one id are refused: which is meant nobody knows."""
    found: dict[str, dict] = {}
    for row in _rows(path, "id", "body"):
        had = found.setdefault(str(row["id"]), row)
        if had is not row and _text(had) != _text(row):
            raise BadInput(
                "text.command.two_texts",
                f"{Path(path).name}: two different texts have the id {row['id']!r}.",
                "Give each text an id of its own.",
            )
    return list(found.values())


def _text(row: dict) -> Text:
    return Text(row["id"], row.get("title") or "", row["body"])


def _whole(row: dict) -> str:
    return f"{row['title']}\n{row['body']}" if row.get("title") else row["body"]


def _rows(path: str, *needed: str) -> Iterator[dict]:
    """Rows of a file of JSON lines; what cannot be read is refused with the number of its line."""
    name = Path(path).name or path
    try:
        with open(path, "rb") as plain:
            packed = plain.read(2) == _GZIP
        with gzip.open(path, "rb") if packed else open(path, "rb") as lines:
            number = 0
            while line := lines.readline(_LONGEST_LINE):
                number += 1
                if line.strip():
                    yield _row(line, f"{name}, line {number}", needed)
    except (OSError, EOFError) as error:
        raise BadInput(
            "text.command.unreadable", f"{name} cannot be read: {error}.", "Give a file of JSON lines, plain or .gz."
        ) from error


def _row(line: bytes, place: str, needed: tuple[str, ...]) -> dict:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadInput(
            "text.command.no_json", f"{place}: this is no JSON.", "Write one JSON object on each line, in UTF-8."
        ) from error
    if not isinstance(row, dict):
        raise BadInput(
            "text.command.no_object",
            f"{place}: this is no JSON object.",
            "Write one JSON object on each line, not a list of them.",
        )
    if any(row.get(key) is None for key in needed) or ("area" in needed and row["area"] == ""):
        has = ", ".join(key for key, value in row.items() if value not in (None, "")) or "nothing"
        raise BadInput(
            "text.command.missing",
            f"{place}: a row needs {', '.join(needed)}; it has {has[:200]}.",
            "Add what is missing, under these names.",
        )
    for key in ("id", "a", "b"):
        if not isinstance(row.get(key, ""), str | int) or isinstance(row.get(key), bool):
            raise BadInput(
                "text.command.no_id",
                f"{place}: {key} is neither text nor a whole number.",
                "Write it as a JSON string.",
            )
    for key in ("title", "body", "area"):
        if not isinstance(row.get(key, ""), str | None):
            raise BadInput("text.command.no_text", f"{place}: {key} is no text.", "Write it as a JSON string.")
    return row


def _say(row: dict) -> None:
    line = json.dumps(row, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:  # half a surrogate pair came in; it goes out escaped, as it can only be written so
        line = json.dumps(row)
    sys.stdout.write(line + "\n")
