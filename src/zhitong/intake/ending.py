"""保存期限: the end of keeping what never became a submission: drafts, and the spreadsheets that rows were taken from."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from zhitong.files import actions as files
from zhitong.intake import events
from zhitong.intake.models import Draft, Import
from zhitong.intake.queries import unsent_files
from zhitong.journal.door import lock, permit, record
from zhitong.network.actors import Actor

OVER = frozenset({Import.State.DONE, Import.State.REFUSED})


@transaction.atomic
def end_draft(draft: Draft, *, by: Actor) -> None:
    """Delete what somebody left unsent, and the files kept with it. A draft is nobody's deed: the emptying alone is on record."""
    draft = Draft.objects.select_for_update().select_related("person").get(pk=draft.pk)
    permit(by, "keeping.empty", draft.person.office_id)
    for file in unsent_files(draft):
        files.erase(file, by=by, reason=_("the term of keeping is over"))
    draft.delete()


@transaction.atomic
def end_import_file(imported: Import, *, by: Actor) -> Import:
    """Erase the spreadsheet; the rows that came in are submissions and stay. What was never taken in cannot be any more."""
    imported = lock(imported)
    permit(by, "keeping.empty", imported.office_id)
    if imported.file.state != imported.file.State.ERASED:
        files.erase(imported.file, by=by, reason=_("the term of keeping is over"))
    if imported.state not in OVER:
        imported.state, imported.finished_at = Import.State.REFUSED, by.at
        imported.refusal = _("The spreadsheet is no longer kept here.")
    imported.faults = []
    imported.save(update_fields=["state", "finished_at", "refusal", "faults"])
    record(events.ImportFileEnded(), on=imported, by=by)
    return imported
