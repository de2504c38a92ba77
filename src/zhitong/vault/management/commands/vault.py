"""``zhitong vault``: the key file of sealed identities."""

from django.core.management.base import BaseCommand, CommandError

from zhitong.errors import Refused
from zhitong.vault import actions, keys
from zhitong.vault.queries import under_keys


class Command(BaseCommand):
    help = (
        "Keys of sealed identities: new-key makes the first one, rotate puts everything under a new one, status counts."
    )

    def add_arguments(self, parser):
        parser.add_argument("deed", choices=["new-key", "rotate", "status"])
        parser.add_argument(
            "--forget-old",
            action="store_true",
            help="with rotate: take the old keys out of the file; older backups can then no longer show identities",
        )

    def handle(self, **options):
        try:
            getattr(self, options["deed"].replace("-", "_"))(options)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal

    def new_key(self, options):
        if keys.is_there():
            raise CommandError(
                f"There is a key file at {keys.path()} already; `zhitong vault rotate` adds a key to it."
            )
        if lost := sum(under_keys().values()):
            raise CommandError(
                f"{lost} identities are sealed with a key that is not here. Put the old key file back at {keys.path()}."
            )
        keys.add_key()
        self.stdout.write(f"Key file written to {keys.path()}: keep a copy in another safe place, no backup holds it.")

    def rotate(self, options):
        moved = actions.rotate(forget_old=options["forget_old"], say=self.stdout.write)
        self.stdout.write(f"{moved} identities moved; the newest key is {keys.ring().newest}. Copy the key file anew.")

    def status(self, options):
        ring, counts = keys.ring(), under_keys()
        for key_id in ring.keys:
            mark = "  seals" if key_id == ring.newest else ""
            self.stdout.write(f"{key_id}  {counts.pop(key_id, 0)} identities{mark}")
        for key_id, count in counts.items():
            self.stdout.write(f"{key_id}  {count} identities, and the key is NOT in the file")
        if counts:
            raise SystemExit(1)
