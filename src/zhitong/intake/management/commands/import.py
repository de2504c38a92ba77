"""``zhitong import FILE``: the same import as on the page, at once and in this window."""

from __future__ import annotations

import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from zhitong.errors import BadInput, Refused
from zhitong.intake import queries
from zhitong.intake.imports import actions, jobs, taking_in
from zhitong.intake.models import Import
from zhitong.network.actors import actor_for


class Command(BaseCommand):
    help = _("Take in a spreadsheet of submissions (.xlsx or .csv); a file taken in before adds nothing.")

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--office", required=True, help=_("code or name of the office"))
        parser.add_argument("--by", required=True, metavar="USERNAME", help=_("who takes it in; their rights count"))
        parser.add_argument(
            "--sheet", default="", help=_("name of the sheet; the first that holds anything when not given")
        )
        parser.add_argument(
            "--good-rows", action="store_true", help=_("take in the good rows though others have faults")
        )
        parser.add_argument(
            "--map", action="append", default=[], metavar="FIELD=COLUMN", help=_("such as title=B or title=标题")
        )
        parser.add_argument("--check", action="store_true", help=_("only say what is wrong; take nothing in"))

    def handle(self, *, file, office, by, sheet, good_rows, map, check, **options):
        began = time.monotonic()
        person = queries.person_by_username(office, by)
        if person is None:
            raise CommandError(_("Nobody called %(name)s signs in to this office.") % {"name": by})
        actor = actor_for(person, channel="command")
        try:
            with file.open("rb") as stream:
                imported = actions.upload(stream, file.name, by=actor, sheet=sheet)
            columns = self._columns(imported, map)
            imported = actions.name_columns(imported, columns, by=actor, check_later=False)
            imported = jobs.run(imported, taking_in.check, channel="command", progress=self._progress)
            self._say_faults(imported)
            if check:
                return
            imported = actions.start(imported, by=actor, all_or_none=not good_rows, run_later=False)
            imported = jobs.run(imported, taking_in.take_in, channel="command", progress=self._progress)
        except OSError as fault:
            raise CommandError(_("The file cannot be read: %(why)s") % {"why": fault.strerror}) from None
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        if imported.state != Import.State.DONE:
            raise CommandError(imported.refusal or _("The import was stopped; run it again to go on."))
        said = _("%(added)s rows taken in, %(known)s known already, %(refused)s refused, in %(seconds).1f s.") % {
            "added": imported.done,
            "known": imported.known,
            "refused": imported.fault_count,
            "seconds": time.monotonic() - began,
        }
        self.stdout.write(said)

    def _columns(self, imported: Import, given: list[str]) -> dict[str, int]:
        """The proposed columns with those of ``--map`` put over them, by letter or by heading; FIELD= takes a field away."""
        columns = dict(imported.mapping["columns"])
        by_name = {label: index for index, _letter, label in reversed(imported.mapping["headings"])}
        by_name |= {letter: index for index, letter, _label in imported.mapping["headings"]}
        for pair in given:
            field, equals, column = pair.partition("=")
            if not equals or (column and column not in by_name):
                raise BadInput(
                    "intake.import.map",
                    _("--map %(pair)s does not name a column of the sheet.") % {"pair": pair},
                    _("Columns are: %(columns)s") % {"columns": "、".join(by_name)},
                )
            columns = {name: index for name, index in columns.items() if name != field and index != by_name.get(column)}
            if column:
                columns[field] = by_name[column]
        return columns

    def _progress(self, done: int, total: int) -> None:
        self.stdout.write(f"\r{done} / {total}", ending="\n" if done >= total else "")
        self.stdout.flush()

    def _say_faults(self, imported: Import) -> None:
        if imported.state != Import.State.CHECKED:
            raise CommandError(imported.refusal)
        for row in imported.faults:
            for error in row["errors"]:
                where = f"{error['column']}{row['row']}" if error["column"] else _("row %(row)s") % {"row": row["row"]}
                self.stdout.write(f"{where}: {error['zh']}")
        said = _("%(rows)s rows: %(good)s good (%(known)s of them known already), %(faults)s with faults.")
        counts = {"rows": imported.rows, "good": imported.good, "known": imported.known, "faults": imported.fault_count}
        self.stdout.write(said % counts)
