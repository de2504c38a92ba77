from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from zhitong.web.pages import NavItem, register_nav


class VaultConfig(AppConfig):
    name = "zhitong.vault"
    label = "vault"
    verbose_name = _("Vault")

    def ready(self):
        from zhitong.vault.queries import waiting_for  # noqa: PLC0415  app ready

        register_nav(
            NavItem(
                64, "vault:openings", _("Sealed sources"), "vault.look", count=lambda actor: waiting_for(actor) or None
            )
        )
