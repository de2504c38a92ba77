from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "zhitong.outcomes"
    label = "outcomes"
