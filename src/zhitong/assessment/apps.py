from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "zhitong.assessment"
    label = "assessment"
