from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from zhitong.web.pages import register_on_sign_in


class DemoConfig(AppConfig):
    name = "zhitong.demo"
    label = "demo"
    verbose_name = _("Demo")

    def ready(self):
        from zhitong.demo.signing_in import part  # noqa: PLC0415  app ready

        register_on_sign_in(part)
