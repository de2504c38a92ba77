"""The one rule of restricted matters 敏感: who is not a named reader sees and counts nothing of them.

Every room's query of what a viewer may see passes through ``without_hidden``; what is made for everybody (the search index, themes,
lists for all readers, training) leaves out whatever is restricted, through ``without_restricted``. Figures go on counting all.
Being named narrows and never widens: a reader still needs the role that would show the matter if it were not restricted.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from zhitong.intake.models import ReaderRequest, Restriction, RestrictionReader, Submission, SubmissionAuthor
from zhitong.journal.models import Entry
from zhitong.journal.names import names_of
from zhitong.network import queries as network
from zhitong.network.actors import Actor, holds_on
from zhitong.network.models import Person, Role
from zhitong.network.rights import roles_with
from zhitong.statements import kept

TITLE_ON_PAPER = "（敏感，标题从略）"  # in place of the title; a printed word of Chinese papers


def standing() -> QuerySet[Restriction]:
    """The restrictions in force."""
    return Restriction.objects.filter(lifted_at=None)


def restricted() -> QuerySet:
    """The keys of all restricted submissions, as a query to be used inside another."""
    return standing().values("submission_id")


def hidden_from(viewer: Actor) -> QuerySet:
    """The keys of the submissions that are kept from this viewer. Nobody reads by delegation, and the program itself is no reader."""
    return _hidden_from(viewer.person_id or 0).values("submission_id")


def _hidden_from(person_id: int) -> QuerySet[Restriction]:
    named = RestrictionReader.objects.filter(restriction=OuterRef("pk"), person_id=person_id, removed_at=None)
    return standing().filter(~Exists(named))


def is_anything_hidden_from(viewer: Actor) -> bool:
    """Asked once for each actor. Nearly always nothing is, and then no other query of a page carries the condition."""
    if "is_anything_hidden" not in viewer.asked:
        viewer.asked["is_anything_hidden"] = bool(_one_hidden_from(viewer.person_id or 0))
    return bool(viewer.asked["is_anything_hidden"])


@kept
def _one_hidden_from(person_id: int) -> QuerySet:
    return _hidden_from(person_id).values_list("pk", flat=True)[:1]


def without_hidden(rows: QuerySet, viewer: Actor, column: str = "pk") -> QuerySet:
    """These rows but for those whose ``column`` holds a submission that is kept from the viewer."""
    return rows.exclude(**{f"{column}__in": hidden_from(viewer)}) if is_anything_hidden_from(viewer) else rows


def without_restricted(rows: QuerySet, column: str = "pk") -> QuerySet:
    """The same for what everybody reads: no restricted matter stands in it, whoever asks."""
    return rows.exclude(**{f"{column}__in": restricted()})


def not_restricted(column: str = "submission") -> Q:
    """As a condition inside a larger question."""
    return ~Q(**{f"{column}__in": restricted()})


def marked(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """Each with ``is_restricted``, told in the same query."""
    return submissions.annotate(is_restricted=Exists(standing().filter(submission=OuterRef("pk"))))


def note_opened(viewer: Actor, submissions: Iterable[int]) -> None:
    """Remember on the actor that restricted matters (keys) were handed out: the page says so, and the reading becomes an entry of the
    journal before the answer leaves (``intake.restricted.readings``)."""
    found = standing().filter(submission__in=submissions).select_related("submission")
    viewer.opened.update({row.submission.code: row.submission for row in found})


def hidden_codes(viewer: Actor) -> QuerySet | None:
    """For notices and the journal; None where nothing is hidden. Who wrote a matter goes on hearing what becomes of it, by its number."""
    if not is_anything_hidden_from(viewer):
        return None
    own = SubmissionAuthor.objects.filter(submission=OuterRef("pk"), person_id=viewer.person_id or 0)
    return Submission.objects.filter(~Exists(own), pk__in=hidden_from(viewer)).values("code")


def kept_from_source(viewer: Actor, submissions: Iterable[Submission]) -> set[int]:
    """Of one's own submissions those of which one sees the line (number, day, what became of it) and not the words."""
    if not is_anything_hidden_from(viewer):
        return set()
    keys = [submission.pk for submission in submissions]
    return set(hidden_from(viewer).filter(submission__in=keys).values_list("submission_id", flat=True))


def restriction_of(submission: Submission) -> Restriction | None:
    """The one in force, with who placed it."""
    return standing().filter(submission=submission).select_related("placed_by").first()


def readers_of(restriction: Restriction) -> list[RestrictionReader]:
    """Who may read now, in the order of naming."""
    return list(restriction.readers.filter(removed_at=None).select_related("person").order_by("named_at", "pk"))


def readers_now(restriction: Restriction) -> QuerySet[Person]:
    """The same as people, for a form."""
    held = RestrictionReader.objects.filter(restriction=restriction, person=OuterRef("pk"), removed_at=None)
    return Person.objects.filter(Exists(held)).order_by("pk")


def is_reader(person: Person, submissions: Iterable[int]) -> bool:
    """Whether this person is a named reader of every restricted one among these submissions (keys)."""
    named = RestrictionReader.objects.filter(restriction=OuterRef("pk"), person=person, removed_at=None)
    return not standing().filter(~Exists(named), submission__in=submissions).exists()


def any_restricted(submissions: Iterable[int]) -> bool:
    return standing().filter(submission__in=submissions).exists()


READING_ROLES = frozenset({*roles_with("intake.read_all"), *roles_with("dispatch.receive")})


def possible_readers(viewer: Actor) -> QuerySet[Person]:
    """Whom one can name: the desk's people, and those to whom briefs are sent."""
    held = Role.objects.filter(
        holds_on(timezone.localdate(viewer.at)), person=OuterRef("pk"), role__in=READING_ROLES, unit=None
    )
    return network.people_of(viewer.office_id).filter(Exists(held)).order_by("pk")


def can_still_open(people: Iterable[int], viewer: Actor) -> bool:
    """Whether at least one of these people holds a desk role today: otherwise nobody could ever open the matter again."""
    return _at_the_desk(viewer).filter(person__in=people).exists()


def _at_the_desk(viewer: Actor) -> QuerySet[Role]:
    """The roles that open the way to change who reads, held today."""
    return Role.objects.filter(
        holds_on(timezone.localdate(viewer.at)), role__in=roles_with("intake.restrict"), unit=None
    )


def stranded_for(viewer: Actor) -> QuerySet[Restriction]:
    """The restricted matters of the office that nobody can open any more: by number, for those who find the way out together."""
    able = RestrictionReader.objects.filter(
        Exists(_at_the_desk(viewer).filter(person=OuterRef("person"))), restriction=OuterRef("pk"), removed_at=None
    )
    rows = standing().filter(~Exists(able), office_id=viewer.office_id).select_related("submission", "placed_by")
    return rows.order_by("placed_at", "pk")


def is_stranded(restriction: Restriction, viewer: Actor) -> bool:
    return stranded_for(viewer).filter(pk=restriction.pk).exists()


def stranded_or_404(viewer: Actor, code: str) -> Restriction:
    found = None if "\x00" in code else stranded_for(viewer).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def possible_new_readers(viewer: Actor) -> QuerySet[Person]:
    """Whom one can ask for: the office's senior editors and signers."""
    held = Role.objects.filter(
        holds_on(timezone.localdate(viewer.at)),
        person=OuterRef("pk"),
        role__in=roles_with("intake.consent_reader"),
        unit=None,
    )
    return network.people_of(viewer.office_id).filter(Exists(held)).order_by("pk")


def reader_requests(viewer: Actor) -> QuerySet[ReaderRequest]:
    """What was asked and answered, newest first."""
    rows = ReaderRequest.objects.filter(office_id=viewer.office_id)
    return rows.select_related("restriction__submission", "person", "asked_by", "decided_by").order_by(
        "-asked_at", "-pk"
    )


def reader_request_or_404(viewer: Actor, code: str) -> ReaderRequest:
    found = None if "\x00" in code else reader_requests(viewer).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def stranded_count(viewer: Actor) -> int:
    """What waits for this viewer: matters without a way in for whoever may ask, requests for whoever may consent."""
    waiting = ReaderRequest.objects.filter(office_id=viewer.office_id, state=ReaderRequest.State.ASKED)
    if viewer.may("intake.ask_reader"):
        return stranded_for(viewer).exclude(pk__in=waiting.values("restriction")).count()
    if viewer.may("intake.consent_reader"):
        return waiting.exclude(person_id=viewer.person_id).count()
    return 0


def lines_for(viewer: Actor) -> QuerySet[Restriction]:
    """The restricted matters of the office: a reader's own with their titles, for the auditor all, by number alone."""
    rows = Restriction.objects.filter(office_id=viewer.office_id).select_related("submission", "placed_by")
    if not viewer.may("intake.restricted_all"):
        mine = RestrictionReader.objects.filter(
            restriction=OuterRef("pk"), person_id=viewer.person_id or 0, removed_at=None
        )
        rows = rows.filter(Exists(mine), lifted_at=None)
    return rows.order_by("-placed_at", "-pk")


def line_or_404(viewer: Actor, code: str) -> Restriction:
    """The restriction of this code; one that may not be seen answers like one that does not exist."""
    found = None if "\x00" in code else lines_for(viewer).filter(code=code).first()
    if found is None:
        raise Http404
    return found


DEEDS = (
    "intake.restricted",
    "intake.reader_named",
    "intake.reader_asked",
    "intake.reader_consented",
    "intake.reader_refused",
    "intake.reader_removed",
    "intake.restriction_lifted",
    "intake.restricted_read",
)


def log_of(restriction: Restriction) -> QuerySet[Entry]:
    """阅读记录: who restricted, named, removed and read, from the journal, newest first."""
    rows = Entry.objects.filter(
        office_id=restriction.office_id, subject_code=restriction.submission.code, action__in=DEEDS
    )
    return rows.order_by("-seq")


def names_behind(office_id: int, entries: Iterable[Entry]) -> dict[str, str]:
    return names_of(office_id, {entry.actor for entry in entries})
