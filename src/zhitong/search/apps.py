from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from zhitong.web.pages import register_in_head


class SearchConfig(AppConfig):
    name = "zhitong.search"
    label = "search"
    verbose_name = _("Search")

    def ready(self):
        register_in_head(import_module("zhitong.search.box").box)
