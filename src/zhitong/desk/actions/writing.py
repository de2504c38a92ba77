"""Beginning a brief, saving its texts, dividing its credit, dropping it, correcting what was issued."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhitong.desk import events, rules, texts
from zhitong.desk.models import WHOLE, Brief, BriefSource, Revision, Series, Submission
from zhitong.desk.queries import locked_submissions, usable
from zhitong.errors import BadInput
from zhitong.intake.queries import text_of
from zhitong.intake.shares import divide
from zhitong.journal.door import lock, permit, record, require
from zhitong.network.actors import Actor
from zhitong.web.forms import is_blank

TITLE_LIMIT = 200  # characters
BODY_LIMIT = 100_000  # characters; the length that an office wants is a check of the series


@transaction.atomic
def start_brief(
    submissions: Sequence[Submission],
    *,
    by: Actor,
    series: Series,
    shares: Mapping[Submission, int] | None = None,
    title: str = "",
    body: str = "",
) -> Brief:
    """Begin a brief from submissions that were taken up (or joined to one that was), the leading one first.

    A single one brings its own words as the first text; a composite begins empty under the leading title. Without ``shares``
    the credit is divided evenly.
    """
    permit(by, "desk.write", series.office_id)
    person = rules.person_of(by)
    sources = locked_submissions(submissions)
    if not sources:
        raise BadInput(
            "desk.start.no_sources",
            _("A brief is written from at least one submission."),
            _("Choose the submissions it draws on."),
            field="submissions",
        )
    require(
        rules.in_use(series, timezone.localdate(by.at)),
        "desk.start.series_ended",
        _("No new briefs are begun in 《%(name)s》 any more.") % {"name": series.name},
        _("Choose another series."),
    )
    require_usable(sources, series.office_id, deed="start")
    _require_not_begun(sources, series)
    credit = check_shares(dict(zip(sources, divide([None] * len(sources)), strict=True)) if shares is None else shares)
    _require_same(sources, credit)
    single = len(sources) == 1
    title = title or sources[0].title
    body = body or (text_of(sources[0]) if single else "")
    check_text(title, body)
    brief = Brief.objects.create(
        office_id=series.office_id,
        series=series,
        kind=Brief.Kind.SINGLE if single else Brief.Kind.COMPOSITE,
        title=title,
        editor=person,
        started_at=by.at,
    )
    _begin(brief, title, body, credit, by=by)
    return brief


@transaction.atomic
def correct(brief: Brief, *, by: Actor) -> Brief:
    """A new brief that begins with the signed text of an issued one and names it. The old issue stays as it is."""
    brief = lock(brief)
    permit(by, "desk.write", brief.office_id)
    rules.in_time(brief, "correct")
    person = rules.person_of(by)
    open_states = (Brief.State.DRAFTING, Brief.State.IN_REVIEW)
    require(
        not brief.corrected_by.filter(state__in=open_states).exists(),
        "desk.correct.begun",
        _("A correction of this issue is being written already."),
        _("Open that brief, or drop it first."),
    )
    signed = brief.signed_revision
    credit = {source.submission: source.share for source in brief.sources.select_related("submission")}
    new = Brief.objects.create(
        office_id=brief.office_id,
        series=brief.series,
        kind=brief.kind,
        title=signed.title,
        editor=person,
        started_at=by.at,
        corrects=brief,
    )
    _begin(new, signed.title, signed.body, credit, by=by)
    return new


def _begin(brief: Brief, title: str, body: str, credit: Mapping[Submission, int], *, by: Actor) -> None:
    first = _add_revision(brief, title=title, body=body, base=0, by=by)
    _write_sources(brief, credit)
    codes = tuple(submission.code for submission in credit)
    corrects = brief.corrects.code if brief.corrects else ""
    record(
        events.BriefStarted(
            series=brief.series.code,
            kind=brief.kind,
            sources=codes,
            shares=tuple(credit.values()),
            digest=first.digest,
            corrects=corrects,
        ),
        on=brief,
        by=by,
        matters=(*codes, corrects) if corrects else codes,
    )


@transaction.atomic
def save_revision(
    brief: Brief, *, by: Actor, title: str, body: str, base: int, note: str = "", merges: int | None = None
) -> Revision:
    """Save a text that began from text number ``base``. It is always kept, also when somebody else saved meanwhile.

    Then the answer's ``base`` lies before its neighbour and ``texts.fork_of`` shows both; a later text that names the other
    one in ``merges`` holds the two together again. Saving what stands there already adds nothing.
    While the brief is in review only whoever's turn it is may mend it, and signers never do.
    """
    brief = lock(brief)
    permit(by, "desk.write", brief.office_id)
    rules.in_time(brief, "save_revision")
    person = rules.person_of(by)
    if brief.state == Brief.State.IN_REVIEW:
        rules.grant_for_turn(brief, by, deed="save_revision")
    check_text(title, body)
    check_note(note)
    last = texts.newest(brief)
    known = set(brief.revisions.values_list("ordinal", flat=True))
    if base not in known or (merges is not None and merges not in known):
        raise BadInput(
            "desk.save_revision.base",
            _("The page does not say which text it began from."),
            _("Copy your text, open the writing page again and paste it there."),
            field="base",
        )
    if texts.digest(title, body) == last.digest and last.by_id == person.pk and merges is None:
        return last
    revision = _add_revision(brief, title=title, body=body, base=base, by=by, note=note, merges=merges)
    beside = last.ordinal if base != last.ordinal and merges != last.ordinal else 0
    brief.title = title
    fields = ["title"]
    if brief.lock_person_id == person.pk:
        brief.lock_at = by.at
        fields.append("lock_at")
    brief.save(update_fields=fields)
    record(
        events.RevisionSaved(
            ordinal=revision.ordinal, base=base, digest=revision.digest, merges=merges or 0, beside=beside
        ),
        on=brief,
        by=by,
    )
    return revision


@transaction.atomic
def set_sources(brief: Brief, shares: Mapping[Submission, int], *, by: Actor) -> Brief:
    """Which submissions the brief draws on, in this order, each with its share of the credit; the shares sum to WHOLE."""
    brief = lock(brief)
    permit(by, "desk.write", brief.office_id)
    rules.in_time(brief, "set_sources")
    shares = check_shares(shares)
    require_usable(locked_submissions(list(shares)), brief.office_id, deed="set_sources")
    _write_sources(brief, shares)
    brief.kind = Brief.Kind.SINGLE if len(shares) == 1 else Brief.Kind.COMPOSITE
    brief.save(update_fields=["kind"])
    codes = tuple(submission.code for submission in shares)
    record(events.SourcesSet(sources=codes, shares=tuple(shares.values())), on=brief, by=by, matters=codes)
    return brief


@transaction.atomic
def drop_brief(brief: Brief, *, by: Actor, reason: str) -> Brief:
    """Give the brief up before it was signed. Its texts stay; its submissions may be written up anew."""
    brief = lock(brief)
    permit(by, "desk.write", brief.office_id)
    leads_to = rules.in_time(brief, "drop")
    check_reason(reason)
    brief.state, brief.turn, brief.step = leads_to, "", 0
    brief.lock_person, brief.lock_at = None, None
    brief.save(update_fields=["state", "turn", "step", "lock_person", "lock_at"])
    record(events.BriefDropped(), on=brief, by=by, reason=reason, matters=source_codes(brief))
    return brief


# What the other modules of this package use as well


def source_codes(brief: Brief) -> tuple[str, ...]:
    """The codes of the submissions, whose timelines show what happens to the brief."""
    return tuple(brief.sources.order_by("position").values_list("submission__code", flat=True))


def require_usable(sources: Sequence[Submission], office_id: int, *, deed: str) -> None:
    """Every source belongs to the office, still has its words, and stands as taken up or joined to what was taken up."""
    fit = set(usable(office_id).filter(pk__in=[s.pk for s in sources]).values_list("pk", flat=True))
    for submission in sources:
        require(
            submission.pk in fit,
            f"desk.{deed}.source_not_taken_up",
            _("Submission %(number)s is not taken up for writing.")
            % {"number": submission.number if submission.office_id == office_id else "?"},
            _("Decide on it first: take it up, or join it to one that is; or leave it out."),
        )


def check_shares(shares: Mapping[Submission, int]) -> dict[Submission, int]:
    """The shares as they will stand. BadInput unless they are whole numbers above zero that sum to exactly WHOLE."""
    total = sum(shares.values())
    if not shares or min(shares.values()) <= 0 or total != WHOLE:
        raise BadInput(
            "desk.shares.sum",
            _("The shares sum to %(sum)s %%, not to 100 %%.") % {"sum": f"{total * 100 / WHOLE:.2f}"},
            _("Give each source more than 0, and change one share so that the sum is exactly 100."),
            field="shares",
        )
    return dict(shares)


def check_text(title: str, body: str) -> None:
    """BadInput for a text without a title, too long, or with signs that no database keeps."""
    for name, value in (("title", title), ("body", body)):
        refuse_broken(value, field=name)
    if is_blank(title):
        raise BadInput("desk.text.title", _("The brief has no title."), _("Write a title."), field="title")
    if len(title) > TITLE_LIMIT or "\n" in title:
        raise BadInput(
            "desk.text.title_long",
            _("A title is one line of at most %(limit)s characters.") % {"limit": TITLE_LIMIT},
            _("Shorten it."),
            field="title",
        )
    if len(body) > BODY_LIMIT:
        raise BadInput(
            "desk.text.body_long",
            _("The text has %(count)s characters, more than %(limit)s.") % {"count": len(body), "limit": BODY_LIMIT},
            _("Shorten it, or divide it into several briefs."),
            field="body",
        )


def check_note(note: str) -> None:
    refuse_broken(note, field="note")
    if len(note) > 200:
        raise BadInput("desk.text.note_long", _("A note has at most 200 characters."), _("Shorten it."), field="note")


def check_reason(words: str, *, field: str = "reason") -> None:
    """BadInput when a deed that somebody will ask about comes without its reason."""
    refuse_broken(words, field=field)
    if is_blank(words):
        raise BadInput("desk.reason.missing", _("The reason is missing."), _("Write it in a few words."), field=field)


def refuse_broken(value: str, *, field: str) -> None:
    """BadInput for NUL and lone surrogates, which neither database keeps."""
    broken = "\x00" in value
    try:
        value.encode()
    except UnicodeEncodeError:
        broken = True
    if broken:
        raise BadInput(
            "desk.text.broken",
            _("The text holds a damaged or invisible character."),
            _("Type the damaged passage again instead of pasting it."),
            field=field,
        )


def _require_same(sources: Sequence[Submission], credit: Mapping[Submission, int]) -> None:
    if {s.pk for s in sources} != {s.pk for s in credit}:
        raise BadInput(
            "desk.shares.other_sources",
            _("The shares name other submissions than the brief draws on."),
            _("Give every source its share, and nobody else."),
            field="shares",
        )


def _require_not_begun(sources: Sequence[Submission], series: Series) -> None:
    """Two colleagues (or two clicks) do not begin the same work twice: same series, exactly the same sources, still open."""
    open_states = (Brief.State.DRAFTING, Brief.State.IN_REVIEW)
    wanted = {source.pk for source in sources}
    begun = Brief.objects.filter(
        series=series, state__in=open_states, corrects=None, sources__submission=sources[0]
    ).select_related("editor")
    for brief in begun:
        require(
            set(brief.sources.values_list("submission_id", flat=True)) != wanted,
            "desk.start.begun",
            _("%(name)s has begun a brief from exactly these submissions in this series already.")
            % {"name": brief.editor.name},
            _("Open that brief under 编报, or drop it first."),
        )


def _add_revision(
    brief: Brief, *, title: str, body: str, base: int, by: Actor, note: str = "", merges: int | None = None
) -> Revision:
    last = brief.revisions.order_by("-ordinal").values_list("ordinal", flat=True).first() or 0
    return Revision.objects.create(
        brief=brief,
        ordinal=last + 1,
        base=base,
        merges=merges,
        title=title,
        body=body,
        note=note,
        digest=texts.digest(title, body),
        by=by.person,
        at=by.at,
    )


def _write_sources(brief: Brief, shares: Mapping[Submission, int]) -> None:
    """The rows say what holds now; what held before stands in the journal."""
    brief.sources.all().delete()
    BriefSource.objects.bulk_create(
        BriefSource(brief=brief, submission=submission, share=share, position=position)
        for position, (submission, share) in enumerate(shares.items(), 1)
    )
