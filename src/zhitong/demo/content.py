"""The demo's texts and facts as they stand in ``content/``: offices and people, calls, matters by subject."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent / "content"


@dataclass(frozen=True)
class Matter:
    """One submission and what becomes of it. Days are working days.

    ``days``: how many before the day of loading it came in. ``fate``: the decision, ``wait`` for none, ``withdraw``, or ``paper``
    when it was moved to paper. ``brief``: the title
    of the brief written from it, ``text`` its body where it is more than the three parts put in order. The tables
    ``instructions``, ``replies`` and ``adoptions`` tell what came of the brief, ``after`` so many days from the signing
    (of the office above, where ``at`` names one), ``known`` so many days later.
    """

    title: str
    by: str
    days: int
    key: str = ""
    facts: str = ""
    causes: str = ""
    advice: str = ""
    body: str = ""
    place: str = ""
    area: str = ""
    scope: str = "one"
    scope_evidence: str = ""
    matter_kind: str = "work"
    origin: str = "own"
    provenance: str = ""
    withhold_name: bool = False
    authors: tuple[str, ...] = ()  # "key" or "key:weight"
    entered_by: str = ""  # when somebody sent it in on behalf
    call: str = ""
    files: tuple[dict, ...] = ()  # attached: ``name`` with ``bars``, or with ``title`` and ``lines``; see ``papers.py``
    express: str = ""  # the reason for the express lane
    # the decision
    fate: str = "take_up"
    reason: str = ""
    told: str = ""
    words: str = ""
    hold_days: int = 10
    then: str = ""  # the decision when a hold comes back; empty: it lies in the queue again
    into: str = ""
    transfer_to: str = ""
    wait: int = 0  # days until the decision; 0: one to three
    # the brief
    brief: str = ""
    text: str = ""
    series: str = "main"
    brief_wait: int = 1
    returned: str = ""  # the words with which a reviewer sent it back once
    remark: str = ""  # pinned to the words of the facts' first sentence when it was returned
    to: tuple[str, ...] = ()
    review: str = ""  # what the express lane's review found; empty: still open
    city: str = "decline"  # what the city does with it when it is sent there
    party: str = "decline"
    correction: dict = field(default_factory=dict)  # ``was`` and ``is``: words put right in a new issue
    instructions: tuple[dict, ...] = ()
    replies: tuple[dict, ...] = ()
    adoptions: tuple[dict, ...] = ()


def read(name: str) -> dict:
    with (FOLDER / name).open("rb") as file:
        return tomllib.load(file)


def matters() -> list[Matter]:
    """All matters, oldest first; what a file says at its head holds for each of its matters that does not say otherwise."""
    found = []
    for path in sorted((FOLDER / "matters").glob("*.toml")):
        data = read(f"matters/{path.name}")
        given = {name: value for name, value in data.items() if name != "matter"}
        found += [_matter({**given, **fields}) for fields in data["matter"]]
    return sorted(found, key=lambda matter: -matter.days)


def _matter(fields: dict) -> Matter:
    tidy = {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}
    for name in ("facts", "causes", "advice", "body", "text"):
        if name in tidy:
            tidy[name] = tidy[name].strip()
    return Matter(**tidy)
