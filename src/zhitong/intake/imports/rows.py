"""One row of a spreadsheet as a submission to be: its words, day, unit and authors, or what is wrong with which cell."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.utils import timezone

from zhitong.errors import BadInput, Said
from zhitong.intake import queries
from zhitong.intake.actions import AuthorGiven
from zhitong.intake.imports.fields import TEXTS, fields_for
from zhitong.intake.models import Submission
from zhitong.intake.rules import AUTHORS_LIMIT
from zhitong.intake.words import Words, refuse_unfit_words
from zhitong.journal.chain import canonical
from zhitong.network.directory import Directory
from zhitong.sheets import CellError, Row, Sheet, check_rows, column_letter
from zhitong.web.forms import is_blank

if TYPE_CHECKING:
    from zhitong.network.models import Office, Unit

NINE = time(9)  # a row that names only a day came at the office's opening
BETWEEN_NAMES = re.compile(r"[、，,;；/\n]+")


@dataclass(frozen=True)
class GoodRow:
    """A row that can be taken in as it is."""

    number: int
    words: Words
    details: dict
    unit: Unit | None
    authors: tuple[AuthorGiven, ...]
    received_at: datetime
    key: str


class RowReader:
    """Reads the rows of one office's sheet. What it needs to know of units and people is read once, not for each row."""

    def __init__(self, office: Office, at: datetime):
        self.office = office
        self.at = at
        self.areas = queries.areas_by_name(office.pk, timezone.localdate(at))
        self.fields = fields_for(self.areas)
        self.directory = Directory(office.pk)

    def read(self, sheet: Sheet, columns: dict[str, int]) -> Iterator[tuple[Row, GoodRow | None]]:
        """Every row with its errors, or with what it means."""
        for row in check_rows(sheet, columns, self.fields):
            yield row, self._meaning(row, columns)

    def _meaning(self, row: Row, columns: dict[str, int]) -> GoodRow | None:
        values = row.values

        def fault(field: str, code: str, english: str, chinese: str, **data) -> None:
            letter = column_letter(columns[field]) if field in columns else None
            row.errors.append(
                CellError(letter, field, f"intake.import.{code}", Said(english, chinese, data), Said("", ""))
            )

        words = Words(title=values.get("title") or "", **{name: values.get(name) or "" for name in TEXTS})
        if not row.errors and all(is_blank(getattr(words, name)) for name in TEXTS):
            first = next((name for name in TEXTS if name in columns), "body")
            fault(
                first,
                "no_text",
                "The row has no text. Fill in the text.",
                "没有正文。请填写内容，或填写情况、原因、建议。",
            )
        received_at = self._moment(values.get("received"), fault)
        day = timezone.localdate(received_at)
        unit = self._unit(values.get("unit"), fault)
        authors = self._authors(values, unit, day, fault)
        if unit is None and authors and authors[0].person:
            unit = self.directory.unit_of(authors[0].person, day)
        if not row.errors and unit is None and not authors:
            field = "unit" if "unit" in columns else "author"
            fault(
                field,
                "nobody",
                "The row names neither a unit nor an author.",
                "没有写报送单位，也没有写作者，请至少填写一项。",
            )
        details = self._details(values, fault)
        if row.errors:
            return None
        try:
            refuse_unfit_words(words)
        except BadInput as refusal:
            field = refusal.field if refusal.field in columns else "body"
            said = Said(str(refusal).replace("%", "%%"), str(refusal).replace("%", "%%"))
            row.errors.append(CellError(None, field, refusal.code, said, Said("", "")))
            return None
        has_day = values.get("received") is not None
        key = row_key(
            words, unit.code if unit else "", [author.name for author in authors], received_at if has_day else None
        )
        return GoodRow(row.number, words, details, unit, tuple(authors), received_at, key)

    def _moment(self, given: datetime | None, fault) -> datetime:
        """The row's own day, at nine when it names no hour; without a day the moment of the import."""
        if given is None:
            return self.at
        if given.time() == time.min:
            given = datetime.combine(given.date(), NINE)
        moment = timezone.make_aware(given)
        if timezone.localdate(moment) > timezone.localdate(self.at):
            fault("received", "future", "The day lies in the future. Check the year.", "日期晚于今天，请核对年份。")
        return moment

    def _unit(self, given: str | None, fault) -> Unit | None:
        if given is None:
            return None
        unit, like = self.directory.unit_named(given)
        if unit is None and like:
            fault(
                "unit",
                "unit_unknown",
                "The office has no unit “%(given)s”. Is it one of these: %(like)s?",
                "本室没有“%(given)s”这个单位。是不是：%(like)s？",
                given=given,
                like="、".join(like),
            )
        elif unit is None:
            fault(
                "unit",
                "unit_unknown",
                "The office has no unit “%(given)s”. Write its name as in the list of units.",
                "本室没有“%(given)s”这个单位。请按单位名册填写全称。",
                given=given,
            )
        return unit

    def _authors(self, values: dict, unit: Unit | None, day: date, fault) -> list[AuthorGiven]:
        names = [name.strip() for name in BETWEEN_NAMES.split(values.get("author") or "") if not is_blank(name)]
        authors = []
        if len(names) > AUTHORS_LIMIT or any(len(name) > 60 for name in names):
            fault(
                "author",
                "author_list",
                "This is not a list of up to 30 names of up to 60 characters. Put 、 between names.",
                "作者应为不超过 30 个姓名，每个不超过 60 字；姓名之间用顿号隔开。",
            )
            return []
        for place, name in enumerate(names):
            number = (values.get("author_number") or "").strip() if place == 0 else ""
            people = self.directory.people_named(name, number=number, unit=unit, day=day)
            if len(people) > 1:
                fault(
                    "author",
                    "author_unsure",
                    "%(count)s people are called %(name)s. Fill in the unit or the member number.",
                    "有 %(count)s 位“%(name)s”，无法确定是哪一位。请填写报送单位或委员编号。",
                    count=len(people),
                    name=name,
                )
            elif number and not people:
                fault(
                    "author_number",
                    "author_number",
                    "Nobody called %(name)s has the number %(number)s. Check both.",
                    "没有编号为“%(number)s”的“%(name)s”，请核对。",
                    name=name,
                    number=number,
                )
            else:
                authors.append(AuthorGiven(name, people[0] if people else None))
        marks = [author.person.pk if author.person else author.name for author in authors]
        if len(set(marks)) < len(marks):
            fault("author", "author_twice", "An author is named twice.", "同一作者写了两次，请删去一个。")
        return authors

    def _details(self, values: dict, fault) -> dict:
        scope = values.get("scope") or Submission.Scope.ONE
        if scope != Submission.Scope.ONE and not values.get("scope_evidence"):
            fault(
                "scope",
                "scope_evidence",
                "More than one case is claimed without evidence. Fill in the evidence, or write 个案.",
                "写了不止一例，却没有范围依据。请填写“范围依据”，或改为“个案”。",
            )
        plain = ("place", "scope_evidence", "provenance", "voice", "express_reason", "area")
        return {
            **{name: values.get(name) or "" for name in plain},
            "scope": scope,
            "matter_kind": values.get("matter_kind") or Submission.MatterKind.WORK,
            "origin": values.get("origin") or Submission.Origin.OWN,
            "withhold_name": bool(values.get("withhold_name")),
        }

    def unit_of(self, author: AuthorGiven, on: date) -> Unit | None:
        return self.directory.unit_of(author.person, on) if author.person else None


def row_key(words: Words, unit: str, authors: list[str], received_at: datetime | None) -> str:
    """What makes a second import of the row add nothing: words, unit, authors and day, whatever their width and spaces.

    Not the whole row: a file saved again with another column order, or with a column added, brings the same submissions.
    """
    day = timezone.localdate(received_at).isoformat() if received_at else ""
    plain = [_plain(part) for part in (*astuple(words), unit, "、".join(authors), day)]
    return hashlib.sha256(canonical(plain).encode()).hexdigest()


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
