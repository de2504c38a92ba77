"""``zhitong check``: is this installation fit for work? Takes the place of Django's own check, which it runs first."""

from argparse import SUPPRESS

from django.core.management.commands.check import Command as DjangoCheck
from django.utils.translation import gettext as _

from zhitong.ops import checks

MARKS = {checks.OK: "✓", checks.WARNING: "!", checks.BAD: "✗"}


class Command(DjangoCheck):
    help = _(
        "Check settings, database, fonts, disk, clock, journal, files, jobs and backups; exit 1 when something is not well."
    )

    def add_arguments(self, parser):
        """Django's own options stay valid; the help of an office does not name them."""
        super().add_arguments(parser)
        for action in parser._actions:
            if action.dest != "help":
                action.help = SUPPRESS

    def check(self, *args, **options):
        """Django's own checks; of nothing found it says so in English, we in our first line."""
        super().check(*args, **options | {"display_num_errors": False})
        self.stdout.write(f"{MARKS[checks.OK]} " + _("Program: its own checks find nothing."))

    def handle(self, *app_labels, **options):
        super().handle(*app_labels, **options)
        bad = False
        for line in checks.run_all():
            bad = bad or line.level == checks.BAD
            self.stdout.write(f"{MARKS[line.level]} {line.found}" + (f"\n    → {line.remedy}" if line.remedy else ""))
        if bad:
            raise SystemExit(1)
