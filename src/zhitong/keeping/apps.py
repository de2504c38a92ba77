from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from zhitong.web.pages import NavItem, register_nav


class KeepingConfig(AppConfig):
    name = "zhitong.keeping"
    label = "keeping"
    verbose_name = _("Ends of keeping")

    def ready(self):
        import_module("zhitong.keeping.terms").discover()
        register_nav(NavItem(89, "keeping:terms", _("Ends of keeping"), "keeping.read"))
