"""How credit is divided among joint authors: integers that sum to exactly the whole."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from zhitong.errors import BadInput
from zhitong.intake.models import WHOLE


def divide(weights: Sequence[int | None], whole: int = WHOLE) -> list[int]:
    """Shares in proportion to the weights, by largest remainder; equal remainders favour the earlier author.

    All weights None: equal parts. Weights may be percents, parts or points; only their proportion counts.
    """
    if not weights:
        return []
    given = [weight for weight in weights if weight is not None]
    if given and len(given) != len(weights):
        raise BadInput(
            "intake.shares.some_missing",
            _("Some authors have a share and some have none."),
            _("Give every author a share, or none: then all count alike."),
            field="authors",
        )
    parts = given or [1] * len(weights)
    total = sum(parts)
    if min(parts) < 0 or total == 0:
        raise BadInput(
            "intake.shares.not_positive",
            _("The shares of the authors do not add up to anything."),
            _("Write shares above 0, such as 60 and 40."),
            field="authors",
        )
    shares = [whole * part // total for part in parts]
    by_remainder = sorted(range(len(parts)), key=lambda i: (-(whole * parts[i] % total), i))
    for i in by_remainder[: whole - sum(shares)]:
        shares[i] += 1
    return shares
