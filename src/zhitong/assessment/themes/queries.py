"""The readers of themes: which one may see, with how much came when; their submissions; what stands for the machine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.http import Http404

from zhitong.assessment.queries import still_open
from zhitong.assessment.themes.models import Theme, ThemeItem, ThemeSearch
from zhitong.assessment.themes.reconcile import LEAST, Standing
from zhitong.assessment.themes.rules import FRESH, LIVE, SPAN, VIEWS
from zhitong.intake.models import Submission, SubmissionAuthor
from zhitong.intake.queries import visible_submissions
from zhitong.intake.restricted.queries import without_restricted
from zhitong.network.actors import Actor
from zhitong.network.models import Office

State = Theme.State
IN = (ThemeItem.State.PROPOSED, ThemeItem.State.CONFIRMED)
# One run of the machine reads at most so many submissions, the newest: see benchmarks/themes.py for time and memory.
MOST_READ = 20_000


def visible_themes(viewer: Actor) -> QuerySet[Theme]:
    """The themes of the viewer's own office, for whoever may read its inbox."""
    themes = Theme.objects.filter(office_id=viewer.office_id)
    return themes if viewer.may("assessment.read") and viewer.may("intake.read_all") else themes.none()


def theme_or_404(viewer: Actor, code: str) -> Theme:
    """The theme of this code; one that may not be seen answers like one that does not exist."""
    rows = visible_themes(viewer).select_related("named_by", "split_from", "merged_into")
    found = rows.filter(code=code).first() if code.isascii() and "\x00" not in code else None
    if found is None:
        raise Http404
    return found


def counted(themes: QuerySet[Theme], at: datetime) -> QuerySet[Theme]:
    """With ``size``, ``first``, ``last``, and how many came in the last four weeks, the four before, and before the last fortnight.

    What was withdrawn or moved to paper does not count.
    """
    shown = Q(items__state__in=IN, items__submission__withdrawn_at=None, items__submission__paper_at=None)
    came = "items__submission__received_at"
    return themes.annotate(
        size=Count("items", filter=shown),
        first=Min(came, filter=shown),
        last=Max(came, filter=shown),
        recent=Count("items", filter=shown & Q(**{f"{came}__gt": at - SPAN})),
        before=Count("items", filter=shown & Q(**{f"{came}__gt": at - 2 * SPAN, f"{came}__lte": at - SPAN})),
        older=Count("items", filter=shown & Q(**{f"{came}__lte": at - FRESH})),
    )


def in_view(viewer: Actor, view: str, words: str = "") -> QuerySet[Theme]:
    """The themes of one view (``rules.VIEWS``), with their counts. A proposal of which less than two are left is none."""
    themes = visible_themes(viewer)
    for word in words.split()[:8]:
        themes = themes.filter(name__icontains=word)
    states = (State.REJECTED,) if view == "rejected" else LIVE
    rows = counted(themes.filter(state__in=states), viewer.at)
    return rows.filter(Q(state=State.CONFIRMED) | Q(size__gte=LEAST)).filter(VIEWS[view][1])


def view_counts(viewer: Actor) -> dict[str, int]:
    """How many themes each view shows now, in two queries."""
    live = in_view(viewer, "all").order_by()
    counts = live.aggregate(
        **{f"in_{view}": Count("pk", filter=wish) if wish else Count("pk") for view, (_l, wish) in VIEWS.items()}
    )
    shown = {view: counts[f"in_{view}"] for view in VIEWS}
    return shown | {"rejected": in_view(viewer, "rejected").order_by().count()}


def themes_of(submission: Submission) -> list[ThemeItem]:
    """The themes in which a submission stands, confirmed ones first, and those a person took it out of."""
    rows = ThemeItem.objects.filter(submission=submission, theme__state__in=LIVE).select_related("theme", "by")
    rows = rows.exclude(state=ThemeItem.State.WITHHELD)
    return sorted(rows, key=lambda row: (row.state != ThemeItem.State.CONFIRMED, row.state, row.pk))


def codes_of(office_id: int) -> dict[int, str]:
    """The code of every submission of the office, by its key."""
    return dict(Submission.objects.filter(office_id=office_id).values_list("pk", "code"))


def submissions_of(theme: Theme) -> QuerySet[Submission]:
    """What stands in the theme and still has its words, in the order in which it came."""
    rows = Submission.objects.filter(still_open(), theme_items__theme=theme, theme_items__state__in=IN)
    return rows.order_by("received_at", "id")


def taken_out_of(theme: Theme) -> QuerySet[ThemeItem]:
    """What people took out, to be seen and put back."""
    rows = theme.items.filter(
        state=ThemeItem.State.REJECTED, submission__withdrawn_at=None, submission__paper_at=None
    ).select_related("submission", "by")
    return rows.order_by("submission__received_at", "pk")


def chosen_of(viewer: Actor, codes: Sequence[str]) -> list[Submission]:
    """The submissions of these codes that the viewer may see, oldest first. What is restricted goes into no theme, also by its readers."""
    asked = [code for code in codes if code.isascii() and "\x00" not in code]
    return list(
        without_restricted(visible_submissions(viewer)).filter(code__in=asked[:1000]).order_by("received_at", "id")
    )


def numbered(viewer: Actor, year: int, serial: int) -> Submission | None:
    """The submission of this number, among those the viewer may see."""
    if serial >= 2**31:
        return None
    return without_restricted(visible_submissions(viewer)).filter(year=year, serial=serial).first()


def merge_targets(viewer: Actor, theme: Theme) -> QuerySet[Theme]:
    """What a theme may be merged into: the office's live ones, the largest first."""
    others = counted(visible_themes(viewer).filter(state__in=LIVE).exclude(pk=theme.pk), viewer.at)
    return others.filter(size__gte=1).order_by("-size", "-last", "pk")


def line_facts(themes: Iterable[Theme]) -> list[tuple[int, int, str, datetime, str, str, bool]]:
    """(theme, submission, unit's name, moment, place, title, name withheld) of everything in these themes: one query."""
    rows = ThemeItem.objects.filter(
        theme__in=[theme.pk for theme in themes],
        state__in=IN,
        submission__withdrawn_at=None,
        submission__paper_at=None,
    )
    return list(
        rows.order_by("submission__received_at", "submission_id").values_list(
            "theme_id",
            "submission_id",
            "submission__unit__name",
            "submission__received_at",
            "submission__place",
            "submission__title",
            "submission__withhold_name",
        )
    )


def author_keys(themes: Iterable[Theme]) -> list[tuple[int, object]]:
    """(submission, person or name) for each author of what stands in these themes, those with withheld names left out."""
    rows = SubmissionAuthor.objects.filter(
        submission__theme_items__theme__in=[theme.pk for theme in themes],
        submission__theme_items__state__in=IN,
        submission__withhold_name=False,
    )
    return [
        (submission, person or name)
        for submission, person, name in rows.values_list("submission_id", "person_id", "name").distinct()
    ]


# For the machine


def readable(office_id: int) -> QuerySet[Submission]:
    """What still has its words, the newest first; nothing restricted: everybody reads what the machine draws from it."""
    rows = without_restricted(Submission.objects.filter(still_open(), office_id=office_id))
    return rows.order_by("-received_at", "-id")


def hold_readable(office_id: int, keys: set[int]) -> set[int]:
    """Those of these submissions that the machine may still read, their rows held until the transaction ends."""
    held: set[int] = set()
    asked = sorted(keys)
    for at in range(0, len(asked), 5_000):
        rows = (
            without_restricted(Submission.objects)
            .select_for_update(no_key=True)
            .filter(still_open(), office_id=office_id, pk__in=asked[at : at + 5_000])
        )
        held |= set(rows.order_by("pk").values_list("pk", flat=True))
    return held


def themes_of_office(office_id: int) -> list[Theme]:
    return list(Theme.objects.filter(office_id=office_id).order_by("pk"))


def hold_themes(office_id: int) -> dict[int, Theme]:
    """Every theme of the office, its row locked until the transaction ends, always in the same order."""
    rows = Theme.objects.select_for_update().filter(office_id=office_id).order_by("pk")
    return {theme.pk: theme for theme in rows}


def standing(themes: Iterable[Theme]) -> dict[str, Standing]:
    """Those themes that count for the machine, as plain numbers."""
    counting = {theme.pk: theme for theme in themes if theme.state in (*LIVE, State.REJECTED)}
    items: dict[int, set[int]] = {key: set() for key in counting}
    out: dict[int, set[int]] = {key: set() for key in counting}
    office_ids = {theme.office_id for theme in counting.values()}
    rows = ThemeItem.objects.filter(theme__office_id__in=office_ids)
    for theme_id, submission_id, state in rows.values_list("theme_id", "submission_id", "state"):
        if theme_id in counting and state != ThemeItem.State.WITHHELD:
            (out if state == ThemeItem.State.REJECTED else items)[theme_id].add(submission_id)
    return {
        theme.code: Standing(
            items=frozenset(items[key]),
            taken_out=frozenset(out[key]),
            held=theme.held_at is not None,
            rejected=theme.state == State.REJECTED,
        )
        for key, theme in counting.items()
    }


def newest_search(office_id: int) -> ThemeSearch | None:
    rows = ThemeSearch.objects.filter(office_id=office_id).select_related("asked_by")
    return rows.order_by("-asked_at", "-pk").first()


def search_by_code(code: str) -> ThemeSearch | None:
    return ThemeSearch.objects.select_related("office").filter(code=code).first()


def has_news(office_id: int) -> bool:
    """Whether anything was entered since the machine last read everything."""
    last = ThemeSearch.objects.filter(office_id=office_id, state=ThemeSearch.State.DONE).order_by("-started_at").first()
    rows = Submission.objects.filter(office_id=office_id)
    return (rows.filter(recorded_at__gte=last.started_at) if last else rows).exists()


def offices_with_submissions() -> list[Office]:
    return list(Office.objects.filter(pk__in=Submission.objects.values("office_id").distinct()).order_by("pk"))


def themes_with(submission: Submission) -> list[Theme]:
    """Every theme that ever held it, also as taken out."""
    return list(Theme.objects.filter(items__submission=submission).distinct().order_by("pk"))


ORDERS = {
    "latest": (F("last").desc(nulls_last=True), "-size", "pk"),
    "largest": ("-size", F("last").desc(nulls_last=True), "pk"),
    "rising": ("-recent", "before", "-size", "pk"),
}
