"""The only writers of files: keep one, erase one."""

from __future__ import annotations

from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from zhitong import public_side
from zhitong.errors import BadInput
from zhitong.files import events, kinds, scanning, store
from zhitong.files.models import StoredFile
from zhitong.files.names import harmless
from zhitong.journal.door import lock, permit, record, require
from zhitong.network.actors import Actor, system_actor
from zhitong.network.codes import new_code


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
    verdict = scanning.scan(stream)
    if verdict is scanning.Verdict.FOUND:
        raise BadInput(
            "files.infected",
            _("The scanner found harmful code in the file “%(name)s”.") % {"name": name},
            _("Do not open it; send the text without it, or bring it to the office on paper."),
            field="files",
        )
    stream.seek(0)
    kept = store.keep(store.in_chunks(stream))
    state = StoredFile.State.READY if verdict is scanning.Verdict.CLEAN else StoredFile.State.HELD
    return _enter(kept, name, kind.media_type, by, state)


@transaction.atomic
def _enter(kept: store.Kept, name: str, media_type: str, by: Actor, state: str) -> StoredFile:
    code = new_code()
    public_side.show("file", code)
    row = StoredFile.objects.create(
        code=code,
        state=state,
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
    # Never before the deed itself is durable. The residents' database user does not see who else needs the bytes: the worker does.
    if not settings.PUBLIC_SIDE:
        transaction.on_commit(lambda: _destroy_unneeded(stored.digest))
    return stored


def _destroy_unneeded(digest: str) -> bool:
    """Destroy the bytes of an erased file unless another one has the same content. Gives whether there was something to destroy."""
    others = StoredFile.objects.filter(digest=digest).exclude(state=StoredFile.State.ERASED)
    if others.exists() or not store.path_of(digest).exists():
        return False
    store.destroy(digest)
    return True


def destroy_left_over() -> int:
    """Bytes that outlived their erasing (residents' own withdrawals, a power cut just after the deed); gives how many contents went."""
    erased = StoredFile.objects.filter(state=StoredFile.State.ERASED).values_list("digest", flat=True).distinct()
    return sum(_destroy_unneeded(digest) for digest in erased.iterator())


def scan_held() -> int:
    """Ask the scanner again about files it could not look at; gives how many were let pass. What it finds stays held for a person."""
    passed = 0
    for held in StoredFile.objects.filter(state=StoredFile.State.HELD).order_by("pk"):
        try:
            with store.open_bytes(held.digest) as content:
                verdict = scanning.scan(content)
        except FileNotFoundError:
            continue  # lost bytes are the business of ``zhitong check``
        if verdict is scanning.Verdict.UNKNOWN:
            break  # still down: the others would only wait in vain
        if verdict is scanning.Verdict.CLEAN:
            _pass(held)
            passed += 1
    return passed


@transaction.atomic
def _pass(held: StoredFile) -> None:
    held = lock(held)
    if held.state == StoredFile.State.HELD:
        held.state = StoredFile.State.READY
        held.save(update_fields=["state"])
        record(events.FilePassed(digest=held.digest), on=held, by=system_actor(held.office, ()))
