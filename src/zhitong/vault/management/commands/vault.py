"""``zhitong vault``: the key file of sealed identities."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from zhitong.errors import Refused
from zhitong.vault import actions, keys
from zhitong.vault.queries import under_keys


class Command(BaseCommand):
    help = _(
        "Keys of sealed identities: new-key makes the first one, rotate puts everything under a new one, status counts, public writes the half that only seals."
    )

    def add_arguments(self, parser):
        parser.add_argument("deed", choices=["new-key", "rotate", "status", "public"])
        parser.add_argument(
            "--forget-old",
            action="store_true",
            help=_("with rotate: take the old keys out of the file; older backups can then no longer show identities"),
        )

    def handle(self, **options):
        try:
            getattr(self, options["deed"].replace("-", "_"))(options)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal

    def new_key(self, options):
        if keys.is_there():
            raise CommandError(
                _("There is a key file at %(path)s already; `zhitong vault rotate` adds a key to it.")
                % {"path": keys.path()}
            )
        if lost := sum(under_keys().values()):
            raise CommandError(
                _("%(lost)s identities are sealed with a key that is not here. Put the old key file back at %(path)s.")
                % {"lost": lost, "path": keys.path()}
            )
        keys.add_key()
        self.stdout.write(
            _("Key file written to %(path)s: keep a copy in another safe place, no backup holds it.")
            % {"path": keys.path()}
        )

    def rotate(self, options):
        moved = actions.rotate(forget_old=options["forget_old"], say=self.stdout.write)
        self.stdout.write(
            _("%(moved)s identities moved; the newest key is %(key)s. Copy the key file anew.")
            % {"moved": moved, "key": keys.ring().newest}
        )

    def public(self, options):
        self.stdout.write(
            _("Public half of the newest key written to %(path)s: whoever has it can seal and never open.")
            % {"path": keys.write_public()}
        )

    def status(self, options):
        ring, counts = keys.ring(), under_keys()
        for key_id in ring.keys:
            said = (
                _("%(key)s  %(count)s identities; what is sealed now goes under this key")
                if key_id == ring.newest
                else _("%(key)s  %(count)s identities")
            )
            self.stdout.write(said % {"key": key_id, "count": counts.pop(key_id, 0)})
        for key_id, count in counts.items():
            self.stdout.write(
                _("%(key)s  %(count)s identities, and the key is NOT in the file") % {"key": key_id, "count": count}
            )
        if counts:
            raise SystemExit(1)
