from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from zhitong.web.pages import NavItem, register_nav


class FiguresConfig(AppConfig):
    name = "zhitong.figures"
    label = "figures"
    verbose_name = _("Figures")

    def ready(self):
        by_hand = import_module("zhitong.figures.by_hand")
        register_nav(NavItem(60, "figures:overview", _("Figures"), "figures.read", count=by_hand.to_confirm_count))
