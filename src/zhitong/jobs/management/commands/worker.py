"""``zhitong worker``: run the office's jobs until stopped."""

from django.core.management.base import BaseCommand

from zhitong.jobs.worker import Worker, run_due


class Command(BaseCommand):
    help = "Run jobs until stopped (SIGTERM finishes the job at hand)."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="run what is due now, then end")

    def handle(self, **options):
        if options["once"]:
            self.stdout.write(f"{run_due()} done")
            return
        worker = Worker()
        worker.listen_to_signals()
        worker.work()
