"""``zhitong demo``: two years of a fictional district, told by the same actions that people use, at past moments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from zhitong.assessment.jobs import look_for_themes_by_night
from zhitong.demo.accounts import plan_accounts
from zhitong.demo.calls import plan_calls
from zhitong.demo.changes import plan_changes
from zhitong.demo.content import matters
from zhitong.demo.days import Days
from zhitong.demo.reading import plan_reading
from zhitong.demo.saved_views import plan_views
from zhitong.demo.scene import Scene
from zhitong.demo.schemes import plan_schemes
from zhitong.demo.sittings import plan_sittings
from zhitong.demo.stations import plan_stations
from zhitong.demo.story import Story
from zhitong.demo.themes import plan_themes
from zhitong.demo.walk import Walk
from zhitong.errors import WrongState
from zhitong.jobs.worker import run_due
from zhitong.network.queries import all_offices
from zhitong.search.registry import all_at_the_end
from zhitong.vault import keys as vault_keys


@transaction.atomic
def load(today: date, progress: Callable[[datetime], None] = lambda moment: None) -> int:
    """Load the demo, all of it or nothing; gives how many deeds were done.

    WrongState when the installation has an office: the demo never comes among real matters.
    """
    if all_offices().exists():
        raise WrongState(
            "demo.load.not_empty",
            _("This installation has an office already; the demo is loaded into an empty one only."),
            _("Give the demo a folder of its own with ZHITONG_HOME."),
        )
    if not vault_keys.is_there():
        vault_keys.add_key()
    with translation.override(settings.LANGUAGE_CODE):
        days = Days(today)
        scene, story = Scene(days), Story(days)
        scene.open()
        plan_changes(scene, story)
        walk = Walk(scene, story)
        told = matters()
        plan_calls(walk)
        plan_views(scene, story)
        plan_schemes(scene, story)
        plan_sittings(walk)
        for matter in told:
            walk.begin(matter)
        plan_accounts(scene, story)
        plan_stations(walk)
        plan_themes(walk)
        plan_reading(scene, story, first=told[0].days)
        with all_at_the_end():
            done = story.tell(progress)
        while run_due():  # what the worker would have done since, such as notices to joint authors
            pass
        look_for_themes_by_night.enqueue()  # left to the worker: its deeds are of today
    return done
