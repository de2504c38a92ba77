from importlib import import_module

from django.apps import AppConfig
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from zhitong.journal.names import register_names
from zhitong.web.pages import NavItem, OfficeSwitch, register_in_head, register_nav, register_offices


def _switch(request) -> str:
    """On a shared device the change to the next person stands in the head: out, and the sign-in page is open."""
    if not request.session.get("about", {}).get("shared"):
        return ""
    return render_to_string("network/switch.html", request=request)


class NetworkConfig(AppConfig):
    name = "zhitong.network"
    label = "network"
    verbose_name = _("Network")

    def ready(self):
        queries = import_module("zhitong.network.queries")
        register_offices(OfficeSwitch("network:change_office", lambda request: queries.offices_of(request.user)))
        register_names(queries.names_of, queries.commitments_found)
        register_in_head(_switch)
        import_module("zhitong.network.office_settings").discover()
        register_nav(NavItem(80, "network:units", _("Network"), "network.read"))
        register_nav(NavItem(81, "network:lists", _("Lists and settings"), "network.lists"))
        register_nav(NavItem(91, "network:own_deputies", _("Deputies"), "network.delegate", place="person"))
        register_nav(NavItem(92, "network:rights", _("What each role may do"), "network.see_rights", place="person"))
        register_nav(NavItem(82, "network:account_rules", _("Sign-in rules"), "network.account_rules"))
        register_nav(NavItem(90, "network:my_account", _("My account"), "", place="person"))
        register_nav(NavItem(93, "network:password", _("Change password"), "", place="person"))
