"""``zhitong keep``: what is past its term of keeping, and its end."""

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from zhitong.keeping import actions, queries
from zhitong.network.queries import all_offices


class Command(BaseCommand):
    help = _("Ends of keeping: says what is past its term in each office; with --empty it goes at once.")

    def add_arguments(self, parser):
        parser.add_argument("--empty", action="store_true", help=_("do now what the worker does each night"))

    def handle(self, **options):
        now = timezone.now()
        for office in all_offices():
            self.stdout.write(office.name)
            gone = actions.empty_due(by=actions.the_program(office, now)) if options["empty"] else {}
            for row in queries.standing(office.pk, now):
                self.stdout.write(
                    _(
                        "  %(kind)s: term %(days)s days, %(gone)s emptied, %(due)s due, %(held)s held, %(soon)s within 30 days"
                    )
                    % {
                        "kind": row.kind.label,
                        "days": row.days,
                        "gone": gone.get(row.kind.key, 0),
                        "due": row.due,
                        "held": row.held,
                        "soon": row.soon,
                    }
                )
