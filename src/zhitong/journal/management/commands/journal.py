"""``zhitong journal verify``: does every office's chain still hold?"""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from zhitong.journal import queries

FAULTS = {
    "missing": "entry %(seq)s is missing",
    "out_of_order": "entry %(seq)s does not stand in its place",
    "does_not_follow": "entry %(seq)s does not follow from the one before",
    "changed": "entry %(seq)s was changed after it was written",
    "cut": "the chain ends before entry %(seq)s, which its head still counts",
    "too_long": "entry %(seq)s stands behind the chain's head",
    "head_differs": "the chain's head does not agree with its last entry, %(seq)s",
}


class Command(BaseCommand):
    help = "Verify the journal's hash chains; exit 1 and name the first bad entry."

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
                fault = FAULTS[report.fault] % {"seq": report.bad_seq}
                broken.append(_("Office %(office)s: %(fault)s") % {"office": report.office_id, "fault": fault})
        if broken:
            raise CommandError("\n".join(broken), returncode=1)
