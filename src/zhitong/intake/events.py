"""Deeds of intake as the journal keeps them: numbers, digests and codes, never words or names."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from zhitong.journal.events import event


@event("intake.submitted")
class Submitted:
    begins = True
    number: str  # 来稿编号
    digest: str  # of the words
    received_at: datetime
    unit: str  # code, empty when no unit is credited
    origin: str
    authors: int
    files: tuple[str, ...] = ()  # digests, in order
    express: bool = False
    on_behalf: bool = False
    commission: str = ""
    follows: str = ""
    batch: str = ""
    sentence = _("received as %(number)s")


@event("intake.withdrawn")
class Withdrawn:
    by_source: bool
    sentence = _("withdrawn")


@event("intake.moved_to_paper")
class MovedToPaper:
    digest: str  # of the words that are gone
    files: tuple[str, ...] = ()  # digests of the files that are gone
    sentence = _("moved to paper; the words are no longer kept here")


@event("intake.restricted")
class Restricted:
    readers: tuple[str, ...]  # codes of people
    sentence = _("restricted to named readers")


@event("intake.reader_named")
class ReaderNamed:
    reader: str  # code
    sentence = _("a reader named")


@event("intake.reader_asked")
class ReaderAsked:
    reader: str  # code
    sentence = _("a new reader asked for, since no reader could open it")


@event("intake.reader_consented")
class ReaderConsented:
    reader: str  # code
    asked_by: str  # code of whoever asked
    sentence = _("a new reader named by two people, since no reader could open it")


@event("intake.reader_refused")
class ReaderRefused:
    reader: str  # code
    sentence = _("a new reader not consented to")


@event("intake.reader_removed")
class ReaderRemoved:
    reader: str  # code
    sentence = _("a reader removed")


@event("intake.restriction_lifted")
class RestrictionLifted:
    sentence = _("no longer restricted")


@event("intake.restricted_read")
class RestrictedRead:
    page: str  # the name of the address, such as desk:issue_pdf
    how: str  # read, print or file
    sentence = _("read (%(page)s)")


@event("intake.import_file_ended")
class ImportFileEnded:
    sentence = _("imported spreadsheet erased, its term of keeping is over")


@event("intake.commission_issued")
class CommissionIssued:
    number: str
    due_on: date
    asked_by: str
    addressees: tuple[str, ...]  # codes of units and persons
    parent: str = ""
    sentence = _("call %(number)s issued, due %(due_on)s")


@event("intake.commission_closed")
class CommissionClosed:
    answers: int
    missed: int
    sentence = _("call closed with %(answers)s answers, %(missed)s missed")


@event("intake.commission_cancelled")
class CommissionCancelled:
    sentence = _("call cancelled")


@event("intake.import_uploaded")
class ImportUploaded:
    file: str  # digest
    sentence = _("spreadsheet uploaded")


@event("intake.import_mapped")
class ImportMapped:
    columns: tuple[str, ...]  # field:column
    sentence = _("columns of the spreadsheet named")


@event("intake.import_started")
class ImportStarted:
    all_or_none: bool
    good: int
    refused: int
    sentence = _("import of %(good)s rows started")


@event("intake.import_stopped")
class ImportStopAsked:
    sentence = _("import told to stop")


@event("intake.import_finished")
class ImportFinished:
    state: str
    rows: int
    added: int
    known: int
    refused: int
    sentence = _("spreadsheet import ended: %(added)s added, %(known)s known already, %(refused)s refused")
