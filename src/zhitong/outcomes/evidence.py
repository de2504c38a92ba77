"""The file that proves an outcome: kept as soon as it arrives, so that a form which comes back with an error still holds it."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict

from zhitong.errors import Refused
from zhitong.files.actions import keep_file
from zhitong.files.models import StoredFile
from zhitong.intake.queries import own_files

FIELD, KEPT = "evidence", "kept"


def posted(request: HttpRequest) -> tuple[QueryDict | None, Refused | None]:
    """What was sent, with the code of the file that came along under ``kept``; and why the file was refused, if it was."""
    if request.method != "POST":
        return None, None
    data = request.POST.copy()
    upload = request.FILES.get(FIELD)
    if not isinstance(upload, UploadedFile):
        return data, None
    try:
        data[KEPT] = keep_file(upload, upload.name, by=request.actor).code
    except Refused as refusal:
        return data, refusal
    return data, None


def kept_file(data: QueryDict | None, viewer) -> StoredFile | None:
    """The file that this form or an earlier sending of it brought; only the sender's own."""
    files = own_files(viewer, [data[KEPT]]) if data and data.get(KEPT) else []
    return files[0] if files else None
