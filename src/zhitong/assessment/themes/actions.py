"""The only writers of themes: what the machine found, and what people make of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from zhitong.assessment.themes import events, rules
from zhitong.assessment.themes.models import Theme, ThemeItem, ThemeSearch
from zhitong.assessment.themes.queries import (
    IN,
    codes_of,
    hold_readable,
    hold_themes,
    readable,
    standing,
    submissions_of,
)
from zhitong.assessment.themes.reconcile import LEAST, Plan, Standing, reconcile
from zhitong.assessment.themes.rules import LIVE
from zhitong.errors import BadInput
from zhitong.journal.door import forbid, lock, permit, record, record_many, require
from zhitong.network.actors import Actor
from zhitong.text import fold

if TYPE_CHECKING:
    from zhitong.assessment.themes.machine import Found
    from zhitong.intake.models import Submission

State = Theme.State
KEEP = "assessment.keep_themes"
FIND = "assessment.find_themes"
_GIVEN_UP = timedelta(hours=2)  # a run that did not end in this time died with its worker


# The machine


@transaction.atomic
def ask_for_search(*, by: Actor) -> ThemeSearch:
    """Let the machine look for themes soon. One run of an office at a time; the caller enqueues the job."""
    permit(by, FIND, by.office_id)
    lock(by.office)
    for stale in ThemeSearch.objects.filter(
        Q(started_at__lt=by.at - _GIVEN_UP) | Q(started_at=None, asked_at__lt=by.at - _GIVEN_UP),
        office_id=by.office_id,
        state__in=ThemeSearch.OPEN,
    ):
        _end_search(stale, ThemeSearch.State.FAILED, by)
    require(
        not ThemeSearch.objects.filter(office_id=by.office_id, state__in=ThemeSearch.OPEN).exists(),
        "assessment.themes.running",
        _("The machine is looking for themes already."),
        _("Wait until it is done; the page shows how far it is."),
    )
    search = ThemeSearch.objects.create(office_id=by.office_id, asked_by=by.person, asked_at=by.at)
    record(events.ThemesAsked(), on=search, by=by)
    return search


def begin_search(search: ThemeSearch, *, by: Actor) -> None:
    """Not a deed but where the run stands; so is ``tell_progress``."""
    permit(by, FIND, search.office_id)
    search.state, search.started_at, search.percent = ThemeSearch.State.RUNNING, by.at, 0
    search.save(update_fields=["state", "started_at", "percent"])


def tell_progress(search: ThemeSearch, percent: int) -> None:
    ThemeSearch.objects.filter(pk=search.pk, state=ThemeSearch.State.RUNNING).update(percent=min(percent, 99))


def fail_search(search: ThemeSearch, *, by: Actor) -> None:
    permit(by, FIND, search.office_id)
    _end_search(search, ThemeSearch.State.FAILED, by)


def _end_search(search: ThemeSearch, state: str, by: Actor) -> None:
    search.state, search.finished_at = state, by.at
    search.save(update_fields=["state", "finished_at"])


@transaction.atomic
def keep_found(search: ThemeSearch, found: Found, *, by: Actor) -> ThemeSearch:
    """Bring what the machine found together with what stands now (``reconcile``): people's decisions are kept."""
    search = lock(search)
    permit(by, FIND, search.office_id)
    require(
        search.state == ThemeSearch.State.RUNNING,
        "assessment.themes.not_running",
        _("This search for themes is over."),
        _("Ask for another one."),
    )
    themes = hold_themes(search.office_id)
    by_code = {theme.code: theme for theme in themes.values()}
    known = standing(themes.values())
    plan = plan_for(found, known, search.office_id)
    # Held until the end: what is moved to paper meanwhile waits, and then finds the words that were drawn from it.
    still = hold_readable(search.office_id, _involved(plan, known))
    if not all(item in still for item in _placed(plan)):
        plan = plan_for(found, known, search.office_id)
    _carry_out(plan, found, by_code, known, still, search, by)
    return search


def _placed(plan: Plan) -> list[int]:
    return [item for items in (*plan.new, *plan.joins.values()) for item in items]


def _involved(plan: Plan, known: dict[str, Standing]) -> set[int]:
    """The submissions whose words names and words of themes will be drawn from."""
    changed = {*plan.joins, *plan.leaves}
    return {*_placed(plan), *(item for code in changed for item in known[code].items)}


def plan_for(found: Found, known: dict[str, Standing], office_id: int) -> Plan:
    """What would be changed now. Submissions that lost their words since they were read are left out."""
    still = set(readable(office_id).values_list("pk", flat=True))
    groups = [kept for group in found.groups if len(kept := [item for item in group if item in still]) >= LEAST]
    return reconcile(groups, known, lambda item, code: found.fit(item, sorted(known[code].items)))


def _carry_out(plan, found, by_code, known, still, search, by) -> None:
    made = [
        Theme(office_id=search.office_id, name=found.name(items), words=found.words(items), found_at=by.at)
        for items in plan.new
    ]
    Theme.objects.bulk_create(made, batch_size=500)
    rows, touched = [], {*plan.joins, *plan.leaves}
    for theme, items in zip(made, plan.new, strict=True):
        rows += [ThemeItem(theme=theme, submission_id=item, added_at=by.at) for item in items]
    for code, items in plan.joins.items():
        rows += [ThemeItem(theme=by_code[code], submission_id=item, added_at=by.at) for item in items]
    for code, items in plan.leaves.items():
        ThemeItem.objects.filter(theme=by_code[code], submission_id__in=items).delete()
    ThemeItem.objects.bulk_create(rows, batch_size=500)
    for code in touched:
        theme = by_code[code]
        items = (set(known[code].items) | set(plan.joins.get(code, ()))) - set(plan.leaves.get(code, ()))
        theme.words = found.words(sorted(items & still)) or theme.words
        if code in plan.fades:
            target = plan.fades[code]
            theme.state = State.FADED
            theme.merged_into = by_code.get(target) or made[int(target)]
    Theme.objects.bulk_update([by_code[code] for code in touched], ["words", "state", "merged_into"], batch_size=500)
    codes = codes_of(search.office_id)
    deeds: list = [
        (events.ThemeProposed(items=tuple(codes[item] for item in items)), theme, ())
        for theme, items in zip(made, plan.new, strict=True)
    ]
    deeds += [(_revised(by_code[code], plan, codes), by_code[code], ()) for code in sorted(touched)]
    search.percent, search.texts, search.left_out = 100, len(found.matters.texts), found.left_out
    search.found, search.grown = len(made), len(plan.joins)
    search.added = sum(map(len, plan.new)) + sum(map(len, plan.joins.values()))
    search.state, search.finished_at = ThemeSearch.State.DONE, by.at
    search.save()
    summary = events.ThemesLookedFor(texts=search.texts, found=search.found, grown=search.grown, added=search.added)
    record_many([*deeds, (summary, search, ())], by=by)


def _revised(theme: Theme, plan: Plan, codes: dict[int, str]) -> events.ThemeRevised:
    return events.ThemeRevised(
        added=tuple(codes[item] for item in plan.joins.get(theme.code, ())),
        moved_away=tuple(codes[item] for item in plan.leaves.get(theme.code, ())),
        into=theme.merged_into.code if theme.merged_into_id else "",
    )


# People


@transaction.atomic
def confirm_theme(theme: Theme, *, by: Actor) -> Theme:
    """This is one matter: the theme and everything that is proposed for it."""
    theme = _open(theme, by, *LIVE)
    proposed = theme.items.filter(state=ThemeItem.State.PROPOSED)
    codes = _codes(proposed.filter(submission__in=submissions_of(theme)))
    proposed.filter(submission__in=submissions_of(theme)).update(state=ThemeItem.State.CONFIRMED, by=by.person)
    theme.state = State.CONFIRMED
    _hold(theme, by, "state")
    record(events.ThemeConfirmed(items=codes), on=theme, by=by, matters=codes)
    return theme


@transaction.atomic
def name_theme(theme: Theme, name: str, *, by: Actor) -> Theme:
    """A name given by a person is never changed by the machine."""
    theme = _open(theme, by, *LIVE)
    theme.name, theme.named_by = rules.checked_name(name), by.person
    _hold(theme, by, "name", "named_by")
    record(events.ThemeNamed(digest=rules.name_digest(theme.name)), on=theme, by=by)
    return theme


@transaction.atomic
def reject_theme(theme: Theme, *, by: Actor, reason: str = "") -> Theme:
    """These do not belong together. The theme stays as a memory, so that the machine does not propose it again."""
    theme = _open(theme, by, *LIVE)
    rules.refuse_broken(reason, field="reason")
    theme.state = State.REJECTED
    _hold(theme, by, "state")
    record(events.ThemeRejected(), on=theme, by=by, reason=reason)
    return theme


@transaction.atomic
def bring_back(theme: Theme, *, by: Actor) -> Theme:
    """The rejection was wrong: the theme is a proposal again, with what came meanwhile."""
    theme = _open(theme, by, State.REJECTED)
    theme.state = State.PROPOSED
    _hold(theme, by, "state")
    record(events.ThemeBroughtBack(), on=theme, by=by)
    return theme


@transaction.atomic
def confirm_items(theme: Theme, submissions: Sequence[Submission], *, by: Actor) -> Theme:
    theme = _open(theme, by, *LIVE)
    chosen = list(submissions)
    rules.require_items(chosen, _keys(theme))
    theme.items.filter(submission__in=chosen).update(state=ThemeItem.State.CONFIRMED, by=by.person)
    _hold(theme, by)
    codes = tuple(submission.code for submission in chosen)
    record(events.ItemsConfirmed(theme=theme.code, items=codes), on=theme, by=by, matters=codes)
    return theme


@transaction.atomic
def take_out(theme: Theme, submissions: Sequence[Submission], *, by: Actor) -> Theme:
    """These do not belong to it. The machine never puts them back; a person can."""
    theme = _open(theme, by, *LIVE)
    chosen = list(submissions)
    rules.require_items(chosen, _keys(theme))
    theme.items.filter(submission__in=chosen).update(state=ThemeItem.State.REJECTED, by=by.person)
    _hold(theme, by)
    codes = tuple(submission.code for submission in chosen)
    record(events.ItemsTakenOut(theme=theme.code, items=codes), on=theme, by=by, matters=codes)
    return theme


@transaction.atomic
def put_in(theme: Theme, submission: Submission, *, by: Actor) -> Theme:
    """A person knows that it belongs here, also when it was taken out before."""
    theme = _open(theme, by, *LIVE)
    submission = lock(submission)
    rules.require_can_belong(submission, theme)
    ThemeItem.objects.update_or_create(
        theme=theme,
        submission=submission,
        defaults={"state": ThemeItem.State.CONFIRMED, "by": by.person},
        create_defaults={"state": ThemeItem.State.CONFIRMED, "by": by.person, "added_at": by.at},
    )
    _hold(theme, by)
    record(events.ItemPutIn(theme=theme.code), on=theme, by=by, matters=(submission.code,))
    return theme


@transaction.atomic
def split_theme(theme: Theme, submissions: Sequence[Submission], name: str, *, by: Actor) -> Theme:
    """The chosen ones are a matter of their own. Neither part takes back what went to the other."""
    theme = _open(theme, by, *LIVE)
    chosen, known = list(submissions), _keys(theme)
    rules.require_items(chosen, known)
    rules.require_rest(chosen, known)
    name = rules.checked_name(name)
    part = Theme.objects.create(
        office_id=theme.office_id,
        state=State.CONFIRMED,
        name=name,
        named_by=by.person,
        words=theme.words,
        found_at=by.at,
        held_at=by.at,
        split_from=theme,
    )
    gone = {submission.pk for submission in chosen}
    theme.items.filter(submission__in=chosen).update(state=ThemeItem.State.REJECTED, by=by.person)
    ThemeItem.objects.bulk_create(
        [_row(part, key, ThemeItem.State.CONFIRMED, by) for key in sorted(gone)]
        + [_row(part, key, ThemeItem.State.REJECTED, by) for key in sorted(known - gone)],
        batch_size=500,
    )
    _hold(theme, by)
    codes = tuple(submission.code for submission in chosen)
    record(events.ThemeSplit(part=part.code, items=codes), on=theme, by=by, matters=(part.code, *codes))
    return part


@transaction.atomic
def merge_themes(theme: Theme, into: Theme, *, by: Actor) -> Theme:
    """Both are one matter: everything goes into the second, which keeps its name. What was taken out of either stays out."""
    if theme.pk == into.pk:
        raise BadInput(
            "assessment.theme.same", _("A theme is not merged into itself."), _("Choose another one."), field="into"
        )
    locked = {
        row.pk: row for row in Theme.objects.select_for_update().filter(pk__in=(theme.pk, into.pk)).order_by("pk")
    }
    theme, into = (_open(locked[one.pk], by, *LIVE) for one in (theme, into))
    there = dict(into.items.values_list("submission_id", "pk"))
    moved = list(theme.items.filter(state__in=IN).select_related("submission"))
    into.items.filter(submission_id__in=[row.submission_id for row in moved]).exclude(
        state=ThemeItem.State.CONFIRMED
    ).update(state=ThemeItem.State.CONFIRMED, by=by.person)
    new = [row for row in theme.items.all() if row.submission_id not in there]
    ThemeItem.objects.bulk_create(
        [
            _row(into, row.submission_id, row.state if row.state == ThemeItem.State.REJECTED else "confirmed", by)
            for row in new
        ],
        batch_size=500,
    )
    theme.state, theme.merged_into = State.MERGED, into
    _hold(theme, by, "state", "merged_into")
    _hold(into, by)
    codes = tuple(row.submission.code for row in moved)
    record(events.ThemeMerged(into=into.code, items=codes), on=theme, by=by, matters=(into.code, *codes))
    return into


@transaction.atomic
def forget_words(theme: Theme, submission: Submission, *, by: Actor) -> None:
    """A submission's words were destroyed: the machine's name and words, drawn from them too, are drawn anew from the rest.

    Part of the deed that destroyed them, so it asks for no right of its own. A person's name for the theme stays; they can change it.
    """
    theme = lock(theme)
    rest = list(submissions_of(theme).exclude(pk=submission.pk)[:200])
    told = [fold(f"{one.title}\n{one.facts}\n{one.causes}\n{one.advice}\n{one.body}") for one in rest]
    theme.words = [word for word in theme.words if sum(word in text for text in told) >= LEAST]
    if theme.named_by_id is None:
        theme.name = rules.proposed_name(theme.words) or _("theme %(code)s") % {"code": theme.code[:4].upper()}
    theme.save(update_fields=["words", "name"])
    record(events.ThemeWordsCleared(), on=theme, by=by)


def withhold(submission: Submission) -> None:
    """A restricted submission stands in no theme. Part of the deed that restricts it."""
    submission.theme_items.filter(state__in=IN).update(state=ThemeItem.State.WITHHELD)


def give_back(submission: Submission) -> None:
    submission.theme_items.filter(state=ThemeItem.State.WITHHELD).update(state=ThemeItem.State.PROPOSED)


def _open(theme: Theme, by: Actor, *states: str) -> Theme:
    """The theme's row, held, for a person who may keep themes, in one of these states."""
    theme = lock(theme)
    permit(by, KEEP, theme.office_id)
    forbid(by.person is None, "assessment.theme.nobody", _("On a theme a person decides."))
    rules.require_state(theme, *states)
    return theme


def _hold(theme: Theme, by: Actor, *changed: str) -> None:
    """From the first deed of a person on, the machine only adds."""
    theme.held_at = theme.held_at or by.at
    theme.save(update_fields=["held_at", *changed])


def _keys(theme: Theme) -> set[int]:
    return set(theme.items.filter(state__in=IN).values_list("submission_id", flat=True))


def _codes(items) -> tuple[str, ...]:
    return tuple(items.order_by("submission_id").values_list("submission__code", flat=True))


def _row(theme: Theme, submission_id: int, state: str, by: Actor) -> ThemeItem:
    return ThemeItem(theme=theme, submission_id=submission_id, state=state, by=by.person, added_at=by.at)
