"""How often one place, and all places together, may try. It brakes guessing and flooding, and never keeps out whoever holds a right code.

Counted are a keyed digest of the address block (a /24, or a /56 of IPv6) and everybody together, in spans of fixed length. Neither
address nor code is stored. Two spans at most are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from zhitong.network.throttle import block_of
from zhitong.stations.models import Tries

FORGOTTEN_AFTER = timedelta(hours=2)


@dataclass(frozen=True)
class Gate:
    """At most ``block`` tries of one address block and ``everybody`` of all together within ``span``."""

    name: str
    span: timedelta
    block: int
    everybody: int


MESSAGES = Gate("message", timedelta(hours=1), block=30, everybody=600)
QUIET = Gate("message", timedelta(hours=1), block=2, everybody=60)  # beyond it, the form asks its small question
WRONG_CODES = Gate("wrong_code", timedelta(minutes=1), block=10, everybody=300)


def is_closed(gate: Gate, request: HttpRequest, now: datetime) -> bool:
    """Whether this place, or everybody, has used up the span's tries. Reads only."""
    block, everybody = _keys(gate, request)
    counts = dict(Tries.objects.filter(key__in=(block, everybody), began=_began(gate, now)).values_list("key", "count"))
    return counts.get(block, 0) >= gate.block or counts.get(everybody, 0) >= gate.everybody


@transaction.atomic
def count(gate: Gate, request: HttpRequest, now: datetime) -> bool:
    """One more try; False when it came too late: others used up the span's tries at this very moment. Old spans are forgotten on the way."""
    began = _began(gate, now)
    Tries.objects.filter(began__lt=now - FORGOTTEN_AFTER).delete()
    for key, most in zip(_keys(gate, request), (gate.block, gate.everybody), strict=True):
        Tries.objects.get_or_create(key=key, began=began)
        # The row is held from here to the end of the transaction, so that no two tries are counted as one.
        if not Tries.objects.filter(key=key, began=began, count__lt=most).update(count=F("count") + 1):
            return False
    return True


def _began(gate: Gate, now: datetime) -> datetime:
    seconds = gate.span.total_seconds()
    return datetime.fromtimestamp(now.timestamp() // seconds * seconds, tz=now.tzinfo)


def _keys(gate: Gate, request: HttpRequest) -> tuple[str, str]:
    return _digest(f"{gate.name} {block_of(request)}"), _digest(f"{gate.name} everybody")


def _digest(text: str) -> str:
    return salted_hmac("stations.gates", text, algorithm="sha256").hexdigest()
