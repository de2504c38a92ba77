"""``zhitong search rebuild`` makes the index anew; ``zhitong search check`` proves that it is what the items say."""

from time import monotonic

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from zhitong.search import upkeep
from zhitong.search.rebuild import Progress, rebuild

_EVERY = 2  # seconds between two lines of progress


class Command(BaseCommand):
    help = _(
        "Make the search index anew (rebuild), or compare it with the items; exit 1 and name the first difference (check)."
    )

    def add_arguments(self, parser):
        parser.add_argument("what", choices=["rebuild", "check"])

    def handle(self, **options):
        if options["what"] == "rebuild":
            self._rebuild()
            return
        first = next(upkeep.differences(), None)
        if first is not None:
            raise CommandError(
                _("The index differs: %(difference)s. Run “zhitong search rebuild”.") % {"difference": first},
                returncode=1,
            )
        self.stdout.write(_("The index is what the items say."))

    def _rebuild(self) -> None:
        self._told_at, begun = 0.0, monotonic()
        try:
            count = rebuild(self._told, self._settling)
        except KeyboardInterrupt:
            raise CommandError(
                _("Stopped. What was findable still is; “zhitong search rebuild” goes on from here."), returncode=130
            ) from None
        self.stdout.write(_("%(count)s indexed in %(seconds).0f s") % {"count": count, "seconds": monotonic() - begun})

    def _told(self, progress: Progress) -> None:
        if monotonic() - self._told_at < _EVERY and progress.done < progress.total:
            return
        self._told_at = monotonic()
        self.stdout.write(
            _("%(done)s of %(total)s, %(rate).0f a second, %(minutes).0f min left")
            % {
                "done": progress.done,
                "total": progress.total,
                "rate": progress.per_second,
                "minutes": progress.minutes_left,
            }
        )
        self.stdout.flush()

    def _settling(self, count: int) -> None:
        if monotonic() - self._told_at >= _EVERY:
            self._told_at = monotonic()
            self.stdout.write(_("%(count)s older texts settled") % {"count": count})
            self.stdout.flush()
