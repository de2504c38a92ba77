"""A brief's texts as a tree: which are still open, which one counts, and how two that grew apart are put together again.

Everybody's save is kept as a revision, also when somebody else saved meanwhile. Then two texts are open side by side: the
newest is shown, the other is named on every page of the brief, and review waits until one text has taken in both.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhitong.desk.models import Brief, Revision
from zhitong.journal.chain import canonical
from zhitong.text.diff import Change, Piece, changes, word_diff


def digest(title: str, body: str) -> str:
    """SHA-256 of a text: one wording, one digest."""
    return hashlib.sha256(canonical({"title": title, "body": body}).encode()).hexdigest()


def revisions_of(brief: Brief) -> list[Revision]:
    """All texts, oldest first, with their writers."""
    return list(brief.revisions.select_related("by").order_by("ordinal"))


def newest(brief: Brief) -> Revision:
    return brief.revisions.select_related("by").order_by("-ordinal").first()


def newest_by(brief: Brief, person_id: int | None) -> int:
    """The ordinal of a person's newest text, 0 when they saved none."""
    own = brief.revisions.filter(by_id=person_id).order_by("-ordinal").values_list("ordinal", flat=True)
    return own.first() or 0


def open_ordinals(revisions: Iterable[tuple[int, int, int | None]]) -> list[int]:
    """Of (ordinal, base, merges) rows: the texts that no later text began from or took in, oldest first."""
    rows = list(revisions)
    taken_in = {base for _ordinal, base, _merges in rows} | {merges for _ordinal, _base, merges in rows}
    return sorted(ordinal for ordinal, _base, _merges in rows if ordinal not in taken_in)


def open_texts(brief: Brief) -> list[int]:
    """The ordinals of the open texts; more than one while two people's texts wait to be put together."""
    return open_ordinals(brief.revisions.values_list("ordinal", "base", "merges"))


@dataclass(frozen=True)
class Fork:
    """Two open texts, what each changed of the text both began with, and a proposal that holds the changes of both.

    ``clashes`` counts the places that both changed; there the proposal keeps both wordings, one after the other.
    """

    base: Revision | None
    theirs: Revision
    mine: Revision
    their_changes: list[Piece]
    my_changes: list[Piece]
    title: str
    body: str
    clashes: int


def fork_of(revisions: Sequence[Revision]) -> Fork | None:
    """The two oldest open texts, or None when one text holds everything."""
    known = {revision.ordinal: revision for revision in revisions}
    heads = open_ordinals((r.ordinal, r.base, r.merges) for r in revisions)
    if len(heads) < 2:
        return None
    theirs, mine = known[heads[0]], known[heads[1]]
    base = _common_base(known, theirs, mine)
    root = base.body if base else ""
    body, clashes = merged(root, theirs.body, mine.body)
    root_title = base.title if base else ""
    title = mine.title if mine.title != root_title else theirs.title
    return Fork(
        base=base,
        theirs=theirs,
        mine=mine,
        their_changes=word_diff(root, theirs.body),
        my_changes=word_diff(root, mine.body),
        title=title,
        body=body,
        clashes=clashes,
    )


def _common_base(known: dict[int, Revision], one: Revision, other: Revision) -> Revision | None:
    """The newest text that both grew from."""
    shared = _grew_from(known, one) & _grew_from(known, other)
    return known[max(shared)] if shared else None


def _grew_from(known: dict[int, Revision], revision: Revision) -> set[int]:
    found: set[int] = set()
    waiting = [revision.ordinal]
    while waiting:
        ordinal = waiting.pop()
        if ordinal in found or ordinal not in known:
            continue
        found.add(ordinal)
        waiting += [known[ordinal].base, known[ordinal].merges or 0]
    return found


def merged(root: str, theirs: str, mine: str) -> tuple[str, int]:
    """The root with the changes of both, and at how many places they clash: there both wordings stand, theirs first.

    Nothing that either wrote is missing from the result; what only one took out is out.
    """
    ours = [(change, False) for change in changes(root, theirs)] + [(change, True) for change in changes(root, mine)]
    ours.sort(key=lambda pair: (pair[0].old_at, pair[0].old_at + len(pair[0].old), pair[1]))
    out: list[str] = []
    at = clashes = 0
    for group in _touching(ours):
        start = min(change.old_at for change, _own in group)
        end = max(change.old_at + len(change.old) for change, _own in group)
        out.append(root[at:start])
        wordings = []
        for own in (False, True):
            parts = [change for change, whose in group if whose is own]
            if parts:
                wordings.append(_applied(root, start, end, parts))
        if len(wordings) == 2 and wordings[0] != wordings[1]:
            clashes += 1
            out.append("".join(wordings))
        else:
            out.append(wordings[0])
        at = end
    out.append(root[at:])
    return "".join(out), clashes


def _touching(ours: list[tuple[Change, bool]]) -> list[list[tuple[Change, bool]]]:
    """Changes of both in groups that lie over or directly beside one another in the root."""
    groups: list[list[tuple[Change, bool]]] = []
    end = -1
    for change, own in ours:
        if groups and change.old_at <= end:
            groups[-1].append((change, own))
        else:
            groups.append([(change, own)])
            end = -1
        end = max(end, change.old_at + len(change.old))
    return groups


def _applied(root: str, start: int, end: int, parts: list[Change]) -> str:
    """The stretch of the root with one writer's changes."""
    out, at = [], start
    for change in parts:
        out += [root[at : change.old_at], change.new]
        at = change.old_at + len(change.old)
    return "".join(out) + root[at:end]


def place_of(quote: str, near: int, text: str) -> int | None:
    """Where the quoted words stand in a text, of several places the nearest to ``near``; 0 for no quote, None when gone."""
    if not quote:
        return 0
    best = None
    at = text.find(quote)
    while at >= 0:
        if best is None or abs(at - near) < abs(best - near):
            best = at
        at = text.find(quote, at + 1)
    return best
