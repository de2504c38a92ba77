"""``zhitong figures check``: are the figures that pages add up from columns what their rows say?"""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from zhitong.figures.agreement import compared
from zhitong.figures.columns import shelf
from zhitong.network.queries import all_offices


class Command(BaseCommand):
    help = _(
        "Count every figure in two ways, for every year and as known at the end of each; exit 1 and name what differs."
    )

    def add_arguments(self, parser):
        parser.add_argument("what", choices=["check"])

    def handle(self, **options):
        wrong = []
        for office in all_offices():
            count, wrong_before = 0, len(wrong)
            for each in compared(office.pk, timezone.localdate()):
                count += 1
                if not each.agrees:
                    told = {"office": office.name, "measure": each.measure.name, "period": each.period.label}
                    wrong.append(_("%(office)s: %(measure)s, %(period)s differs from its rows") % told)
            if len(wrong) > wrong_before:
                shelf.remove(office.pk)
            self.stdout.write(
                _("%(office)s: %(count)s figures by unit counted in two ways") % {"office": office.name, "count": count}
            )
        if wrong:
            wrong.append(_("Start the server and the worker again: they then count from the rows anew."))
            raise CommandError("\n".join(wrong), returncode=1)
