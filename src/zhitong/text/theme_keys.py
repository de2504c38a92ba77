"""Which theme of today is which theme of yesterday. Needs no numbers beyond counting, so that anybody may import it quickly."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence


def kept_keys(groups: Sequence[Sequence[Hashable]], earlier: Mapping[str, Collection[Hashable]]) -> list[str]:
    """A key for each group. The pair that shares most chooses first; half of the earlier theme or of the new group must be shared."""
    home = {id: key for key, ids in earlier.items() for id in ids}
    wishes = []
    for number, group in enumerate(groups):
        shared: dict[str, int] = {}
        for id in group:
            if id in home:
                shared[home[id]] = shared.get(home[id], 0) + 1
        for key, common in shared.items():
            if 2 * common >= min(len(earlier[key]), len(group)):
                wishes.append((-common, key, number))
    keys: dict[int, str] = {}
    given: set[str] = set()
    for _, key, number in sorted(wishes):
        if number not in keys and key not in given:
            keys[number] = key
            given.add(key)
    return [keys.get(number) or f"t-{min(group)}" for number, group in enumerate(groups)]
