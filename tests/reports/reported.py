"""What the tests of reports share: rows of two quarters written down as an office would have them by a day."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from zhitong.desk.models import Brief, BriefSource, Series
from zhitong.figures.counts import OFFICES
from zhitong.intake.models import Submission
from zhitong.outcomes.models import Adoption, Instruction

ZONE = ZoneInfo("Asia/Shanghai")
Q2, Q3 = date(2026, 4, 15), date(2026, 7, 20)


def moment(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)


class Ledger:
    """Writes submissions, issues and outcomes of one office, each with its day and the day it became known."""

    def __init__(self, office):
        self.office = office
        self.series = Series.objects.create(office=office.office, name="临溪社情")
        self.serial = 0

    def _told(self) -> None:
        """No deed tells of these rows, so what was counted before is forgotten by hand."""
        OFFICES.forget()

    def received(self, day: date, unit: str | None = "street", *, known: date | None = None, **more) -> Submission:
        self.serial += 1
        self._told()
        return Submission.objects.create(
            office=self.office.office,
            year=day.year,
            serial=self.serial,
            title=f"第{self.serial}件",
            body="正文",
            unit=self.office.units[unit] if unit else None,
            received_at=moment(day),
            recorded_at=moment(known or day),
            channel="page",
            digest="0" * 64,
            **more,
        )

    def brief(self, *submissions: Submission, day: date = Q3) -> Brief:
        self.serial += 1
        self._told()
        brief = Brief.objects.create(
            office=self.office.office,
            series=self.series,
            title=f"稿{self.serial}",
            state="signed",
            number=self.serial,
            year=day.year,
            signed_at=moment(day),
            editor=self.office.zhou,
            started_at=moment(day),
        )
        for position, submission in enumerate(submissions, 1):
            BriefSource.objects.create(
                brief=brief, submission=submission, share=10_000 // len(submissions), position=position
            )
        return brief

    def adopted(self, brief: Brief, day: date, *, known: date | None = None, **more) -> Adoption:
        self._told()
        return Adoption.objects.create(
            office=self.office.office,
            brief=brief,
            happened_on=day,
            recorded_at=moment(known or day),
            body="市政协",
            rank=3,
            entered_by=self.office.zhou,
            **more,
        )

    def instructed(self, brief: Brief, day: date, *, known: date | None = None) -> Instruction:
        self._told()
        return Instruction.objects.create(
            office=self.office.office,
            brief=brief,
            happened_on=day,
            recorded_at=moment(known or day),
            leader="区长",
            leader_rank="district_leader",
            entered_by=self.office.zhou,
        )
