"""``zhitong backup``: the whole office in one file, while people work."""

import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from zhitong.errors import Refused
from zhitong.ops import backups


class Command(BaseCommand):
    help = _(
        "Write database and files into one sealed backup file. Keys are not in it: keep zhitong.env in another safe place."
    )

    def add_arguments(self, parser):
        parser.add_argument("--to", type=Path, help=_("the file to write; by default a new one in the backup folder"))
        parser.add_argument(
            "--with-vault-keys",
            action="store_true",
            help=_(
                "take the key file of sealed identities along; the backup must then be kept as safe as the key itself"
            ),
        )

    def handle(self, **options):
        begun = time.monotonic()
        try:
            target = backups.back_up(options["to"], with_vault_keys=options["with_vault_keys"], say=self.stdout.write)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as fault:
            said = _(
                "The backup was not written to %(file)s (%(fault)s). Make room there, or let this user write there."
            )
            raise CommandError(said % {"file": fault.filename or "", "fault": fault.strerror or fault}) from fault
        said = _("%(file)s: %(bytes)s bytes, %(seconds)s s")
        size, seconds = f"{target.stat().st_size:,}", f"{time.monotonic() - begun:.1f}"
        self.stdout.write(said % {"file": target, "bytes": size, "seconds": seconds})
