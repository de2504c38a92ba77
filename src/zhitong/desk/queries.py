"""The readers others use: briefs one may see, what they draw on, what waits for whom, what was issued."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from zhitong.assessment.models import Assessment, Theme
from zhitong.assessment.queries import decided, standing, still_open, taken_up
from zhitong.assessment.themes.queries import submissions_of as submissions_of_theme
from zhitong.desk.models import Brief, BriefSource, MaskedCopy, Remark, Revision, Series, Signature, SigningChain
from zhitong.intake.models import Submission
from zhitong.intake.queries import locked_together, visible_submissions
from zhitong.intake.restricted.queries import (
    hidden_from,
    is_anything_hidden_from,
    note_opened,
    restricted,
    without_hidden,
)
from zhitong.network.actors import Actor, holds_on
from zhitong.network.models import Deputy, Person, Role
from zhitong.network.rights import RoleName
from zhitong.statements import kept

State = Brief.State
OPEN = (State.DRAFTING, State.IN_REVIEW)
ISSUED = (State.SIGNED, State.WITHDRAWN)


def visible_briefs(viewer: Actor) -> QuerySet[Brief]:
    """The desk sees the briefs of its own office. Others see only what was sent to them, in the room ``dispatch``."""
    if not viewer.may("desk.read"):
        return Brief.objects.none()
    return without_hidden_briefs(Brief.objects.filter(office_id=viewer.office_id), viewer, "pk")


def hidden_briefs(viewer: Actor) -> QuerySet:
    """The keys of the briefs that draw on a restricted submission whose reader the viewer is not, to be used inside another query."""
    return BriefSource.objects.filter(submission__in=hidden_from(viewer)).values("brief_id")


def without_hidden_briefs(rows: QuerySet, viewer: Actor, column: str = "brief_id") -> QuerySet:
    """These rows but for those whose ``column`` holds such a brief."""
    return rows.exclude(**{f"{column}__in": hidden_briefs(viewer)}) if is_anything_hidden_from(viewer) else rows


def restricted_briefs() -> QuerySet:
    """The keys of the briefs that draw on any restricted submission: none of them stands in what everybody reads."""
    return BriefSource.objects.filter(submission__in=restricted()).values("brief_id")


def hidden_codes(viewer: Actor) -> QuerySet | None:
    """For notices and the journal; None where nothing is hidden."""
    hidden = is_anything_hidden_from(viewer)
    return Brief.objects.filter(pk__in=hidden_briefs(viewer)).values("code") if hidden else None


def briefs_drawing_on(submission: Submission) -> list[int]:
    """The keys of every brief that draws on it, dropped ones too."""
    return list(BriefSource.objects.filter(submission=submission).values_list("brief_id", flat=True))


def note_opened_brief(viewer: Actor, brief: Brief) -> None:
    """Opening a brief opens what it draws on, where that is restricted."""
    note_opened(viewer, BriefSource.objects.filter(brief=brief).values("submission_id"))


def brief_or_404(viewer: Actor, code: str) -> Brief:
    """The brief of this code with its series and people; one that may not be seen answers like one that does not exist."""
    rows = visible_briefs(viewer).select_related(
        "office", "series", "editor", "lock_person", "signed_revision", "corrects__series"
    )
    found = _one_or_404(rows.annotate(is_restricted=Q(pk__in=restricted_briefs())), code)
    if found.is_restricted:
        note_opened_brief(viewer, found)
    return found


def _one_or_404(rows: QuerySet, code: str):
    # A code from an address may hold anything; PostgreSQL refuses NUL with an error instead of finding nothing.
    found = None if "\x00" in code else rows.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def revision_or_404(brief: Brief, ordinal: int) -> Revision:
    found = brief.revisions.select_related("by").filter(ordinal=ordinal).first() if ordinal < 2**31 else None
    if found is None:
        raise Http404
    return found


def remark_or_404(brief: Brief, code: str) -> Remark:
    return _one_or_404(brief.remarks.select_related("brief"), code)


def submissions_of(brief: Brief) -> QuerySet[Submission]:
    """The submissions a brief draws on, in its order, with units and authors."""
    return (
        Submission.objects.filter(used_in__brief=brief)
        .select_related("unit")
        .prefetch_related("authors__unit", "authors__person")
        .order_by("used_in__position")
    )


def sources_of(brief: Brief) -> list[BriefSource]:
    """The same with each one's share of the credit."""
    return list(
        brief.sources.select_related("submission__unit", "submission__entered_by")
        .prefetch_related("submission__authors__unit")
        .order_by("position")
    )


def briefs_of(submission: Submission, viewer: Actor) -> QuerySet[Brief]:
    """The briefs that draw on a submission and that the viewer may see, dropped ones left out, newest first."""
    briefs = Brief.objects.filter(sources__submission=submission).exclude(state=State.DROPPED)
    return without_hidden_briefs(briefs, viewer, "pk").select_related("series").order_by("-started_at", "-pk")


# What may be written from


def usable(office_id: int, *, only_leading: bool = False) -> QuerySet[Submission]:
    """What a brief of the office may draw on: still open, and taken up or (unless only what leads is asked) joined to another."""
    verdicts = (Assessment.Verdict.TAKE_UP,) if only_leading else (Assessment.Verdict.TAKE_UP, Assessment.Verdict.MERGE)
    return Submission.objects.filter(still_open(), decided(*verdicts), office_id=office_id)


def may_still_join(office_id: int) -> QuerySet[Submission]:
    """What can still be taken up or joined: open, and undecided or held."""
    over = standing().exclude(verdict=Assessment.Verdict.HOLD)
    return Submission.objects.filter(still_open(), ~Exists(over.filter(submission=OuterRef("pk"))), office_id=office_id)


def sources_in_theme(viewer: Actor, theme: Theme) -> tuple[list[Submission], list[Submission]]:
    """(what a brief may draw on now, what was decided otherwise) of a theme, in the order in which it came."""
    rows = list(submissions_of_theme(theme).select_related("unit").defer("facts", "causes", "advice", "body"))
    keys = [row.pk for row in rows]
    fit = set(usable(viewer.office_id).filter(pk__in=keys).values_list("pk", flat=True))
    fit |= set(may_still_join(viewer.office_id).filter(pk__in=keys).values_list("pk", flat=True))
    return [row for row in rows if row.pk in fit], [row for row in rows if row.pk not in fit]


def locked_submissions(submissions: Sequence[Submission]) -> list[Submission]:
    """The submissions in the order given, each once, their rows held: two who begin from the same one meet here."""
    rows = locked_together(s.pk for s in submissions)
    return [rows[pk] for pk in dict.fromkeys(s.pk for s in submissions)]


def waiting_to_be_written(viewer: Actor) -> QuerySet[Submission]:
    """Taken up, and no brief (but dropped ones) draws on it yet; oldest decision first."""
    drawn_on = BriefSource.objects.filter(submission=OuterRef("pk")).exclude(brief__state=State.DROPPED)
    # Named once more as a list, so that the database looks those up instead of asking every submission.
    chosen = standing().filter(verdict=Assessment.Verdict.TAKE_UP).values("submission")
    rows = taken_up(viewer).filter(~Exists(drawn_on), pk__in=chosen).select_related("unit")
    return rows.defer("facts", "causes", "advice", "body")


# Whose turn


def waiting_for(viewer: Actor) -> QuerySet[Brief]:
    """The briefs in review that the viewer may pass, return or sign now; express first, then the longest waiting.

    Left out are those in which they had a hand: that they wrote, put forward, or passed an earlier step of.
    """
    turns = _turns_of(viewer)
    if not turns:
        return Brief.objects.none()
    rows = _waiting(visible_briefs(viewer), viewer.person_id, turns)
    return rows.order_by("-is_express", "started_at", "pk")


def waiting_count(viewer: Actor) -> int:
    """How many of them there are. Every page's menu asks: where nothing is hidden from the viewer, with a statement that is kept."""
    if is_anything_hidden_from(viewer) or not viewer.may("desk.read"):
        return waiting_for(viewer).count()
    turns = _turns_of(viewer)
    return len(_keys_waiting(turns)(viewer.office_id, viewer.person_id)) if turns else 0


def _turns_of(viewer: Actor) -> tuple[str, ...]:
    """The roles in whose name the viewer may take a step."""
    held = {grant.role for grant in viewer.grants if grant.unit_id is None}
    return tuple(sorted(held)) if viewer.person_id is not None else ()


def _waiting(rows: QuerySet[Brief], person_id: int, turns: tuple[str, ...]) -> QuerySet[Brief]:
    put_forward = Signature.objects.filter(brief=OuterRef("brief"), verdict=Signature.Verdict.SUBMIT).order_by("-pk")
    hands = Signature.objects.filter(
        Q(by_id=person_id) | Q(acting_for_id=person_id),
        brief=OuterRef("pk"),
        verdict__in=(Signature.Verdict.SUBMIT, Signature.Verdict.PASS),
        pk__gte=Subquery(put_forward.values("pk")[:1]),
    )
    wrote = Revision.objects.filter(brief=OuterRef("pk"), by_id=person_id)
    return (
        rows.filter(~Exists(hands), state=State.IN_REVIEW, turn__in=turns)
        .exclude(editor_id=person_id)
        .exclude(Q(turn=RoleName.SIGNER) & Exists(wrote))
    )


@cache  # one statement for each set of roles that somebody holds
def _keys_waiting(turns: tuple[str, ...]) -> Callable[[int, int], list[int]]:
    @kept
    def keys(office_id: int, person_id: int) -> QuerySet:
        rows = _waiting(Brief.objects.filter(office_id=office_id), person_id, turns)
        return rows.order_by().values_list("pk", flat=True)

    return keys


def own_drafts(viewer: Actor) -> QuerySet[Brief]:
    """What the viewer began and is still writing, returned ones included; oldest first."""
    return visible_briefs(viewer).filter(state=State.DRAFTING, editor_id=viewer.person_id).order_by("started_at", "pk")


def last_signatures(briefs: Sequence[Brief]) -> dict[int, Signature]:
    """The newest step of each brief: one query for a whole list."""
    rows = (
        Signature.objects.filter(brief__in=[brief.pk for brief in briefs])
        .select_related("by", "acting_for")
        .order_by("pk")
    )
    return {row.brief_id: row for row in rows}


def signatures_of(brief: Brief) -> list[Signature]:
    """Every step ever taken, oldest first."""
    return list(brief.signatures.select_related("by", "acting_for", "revision").order_by("pk"))


def remarks_of(brief: Brief) -> list[Remark]:
    """Open remarks first, then settled ones, each in the order of their making."""
    rows = brief.remarks.select_related("by", "settled_by", "revision").order_by("pk")
    return sorted(rows, key=lambda remark: remark.settled_at is not None)


# What was issued


def issued(
    office_id: int,
    *,
    since: date | None = None,
    until: date | None = None,
    series: Series | None = None,
    with_withdrawn: bool = False,
) -> QuerySet[Brief]:
    """Signed briefs of an office, signed on these days (both included), in the order of signing."""
    briefs = Brief.objects.filter(office_id=office_id, state__in=ISSUED if with_withdrawn else (State.SIGNED,))
    if since:
        briefs = briefs.filter(signed_at__date__gte=since)
    if until:
        briefs = briefs.filter(signed_at__date__lte=until)
    if series:
        briefs = briefs.filter(series=series)
    return briefs.select_related("series", "editor", "signed_revision").order_by("signed_at", "pk")


def drawn_on(office_id: int, *, signed_by: datetime) -> QuerySet[BriefSource]:
    """Each submission with each issue that draws on it, signed by then; withdrawing an issue does not unsign it."""
    return BriefSource.objects.filter(
        brief__office_id=office_id, brief__state__in=ISSUED, brief__signed_at__lte=signed_by
    )


def with_signer(briefs: QuerySet[Brief]) -> QuerySet[Brief]:
    """Each with ``signer``: the key of the person who signed it last, if any."""
    signed = Signature.objects.filter(brief=OuterRef("pk"), verdict=Signature.Verdict.SIGN).order_by("-pk")
    return briefs.annotate(signer=Subquery(signed.values("by_id")[:1]))


def leads() -> QuerySet[BriefSource]:
    """For prefetching ``sources``: each brief's submissions, the leading one first."""
    return BriefSource.objects.select_related("submission").order_by("position")


def years_of(office_id: int) -> list[int]:
    """The years in which the office issued something, newest first."""
    years = Brief.objects.filter(office_id=office_id, year__isnull=False).order_by("-year")
    return list(years.values_list("year", flat=True).distinct())


def visible_series(viewer: Actor) -> QuerySet[Series]:
    """The office's periodicals, ended ones included."""
    series = Series.objects.filter(office_id=viewer.office_id)
    return (series if viewer.may("desk.read") else series.none()).order_by("pk")


def series_in_use(viewer: Actor) -> QuerySet[Series]:
    """Those in which a brief may be begun on the day of the deed."""
    day = timezone.localdate(viewer.at)
    return visible_series(viewer).filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    )


def chains_of(series: Series) -> list[SigningChain]:
    """Every chain a series had, has or will have, oldest first."""
    return list(series.chains.select_related("set_by")) if series.pk else []


def series_or_404(viewer: Actor, code: str) -> Series:
    return _one_or_404(visible_series(viewer), code)


def issue_name(brief: Brief) -> str:
    """《社情民意》2026年第12期, also for a withdrawn issue; empty before signing."""
    if not brief.number:
        return ""
    return _("《%(series)s》 issue %(number)s of %(year)s") % {
        "series": brief.series.name,
        "number": brief.number,
        "year": brief.year,
    }


def find(briefs: QuerySet[Brief], words: str) -> QuerySet[Brief]:
    """Briefs whose title holds the words, whose issue number they are, or that draw on the submission of that number."""
    words = words.strip().replace("\x00", "")
    if not words:
        return briefs
    found = Q(title__icontains=words)
    bare = words.removeprefix("第").removesuffix("期")
    if bare.isascii() and bare.isdigit() and len(bare) <= 9:
        found |= Q(number=int(bare))
    year, _dash, serial = words.partition("-")
    if all(part.isascii() and part.isdigit() and len(part) <= 9 for part in (year, serial)):
        drawn_on = BriefSource.objects.filter(
            brief=OuterRef("pk"), submission__year=int(year), submission__serial=int(serial)
        )
        found |= Q(Exists(drawn_on))
    return briefs.filter(found)


def with_sources(briefs: QuerySet[Brief]) -> QuerySet[Brief]:
    """For lists: series, people and the numbers of the submissions, in a fixed number of queries."""
    words = [f"submission__{name}" for name in ("facts", "causes", "advice", "body")]
    sources = leads().defer(*words)
    return briefs.select_related("series", "editor", "lock_person").prefetch_related(
        Prefetch("sources", queryset=sources)
    )


# People


def people_with_role(office_id: int, role: str, *, on: datetime) -> QuerySet[Person]:
    """Who holds a role for the whole office on that day, deputies included."""
    day = timezone.localdate(on)
    held = Role.objects.filter(holds_on(day), role=role, unit=None)
    stand_in = Deputy.objects.filter(holds_on(day), role=role, principal__in=held.values("person"))
    return Person.objects.filter(
        Q(pk__in=held.values("person")) | Q(pk__in=stand_in.values("deputy")), office_id=office_id
    )


def by_number(viewer: Actor, number: str) -> Submission | None:
    """The usable submission of this number (2026-00012), or None."""
    return _numbered(without_hidden(usable(viewer.office_id), viewer), number)


def any_by_number(viewer: Actor, number: str) -> Submission | None:
    """Any submission of this number that the viewer may see, or None."""
    return _numbered(visible_submissions(viewer), number)


def _numbered(rows: QuerySet[Submission], number: str) -> Submission | None:
    year, _dash, serial = number.strip().partition("-")
    if not all(part.isascii() and part.isdigit() and len(part) <= 9 for part in (year, serial)):
        return None
    return rows.filter(year=int(year), serial=int(serial)).first()


def visible_copies(viewer: Actor) -> QuerySet[MaskedCopy]:
    """The office's masked copies, the newest first; the words themselves are read for one at a time."""
    rows = without_hidden(MaskedCopy.objects.filter(office_id=viewer.office_id), viewer, "submission_id")
    rows = without_hidden_briefs(rows, viewer).order_by("-pk")
    return rows.select_related("submission", "brief__series", "by")
