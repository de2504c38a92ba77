"""防刷分: lists for a person to look at, each finding with its evidence. Nothing here takes a point from anybody: most of what is
listed is honest (one matter followed up, one matter seen by two), and only a person can tell.

No author is named in these lists, so that who asked not to be named stays unnamed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhitong.assessment.queries import declined_at
from zhitong.desk.queries import issued, with_signer
from zhitong.figures.queries import writers_of
from zhitong.figures.scope import Scope
from zhitong.intake.queries import authorships
from zhitong.intake.words import as_text, words_of
from zhitong.outcomes.models import Adoption, Instruction
from zhitong.outcomes.queries import end_of, holding
from zhitong.text.similar import SimilarIndex

if TYPE_CHECKING:
    from zhitong.desk.models import Brief
    from zhitong.intake.models import Submission

SPLIT_DAYS = 14  # between two reports of one author that may be one matter cut in two
ALIKE = 0.5  # share of the shorter text that stands in the other
COPIED = 0.6  # the same between different units, who may honestly write of one matter
MOST_TEXTS = 4_000  # the newest, compared with each other; the page says so when there are more
BACK_DAYS = 400  # how far back a text may have been recycled from
MANY_AUTHORS = 5


@dataclass(frozen=True)
class Finding:
    """``submissions`` and ``brief`` are what to open; ``evidence`` says in figures and days why it stands here."""

    evidence: str
    day: date
    submissions: tuple[Submission, ...] = ()
    brief: Brief | None = None
    passage: str = ""


@dataclass(frozen=True)
class Watched:
    """One list: what it shows, and what an honest reason may be."""

    name: str
    title: object
    about: object
    find: Callable[[Scope], list[Finding]]


def _pairs(scope: Scope) -> list[tuple[Submission, Submission, float, str]]:
    """(newer, older, share, longest shared passage) of the texts received in the period and those up to 400 days before."""
    first, last = scope.moments
    rows = (
        scope.submissions()
        .filter(received_at__gte=first - timedelta(days=BACK_DAYS), received_at__lte=last, paper_at__isnull=True)
        .select_related("unit")
        .order_by("-received_at", "-pk")[:MOST_TEXTS]
    )
    index, found = SimilarIndex(), []
    for row in reversed(rows):
        text = as_text(words_of(row))
        if row.received_at >= first:
            for match in index.similar(row.title, text, limit=5):
                old = match.meta
                if match.score >= ALIKE and row.follows_id != old.pk:
                    longest = max((passage.text for passage in match.why), key=len, default="")
                    found.append((row, old, match.score, longest))
        index.add(row.pk, row.title, text, row)
    return found


def _same_hands(pairs: list) -> set[tuple[int, int]]:
    """Pairs that share an author."""
    authors: dict[int, set[int]] = defaultdict(set)
    wanted = {row.pk for pair in pairs for row in pair[:2]}
    known = authorships(wanted).filter(person__isnull=False)
    for submission, person in known.values_list("submission", "person"):
        authors[submission].add(person)
    return {(new.pk, old.pk) for new, old, _score, _text in pairs if authors[new.pk] & authors[old.pk]}


Pairs = list[tuple["Submission", "Submission", float, str]]


def _alike(
    scope: Scope, wanted: Callable[[Submission, Submission, float, bool, int], bool], pairs: Pairs | None
) -> list[Finding]:
    pairs = _pairs(scope) if pairs is None else pairs
    same = _same_hands(pairs)
    return [
        Finding(
            _("%(percent)s %% alike, %(days)s days apart")
            % {"percent": round(score * 100), "days": (new.received_at - old.received_at).days},
            timezone.localdate(new.received_at),
            (new, old),
            passage=text[:80],
        )
        for new, old, score, text in pairs
        if wanted(new, old, score, (new.pk, old.pk) in same, (new.received_at - old.received_at).days)
    ]


def splits(scope: Scope, pairs: Pairs | None = None) -> list[Finding]:
    return _alike(scope, lambda _new, _old, _score, same, days: same and days <= SPLIT_DAYS, pairs)


def recycled(scope: Scope, pairs: Pairs | None = None) -> list[Finding]:
    return _alike(scope, lambda _new, _old, _score, same, days: same and days > SPLIT_DAYS, pairs)


def copied(scope: Scope, pairs: Pairs | None = None) -> list[Finding]:
    """Between different units and authors; where it goes both ways between the same two units, it says so and comes first."""
    found = _alike(
        scope, lambda new, old, score, same, _days: not same and new.unit_id != old.unit_id and score >= COPIED, pairs
    )
    ways = {(new.unit_id, old.unit_id) for new, old in (each.submissions for each in found)}

    def mutual(each: Finding) -> bool:
        new, old = each.submissions
        return (old.unit_id, new.unit_id) in ways

    said = [
        Finding(
            each.evidence + ("; " + _("these two units copy both ways") if mutual(each) else ""),
            each.day,
            each.submissions,
            passage=each.passage,
        )
        for each in found
    ]
    order = {id(new): not mutual(old) for new, old in zip(said, found, strict=True)}
    return sorted(said, key=lambda each: (order[id(each)], -each.day.toordinal()))


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month + 2) // 3


def across_quarters(scope: Scope) -> list[Finding]:
    """Outcomes and submissions recorded in the period under a day of an earlier quarter."""
    first, last = scope.moments
    found = []
    for model in (Adoption, Instruction):
        rows = (
            holding(model, known_by=scope.known_by)
            .filter(office_id=scope.office_id, recorded_at__gte=first, recorded_at__lte=last)
            .select_related("brief")
        )
        for row in rows:
            entered = timezone.localdate(row.recorded_at)
            if _quarter(row.happened_on) < _quarter(entered):
                who = row.body if isinstance(row, Adoption) else row.leader
                said = f"{who}: {_said_late(row.happened_on, entered)}"
                found.append(Finding(said, entered, brief=row.brief))
    late = scope.submissions().filter(recorded_at__gte=first, recorded_at__lte=last, recorded_at__gt=F("received_at"))
    for row in late.select_related("unit"):
        received, entered = timezone.localdate(row.received_at), timezone.localdate(row.recorded_at)
        if _quarter(received) < _quarter(entered):
            found.append(Finding(_said_late(received, entered), entered, (row,)))
    return sorted(found, key=lambda each: each.day, reverse=True)


def _said_late(day: date, entered: date) -> str:
    return _("day given %(day)s, entered %(entered)s: %(days)s days later, in another quarter") % {
        "day": day.isoformat(),
        "entered": entered.isoformat(),
        "days": (entered - day).days,
    }


def withdrawn_after_decline(scope: Scope) -> list[Finding]:
    """Withdrawn in the period after a decision against it. Every rate still counts them."""
    first, last = scope.moments
    rows = (
        scope.submissions()
        .filter(withdrawn_at__gte=first, withdrawn_at__lte=last)
        .annotate(declined_at=declined_at())
        .filter(declined_at__isnull=False)
        .select_related("unit")
        .order_by("-withdrawn_at")
    )
    return [
        Finding(
            _("decided against on %(day)s, withdrawn on %(withdrawn)s; it stays in every denominator")
            % {
                "day": timezone.localdate(row.declined_at).isoformat(),
                "withdrawn": timezone.localdate(row.withdrawn_at).isoformat(),
            },
            timezone.localdate(row.withdrawn_at),
            (row,),
        )
        for row in rows
    ]


def many_authors(scope: Scope) -> list[Finding]:
    """Shares of one submission always add up to one, so many names bring no more points; they do bring more people with a figure."""
    rows = (
        scope.received()
        .annotate(names=Count("authors"))
        .filter(names__gte=MANY_AUTHORS)
        .select_related("unit")
        .order_by("-names", "-received_at")
    )
    return [
        Finding(_("%(count)s authors") % {"count": row.names}, timezone.localdate(row.received_at), (row,))
        for row in rows
    ]


def own_hands(scope: Scope) -> list[Finding]:
    """Issues of the period whose signer wrote them or is an author of what they draw on, or whose editor is such an author."""
    first, last = scope.moments
    signed = issued(scope.office_id, with_withdrawn=True).filter(
        signed_at__gte=first, signed_at__lte=min(last, end_of(scope.known_by))
    )
    briefs = with_signer(signed).select_related("series").order_by("-signed_at")
    wrote = writers_of(signed)
    found = []
    for brief in briefs:
        reasons = []
        if brief.signer and brief.signer == brief.editor_id:
            reasons.append(_("signed by its own editor"))
        if brief.signer and brief.signer in wrote[brief.pk]:
            reasons.append(_("signed by an author of what it draws on"))
        if brief.editor_id in wrote[brief.pk]:
            reasons.append(_("edited by an author of what it draws on"))
        if reasons:
            found.append(Finding("; ".join(reasons), timezone.localdate(brief.signed_at), brief=brief))
    return found


WATCHED: tuple[Watched, ...] = (
    Watched(
        "splits",
        gettext_lazy("One matter in several"),
        gettext_lazy(
            "Texts of one author within 14 days that are at least half alike. Several cases of one kind are honest; one case cut in pieces is not. Merging keeps all of them and scores one."
        ),
        splits,
    ),
    Watched(
        "recycled",
        gettext_lazy("Sent in again"),
        gettext_lazy(
            "Texts of one author that repeat an older one, up to 400 days back. A follow-up that names the older one does not stand here."
        ),
        recycled,
    ),
    Watched(
        "copied",
        gettext_lazy("Alike between units"),
        gettext_lazy(
            "Texts of different units and authors that are at least 60 % alike. First is who was recorded first. Two who saw the same thing are honest; whole passages in the same words are not."
        ),
        copied,
    ),
    Watched(
        "quarters",
        gettext_lazy("Days across a quarter's end"),
        gettext_lazy(
            "Entered in the period under a day of an earlier quarter. News from above is often late; ask for the paper where it is the rule and not the exception."
        ),
        across_quarters,
    ),
    Watched(
        "withdrawn",
        gettext_lazy("Withdrawn after being declined"),
        gettext_lazy("Withdrawing does not raise a rate here: every denominator is what was ever sent in."),
        withdrawn_after_decline,
    ),
    Watched(
        "authors",
        gettext_lazy("Many authors"),
        gettext_lazy("Five authors or more under one submission. Their shares add up to one."),
        many_authors,
    ),
    Watched(
        "hands",
        gettext_lazy("Own hands"),
        gettext_lazy(
            "Issues where the signer or editor had a hand in what they signed or edited. The desk refuses this; what was brought in from elsewhere may hold it."
        ),
        own_hands,
    ),
)
BY_NAME = {watched.name: watched for watched in WATCHED}


def all_found(scope: Scope) -> dict[str, list[Finding]]:
    """Every list by its name; the texts are compared with each other once for the three lists that need it."""
    pairs = _pairs(scope)
    return {
        each.name: each.find(scope, pairs) if each.find in (splits, recycled, copied) else each.find(scope)
        for each in WATCHED
    }
