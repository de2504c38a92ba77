from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _

from zhitong.web.pages import NavItem, register_nav


class JobsConfig(AppConfig):
    name = "zhitong.jobs"
    label = "jobs"
    verbose_name = _("Jobs")

    def ready(self):
        register_nav(NavItem(94, "jobs:index", _("Jobs"), "jobs.read"))
        for room in apps.get_app_configs():  # a room's timetable stands in its jobs.py
            if room.name.startswith("zhitong.") and find_spec(f"{room.name}.jobs"):
                import_module(f"{room.name}.jobs")
