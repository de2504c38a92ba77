"""``zhitong demo``: load the fictional demo office into an empty installation."""

from __future__ import annotations

import time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from zhitong.demo.load import load
from zhitong.errors import Refused


class Command(BaseCommand):
    help = "Load the fictional demo office: a district, the city above it, two years of work. Only into an empty installation."

    def handle(self, **options):
        began = time.monotonic()
        self._month = ""
        try:
            deeds = load(timezone.localdate(), self._show)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"\nThe demo office is loaded: {deeds} deeds in {time.monotonic() - began:.0f} s.")

    def _show(self, moment) -> None:
        """One line that grows by each month of the story."""
        month = timezone.localtime(moment).strftime("%Y-%m")
        if month != self._month:
            self._month = month
            self.stdout.write(f"{month} ", ending="")
            self.stdout.flush()
