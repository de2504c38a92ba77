from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutcomesConfig(AppConfig):
    name = "zhitong.outcomes"
    label = "outcomes"
    verbose_name = _("Outcomes")

    def ready(self):
        from zhitong.outcomes import follow  # noqa: F401, PLC0415  app ready
