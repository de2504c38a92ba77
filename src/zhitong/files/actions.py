"""The only writers of files: keep one, erase one."""

from __future__ import annotations

from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from zhitong.errors import BadInput
from zhitong.files import events, kinds, store
from zhitong.files.models import StoredFile
from zhitong.files.names import harmless
from zhitong.journal.door import lock, permit, record, require
from zhitong.network.actors import Actor


def keep_file(stream: BinaryIO, name: str, *, by: Actor) -> StoredFile:
    """Take a file in: size and type are checked, the bytes are on disk, then the row is written.

    The right is that of whatever the file is for (a submission, an outcome's evidence): the action that binds it asks.
    """
    name = harmless(name)
    size = stream.seek(0, 2)
    if size == 0:
        raise BadInput(
            "files.empty",
            _("The file “%(name)s” is empty.") % {"name": name},
            _("Check it on your device and add it again."),
            field="files",
        )
    if size > settings.UPLOAD_MAX_BYTES:
        raise BadInput(
            "files.too_large",
            _("The file “%(name)s” is larger than %(most)s.")
            % {"name": name, "most": filesizeformat(settings.UPLOAD_MAX_BYTES)},
            _("Make it smaller, or send its most important pages."),
            field="files",
        )
    kind = kinds.kind_of(stream, name)
    stream.seek(0)
    kept = store.keep(store.in_chunks(stream))
    return _enter(kept, name, kind.media_type, by)


@transaction.atomic
def _enter(kept: store.Kept, name: str, media_type: str, by: Actor) -> StoredFile:
    row = StoredFile.objects.create(
        office_id=by.office_id,
        name=name,
        digest=kept.digest,
        size=kept.size,
        media_type=media_type,
        added_by=by.person,
        added_at=by.at,
    )
    record(events.FileStored(digest=kept.digest, size=kept.size, media_type=media_type), on=row, by=by)
    return row


@transaction.atomic
def erase(stored: StoredFile, *, by: Actor, reason: str) -> StoredFile:
    """Destroy the bytes by a recorded deed (a matter moved to paper, a lawful erasure). The row and its digest stay as the stub."""
    stored = lock(stored)
    permit(by, "intake.move_to_paper", stored.office_id)
    require(stored.state != StoredFile.State.ERASED, "files.erase.done", _("This file is erased already."))
    stored.state = StoredFile.State.ERASED
    stored.name = ""
    stored.save(update_fields=["state", "name"])
    record(events.FileErased(digest=stored.digest), on=stored, by=by, reason=reason)
    others = StoredFile.objects.filter(digest=stored.digest).exclude(state=StoredFile.State.ERASED)
    if not others.exists():
        transaction.on_commit(lambda: store.destroy(stored.digest))  # never before the deed itself is durable
    return stored
