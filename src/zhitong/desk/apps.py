from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "zhitong.desk"
    label = "desk"
    verbose_name = _("Desk")

    def ready(self):
        import_module("zhitong.desk.effects")
