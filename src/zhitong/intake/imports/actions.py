"""What people do with a spreadsheet: upload it, say which column is which, take it in, stop it."""

from __future__ import annotations

from typing import BinaryIO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhitong.errors import BadInput
from zhitong.files import actions as files_room
from zhitong.files.store import open_bytes
from zhitong.intake import events, queries
from zhitong.intake.imports import jobs
from zhitong.intake.imports.fields import TEXTS, fields_for
from zhitong.intake.models import Import
from zhitong.journal.door import lock, permit, record, require
from zhitong.network.actors import Actor
from zhitong.sheets import Sheet, column_letter, open_table, propose_mapping

IDLE = {Import.State.UPLOADED, Import.State.CHECKED, Import.State.STOPPED, Import.State.REFUSED}


@transaction.atomic
def upload(stream: BinaryIO, name: str, *, by: Actor, sheet: str = "") -> Import:
    """Keep the file and propose which column holds what. Raises BadInput for a file that is no table we can read."""
    permit(by, "intake.import", by.office_id)
    described = _described(stream, name, sheet, by)
    stream.seek(0)
    file = files_room.keep_file(stream, name, by=by)
    imported = Import.objects.create(
        office_id=by.office_id, file=file, sheet=described.pop("sheet"), mapping=described, by=by.person, at=by.at
    )
    record(events.ImportUploaded(file=file.digest), on=imported, by=by)
    return imported


def _described(stream: BinaryIO, name: str, sheet_name: str, by: Actor) -> dict:
    """What the mapping page shows: sheets, headings, a proposed column for each field and why, and what to watch for."""
    fields = fields_for(queries.areas_by_name(by.office_id, timezone.localdate(by.at)))
    with open_table(stream, name) as table:
        sheet: Sheet = table.sheet(sheet_name or None)
        header = sheet.header(fields)
        proposed = propose_mapping(header.columns, fields)
        return {
            "sheet": sheet.name,
            "sheets": [each.name for each in table.sheets if not each.hidden or each.name == sheet.name],
            "columns": proposed.columns,
            "headings": [[each.index, each.letter, each.label] for each in header.columns],
            "reasons": {
                each.field: {"zh": each.reason.zh, "en": each.reason.en, "sure": each.sure}
                for each in proposed.proposals
                if each.column
            },
            "notes": [{"zh": note.zh, "en": note.en} for note in (*table.notes, *sheet.notes(fields))],
            "rows": max(sheet.survey().rows - 1, 0),
        }


@transaction.atomic
def choose_sheet(imported: Import, sheet: str, *, by: Actor) -> Import:
    """Another sheet of the same file; its columns are proposed anew."""
    imported = _taken(imported, by)
    with open_bytes(imported.file.digest) as stream:
        described = _described(stream, imported.file.name, sheet, by)
    imported.sheet, imported.mapping = described.pop("sheet"), described
    imported.state, imported.faults, imported.fault_count = Import.State.UPLOADED, [], 0
    imported.save(update_fields=["sheet", "mapping", "state", "faults", "fault_count"])
    record(events.ImportMapped(columns=_columns_said(imported)), on=imported, by=by)
    return imported


@transaction.atomic
def name_columns(imported: Import, columns: dict[str, int], *, by: Actor, check_later: bool = True) -> Import:
    """Say which column holds which field, and have every row checked: later by the worker, or by the caller at once."""
    imported = _taken(imported, by)
    refuse_unfit_columns(columns, imported.mapping["headings"])
    imported.mapping["columns"] = columns
    imported.state, imported.refusal = Import.State.CHECKING, ""
    imported.rows = imported.good = imported.done = imported.known = imported.fault_count = 0
    imported.faults = []
    imported.save()
    record(events.ImportMapped(columns=_columns_said(imported)), on=imported, by=by)
    if check_later:
        jobs.check_import.enqueue(imported.code)
    return imported


def refuse_unfit_columns(columns: dict[str, int], headings: list) -> None:
    """Raise BadInput unless title and some text have a column, each field its own."""
    known = {index for index, _letter, _label in headings}
    for field, index in columns.items():
        if index not in known:
            raise BadInput("intake.import.no_such_column", _("The sheet has no such column."), field=field)
        same = [other for other, chosen in columns.items() if chosen == index and other != field]
        if same:
            raise BadInput(
                "intake.import.column_twice",
                _("Column %(column)s was chosen twice.") % {"column": column_letter(index)},
                _("Choose another column for one of the two fields."),
                field=field,
            )
    if "title" not in columns:
        raise BadInput("intake.import.no_title", _("Choose the column that holds the title."), field="title")
    if not set(TEXTS) & set(columns):
        raise BadInput(
            "intake.import.no_text",
            _("Choose the column that holds the text, or those of facts, causes and advice."),
            field="body",
        )


@transaction.atomic
def start(imported: Import, *, by: Actor, all_or_none: bool, run_later: bool = True) -> Import:
    """Take in: all rows or none, or the good rows only. Also goes on with an import that was stopped."""
    imported = lock(imported)
    permit(by, "intake.import", imported.office_id)
    require(
        imported.state in {Import.State.CHECKED, Import.State.STOPPED},
        "intake.import.not_checked",
        _("This spreadsheet is not ready to be taken in."),
        _("Name its columns and let the rows be checked first."),
    )
    require(
        not (all_or_none and imported.fault_count),
        "intake.import.has_faults",
        _("%(count)s rows have faults, so nothing was taken in.") % {"count": imported.fault_count},
        _("Correct them in the file and upload it again, or take in only the good rows."),
    )
    require(imported.good > 0, "intake.import.no_good_row", _("No row can be taken in."), _("Correct the file first."))
    imported.state, imported.all_or_none, imported.stop_asked = Import.State.RUNNING, all_or_none, False
    imported.save(update_fields=["state", "all_or_none", "stop_asked"])
    happened = events.ImportStarted(all_or_none=all_or_none, good=imported.good, refused=imported.fault_count)
    record(happened, on=imported, by=by)
    if run_later:
        jobs.run_import.enqueue(imported.code)
    return imported


@transaction.atomic
def stop(imported: Import, *, by: Actor) -> Import:
    """Stop after the chunk at hand. What is in stays in, and the import can go on later."""
    imported = lock(imported)
    permit(by, "intake.import", imported.office_id)
    require(imported.state == Import.State.RUNNING, "intake.import.not_running", _("This import is not running."))
    imported.stop_asked = True
    imported.save(update_fields=["stop_asked"])
    record(events.ImportStopAsked(), on=imported, by=by)
    jobs.run_import.enqueue(imported.code)  # so that it stops also when whatever was running it is gone
    return imported


def _taken(imported: Import, by: Actor) -> Import:
    imported = lock(imported)
    permit(by, "intake.import", imported.office_id)
    require(
        imported.file.state != imported.file.State.ERASED,
        "intake.import.gone",
        _("The spreadsheet is no longer kept here."),
        _("Upload the file again to begin anew; what is in is not taken twice."),
    )
    require(
        imported.state in IDLE and not imported.done,
        "intake.import.begun",
        _("Rows of this spreadsheet are in already, or it is being worked on."),
        _("Upload the file again to begin anew; what is in is not taken twice."),
    )
    return imported


def _columns_said(imported: Import) -> tuple[str, ...]:
    columns = imported.mapping["columns"]
    return tuple(f"{field}:{column_letter(index)}" for field, index in sorted(columns.items()))
