from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from zhitong.web.pages import NavItem, register_nav


class OpsConfig(AppConfig):
    name = "zhitong.ops"
    label = "ops"
    verbose_name = _("Installation")

    def ready(self):
        register_nav(NavItem(95, "ops:state", _("Installation"), "ops.read"))
