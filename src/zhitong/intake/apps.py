from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "zhitong.intake"
    label = "intake"
