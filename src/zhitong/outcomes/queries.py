"""The readers others use: the ledger as it stands now, or as it was known on a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import TypeVar

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from zhitong.desk.models import Brief
from zhitong.desk.queries import issued, note_opened_brief, restricted_briefs, without_hidden_briefs
from zhitong.dispatch.models import Dispatch
from zhitong.intake.restricted.queries import is_anything_hidden_from
from zhitong.network.actors import Actor
from zhitong.network.queries import choice_names, setting
from zhitong.outcomes.models import Adoption, Instruction, Outcome, Reply
from zhitong.statements import kept

TELL_LEADER_RANK = "tell_leader_rank"  # the office's setting: may sources read of which rank an instruction was?

O = TypeVar("O", bound=Outcome)  # noqa: E741  one letter for one type


KINDS: dict[str, type[Outcome]] = {"adoption": Adoption, "instruction": Instruction, "reply": Reply}  # as in addresses

WHO = {Adoption: "body", Instruction: "leader", Reply: "department"}  # the column that says whose outcome it is

WITH = {Adoption: (), Instruction: ("deputy",), Reply: ("answers",)}  # what a line about a row names besides

SAME = {  # two rows that agree in these, on the same day, are one outcome entered twice
    Adoption: ("body", "kind", "periodical", "issue"),
    Instruction: ("leader", "words"),
    Reply: ("department", "text"),
}


def end_of(day: date) -> datetime:
    """The last moment of a local day."""
    return timezone.make_aware(datetime.combine(day, time.max))


def holding(model: type[O], *, known_by: date | None = None) -> QuerySet[O]:
    """Rows that hold: not taken back and not replaced by a later row. With ``known_by``: as the office knew it at the end of that day."""
    rows = model.objects.filter(void=False)
    later = model.objects.filter(corrects=OuterRef("pk"))
    if known_by is not None:
        moment = end_of(known_by)
        rows = rows.filter(recorded_at__lte=moment)
        later = later.filter(recorded_at__lte=moment)
    return rows.exclude(Exists(later))


def visible(model: type[O], viewer: Actor) -> QuerySet[O]:
    """Every row of the viewer's office, replaced ones too, newest first."""
    rows = model.objects.filter(office_id=viewer.office_id) if viewer.may("outcomes.read") else model.objects.none()
    rows = without_hidden_briefs(rows, viewer)
    beside = (
        "brief__series",
        "dispatch__recipient",
        "entered_by",
        "confirmed_by",
        "corrects",
        "corrected_by",
        "evidence",
    )
    if model is Instruction:
        rows = with_replied(rows).select_related("deputy")
    return rows.select_related(*beside).order_by("-recorded_at", "-pk")


def with_replied(instructions: QuerySet[Instruction], *, known_by: date | None = None) -> QuerySet[Instruction]:
    """Each with ``is_replied`` 办复: whether a reply that holds carries it out. Replies are bound to the first row of a line of corrections."""
    bound = holding(Reply, known_by=known_by).filter(answers=Coalesce(OuterRef("first_id"), OuterRef("pk")))
    return instructions.annotate(is_replied=Exists(bound))


def replies_to(row: Instruction) -> QuerySet[Reply]:
    """The replies that hold and carry this instruction out, whichever row of its line of corrections they were bound to."""
    return holding(Reply).filter(answers_id=row.first_id or row.pk).order_by("happened_on", "pk")


def as_it_stands(first: Instruction | None) -> Instruction | None:
    """The row that now stands for an instruction to which a reply was bound; the first one when it was taken back."""
    if first is None:
        return None
    return holding(Instruction).filter(Q(pk=first.pk) | Q(first=first)).first() or first


def instructions_on(brief: Brief) -> QuerySet[Instruction]:
    """The instructions on one issue that hold: what a reply to it may carry out."""
    return with_replied(holding(Instruction).filter(brief=brief)).order_by("happened_on", "pk")


def filtered(rows: QuerySet[O], wanted: Callable[[str], object], briefs: QuerySet[Brief]) -> QuerySet[O]:
    """The rows that fit the ledger's filters; ``wanted(name)`` gives a filter's value, ``briefs`` are those searched for."""
    model = rows.model
    if wanted("q"):
        rows = rows.filter(brief__in=briefs)
    if wanted("rank"):
        rows = rows.filter(rank=wanted("rank"))
    if body := str(wanted("body") or "").replace("\x00", ""):
        rows = rows.filter(**{f"{WHO[model]}__icontains": body})
    bounds = {
        "happened_since": "happened_on__gte",
        "happened_until": "happened_on__lte",
        "recorded_since": "recorded_at__date__gte",
        "recorded_until": "recorded_at__date__lte",
    }
    rows = rows.filter(**{column: wanted(name) for name, column in bounds.items() if wanted(name)})
    if wanted("unconfirmed"):
        rows = rows.filter(confirmed_by=None, entered_by__isnull=False, void=False, corrected_by=None)
    if wanted("unreplied"):
        rows = rows.filter(is_replied=False, void=False, corrected_by=None)
    return rows.filter(void=False, corrected_by=None) if wanted("holding") else rows


def items_and_occurrences(rows: QuerySet[O]) -> tuple[int, int]:
    """件 and 件次 among these rows: briefs with at least one that holds, and rows that hold."""
    counts = rows.filter(void=False, corrected_by=None).order_by().aggregate(Count("brief", distinct=True), Count("pk"))
    return counts["brief__count"], counts["pk__count"]


def replied_count(instructions: QuerySet[Instruction]) -> int:
    """办复数, counted by instruction: how many of those that hold were carried out by at least one reply."""
    return instructions.filter(is_replied=True, void=False, corrected_by=None).count()


def row_or_404(viewer: Actor, kind: str, code: str) -> Outcome:
    """The row of this kind and code; one that may not be seen answers like one that does not exist."""
    if kind not in KINDS or "\x00" in code:
        raise Http404
    rows = visible(KINDS[kind], viewer).annotate(is_restricted=Q(brief_id__in=restricted_briefs()))
    found = rows.filter(code=code).first()
    if found is None:
        raise Http404
    if found.is_restricted:
        note_opened_brief(viewer, found.brief)
    return found


def ladders(office_id: int) -> list[tuple[str, str]]:
    """Code and name of the ladders that a text may climb: the list "ladder", and the CPPCC's own, which is always there."""
    return list(({"cppcc": _("CPPCC")} | choice_names("ladder", office_id)).items())


def of_brief(viewer: Actor, brief: Brief) -> dict[str, list[Outcome]]:
    """Every row of one brief by kind, replaced ones too, oldest happening first."""
    return {
        kind: list(visible(model, viewer).filter(brief=brief).order_by("happened_on", "pk"))
        for kind, model in KINDS.items()
    }


def came_of(dispatch: Dispatch) -> dict[str, list[Outcome]]:
    """What holds of what came of one dispatch, by kind."""
    return {
        kind: list(
            holding(model)
            .filter(dispatch=dispatch)
            .select_related("brief", "entered_by", "confirmed_by", "evidence", *WITH[model])
            .order_by("happened_on", "pk")
        )
        for kind, model in KINDS.items()
    }


def outcomes_of(brief) -> dict[str, list[Outcome]]:
    """What holds for one brief, oldest first."""
    return {
        "adoptions": list(holding(Adoption).filter(brief=brief).order_by("happened_on", "pk")),
        "instructions": list(holding(Instruction).filter(brief=brief).order_by("happened_on", "pk")),
        "replies": list(holding(Reply).filter(brief=brief).order_by("happened_on", "pk")),
    }


def twins_of(model: type[O], brief, happened_on: date, own: dict) -> QuerySet[O]:
    """Rows that hold and say the same of the same day."""
    same = {name: own.get(name, "") for name in SAME[model]}
    return model.objects.filter(brief=brief, happened_on=happened_on, void=False, corrected_by=None, **same)


def is_own_issue(row: Outcome) -> bool:
    """Whether the row is the adoption that signing itself brought: the office's own periodical took it up."""
    if not isinstance(row, Adoption) or row.entered_by_id or row.came_from_id:
        return False
    return (row.periodical, row.issue) == (row.brief.series.name, row.brief.issue)


def rank_told(row: Instruction) -> str:
    """The leader's rank as sources may read it; empty when the office's setting "tell_leader_rank" says no."""
    if not setting(row.office_id, TELL_LEADER_RANK, True, on=timezone.localdate(row.recorded_at)):
        return ""
    return choice_names("leader_rank", row.office_id).get(row.leader_rank, "")


def to_confirm(model: type[O], viewer: Actor) -> QuerySet[O]:
    """Rows that hold, were entered by somebody else than the viewer, and wait for a second person; oldest first."""
    if not viewer.may("outcomes.confirm"):
        return model.objects.none()
    rows = _unconfirmed(model, viewer.office_id, viewer.person_id)
    return without_hidden_briefs(rows, viewer).order_by("recorded_at", "pk")


def _unconfirmed(model: type[O], office_id: int, person_id: int | None) -> QuerySet[O]:
    rows = holding(model).filter(office_id=office_id, confirmed_by=None, entered_by__isnull=False)
    return rows.exclude(entered_by_id=person_id)


def to_confirm_count(viewer: Actor) -> int:
    """How many rows wait for the viewer. Every page's menu asks: where nothing is hidden from them, with statements that are kept."""
    if is_anything_hidden_from(viewer) or viewer.person_id is None or not viewer.may("outcomes.confirm"):
        return sum(to_confirm(model, viewer).count() for model in KINDS.values())
    return sum(len(keys(viewer.office_id, viewer.person_id)) for keys in _KEYS_TO_CONFIRM)


def _keys_to_confirm(model: type[O]) -> Callable[[int, int], list[int]]:
    @kept
    def keys(office_id: int, person_id: int) -> QuerySet:
        return _unconfirmed(model, office_id, person_id).values_list("pk", flat=True)

    return keys


_KEYS_TO_CONFIRM = [_keys_to_confirm(model) for model in KINDS.values()]


def issues_to_match(viewer: Actor) -> list[Brief]:
    """Every issue of the office that the viewer may see, with what a list from above may name it by: series, and the units of its sources."""
    issues = without_hidden_briefs(issued(viewer.office_id, with_withdrawn=True), viewer, "pk")
    return list(issues.prefetch_related("sources__submission__unit"))


def known_adoptions(office_id: int) -> set[tuple]:
    """What the ledger holds, as a list's rows are compared with it: brief, day, and the columns of SAME."""
    rows = holding(Adoption).filter(office_id=office_id)
    return set(rows.values_list("brief_id", "happened_on", *SAME[Adoption]))
