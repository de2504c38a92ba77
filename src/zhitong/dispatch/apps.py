from django.apps import AppConfig


class DispatchConfig(AppConfig):
    name = "zhitong.dispatch"
    label = "dispatch"
