"""保存期限: the end of keeping residents' names and words. Rows, numbers, days and what they said of the solution stay: figures are unchanged."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from zhitong.files import actions as files_room
from zhitong.journal.door import lock, permit, record, require
from zhitong.network.actors import Actor
from zhitong.stations import events
from zhitong.stations.models import Lead
from zhitong.vault import actions as vault


@transaction.atomic
def end_identity(lead: Lead, *, by: Actor) -> Lead:
    """Destroy the name, telephone and address that came with a message; its words stay."""
    lead = lock(lead)
    permit(by, "keeping.empty", lead.office_id)
    if lead.sealed_id:
        vault.destroy(lead.sealed, by=by, reason=_("the term of keeping is over"))
    return lead


@transaction.atomic
def end_words(lead: Lead, *, by: Actor) -> Lead:
    """Empty a message that never became a submission: words, place, what was said after, files, and the name if it is still there."""
    lead = lock(lead)
    permit(by, "keeping.empty", lead.office_id)
    require(
        lead.submission_id is None and lead.emptied_at is None,
        "stations.end.not_due",
        _("This message belongs to a submission, or was emptied before."),
    )
    if lead.sealed_id:
        vault.destroy(lead.sealed, by=by, reason=_("the term of keeping is over"))
    for filed in lead.files.select_related("file"):
        if filed.file.state != filed.file.State.ERASED:
            files_room.erase(filed.file, by=by, reason=_("the term of keeping is over"))
    lead.text = lead.place = lead.handled_why = ""
    lead.emptied_at = by.at
    lead.save(update_fields=["text", "place", "handled_why", "emptied_at"])
    lead.lines.update(text="")
    lead.said.update(note="")
    record(events.LeadEmptied(), on=lead, by=by)
    return lead
