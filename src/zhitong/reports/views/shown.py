"""A paper's content for the page: each figure with the address of the rows it counts."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import mark_safe

from zhitong.paper.drawings import drawing
from zhitong.reports.content import Content, Run
from zhitong.reports.counting import OWN, YEAR_BEFORE, period_before, year_before
from zhitong.reports.models import Report
from zhitong.reports.printing import drawn
from zhitong.reports.queries import period_of


class Shown:
    """``blocks`` for the template; without ``linked`` (who may not open figures) the numbers are plain."""

    def __init__(self, report: Report, content: Content, known_by, *, linked: bool, opens_sums: bool = False):
        self.report, self.content, self.known_by, self.linked = report, content, known_by, linked
        self.opens_sums = opens_sums
        self.rows = reverse("reports:rows", args=[report.code])
        self.elsewhere = reverse("figures:rows")

    def blocks(self) -> list[dict]:
        return [self._block(block, place) for place, block in enumerate(self.content["blocks"])]

    def _block(self, block: dict, place: int) -> dict:
        if block["kind"] == "table":
            rows = [[self._runs(cell) for cell in row] for row in block["rows"]]
            numeric = set(block["numeric"])
            return {
                **block,
                "rows": [
                    list(zip(block["head"], row, [n in numeric for n in range(len(row))], strict=True)) for row in rows
                ],
                "is_wide": len(block["head"]) > 5,
            }
        if block["kind"] == "chart":
            series = [{"name": s["name"], "cells": [self._runs([run]) for run in s["runs"]]} for s in block["series"]]
            lines = list(zip(block["labels"], *(s["cells"] for s in series), strict=True))
            svg = drawing(drawn(block, ink="currentColor"), prefix=f"c{place}-").svg
            return {**block, "names": [s["name"] for s in series], "lines": lines, "svg": mark_safe(svg)}  # noqa: S308  checked
        shown = {**block, "runs": self._runs(block["runs"])}
        return shown | ({"tag": block["level"] + 1} if block["kind"] == "heading" else {})

    def _runs(self, runs: list[Run]) -> list[tuple[str, str]]:
        """(text, address) pairs; the address is empty for words and for a number that counts no row."""
        return [(run, "") if isinstance(run, str) else (run["t"], self._address(run)) for run in runs]

    def _address(self, run: dict) -> str:
        if not self.linked or run["t"] == "0":
            return ""
        if "scheme" in run:
            return self._sum_address(run)
        asked = {"measure": run["m"], "of": run["of"]}
        if run["w"] == OWN and "p" not in run:
            return f"{self.rows}?{urlencode(asked)}"
        return f"{self.elsewhere}?{urlencode(asked | {'period': self._period(run), 'known_by': self.known_by.isoformat()})}"

    def _sum_address(self, run: dict) -> str:
        """A score of a frozen list opens into its sum as known on the paper's day, by the very version that was in force."""
        if run["as"] == "item":
            return reverse("intake:read", args=[run["of"]])
        if not self.opens_sums:
            return ""
        name = "figures:score" if run["as"] == "unit" else "figures:person_score"
        asked = {"period": period_of(self.report).code, "known_by": self.known_by.isoformat()}
        return f"{reverse(name, args=[run['scheme'], run['of']])}?{urlencode(asked)}"

    def _period(self, run: dict) -> str:
        if "p" in run:
            return run["p"]
        period = period_of(self.report)
        return (year_before(period) if run["w"] == YEAR_BEFORE else period_before(period)).code
