"""What is wrong with a chain, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhitong.journal.chain import ChainReport

FAULTS = {
    "missing": gettext_lazy("entry %(seq)s is missing"),
    "out_of_order": gettext_lazy("entry %(seq)s does not stand in its place"),
    "does_not_follow": gettext_lazy("entry %(seq)s does not follow from the one before"),
    "changed": gettext_lazy("entry %(seq)s was changed after it was written"),
    "cut": gettext_lazy("the chain ends before entry %(seq)s, which its head still counts"),
    "too_long": gettext_lazy("entry %(seq)s stands behind the chain's head"),
    "head_differs": gettext_lazy("the chain's head does not agree with its last entry, %(seq)s"),
}


def fault_in_words(report: ChainReport) -> str:
    """Empty when the chain holds."""
    return "" if report.holds else str(FAULTS[report.fault]) % {"seq": report.bad_seq}


def remedy(report: ChainReport) -> str:
    if report.holds:
        return ""
    return _(
        "Stop changing anything, keep a copy of the database and the last backups, and compare this entry with them."
    )
