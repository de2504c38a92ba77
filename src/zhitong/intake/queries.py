"""The readers others use: whose submissions one may see, their text, their authors, the calls and who missed them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from zhitong.files.models import StoredFile
from zhitong.intake.models import (
    Attachment,
    Commission,
    CommissionAddressee,
    Draft,
    Import,
    Receipt,
    Submission,
    SubmissionAuthor,
)
from zhitong.intake.queue import FOR_GOOD
from zhitong.intake.restricted.queries import hidden_from, is_anything_hidden_from, marked, note_opened, without_hidden
from zhitong.intake.words import as_text
from zhitong.journal.chain import commitment
from zhitong.keeping.terms import open_submissions
from zhitong.network import queries as network
from zhitong.network.actors import Actor, holds_on
from zhitong.network.models import Office, Person, Role, Unit
from zhitong.network.rights import UNIT_RIGHTS, RoleName, roles_with
from zhitong.notices import queries as notices
from zhitong.notices.models import Notice
from zhitong.statements import kept


def visible_submissions(viewer: Actor) -> QuerySet[Submission]:
    """The desk sees all of its office; a liaison those of the unit; a source what they wrote or entered.

    Of restricted ones each sees those whose reader they are, and nobody else sees or counts them.
    """
    submissions = without_hidden(Submission.objects.filter(office_id=viewer.office_id), viewer)
    if viewer.may("intake.read_all"):
        return submissions
    seen = Q(pk__in=())
    if viewer.may("intake.read_own"):
        seen |= _own(viewer)
    units = units_with("intake.read_unit", viewer)
    if units:
        seen |= Q(unit_id__in=units)
    return submissions.filter(seen)


def own_submissions(viewer: Actor) -> QuerySet[Submission]:
    """What the viewer wrote, alone or jointly, or entered for someone else; newest first."""
    return Submission.objects.filter(_own(viewer), office_id=viewer.office_id).order_by("-received_at", "-pk")


def unit_submissions(viewer: Actor) -> QuerySet[Submission]:
    """What came from the units for which the viewer is liaison; newest first."""
    units = units_with("intake.read_unit", viewer)
    rows = Submission.objects.filter(office_id=viewer.office_id, unit_id__in=units).order_by("-received_at", "-pk")
    return without_hidden(rows, viewer)


def _own(viewer: Actor) -> Q:
    if viewer.person_id is None:
        return Q(pk__in=())
    written = SubmissionAuthor.objects.filter(submission=OuterRef("pk"), person_id=viewer.person_id)
    return Q(entered_by_id=viewer.person_id) | Exists(written)


def units_with(right: str, viewer: Actor) -> frozenset[int]:
    """The units for which the viewer holds this right by a role given for that unit."""
    if right not in UNIT_RIGHTS:
        return frozenset()
    holders = roles_with(right)
    return frozenset(grant.unit_id for grant in viewer.grants if grant.unit_id and grant.role in holders)


BESIDE = ("office", "unit", "entered_by", "commission", "follows", "receipt")


def submission_or_404(viewer: Actor, code: str) -> Submission:
    """The submission of this code; one that may not be seen answers like one that does not exist."""
    found = _one_or_404(marked(visible_submissions(viewer)).select_related(*BESIDE), code)
    if found.is_restricted:
        note_opened(viewer, [found.pk])
    return found


def is_shown(viewer: Actor, other: Submission | None) -> bool:
    """Whether another submission that this one names, such as the one it goes on from, is one that the viewer may see."""
    return other is not None and visible_submissions(viewer).filter(pk=other.pk).exists()


def _one_or_404(rows: QuerySet, code: str):
    # A code from an address may hold anything; PostgreSQL refuses NUL with an error instead of finding nothing.
    found = None if "\x00" in code else rows.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def recorded_by(office_id: int, moment: datetime) -> QuerySet[Submission]:
    """All that the office had recorded by then: withdrawn, declined and moved to paper included."""
    return Submission.objects.filter(office_id=office_id, recorded_at__lte=moment)


def locked_together(keys: Iterable[int]) -> dict[int, Submission]:
    """Their rows as they are now, held until the transaction ends. Always in the same order, so that two who want the same ones in
    opposite directions wait for one another instead of for ever."""
    return {row.pk: row for row in Submission.objects.select_for_update().filter(pk__in=set(keys)).order_by("pk")}


def code_of(key: int) -> str:
    return Submission.objects.values_list("code", flat=True).get(pk=key)


def is_joint() -> Exists:
    """A condition on submissions: more than one author stands under it."""
    return Exists(SubmissionAuthor.objects.filter(submission=OuterRef("pk"), position__gt=1))


def authorships(submissions: QuerySet[Submission] | Iterable[int]) -> QuerySet[SubmissionAuthor]:
    """Who stands under these, each name once for each submission."""
    return SubmissionAuthor.objects.filter(submission__in=submissions).order_by()


def text_of(submission: Submission) -> str:
    """The words below the title: the free text, or the three parts with their headings. Empty when moved to paper."""
    return as_text(submission)


def authors_of(submission: Submission) -> list[SubmissionAuthor]:
    """The authors in order, with the people and units that are known."""
    return list(submission.authors.select_related("person", "unit").order_by("position"))


def may_see_names(viewer: Actor, submission: Submission) -> bool:
    """Whether the authors' names may be shown: always, unless they asked not to be named.

    Then only the authors themselves, whoever entered it, and those who answer for the credit see them.
    """
    if not submission.withhold_name or viewer.may("intake.see_withheld_names"):
        return True
    if viewer.person_id is None:
        return False
    return submission.entered_by_id == viewer.person_id or any(
        author.person_id == viewer.person_id for author in submission.authors.all()
    )


def shown_author(viewer: Actor, submission: Submission) -> str:
    """The authors as this viewer may see them: names in order, or a word that stands for them in this matter only."""
    if not may_see_names(viewer, submission):
        return pseudonym(submission)
    return "、".join(author.name for author in submission.authors.all())


def pseudonym(submission: Submission) -> str:
    """反映人-7F3K: the same word for the same submission, another one for the same person's next."""
    return _("source %(mark)s") % {"mark": commitment(f"withheld {submission.code}")[:4].upper()}


# Calls 约稿


def visible_commissions(viewer: Actor) -> QuerySet[Commission]:
    """The desk sees its office's calls and those that an office above addressed to it; a source those addressed to them."""
    if viewer.may("intake.commission"):
        to_this_office = CommissionAddressee.objects.filter(
            commission=OuterRef("pk"), unit__stands_for_id=viewer.office_id
        )
        return Commission.objects.filter(Q(office_id=viewer.office_id) | Exists(to_this_office))
    if not viewer.may("intake.answer_commission"):
        return Commission.objects.none()
    addressed = CommissionAddressee.objects.filter(
        Q(unit_id__in=units_of_actor(viewer)) | Q(person_id=viewer.person_id), commission=OuterRef("pk")
    )
    return Commission.objects.filter(Exists(addressed), office_id=viewer.office_id)


def commission_or_404(viewer: Actor, code: str) -> Commission:
    return _one_or_404(visible_commissions(viewer).select_related("office", "parent", "issued_by"), code)


def units_of_actor(viewer: Actor) -> frozenset[int]:
    """The units the viewer belongs to or holds a role for on the day of the deed."""
    if viewer.person_id is None:
        return frozenset()
    return viewer.unit_ids | frozenset(network.units_joined(viewer.person_id, timezone.localdate(viewer.at)))


def answers_of(commission: Commission) -> QuerySet[Submission]:
    return commission.answers.order_by("received_at", "pk")


def addressees_of(
    commissions: QuerySet[Commission] | list[Commission], *, as_of: date | None = None
) -> QuerySet[CommissionAddressee]:
    """Who was asked, each with ``answered`` and ``answered_in_time`` as known on a day (today when none is given).

    An answer that was withdrawn is no answer: otherwise withdrawing would mend a missed call.
    """
    as_of = as_of or timezone.localdate()
    standing = Submission.objects.filter(
        Q(withdrawn_at__isnull=True) | Q(withdrawn_at__date__gt=as_of),
        commission=OuterRef("commission"),
        received_at__date__lte=as_of,
    )
    by_unit = standing.filter(unit=OuterRef("unit"))
    by_person = standing.filter(authors__person=OuterRef("person"))
    in_time = {"received_at__date__lte": OuterRef("commission__due_on")}
    return (
        CommissionAddressee.objects.filter(commission__in=commissions)
        .annotate(
            answered=Exists(by_unit) | Exists(by_person),
            answered_in_time=Exists(by_unit.filter(**in_time)) | Exists(by_person.filter(**in_time)),
        )
        .select_related("unit", "person", "commission")
        .order_by("commission", "pk")
    )


def missed_commissions(
    office_id: int, *, as_of: date | None = None, due_from: date | None = None, due_until: date | None = None
) -> QuerySet[CommissionAddressee]:
    """The addressees who had not answered by the end of the due day: calls due in the period (both days included),
    seen from ``as_of``. Cancelled calls are missed by nobody; an answer after the due day does not undo the miss."""
    as_of = as_of or timezone.localdate()
    calls = Commission.objects.filter(office_id=office_id, due_on__lt=as_of).exclude(state=Commission.State.CANCELLED)
    if due_from:
        calls = calls.filter(due_on__gte=due_from)
    if due_until:
        calls = calls.filter(due_on__lte=due_until)
    return addressees_of(calls, as_of=as_of).filter(answered_in_time=False)


def missed_in(office_id: int, year: int) -> QuerySet[CommissionAddressee]:
    """The calls missed among those due in one year, newest first."""
    rows = missed_commissions(office_id, due_from=date(year, 1, 1), due_until=date(year, 12, 31))
    return rows.order_by("-commission__due_on", "pk")


def missed_by_addressee(rows: QuerySet[CommissionAddressee]) -> list[tuple[str, int]]:
    """How many each unit or person missed, most first."""
    counts = Counter(str(row.unit or row.person) for row in rows)
    return counts.most_common()


@dataclass(frozen=True)
class CallCounts:
    """How many were asked, and of them how many answered."""

    asked: int
    answered: int


def call_counts(commissions: list[Commission]) -> dict[int, CallCounts]:
    """For a page of calls in one query."""
    rows = list(addressees_of(commissions))
    return {
        call.pk: CallCounts(
            asked=sum(row.commission_id == call.pk for row in rows),
            answered=sum(row.commission_id == call.pk and row.answered for row in rows),
        )
        for call in commissions
    }


# People by name


def people_named(office_id: int, name: str, *, on: datetime) -> list[tuple[Person, str]]:
    """The office's people of this name, each with the name of their main unit on that day; spaces in names do not count."""
    bare = "".join(name.split())
    spellings = {name, bare, " ".join(bare) if len(bare) == 2 else bare, "　".join(bare) if len(bare) == 2 else bare}
    people = network.people_of(office_id).filter(name__in=spellings)[:20]
    named = []
    for person in people:
        unit = network.main_unit(person, timezone.localdate(on))
        named.append((person, unit.name if unit else ""))
    return named


def sources_of(office_id: int, *, on: datetime) -> QuerySet[Person]:
    """The people who send in: those who hold the role of source or liaison on that day."""
    holding = Role.objects.filter(
        holds_on(timezone.localdate(on)), person=OuterRef("pk"), role__in=(RoleName.SOURCE, RoleName.LIAISON)
    )
    return network.people_of(office_id).filter(Exists(holding)).order_by("name", "pk")


def liaisons_of(units: Iterable[Unit], *, on: datetime) -> QuerySet[Person]:
    """The liaisons who speak for these units on that day."""
    held = Role.objects.filter(
        holds_on(timezone.localdate(on)), person=OuterRef("pk"), role=RoleName.LIAISON, unit__in=list(units)
    )
    return Person.objects.filter(Exists(held))


def people_to_tell(submission: Submission, *, on: datetime) -> list[Person]:
    """Who hears what becomes of a submission: the authors the office knows; when it knows none, the liaisons of the unit."""
    known = [author.person for author in submission.authors.select_related("person__account") if author.person]
    if known or submission.unit_id is None:
        return known
    return list(liaisons_of([submission.unit], on=on).select_related("account"))


def desk_people(office_id: int, right: str, *, on: datetime) -> QuerySet[Person]:
    """The people who hold a right in the whole office on that day."""
    held = Role.objects.filter(
        holds_on(timezone.localdate(on)), person=OuterRef("pk"), role__in=roles_with(right), unit=None
    )
    return network.people_of(office_id).filter(Exists(held))


# The whole office at once, for reading a spreadsheet


def areas_by_name(office_id: int, on: date) -> dict[str, str]:
    """The office's subject areas, name to code."""
    return {name: code for code, name in network.choices("area", office_id, on=on).values_list("code", "name")}


def all_units(office_id: int) -> QuerySet[Unit]:
    return network.units_of(office_id)


# Numbers


def hold_numbering(office_id: int) -> None:
    """Let nobody else take a number in this office until the transaction ends (SQLite holds its one write lock anyway)."""
    if connection.features.has_select_for_update:
        _held_office(office_id)


@kept
def _held_office(office_id: int) -> QuerySet:
    return Office.objects.select_for_update(no_key=True).filter(pk=office_id).values_list("pk")


def last_serial(model: type[Submission] | type[Commission], office_id: int, year: int) -> int:
    """The highest number given so far in the office's year, 0 when none. Only true while the numbering is held."""
    if model is Submission:
        return next(iter(_last_of_submissions(office_id, year)), 0)
    numbers = model.objects.filter(office_id=office_id, year=year).order_by("-serial")
    return numbers.values_list("serial", flat=True).first() or 0


@kept
def _last_of_submissions(office_id: int, year: int) -> QuerySet:
    numbers = Submission.objects.filter(office_id=office_id, year=year).order_by("-serial")
    return numbers.values_list("serial", flat=True)[:1]


@kept
def receipts_of_token(token: UUID) -> QuerySet:
    """The receipt that a form of this token got, from whomever it came; at most one."""
    return Receipt.objects.filter(token=token)


@kept
def writers_of_draft(token: UUID) -> QuerySet:
    """The key of the person whose draft has this token; at most one."""
    return Draft.objects.filter(token=token).values_list("person_id", flat=True)


# One's own drafts, files and notices; the office's imports


def told(viewer: Actor, codes: list[str]) -> QuerySet[Notice]:
    """What the viewer was told about these submissions."""
    if viewer.person_id is None:
        return Notice.objects.none()
    return notices.own_notices(viewer).filter(about_code__in=codes)


def own_files(viewer: Actor, codes: list[str]) -> list[StoredFile]:
    """The files of these codes that the viewer gave in, in the order asked for; others answer like none."""
    asked = [code for code in dict.fromkeys(codes) if code.isascii() and "\x00" not in code]
    if not asked:
        return []
    files = StoredFile.objects.filter(
        office_id=viewer.office_id, added_by_id=viewer.person_id, state=StoredFile.State.READY, code__in=asked[:100]
    )
    by_code = {file.code: file for file in files}
    return [by_code[code] for code in asked if code in by_code]


def receipt_of(token: UUID, viewer: Actor) -> Receipt | None:
    """The receipt that the viewer's own form got."""
    receipts = Receipt.objects.filter(token=token, submission__entered_by_id=viewer.person_id)
    return receipts.select_related("submission").first()


def drafts_of(viewer: Actor) -> QuerySet[Draft]:
    return Draft.objects.filter(person_id=viewer.person_id).order_by("-saved_at")


def visible_imports(viewer: Actor) -> QuerySet[Import]:
    """Those of the office; not those that brought a restricted matter whose reader the viewer is not: they hold the same words."""
    rows = Import.objects.filter(office_id=viewer.office_id)
    if is_anything_hidden_from(viewer):
        brought = Submission.objects.filter(pk__in=hidden_from(viewer), batch__isnull=False).values("batch_id")
        rows = rows.exclude(pk__in=brought)
    return rows.select_related("file", "by").order_by("-at", "-pk")


def import_or_404(viewer: Actor, code: str) -> Import:
    return _one_or_404(visible_imports(viewer), code)


def import_by_code(code: str) -> Import | None:
    """For a job: the import with all that it needs to act for its uploader."""
    return Import.objects.select_related("file", "by", "by__office").filter(code=code).first()


def known_keys(office_id: int, keys: list[str]) -> dict[str, int | None]:
    """Of these row keys those that an import brought before, each with that import's key."""
    rows = Submission.objects.filter(office_id=office_id, row_key__in=keys)
    return dict(rows.values_list("row_key", "batch_id"))


def person_by_username(office: str, username: str) -> Person | None:
    """For the command: the person who signs in by this name in the office of this code or name."""
    people = Person.objects.select_related("office", "account").filter(
        account__username=username, account__is_active=True
    )
    return people.filter(Q(office__code=office) | Q(office__name=office) | Q(office__short_name=office)).first()


def import_is_over(imported: Import) -> bool:
    """Whether somebody asked to stop, or another worker ended it."""
    return not Import.objects.filter(pk=imported.pk, state=Import.State.RUNNING, stop_asked=False).exists()


def waiting_for_decision() -> QuerySet:
    """The keys of submissions on which the desk has not decided for good: in the queue, or held until a day."""
    rows = Submission.objects.filter(rests_until__lt=FOR_GOOD, withdrawn_at=None, paper_at=None)
    return rows.values("pk")


def still_worked_on() -> list[QuerySet]:
    """The keys of submissions that any room still works on, one query for each room."""
    return open_submissions()


def unsent_files(draft: Draft) -> list[StoredFile]:
    """The files that were kept with a draft and belong to nothing that was sent."""
    rows = StoredFile.objects.filter(office_id=draft.person.office_id, code__in=draft.content.get("files", []))
    return list(rows.exclude(state=StoredFile.State.ERASED).exclude(pk__in=Attachment.objects.values("file")))


def old_drafts(office_id: int, before: datetime) -> QuerySet[Draft]:
    """Last saved before a moment."""
    rows = Draft.objects.filter(person__office_id=office_id, saved_at__lt=before)
    return rows.select_related("person").order_by("saved_at", "pk")


def old_imports(office_id: int, before: datetime) -> QuerySet[Import]:
    """Whose spreadsheet is still here, last used (``used_at``) before a moment."""
    rows = Import.objects.filter(office_id=office_id).annotate(used_at=Coalesce("finished_at", "at"))
    rows = rows.filter(used_at__lt=before).exclude(file__state=StoredFile.State.ERASED)
    return rows.select_related("file").order_by("used_at", "pk")
