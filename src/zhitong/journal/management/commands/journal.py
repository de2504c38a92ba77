"""``zhitong journal verify``: does every office's chain still hold?"""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from zhitong.journal import queries
from zhitong.journal.faults import fault_in_words


class Command(BaseCommand):
    help = _("Verify the journal's hash chains; exit 1 and name the first bad entry.")

    def add_arguments(self, parser):
        parser.add_argument("what", choices=["verify"])

    def handle(self, **options):
        broken = []
        for report in queries.verify_all():
            if report.holds:
                self.stdout.write(
                    _("Office %(office)s: %(count)s entries, chain holds, head %(head)s")
                    % {"office": report.office_id, "count": report.entries, "head": report.head[:16]}
                )
            else:
                fault = fault_in_words(report)
                broken.append(_("Office %(office)s: %(fault)s") % {"office": report.office_id, "fault": fault})
        if broken:
            raise CommandError("\n".join(broken), returncode=1)
