"""A page of figures as a file: what the page shows, as real numbers, with the formulas, the filters and the day it was known on."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import FileResponse
from django.utils.translation import gettext as _

from zhitong.figures.asked import Asked
from zhitong.figures.measures import Figure, Measure, Rate
from zhitong.figures.tables import Comparison, Line
from zhitong.sheets import OutSheet, write_csv, write_xlsx


@dataclass(frozen=True)
class Sheet:
    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[object]]


def as_file(
    form: str,
    name: str,
    asked: Asked,
    sheets: Sequence[Sheet],
    measures: Sequence[Measure | Rate],
    notes: Sequence[Sequence[object]] = (),
) -> FileResponse:
    """``form`` is xlsx (a sheet each, and one with the formulas and ``notes``) or csv (one below the other)."""
    out = io.BytesIO()
    notes = [*_notes(asked, measures), *notes]
    if form == "xlsx":
        pages = [OutSheet(sheet.name, sheet.head, sheet.rows) for sheet in sheets]
        about = (
            (_("Formulas"), [_("Measure"), _("Formula")]) if measures else (_("Notes"), [_("About"), _("What it is")])
        )
        write_xlsx(out, [*pages, OutSheet(*about, notes)])
    else:
        first, *others = sheets
        rows = [*first.rows]
        for sheet in others:
            rows += [[], [sheet.name], list(sheet.head), *sheet.rows]
        write_csv(out, first.head, [*rows, [], *notes])
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=f"{name}-{asked.period.code}.{form}")


def besides(
    not_told: Sequence[str], unmatched: int, refusal: object = None, by_hand: Sequence[str] = ()
) -> list[list[object]]:
    """Notes of a file with points: what the sums are without, and what in them was entered by hand."""
    notes: list[list[object]] = [[_("Not in these points, to be added by hand"), words] for words in not_told]
    notes += [[_("Counted from what was entered by hand"), words] for words in by_hand]
    if unmatched:
        notes.append([_("Outcomes of the period that belong to no row, not in these points"), unmatched])
    if refusal:
        notes.append([_("No places"), str(refusal)])
    return notes


def table_sheet(table: Comparison, measures: Sequence[Measure | Rate]) -> Sheet:
    return Sheet(_("Figures"), _head(measures), [*(_row(line) for line in table.lines), _row(table.total)])


def _head(measures: Sequence[Measure | Rate]) -> list[str]:
    return [_("Unit"), *(f"{measure.name}（{unit_of(measure)}）" for measure in measures)]


def unit_of(measure: Measure | Rate) -> str:
    return "%" if isinstance(measure, Rate) and measure.shown == "percent" else str(measure.unit)


def _row(line: Line) -> list[object]:
    return [line.name, *(number(figure) for figure in line.figures)]


def number(figure: Figure) -> float | int | str:
    """As a spreadsheet takes it; — where no rate can be said."""
    return "—" if figure.number is None else figure.number


def _notes(asked: Asked, measures: Sequence[Measure | Rate]) -> list[list[object]]:
    notes: list[list[object]] = [[_("Period"), asked.period.label], [_("Known by"), asked.known_by]]
    notes += [[_("Only"), words] for words in asked.filters]
    for measure in measures:
        version = _("Version %(number)s") % {"number": measure.version}
        notes.append([str(measure.name), f"{measure.formula} {version}"])
    return notes
