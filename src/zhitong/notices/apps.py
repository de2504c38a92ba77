from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "zhitong.notices"
    label = "notices"
