from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from zhitong.web.pages import NavItem, register_nav


class JournalConfig(AppConfig):
    name = "zhitong.journal"
    label = "journal"
    verbose_name = _("Journal")

    def ready(self):
        register_nav(NavItem(90, "journal:entries", _("Journal"), "journal.read"))
        register_nav(NavItem(91, "journal:verify", _("Check of the journal"), "journal.verify"))
