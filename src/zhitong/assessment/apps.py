from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from zhitong.web.pages import NavItem, register_nav


class AssessmentConfig(AppConfig):
    name = "zhitong.assessment"
    label = "assessment"
    verbose_name = _("Assessment")

    def ready(self):
        import_module("zhitong.assessment.tellings")
        import_module("zhitong.assessment.searchable")
        import_module("zhitong.assessment.themes.searchable")
        import_module("zhitong.assessment.themes.follow")
        import_module("zhitong.assessment.follow")
        register_nav(NavItem(20, "assessment:inbox", _("Assessment"), "assessment.read", _how_many_wait, begins=1))
        register_nav(NavItem(21, "assessment:sittings", _("Daily sitting"), "assessment.read"))
        register_nav(NavItem(22, "assessment:themes", _("Themes"), "assessment.read"))


def _how_many_wait(viewer) -> int:
    return import_module("zhitong.assessment.queries").awaiting(viewer).count()
