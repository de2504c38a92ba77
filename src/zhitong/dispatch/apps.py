from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DispatchConfig(AppConfig):
    name = "zhitong.dispatch"
    label = "dispatch"
    verbose_name = _("Dispatch")

    def ready(self):
        from zhitong.dispatch import follow  # noqa: F401, PLC0415  app ready
