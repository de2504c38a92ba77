from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from zhitong.web.pages import NavItem, register_nav


class NoticesConfig(AppConfig):
    name = "zhitong.notices"
    label = "notices"
    verbose_name = _("Notices")

    def ready(self):
        from zhitong.notices import queries  # noqa: PLC0415  app ready

        register_nav(NavItem(70, "notices:own", _("Notices"), "notices.read_own", queries.unread_count))
        register_nav(NavItem(71, "notices:outbox", _("Outbox"), "notices.outbox", queries.waiting_count))
