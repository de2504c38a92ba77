"""``zhitong check``: is this installation fit for work? Takes the place of Django's own check, which it runs first."""

from django.core.management.commands.check import Command as DjangoCheck

from zhitong.ops import checks

MARKS = {checks.OK: "✓", checks.WARNING: "!", checks.BAD: "✗"}


class Command(DjangoCheck):
    help = "Check settings, database, fonts, disk, clock, journal, files, jobs and backups; exit 1 when something is not well."

    def handle(self, *app_labels, **options):
        super().handle(*app_labels, **options)
        bad = False
        for line in checks.run_all():
            bad = bad or line.level == checks.BAD
            self.stdout.write(f"{MARKS[line.level]} {line.found}" + (f"\n    → {line.remedy}" if line.remedy else ""))
        if bad:
            raise SystemExit(1)
