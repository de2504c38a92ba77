"""The readers others use: serving a file to somebody who may see the item it belongs to."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import FileResponse, Http404, HttpResponseBase

from zhitong.files import store
from zhitong.files.kinds import KINDS
from zhitong.files.models import StoredFile

PICTURES = {kind.media_type for kind in KINDS if kind.is_picture}


def as_download(stored: StoredFile) -> HttpResponseBase:
    """The file as a download, never as something the browser opens by itself. The caller has checked who may see it."""
    return _answer(stored, "application/octet-stream", as_attachment=True)


def as_picture(stored: StoredFile) -> HttpResponseBase:
    """A picture for an <img>; every other type answers like nothing. Sandboxed, and its type is never guessed."""
    if stored.media_type not in PICTURES:
        raise Http404
    return _answer(stored, stored.media_type, as_attachment=False)


def _answer(stored: StoredFile, media_type: str, *, as_attachment: bool) -> HttpResponseBase:
    if stored.state != StoredFile.State.READY or not store.is_intact(stored.digest):
        raise Http404
    answer = FileResponse(
        store.open_bytes(stored.digest), as_attachment=as_attachment, filename=stored.name, content_type=media_type
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def kept_digests() -> Iterator[str]:
    """What the store must hold, each once, in order: for a backup."""
    rows = StoredFile.objects.exclude(state=StoredFile.State.ERASED).values_list("digest", flat=True)
    return rows.distinct().order_by("digest").iterator()


def damaged() -> Iterator[StoredFile]:
    """Rows whose bytes are lost or changed: for ``zhitong check`` and after a restore."""
    for stored in StoredFile.objects.exclude(state=StoredFile.State.ERASED).order_by("pk").iterator():
        if not store.is_intact(stored.digest):
            yield stored
