"""``zhitong worker``: run the office's jobs until stopped."""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation import gettext as _

from zhitong.jobs.worker import Worker, run_due


class Command(BaseCommand):
    help = _("Run jobs until stopped (SIGTERM finishes the job at hand).")

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help=_("run what is due now, then end"))

    def handle(self, **options):
        if options["once"]:
            with translation.override(settings.LANGUAGE_CODE):
                done = run_due()
            self.stdout.write(_("%(count)s jobs done") % {"count": done})
            return
        worker = Worker()
        worker.listen_to_signals()
        self.stdout.write(_("The worker runs jobs until it is stopped (Ctrl+C)."))
        self.stdout.flush()
        with translation.override(
            settings.LANGUAGE_CODE
        ):  # what jobs write for people is the office's, not the operator's
            worker.work()
