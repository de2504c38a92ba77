from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from zhitong.web.pages import OfficeSwitch, register_offices


class NetworkConfig(AppConfig):
    name = "zhitong.network"
    label = "network"
    verbose_name = _("Network")

    def ready(self):
        from zhitong.network.queries import offices_of  # noqa: PLC0415  app ready

        register_offices(OfficeSwitch("network:change_office", lambda request: offices_of(request.user)))
