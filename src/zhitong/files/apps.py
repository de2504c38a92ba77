from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "zhitong.files"
    label = "files"
