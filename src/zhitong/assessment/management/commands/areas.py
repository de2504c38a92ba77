"""``zhitong areas train --office CODE``: learn subject areas from the office's decided items; ``figures`` says how well it proposes."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from zhitong.assessment.areas import actions, queries
from zhitong.errors import Refused
from zhitong.network.actors import system_actor
from zhitong.network.queries import office_coded


class Command(BaseCommand):
    help = _("Train the model that proposes subject areas on an office's own decided items, or show its figures.")

    def add_arguments(self, parser):
        parser.add_argument("what", choices=["train", "figures"])
        parser.add_argument("--office", required=True, help=_("code of the office"))

    def handle(self, *, what: str, office: str, **options):
        found = office_coded(office)
        if found is None:
            raise CommandError(_("There is no office with the code %(code)s.") % {"code": office})
        if what == "train":
            try:
                actions.train_on_own_items(by=system_actor(found, {actions.RIGHT}, channel="command"))
            except Refused as refusal:
                raise CommandError(str(refusal)) from refusal
        row = queries.current(found.pk)
        if row is None:
            self.stdout.write(_("No model of its own yet: the built-in one proposes."))
            return
        self.stdout.write(
            _("%(items)s items; macro-F1 %(f1)s (built-in model on the same items: %(built_in)s)")
            % {"items": row.items, "f1": row.f1, "built_in": row.built_in_f1}
        )
        for line in row.figures["areas"]:
            self.stdout.write(_("  %(code)s  %(items)s items  precision %(precision)s  recall %(recall)s") % line)
