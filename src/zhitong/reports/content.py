"""What a paper says, with each figure known as one: plain values that can be frozen, digested, shown with links, and printed.

    {"blocks": [{"kind": "heading", "level": 1, "runs": [run, …]},      also paragraph, note
                {"kind": "table", "caption": …, "head": [text, …], "numeric": [column, …], "rows": [[[run, …], …], …]},
                {"kind": "chart", "caption": …, "unit": …, "labels": [text, …], "series": [{"name": …, "runs": [run, …]}]}]}

A run is a text, a score {"t": the text, "scheme": version, "of": unit, person or submission, "as": which of them}, or a figure: {"t": the text, "m": measure, "of": whose, "w": own, yoy or pop, "p": another period's code}.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from zhitong.journal.chain import canonical

Run = str | dict
Content = dict


def text_of(runs: list[Run]) -> str:
    return "".join(run if isinstance(run, str) else run["t"] for run in runs)


def figures_in(content: Content) -> Iterator[dict]:
    """Every figure of the paper, in its order."""
    for block in content["blocks"]:
        for runs in _runs_of(block):
            yield from (run for run in runs if not isinstance(run, str))


def _runs_of(block: dict) -> Iterator[list[Run]]:
    if block["kind"] == "table":
        for row in block["rows"]:
            yield from row
    elif block["kind"] == "chart":
        yield from (series["runs"] for series in block["series"])
    else:
        yield block["runs"]


def digest_of(*, title: str, issue: str, period: str, known_by: str, content: Content, figures: str) -> str:
    """SHA-256 over everything that a closed paper says; ``figures`` is the digest of the rows behind it, or empty."""
    frozen = {
        "title": title,
        "issue": issue,
        "period": period,
        "known_by": known_by,
        "content": content,
        "figures": figures,
    }
    return hashlib.sha256(canonical(frozen).encode()).hexdigest()
