"""``zhitong demo``: load the fictional demo office into an empty installation."""

from __future__ import annotations

import time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from zhitong.demo.load import load
from zhitong.errors import Refused


class Command(BaseCommand):
    help = _(
        "Load the fictional demo office: a district, the city above it, two years of work. Only into an empty installation."
    )

    def handle(self, **options):
        began = time.monotonic()
        self._month = ""
        try:
            deeds = load(timezone.localdate(), self._show)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        said = _("The demo office is loaded: %(deeds)s deeds in %(seconds)s s.")
        self.stdout.write("\n" + said % {"deeds": deeds, "seconds": f"{time.monotonic() - began:.0f}"})

    def _show(self, moment) -> None:
        """One line that grows by each month of the story."""
        month = timezone.localtime(moment).strftime("%Y-%m")
        if month != self._month:
            self._month = month
            self.stdout.write(f"{month} ", ending="")
            self.stdout.flush()
