from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from zhitong.journal.names import register_names
from zhitong.web.pages import NavItem, OfficeSwitch, register_nav, register_offices


class NetworkConfig(AppConfig):
    name = "zhitong.network"
    label = "network"
    verbose_name = _("Network")

    def ready(self):
        queries = import_module("zhitong.network.queries")
        register_offices(OfficeSwitch("network:change_office", lambda request: queries.offices_of(request.user)))
        register_names(queries.names_of, queries.commitments_found)
        import_module("zhitong.network.office_settings").discover()
        register_nav(NavItem(80, "network:units", _("Network"), "network.read"))
        register_nav(NavItem(81, "network:lists", _("Lists and settings"), "network.lists"))
        register_nav(NavItem(91, "network:own_deputies", _("Deputies"), "network.delegate", place="person"))
        register_nav(NavItem(92, "network:rights", _("What each role may do"), "network.see_rights", place="person"))
        register_nav(NavItem(93, "network:password", _("Change password"), "", place="person"))
