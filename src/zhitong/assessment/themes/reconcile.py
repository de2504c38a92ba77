"""How what the machine finds tonight meets what stands: people's decisions are kept, and a theme stays the theme it was.

Plain Python over numbers. A theme is *held* when a person has decided anything about it. The machine

- adds to a held theme what is new, but never what a person took out, and moves nothing out of it or between two of them;
- hides what is like a rejected theme in it, so that it is not proposed again;
- may revise a theme that nobody has touched, which keeps its code while most of it stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from zhitong.text.theme_keys import kept_keys

LEAST = 2


@dataclass(frozen=True)
class Standing:
    """A theme as it stands: the keys of its submissions, and of those that a person took out."""

    items: frozenset[int]
    taken_out: frozenset[int] = frozenset()
    held: bool = False
    rejected: bool = False


@dataclass(frozen=True)
class Plan:
    """What is to be changed. ``sources`` maps a code, or the place of a new theme, to the group it was found in."""

    joins: dict[str, list[int]] = field(default_factory=dict)
    leaves: dict[str, list[int]] = field(default_factory=dict)
    fades: dict[str, str] = field(default_factory=dict)  # code → code that took most of it, or the place of a new theme
    new: list[list[int]] = field(default_factory=list)


def reconcile(
    groups: Iterable[Sequence[int]], standing: Mapping[str, Standing], fit: Callable[[int, str], float]
) -> Plan:
    """The changes that bring what stands in line with ``groups`` (disjoint) without touching what a person decided.

    ``fit(item, code)`` says how well a submission fits a theme; it chooses between several held themes of one group. The plan
    takes no submission into two themes. Equal input gives an equal plan, and carrying it out makes the next plan empty.
    """
    held = {code: theme for code, theme in standing.items() if theme.held}
    loose = {code: theme for code, theme in standing.items() if not theme.held}
    home: dict[int, list[str]] = {}
    for code, theme in sorted(held.items()):
        for item in theme.items:
            home.setdefault(item, []).append(code)
    plan, rests = Plan(), []
    goes_to: dict[int, str] = {}
    for group in groups:
        rest = []
        homes = _homes(group, home, held)
        for item in group:
            if item in home:
                continue
            open_to = [code for code in homes if item not in held[code].taken_out]
            if open_to:
                best = open_to[0] if len(open_to) == 1 else max(open_to, key=lambda code: (fit(item, code), code))
                goes_to[item] = best
                plan.joins.setdefault(best, []).append(item)
            else:
                rest.append(item)
        if len(rest) >= LEAST:
            rests.append(rest)
    _place(rests, loose, plan, goes_to)
    for code, theme in sorted(loose.items()):
        _let_go(code, theme, plan, goes_to)
    return plan


def _homes(group: Sequence[int], home: Mapping[int, list[str]], held: Mapping[str, Standing]) -> list[str]:
    """The held themes that this group is: half of the theme or half of the group is shared. A rejected one must be half of the
    group: otherwise a handful once rejected would hide a large new matter."""
    shared = Counter(code for item in group for code in home.get(item, ()))
    return [
        code
        for code, common in sorted(shared.items())
        if 2 * common >= (len(group) if held[code].rejected else min(len(held[code].items), len(group)))
    ]


def _place(rests: list[list[int]], loose: Mapping[str, Standing], plan: Plan, goes_to: dict[int, str]) -> None:
    """Groups without a held theme: the theme they were last time, or a new one."""
    known = {code: tuple(theme.items) for code, theme in loose.items()}
    for rest, key in zip(rests, kept_keys(rests, known), strict=True):
        code = key if key in known else str(len(plan.new))
        if key in known:
            added = [item for item in rest if item not in loose[key].items]
            if added:
                plan.joins.setdefault(key, []).extend(added)
        else:
            plan.new.append(rest)
        goes_to.update((item, code) for item in rest)


def _let_go(code: str, theme: Standing, plan: Plan, goes_to: Mapping[int, str]) -> None:
    """What another theme took leaves this one; what no group holds any more stays, so that themes do not come and go."""
    gone = sorted(item for item in theme.items if goes_to.get(item, code) != code)
    if not gone:
        return
    plan.leaves[code] = gone
    if len(theme.items) - len(gone) + len(plan.joins.get(code, ())) < LEAST:
        plan.fades[code] = Counter(goes_to[item] for item in gone).most_common(1)[0][0]
