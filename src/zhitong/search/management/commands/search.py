"""``zhitong search rebuild`` makes the index anew; ``zhitong search check`` proves that it is what the items say."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from zhitong.search import upkeep


class Command(BaseCommand):
    help = _(
        "Make the search index anew (rebuild), or compare it with the items; exit 1 and name the first difference (check)."
    )

    def add_arguments(self, parser):
        parser.add_argument("what", choices=["rebuild", "check"])

    def handle(self, **options):
        if options["what"] == "rebuild":
            upkeep.rebuild(self._told)
            return
        first = next(upkeep.differences(), None)
        if first is not None:
            raise CommandError(
                _("The index differs: %(difference)s. Run “zhitong search rebuild”.") % {"difference": first},
                returncode=1,
            )
        self.stdout.write(_("The index is what the items say."))

    def _told(self, kind: str, count: int) -> None:
        self.stdout.write(_("%(kind)s: %(count)s indexed") % {"kind": kind, "count": count})
