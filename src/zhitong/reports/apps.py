from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from zhitong.web.pages import NavItem, register_nav


class ReportsConfig(AppConfig):
    name = "zhitong.reports"
    label = "reports"
    verbose_name = _("Reports")

    def ready(self):
        register_nav(NavItem(62, "reports:index", _("Reports"), "reports.read"))
        register_nav(NavItem(63, "reports:pushes", _("Biweekly push"), "reports.push_read"))
        register_nav(NavItem(66, "reports:units", _("Units' pages"), "reports.unit"))
        register_nav(NavItem(60, "reports:own_record", _("My record"), "reports.own_record", place="person"))
