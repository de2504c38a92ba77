from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from zhitong.journal.withheld import register_withheld
from zhitong.web.pages import NavItem, register_above_main, register_nav


class IntakeConfig(AppConfig):
    name = "zhitong.intake"
    label = "intake"
    verbose_name = _("Intake")

    def ready(self):
        from zhitong.intake import searchable, tellings  # noqa: F401, PLC0415  app ready: registers what follows a submission, and the search

        register_nav(NavItem(10, "intake:write", _("Send in"), "intake.submit"))
        register_nav(NavItem(11, "intake:mine", _("My submissions"), "intake.read_own"))
        register_nav(NavItem(12, "intake:calls", _("Calls for information"), "intake.answer_commission"))
        register_nav(NavItem(13, "intake:imports", _("Spreadsheet import"), "intake.import"))
        register_nav(NavItem(87, "intake:restricted_list", _("Restricted matters"), "intake.restricted"))
        register_nav(
            NavItem(
                88,
                "intake:stranded",
                _("Restricted without readers"),
                "intake.stranded",
                count=lambda actor: import_module("zhitong.intake.restricted.queries").stranded_count(actor) or None,
            )
        )
        register_withheld(import_module("zhitong.intake.restricted.queries").hidden_codes)
        register_above_main(import_module("zhitong.intake.restricted.readings").banner)
