"""What the search knows of outcomes, and of briefs by what came of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhitong.desk.models import Brief
from zhitong.desk.queries import briefs_drawing_on, leads, restricted_briefs
from zhitong.intake.events import Restricted, RestrictionLifted
from zhitong.journal.events import follows
from zhitong.outcomes import events
from zhitong.outcomes.models import Adoption, Instruction, Outcome, Reply
from zhitong.outcomes.queries import KINDS, WHO, holding, visible
from zhitong.search.registry import Entry, Searchable, follow_up, refine, register

STATES = {"confirmed": _("confirmed"), "unconfirmed": _("not confirmed"), "undone": _("taken back or replaced")}
LABELS = {"adoption": _("adoption"), "instruction": _("instruction"), "reply": _("reply")}
WORDS = {Adoption: ("periodical", "issue"), Instruction: ("words", "paper_number"), Reply: ("text",)}


def items(model: type[Outcome]):
    rows = model.objects.exclude(brief_id__in=restricted_briefs())
    return rows.select_related("brief", "corrected_by").prefetch_related(Prefetch("brief__sources", leads()))


def entries(outcomes: Sequence[Outcome]) -> list[Entry]:
    return [_entry(outcome) for outcome in outcomes]


def _entry(outcome: Outcome) -> Entry:
    model, sources = type(outcome), list(outcome.brief.sources.all())
    lead = sources[0].submission if sources else None
    said = [getattr(outcome, name) for name in WORDS[model]]
    return Entry(
        item_id=outcome.pk,
        office_id=outcome.office_id,
        code=outcome.code,
        day=outcome.happened_on,
        title=outcome.brief.title,
        body="\n".join(filter(None, [getattr(outcome, WHO[model]), *said, outcome.note])),
        state=_state(outcome),
        unit_id=lead.unit_id if lead else None,
        area=lead.area if lead else "",
        level=outcome.rank if model is Adoption else None,
    )


def _state(outcome: Outcome) -> str:
    if outcome.void or getattr(outcome, "corrected_by", None):
        return "undone"
    # What came down from the office above, or from signing itself, was entered by nobody and needs no second person.
    return "confirmed" if outcome.confirmed_at or outcome.entered_by_id is None else "unconfirmed"


def highest_levels(briefs: Sequence[Brief]) -> dict[int, dict]:
    """The highest level at which a brief was adopted; a lower rank is a higher level."""
    rows = holding(Adoption).filter(brief__in=briefs).order_by("-rank").values_list("brief_id", "rank")
    return {brief: {"level": rank} for brief, rank in rows}


for kind, model in KINDS.items():
    register(
        Searchable(
            kind,
            LABELS[kind],
            model=f"outcomes.{kind}",
            items=partial(items, model),
            entries=entries,
            visible=partial(visible, model),
            address=lambda _viewer, code, kind=kind: reverse("outcomes:row", args=[kind, code]),
            whole_right="outcomes.read",
            states=STATES,
        )
    )
refine("brief", highest_levels, {})


@follows(Restricted)
@follows(RestrictionLifted)
def index_anew(_event, submission, _by) -> None:
    """What came of the briefs that draw on it leaves the search with them, or comes back."""
    for kind, model in KINDS.items():
        rows = model.objects.filter(brief__in=briefs_drawing_on(submission))
        follow_up(kind, list(rows.values_list("pk", flat=True)))


@follows(events.AdoptionEntered)
@follows(events.InstructionEntered)
@follows(events.ReplyEntered)
@follows(events.OutcomeTakenBack)
def outcome_written(event, _brief, _by) -> None:
    """These deeds are recorded on the brief: the row that was written, and the one it replaces, are named in them."""
    codes = [code for code in (event.outcome, event.corrects) if code]
    for kind, model in KINDS.items():
        follow_up(kind, model.objects.filter(code__in=codes).values_list("pk", flat=True))
