"""What runs by the clock and on demand: the machine looks for themes."""

from __future__ import annotations

from contextlib import suppress
from datetime import time

from django.db import transaction
from django_tasks import task

from zhitong.assessment.areas.actions import train_on_own_items
from zhitong.assessment.themes import actions
from zhitong.assessment.themes.models import ThemeSearch
from zhitong.assessment.themes.queries import (
    has_news,
    offices_with_submissions,
    search_by_code,
    standing,
    themes_of_office,
)
from zhitong.errors import Refused
from zhitong.jobs.schedule import Daily, scheduled
from zhitong.jobs.worker import in_steps
from zhitong.network.actors import Actor, actor_for, system_actor
from zhitong.network.queries import person_by_code

RIGHTS = {actions.FIND}


@scheduled(Daily(time(2, 40)))
@task()
def look_for_themes_by_night() -> None:
    """Every office in which something came since the last run."""
    for office in offices_with_submissions():
        if not has_news(office.pk):
            continue
        with suppress(Refused):  # somebody asked a moment ago
            ask(by=system_actor(office, RIGHTS))


@transaction.atomic
def ask(*, by: Actor) -> ThemeSearch:
    """The wish and its job in one transaction."""
    search = actions.ask_for_search(by=by)
    look_for_themes.enqueue(search.code)
    return search


@task()
@in_steps
def look_for_themes(code: str) -> None:
    """One run. Killed anywhere it begins anew: nothing is kept before all of it is known, and keeping it is one transaction."""
    search = search_by_code(code)
    if search is None or search.state == ThemeSearch.State.DONE:
        return
    if search.state == ThemeSearch.State.FAILED:  # a later try of the same job
        return
    actions.begin_search(search, by=system_actor(search.office, RIGHTS))
    run(search)


def run_as(by: Actor) -> ThemeSearch:
    """A whole run at the actor's moment, as when past work is told again."""
    search = actions.ask_for_search(by=by)
    actions.begin_search(search, by=by)
    return run(search, by)


def run(search: ThemeSearch, by: Actor | None = None) -> ThemeSearch:
    """Read, group, name, keep. Naming comes before the themes are held, because it takes long and nobody should wait for it.

    Without an actor the program keeps what it found at the moment in which it is found.
    """
    from zhitong.assessment.themes import machine  # noqa: PLC0415  a second of scikit-learn, which only the worker needs

    told = _Progress(search)
    try:
        found = machine.look(search.office_id, told)
        ahead = actions.plan_for(found, standing(themes_of_office(search.office_id)), search.office_id)
        for items in ahead.new:
            found.words(items)
        return actions.keep_found(search, found, by=by or system_actor(search.office, RIGHTS))
    except Exception:
        actions.fail_search(search, by=by or system_actor(search.office, RIGHTS))
        raise


class _Progress:
    """Written down when it moved by two per cent and more, so that the run does not wait for the database."""

    def __init__(self, search: ThemeSearch):
        self.search, self.last = search, 0

    def __call__(self, share: float) -> None:
        percent = int(100 * share)
        if percent >= self.last + 2:
            self.last = percent
            actions.tell_progress(self.search, percent)


@task()
@in_steps
def train_areas(person_code: str) -> None:
    """Somebody asked for a training; too few items is no failure of the job, the page says so."""
    person = person_by_code(person_code)
    with suppress(Refused):
        train_on_own_items(by=actor_for(person, channel="worker"))
