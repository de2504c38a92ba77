from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from zhitong.journal.withheld import register_withheld
from zhitong.web.pages import NavItem, register_nav


class DispatchConfig(AppConfig):
    name = "zhitong.dispatch"
    label = "dispatch"
    verbose_name = _("Dispatch")

    def ready(self):
        for registers in ("follow", "tellings"):
            import_module(f"zhitong.dispatch.{registers}")
        queries = import_module("zhitong.dispatch.queries")
        register_withheld(queries.hidden_codes)
        # A leader's or a department's menu begins with what was sent to them: that is their home.
        register_nav(
            NavItem(40, "dispatch:received", _("Sent to me"), "dispatch.receive", queries.unread_count, begins=2)
        )
        register_nav(NavItem(41, "dispatch:list", _("Dispatches"), "dispatch.read"))
