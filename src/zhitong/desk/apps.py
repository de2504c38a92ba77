from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from zhitong.journal.withheld import register_withheld
from zhitong.web.pages import NavItem, register_nav


class DeskConfig(AppConfig):
    name = "zhitong.desk"
    label = "desk"
    verbose_name = _("Desk")

    def ready(self):
        for registers in ("effects", "searchable", "tellings", "follow"):
            import_module(f"zhitong.desk.{registers}")
        onward = import_module("zhitong.assessment.themes.onward")
        onward.register_onward(onward.Onward("desk:start_theme", _("Begin a brief from this theme"), "desk.write"))
        queries = import_module("zhitong.desk.queries")
        register_withheld(queries.hidden_codes)
        register_nav(NavItem(30, "desk:list", _("Briefs"), "desk.read", count=queries.waiting_count))
