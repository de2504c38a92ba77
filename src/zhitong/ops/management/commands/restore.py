"""``zhitong restore FILE``: put a backup in place."""

from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from zhitong.errors import Refused
from zhitong.ops import backups


class Command(BaseCommand):
    help = _("Restore a backup into an empty installation (or say --replace). Stop server and worker first.")

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help=_("put it in the place of the office that is here"))

    def handle(self, **options):
        if not options["file"].is_file():
            raise CommandError(_("There is no file %(file)s.") % {"file": options["file"]})
        try:
            backups.restore(options["file"], replace=options["replace"], say=self.stdout.write)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        call_command("journal", "verify", stdout=self.stdout)
