"""The biweekly push: its lists and lines, and what it looks at where no room offers it yet."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from zhitong.assessment.models import Assessment
from zhitong.assessment.queries import standing
from zhitong.desk.models import BriefSource
from zhitong.intake.models import Commission, CommissionAddressee
from zhitong.intake.queries import addressees_of, desk_people
from zhitong.network.actors import Actor
from zhitong.network.models import Person
from zhitong.outcomes.models import Instruction
from zhitong.outcomes.queries import holding, with_replied
from zhitong.reports.models import Push, PushEntry, PushLine
from zhitong.reports.queries.restrictions import unrestricted


def visible_pushes(viewer: Actor) -> QuerySet[Push]:
    pushes = Push.objects.filter(office_id=viewer.office_id).select_related("office", "made_by")
    return pushes if viewer.may("reports.push_read") else pushes.none()


def lines_of(viewer: Actor) -> QuerySet[PushLine]:
    lines = unrestricted(PushLine.objects.filter(office_id=viewer.office_id), "about_code").select_related("owner")
    return lines if viewer.may("reports.push_read") else lines.none()


def instructions_without_reply(office_id: int) -> QuerySet[Instruction]:
    """Instructions that hold and that no reply carries out yet, oldest first."""
    rows = with_replied(holding(Instruction).filter(office_id=office_id)).filter(is_replied=False)
    return rows.select_related("brief__editor").order_by("happened_on", "pk")


def taken_up_without_brief(office_id: int, *, due_until: date) -> QuerySet[Assessment]:
    """Decisions to take up, with a day by which it should be written, from which no brief was begun that stands."""
    written = BriefSource.objects.filter(submission=OuterRef("submission")).exclude(brief__state="dropped")
    rows = standing().filter(
        ~Exists(written),
        submission__office_id=office_id,
        submission__withdrawn_at=None,
        submission__paper_at=None,
        verdict=Assessment.Verdict.TAKE_UP,
        due_on__isnull=False,
        due_on__lte=due_until,
    )
    return rows.select_related("submission", "taker", "by").order_by("due_on", "pk")


def calls_with_addressees(
    office_id: int, *, due_from: date, due_until: date, as_of: date
) -> list[tuple[Commission, list[CommissionAddressee]]]:
    """The calls still open and due in these days, each with whom it asked and whether they answered."""
    calls = Commission.objects.filter(
        office_id=office_id, state=Commission.State.OPEN, due_on__gte=due_from, due_on__lte=due_until
    ).select_related("issued_by")
    found = {call.pk: (call, []) for call in calls.order_by("due_on", "pk")}
    for row in addressees_of(list(calls), as_of=as_of):
        found[row.commission_id][1].append(row)
    return list(found.values())


def entries_of(push: Push) -> QuerySet[PushEntry]:
    return unrestricted(push.entries, "line__about_code").select_related("line__owner").order_by("position")


def last_push(office_id: int, *, planned: bool = False) -> Push | None:
    pushes = Push.objects.filter(office_id=office_id)
    return (pushes.filter(planned_on__isnull=False) if planned else pushes).order_by("-year", "-number").first()


def entries_by_line(push: Push | None) -> dict[int, PushEntry]:
    """How each line stood in this list; lines that were over by then left it."""
    if push is None:
        return {}
    return {entry.line_id: entry for entry in push.entries.exclude(moved=PushEntry.Moved.CLOSED)}


def open_lines(office_id: int) -> QuerySet[PushLine]:
    """What is still to be moved, the longest open first."""
    rows = unrestricted(PushLine.objects.filter(office_id=office_id, closed_at=None), "about_code")
    return rows.select_related("owner").order_by("opened_at", "pk")


def keepers(viewer: Actor) -> QuerySet[Person]:
    """Who may own a line: the people of the desk."""
    return desk_people(viewer.office_id, "reports.push", on=viewer.at)
