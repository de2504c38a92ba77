"""``zhitong public-role NAME``: what the residents' own database user may do; prints the statements, or carries them out."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError, connection, transaction
from django.utils.translation import gettext as _

from zhitong.errors import Refused
from zhitong.ops import public_role


class Command(BaseCommand):
    help = _("Give a PostgreSQL user what the residents' pages need and nothing more (for `zhitong serve --public`).")

    def add_arguments(self, parser):
        parser.add_argument("name", help=_("the user, made before by the database's administrator"))
        parser.add_argument("--apply", action="store_true", help=_("carry the statements out instead of printing them"))
        parser.add_argument("--remove", action="store_true", help=_("take rights and fences back"))

    def handle(self, **options):
        if connection.vendor != "postgresql":
            raise CommandError(
                _(
                    "SQLite knows no users: one file holds both sides. Only PostgreSQL can give the residents' pages one of their own."
                )
            )
        role = options["name"]
        try:
            wanted = public_role.taken_back(role) if options["remove"] else public_role.statements(role)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        connection.ensure_connection()
        if not options["apply"]:
            self.stdout.write("BEGIN;")
            for statement in wanted:
                self.stdout.write(f"{statement.as_string(connection.connection)};")
            self.stdout.write("COMMIT;")
            return
        self.carry_out(wanted, role, remove=options["remove"])

    def carry_out(self, wanted, role: str, *, remove: bool) -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                for statement in wanted:
                    cursor.execute(statement)
                if not remove and (faults := public_role.too_much(role)):
                    raise CommandError(
                        _("%(role)s is not weak enough: %(faults)s.") % {"role": role, "faults": "；".join(faults)}
                    )
        except ProgrammingError as fault:
            raise CommandError(
                _(
                    "The database refused (%(fault)s). Make the user first (createuser --pwprompt %(role)s), and run this as the owner of the tables."
                )
                % {"fault": str(fault).splitlines()[0], "role": role}
            ) from fault
        self.stdout.write(
            _("%(role)s has no right left.") % {"role": role}
            if remove
            else _("%(role)s may do what the residents' pages need and nothing more.") % {"role": role}
        )
