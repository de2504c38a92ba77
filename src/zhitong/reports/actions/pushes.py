"""双周推进: the list made by the clock or on demand, its lines carried over until closed, each with an owner and a next step."""

from __future__ import annotations

import hashlib
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from zhitong.errors import BadInput
from zhitong.intake.words import refuse_broken
from zhitong.journal.door import forbid, lock, permit, record, require
from zhitong.network.actors import Actor
from zhitong.network.models import Person
from zhitong.notices.actions import tell
from zhitong.reports import events
from zhitong.reports.findings import Finding, findings
from zhitong.reports.models import Push, PushEntry, PushLine
from zhitong.reports.queries import entries_by_line, keepers, last_push, open_lines, today_of

Moved = PushEntry.Moved
LONGEST_STEP = 200


@transaction.atomic
def make_push(*, by: Actor, planned_on: date | None = None) -> Push:
    """Look over the office and write the list. What stood on it and is over leaves it with a last mention; the rest is carried over."""
    permit(by, "reports.push", by.office_id)
    lock(by.office)
    today, before = today_of(by), last_push(by.office_id)
    year_before = before if before and before.year == today.year else None
    push = Push.objects.create(
        office_id=by.office_id,
        year=today.year,
        number=year_before.number + 1 if year_before else 1,
        made_on=today,
        planned_on=planned_on,
        made_by=by.person,
        made_at=by.at,
    )
    entries = _entries(push, before, by)
    PushEntry.objects.bulk_create(entries)
    count = {moved: sum(entry.moved == moved for entry in entries) for moved in Moved}
    happened = events.PushMade(
        number=push.number,
        lines=count[Moved.NEW] + count[Moved.CARRIED],
        new=count[Moved.NEW],
        carried=count[Moved.CARRIED],
        over=count[Moved.CLOSED],
    )
    record(happened, on=push, by=by)
    if entries:
        _tell(push, entries, happened, by)
    return push


@transaction.atomic
def change_line(line: PushLine, *, by: Actor, owner: Person | None, next_step: str) -> PushLine:
    """Another owner or next step; the next list says that it moved."""
    line = lock(line)
    permit(by, "reports.push", line.office_id)
    _require_open(line)
    _check(next_step, "next_step")
    if owner is not None and not keepers(by).filter(pk=owner.pk).exists():
        raise BadInput(
            "reports.line.owner",
            _("A line is owned by somebody of the desk."),
            _("Choose one of the names offered."),
            field="owner",
        )
    line.owner, line.next_step = owner, next_step
    line.save(update_fields=["owner", "next_step"])
    digest = hashlib.sha256(next_step.encode()).hexdigest()
    told = events.LineChanged(sort=line.sort, owner=owner.commitment if owner else "", next_step_digest=digest)
    record(told, on=line, by=by, matters=(line.about_code,))
    return line


@transaction.atomic
def close_line(line: PushLine, *, by: Actor, why: str) -> PushLine:
    """Done with, though the thing may still look the same. It does not come back while it stays as it is."""
    line = lock(line)
    permit(by, "reports.push", line.office_id)
    forbid(by.person is None, "reports.line.nobody", _("A line is closed by a person."))
    _require_open(line)
    _check(why, "words")
    line.closed_at, line.closed_by, line.closed_why = by.at, by.person, why
    line.save(update_fields=["closed_at", "closed_by", "closed_why"])
    record(events.LineClosed(sort=line.sort), on=line, by=by, matters=(line.about_code,))
    return line


def _entries(push: Push, before: Push | None, by: Actor) -> list[PushEntry]:
    known = {line.key: line for line in open_lines(by.office_id)}
    settled = {
        line.key: line
        for line in PushLine.objects.filter(office_id=by.office_id, closed_by__isnull=False, ceased_at=None)
    }
    past = entries_by_line(before)
    found = {finding.key: finding for finding in findings(by)}
    entries: list[PushEntry] = []
    for finding in found.values():
        if finding.key in settled:
            continue
        line = known.get(finding.key) or _open(finding, by)
        entries.append(_entry(push, line, finding, past.get(line.pk), len(entries) + 1))
    over = [line for key, line in known.items() if key not in found]
    for line in over:
        line.closed_at = by.at
    PushLine.objects.bulk_update(over, ["closed_at"])
    ceased = [line.pk for key, line in settled.items() if key not in found]
    PushLine.objects.filter(pk__in=ceased).update(ceased_at=by.at)
    closed_by_hand = [
        line
        for line in PushLine.objects.filter(office_id=by.office_id, closed_by__isnull=False).select_related("owner")
        if before and line.closed_at > before.made_at and line.pk in past
    ]
    for line in [*over, *closed_by_hand]:
        entries.append(_last_mention(push, line, past.get(line.pk), len(entries) + 1))
    return entries


def _open(finding: Finding, by: Actor) -> PushLine:
    return PushLine.objects.create(
        office_id=by.office_id,
        sort=finding.sort,
        key=finding.key,
        about=finding.about,
        about_code=finding.about_code,
        owner=finding.owner,
        next_step=finding.next_step,
        due_on=finding.due_on,
        opened_at=by.at,
    )


def _entry(push: Push, line: PushLine, finding: Finding, past: PushEntry | None, position: int) -> PushEntry:
    owner = line.owner.name if line.owner else ""
    moved = []
    if past is not None:
        moved += [f"上次：{past.standing}"] if past.standing != finding.standing else []
        moved += [f"责任人原为{past.owner_name or '未定'}"] if past.owner_name != owner else []
        moved += [f"下一步原为{past.next_step}"] if past.next_step != line.next_step else []
    return PushEntry(
        push=push,
        line=line,
        position=position,
        moved=Moved.CARRIED if past else Moved.NEW,
        times=past.times + 1 if past else 1,
        title=finding.title[:200],
        standing=finding.standing[:120],
        before="；".join(moved)[:200],
        owner_name=owner,
        next_step=line.next_step,
    )


def _last_mention(push: Push, line: PushLine, past: PushEntry | None, position: int) -> PushEntry:
    return PushEntry(
        push=push,
        line=line,
        position=position,
        moved=Moved.CLOSED,
        times=past.times if past else 1,
        title=past.title if past else line.key,
        standing=(f"{line.closed_by.name}了结：{line.closed_why}" if line.closed_by else "已不再存在，自行了结")[:120],
        before=f"上次：{past.standing}"[:200] if past else "",
        owner_name=line.owner.name if line.owner else "",
        next_step="",
    )


def _tell(push: Push, entries: list[PushEntry], happened: events.PushMade, by: Actor) -> None:
    """One notice to each of the desk: how much there is, and how much is theirs. It goes into their mail of the day."""
    for person in keepers(by).select_related("account"):
        mine = sum(entry.line.owner_id == person.pk and entry.moved != Moved.CLOSED for entry in entries)
        text = _(
            "Biweekly push %(issue)s: %(lines)s lines, %(new)s new, %(carried)s carried over, %(over)s over; %(mine)s are yours."
        ) % {
            "issue": push.issue,
            "lines": happened.lines,
            "new": happened.new,
            "carried": happened.carried,
            "over": happened.over,
            "mine": mine,
        }
        tell(
            person,
            text,
            by=by,
            event=happened.event_name,
            about="reports.push",
            about_code=push.code,
            key=f"push:{push.code}",
            address=reverse("reports:push", args=[push.code]),
            at_once=True,
        )


def _require_open(line: PushLine) -> None:
    require(
        line.closed_at is None,
        "reports.line.closed",
        _("This line is closed already."),
        _("Load the list again to see how it stands."),
    )


def _check(words: str, field: str) -> None:
    refuse_broken(words, field=field)
    if not words.strip() or len(words) > LONGEST_STEP:
        raise BadInput(
            "reports.line.words",
            _("This must be 1 to %(most)s characters.") % {"most": LONGEST_STEP},
            _("Write it."),
            field=field,
        )
