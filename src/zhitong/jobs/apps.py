from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "zhitong.jobs"
    label = "jobs"
