from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from zhitong.intake.behind import register_behind
from zhitong.web.pages import NavItem, register_nav


class StationsConfig(AppConfig):
    name = "zhitong.stations"
    label = "stations"
    verbose_name = _("Workstations")

    def ready(self):
        from zhitong.stations import behind, follow, queries  # noqa: F401, PLC0415  app ready: registers what follows a notice

        register_behind(behind.behind)
        register_nav(
            NavItem(14, "stations:leads", _("Residents' messages"), "stations.receive", count=queries.waiting_count)
        )
        register_nav(NavItem(15, "stations:stations", _("Workstations"), "stations.look"))
        register_nav(
            NavItem(16, "stations:answers", _("Answers to residents"), "stations.answer", count=queries.answers_count)
        )
