"""The way through a list of submissions, as addresses: the inbox's, or an open sitting's. The pane is the same for both."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from zhitong.assessment.filters import Filter
from zhitong.assessment.models import Sitting


@dataclass(frozen=True)
class InboxWay:
    wanted: Filter
    sitting: None = None

    def start(self, **more) -> str:
        return _join(reverse("assessment:inbox"), self.wanted.query() or "state=awaiting", more)

    def to(self, code: str, **more) -> str:
        """The item's page, or the list when there is no item."""
        if not code:
            return self.start(**more)
        return _join(reverse("assessment:read", args=[code]), self.wanted.query(), more)

    def decide(self, code: str, verdict: str) -> str:
        return _join(reverse("assessment:decide", args=[code, verdict]), self.wanted.query(), {})


@dataclass(frozen=True)
class SittingWay:
    sitting: Sitting

    @property
    def wanted(self) -> Filter:
        return Filter(order=self.sitting.order)

    def start(self, **more) -> str:
        return _join(reverse("assessment:sitting", args=[self.sitting.code]), "", more)

    def to(self, code: str, **more) -> str:
        return self.start(**({"item": code} if code else {}), **more)

    def decide(self, code: str, verdict: str) -> str:
        return reverse("assessment:decide_in_sitting", args=[self.sitting.code, code, verdict])


def _join(path: str, query: str, more: dict) -> str:
    parts = [part for part in (query, urlencode(more)) if part]
    return f"{path}?{'&'.join(parts)}" if parts else path
