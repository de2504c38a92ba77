from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from zhitong.web.pages import NavItem, register_nav


class OutcomesConfig(AppConfig):
    name = "zhitong.outcomes"
    label = "outcomes"
    verbose_name = _("Outcomes")

    def ready(self):
        for registers in ("follow", "searchable", "tellings", "answers"):
            import_module(f"zhitong.outcomes.{registers}")
        queries = import_module("zhitong.outcomes.queries")
        register_nav(NavItem(50, "outcomes:ledger", _("Outcomes"), "outcomes.read", queries.to_confirm_count))
