"""How long drafts and imported spreadsheets are kept."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhitong.intake import ending, queries
from zhitong.intake.models import Import
from zhitong.keeping.terms import Kept, keep, while_open

AT_WORK = (Import.State.CHECKING, Import.State.RUNNING)


while_open(queries.waiting_for_decision)
keep(
    Kept(
        "drafts",
        _("Unsent drafts"),
        _("What somebody began to write and did not send, and the files kept with it."),
        days=180,
        due=queries.old_drafts,
        held=None,
        used_at=lambda draft: draft.saved_at,
        name=lambda draft: gettext("draft of %(name)s") % {"name": draft.person.name},
        empty=lambda draft, by: ending.end_draft(draft, by=by),
    )
)
keep(
    Kept(
        "import_files",
        _("Imported spreadsheets"),
        _("The files themselves; the rows that came in are submissions and stay."),
        days=180,
        due=lambda office_id, before: queries.old_imports(office_id, before).exclude(state__in=AT_WORK),
        held=lambda office_id, before: queries.old_imports(office_id, before).filter(state__in=AT_WORK),
        used_at=lambda imported: imported.used_at,
        name=lambda imported: gettext("import of %(day)s") % {"day": timezone.localdate(imported.at).isoformat()},
        empty=lambda imported, by: ending.end_import_file(imported, by=by),
    )
)
