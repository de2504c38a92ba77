"""The comparison as a file: what the page shows, with the formulas and the day it was known on beside it."""

from __future__ import annotations

import io

from django.utils.translation import gettext as _

from zhitong.figures.measures import CATALOGUE, Figure, Measure
from zhitong.figures.tables import Comparison, Line
from zhitong.sheets import OutSheet, write_csv, write_xlsx


def _head() -> list[str]:
    head = [_("Unit")]
    for measure in CATALOGUE:
        head.append(f"{measure.name}（{measure.unit}）" if isinstance(measure, Measure) else f"{measure.name}（%）")
    return head


def _number(figure: Figure) -> float | int | str:
    if isinstance(figure.measure, Measure):
        return figure.count
    return "—" if figure.value is None else round(float(figure.value) * 100, 1)


def _row(line: Line) -> list[object]:
    return [line.name, *(_number(figure) for figure in line.figures)]


def _rows(table: Comparison) -> list[list[object]]:
    return [*(_row(line) for line in table.lines), _row(table.total)]


def _notes(asked) -> list[list[object]]:
    notes: list[list[object]] = [[_("Period"), asked.period.label], [_("Known by"), asked.known_by]]
    return notes + [[str(measure.name), str(measure.formula)] for measure in CATALOGUE]


def as_xlsx(table: Comparison, asked) -> bytes:
    out = io.BytesIO()
    write_xlsx(
        out,
        [
            OutSheet(_("Figures"), _head(), _rows(table)),
            OutSheet(_("Formulas"), [_("Measure"), _("Formula")], _notes(asked)),
        ],
    )
    return out.getvalue()


def as_csv(table: Comparison, asked) -> bytes:
    out = io.BytesIO()
    write_csv(out, _head(), [*_rows(table), [], *_notes(asked)])
    return out.getvalue()
