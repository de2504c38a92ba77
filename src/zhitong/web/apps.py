from django import forms
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "zhitong.web"
    label = "web"
    verbose_name = _("Pages")

    def ready(self):
        """What a field says by itself, in our tone: what to do, no blame. A form's own sentence still goes first."""
        say = {
            forms.Field: {"required": _("Nothing is entered here yet.")},
            forms.ChoiceField: {
                "invalid_choice": _("Choose one of those that are offered; this one is not among them.")
            },
            forms.MultipleChoiceField: {
                "invalid_choice": _("Choose among those that are offered; “%(value)s” is not."),
            },
            forms.ModelChoiceField: {
                "invalid_choice": _("Choose one of those that are offered; this one is not among them."),
            },
            forms.DateField: {"invalid": _("Write a day that is in the calendar, such as 2026-11-24.")},
            forms.IntegerField: {"invalid": _("Write a whole number, in digits.")},
            forms.FileField: {
                "empty": _("This file is empty. Look whether it was saved before it was attached."),
                "required": _("No file is attached yet."),
            },
        }
        for field, sentences in say.items():
            field.default_error_messages = {**field.default_error_messages, **sentences}
