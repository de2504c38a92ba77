"""The hash chain: what is hashed, in which bytes, and whether a chain still holds."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings

GENESIS = "0" * 64
HASHED_FIELDS = (
    "office_id",
    "seq",
    "at",
    "actor",
    "channel",
    "action",
    "subject",
    "subject_code",
    "matters",
    "details",
    "reason",
    "previous",
)


_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(value: object) -> str:
    """JSON with sorted keys, no spaces, no escapes: one value has one spelling, on every machine."""
    return _CANONICAL.encode(value)


def moment(at: datetime) -> str:
    """A moment in UTC to the microsecond, as both engines keep it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def digest(entry: object) -> str:
    """SHA-256 over the canonical bytes of an entry, the previous hash included."""
    fields = {name: getattr(entry, name) for name in HASHED_FIELDS}
    fields["at"] = moment(fields["at"])
    return hashlib.sha256(canonical(fields).encode()).hexdigest()


def commitment(token: str) -> str:
    """What stands for a person in the journal: an HMAC that only this installation can link back, through the person's row."""
    return hmac.new(settings.JOURNAL_KEY.encode(), token.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class ChainReport:
    """What a verification saw. ``bad_seq`` is None when the whole chain holds."""

    office_id: int
    entries: int
    head: str
    bad_seq: int | None = None
    fault: str = ""

    @property
    def holds(self) -> bool:
        return self.bad_seq is None


def verify(
    office_id: int, entries: Iterable, *, expected_seq: int | None = None, expected_head: str | None = None
) -> ChainReport:
    """Walk a chain in order and name the first entry that does not follow.

    ``expected_seq`` and ``expected_head`` are the witness (the chain's own head, or a checkpoint kept elsewhere): without one, a cut
    tail or a chain rebuilt from the middle cannot be told from a true one.
    """
    previous, count = GENESIS, 0
    for entry in entries:
        wanted = count + 1
        if entry.seq != wanted:
            return ChainReport(office_id, count, previous, wanted, "missing" if entry.seq > wanted else "out_of_order")
        if entry.previous != previous:
            return ChainReport(office_id, count, previous, entry.seq, "does_not_follow")
        if digest(entry) != entry.hash:
            return ChainReport(office_id, count, previous, entry.seq, "changed")
        previous, count = entry.hash, wanted
    if expected_seq is not None and count != expected_seq:
        return ChainReport(
            office_id, count, previous, min(count, expected_seq) + 1, "cut" if count < expected_seq else "too_long"
        )
    if expected_head is not None and previous != expected_head:
        return ChainReport(office_id, count, previous, count, "head_differs")
    return ChainReport(office_id, count, previous)
