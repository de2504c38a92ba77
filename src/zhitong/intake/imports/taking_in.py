"""Checks a spreadsheet to its end, and takes its good rows in, chunk by chunk. Run by a job or by the command.

A chunk is one transaction: numbers, rows, journal entries, follow-up job and the import's own counts. Killed between two chunks, the
import goes on from its file: rows that are in already are known by their key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhitong.errors import Refused
from zhitong.files.store import open_bytes
from zhitong.intake import events, jobs, queries
from zhitong.intake.actions import author_rows, submitted_event
from zhitong.intake.imports.rows import GoodRow, RowReader
from zhitong.intake.models import Import, Submission, SubmissionAuthor
from zhitong.intake.words import digest
from zhitong.journal.door import lock, permit, record, record_many
from zhitong.sheets import Row, Sheet, open_table

if TYPE_CHECKING:
    from zhitong.network.actors import Actor

CHUNK = 500  # rows in one transaction: others wait for one chunk at most, about half a second
FAULTS_KEPT = 200  # rows shown with their faults; all are counted
SAMPLES_KEPT = 10
Progress = Callable[[int, int], None]


@contextmanager
def opened(imported: Import) -> Iterator[Sheet]:
    """The import's sheet, read from the stored file."""
    with open_bytes(imported.file.digest) as stream, open_table(stream, imported.file.name) as table:
        yield table.sheet(imported.sheet or None)


def check(imported: Import, *, by: Actor, progress: Progress | None = None) -> Import:
    """Read every row and say what is wrong with it. Writes no submission."""
    reader = RowReader(by.office, by.at)
    rows = good = known = faulty = 0
    shown: list[dict] = []
    samples: list[dict] = []
    keys: set[str] = set()
    waiting: list[str] = []
    with opened(imported) as sheet:
        total = max(sheet.survey().rows - 1, 0)
        for row, meaning in reader.read(sheet, imported.mapping["columns"]):
            rows += 1
            if meaning is None:
                faulty += 1
                if len(shown) < FAULTS_KEPT:
                    shown.append(_as_shown(row))
            else:
                good += 1
                known += meaning.key in keys
                if meaning.key not in keys:
                    keys.add(meaning.key)
                    waiting.append(meaning.key)
                if len(samples) < SAMPLES_KEPT:
                    samples.append(_as_shown(row))
            if progress and rows % CHUNK == 0:
                progress(rows, total)
    if progress:
        progress(rows, rows)
    known += sum(len(queries.known_keys(by.office_id, part)) for part in _in_parts(waiting, CHUNK))
    Import.objects.filter(pk=imported.pk, state=Import.State.CHECKING).update(
        state=Import.State.CHECKED,
        rows=rows,
        good=good,
        known=known,
        fault_count=faulty,
        faults=shown + samples,
    )
    imported.refresh_from_db()
    return imported


def take_in(imported: Import, *, by: Actor, progress: Progress | None = None) -> Import:
    """Take in every good row that is not in yet. Stops between two chunks when told to; what is in stays in."""
    permit(by, "intake.import", imported.office_id)
    reader = RowReader(by.office, by.at)
    seen: set[str] = set()
    added = known = 0
    with opened(imported) as sheet:
        rows = (meaning for _row, meaning in reader.read(sheet, imported.mapping["columns"]) if meaning)
        for chunk in _in_parts(rows, CHUNK):
            if queries.import_is_over(imported):
                break
            with transaction.atomic():
                new_now, known_now = _take_in_chunk(chunk, imported, seen, reader, by.later(timezone.now()))
                added, known = added + new_now, known + known_now
                Import.objects.filter(pk=imported.pk).update(done=added, known=known)
            if progress:
                progress(added + known, imported.good)
    stopped = queries.import_is_over(imported)
    return finish(imported, Import.State.STOPPED if stopped else Import.State.DONE, by=by)


def _take_in_chunk(
    rows: list[GoodRow], imported: Import, seen: set[str], reader: RowReader, by: Actor
) -> tuple[int, int]:
    """Write the chunk's new rows; (how many came in by this import, how many were known before)."""
    queries.hold_numbering(by.office_id)
    there = queries.known_keys(by.office_id, [row.key for row in rows])
    new, mine, known = [], 0, 0
    for row in rows:
        if row.key in seen or (row.key in there and there[row.key] != imported.pk):
            known += 1
        elif row.key in there:  # came in by this import, before it was stopped or killed
            mine += 1
        else:
            new.append(row)
        seen.add(row.key)
    _write(new, imported, reader, by)
    return len(new) + mine, known


def _write(rows: list[GoodRow], imported: Import, reader: RowReader, by: Actor) -> None:
    if not rows:
        return
    serials: dict[int, int] = {}
    submissions = []
    for row in rows:
        year = timezone.localdate(row.received_at).year
        if year not in serials:
            serials[year] = queries.last_serial(Submission, by.office_id, year)
        serials[year] += 1
        submissions.append(
            Submission(
                office=by.office,
                year=year,
                serial=serials[year],
                **vars(row.words),
                **row.details,
                unit=row.unit,
                received_at=row.received_at,
                recorded_at=by.at,
                entered_by=by.person,
                channel=by.channel,
                digest=digest(row.words),
                batch=imported,
                row_key=row.key,
            )
        )
    Submission.objects.bulk_create(submissions)
    authors: list[SubmissionAuthor] = []
    deeds = []
    for submission, row in zip(submissions, rows, strict=True):
        day = timezone.localdate(row.received_at)
        own = author_rows(submission, row.authors, row.unit, lambda author, on=day: reader.unit_of(author, on))
        submission.written_authors = own
        authors += own
        deeds.append((submitted_event(submission, len(row.authors) or 1, on_behalf=True), submission, ()))
    SubmissionAuthor.objects.bulk_create(authors)
    jobs.follow_up.enqueue([submission.code for submission in submissions])
    record_many(deeds, by=by)


@transaction.atomic
def finish(imported: Import, state: str, *, by: Actor, refusal: str = "") -> Import:
    """The import's last state, and how many rows came in, were known and were refused."""
    imported = lock(imported)
    permit(by, "intake.import", imported.office_id)
    if imported.state not in {
        Import.State.RUNNING,
        Import.State.CHECKING,
    }:  # another worker was at it, and has ended it
        return imported
    imported.state, imported.refusal, imported.finished_at = state, refusal[:300], timezone.now()
    imported.faults = [row for row in imported.faults if row["errors"]]  # the samples have done their work
    imported.save(update_fields=["state", "refusal", "finished_at", "faults"])
    happened = events.ImportFinished(
        state=state, rows=imported.rows, added=imported.done, known=imported.known, refused=imported.fault_count
    )
    record(happened, on=imported, by=by)
    return imported


def refuse(imported: Import, refusal: Refused, *, by: Actor) -> Import:
    """The file cannot be read any more as it was when it was uploaded, or its uploader may no longer do this."""
    return finish(imported, Import.State.REFUSED, by=by, refusal=str(refusal))


def gone(imported: Import, *, by: Actor) -> Import:
    message = _("The spreadsheet is no longer kept here.")
    return finish(imported, Import.State.REFUSED, by=by, refusal=message)


def _as_shown(row: Row) -> dict:
    """A row as the preview shows it, without more of its words than it takes to recognise the cell."""
    return {
        "row": row.number,
        "hidden": row.hidden,
        "given": {name: text[:80] for name, text in row.given.items()},
        "errors": [
            {
                "field": error.field,
                "column": error.column,
                "zh": f"{error.message.zh}{error.remedy.zh}",
                "en": f"{error.message.en} {error.remedy.en}".strip(),
            }
            for error in row.errors
        ],
    }


def _in_parts(rows: Iterable, size: int) -> Iterator[list]:
    rows = iter(rows)
    while part := list(islice(rows, size)):
        yield part
