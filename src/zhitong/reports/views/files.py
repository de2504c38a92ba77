"""A paper as a file to take away."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from zhitong.paper import Paper, to_docx, to_pdf

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def as_docx(paper: Paper, name: str) -> HttpResponse:
    return _file(to_docx(paper), DOCX, f"{name}.docx")


def as_pdf(paper: Paper, name: str) -> HttpResponse:
    return _file(to_pdf(paper), "application/pdf", f"{name}.pdf")


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(content, content_type=media_type, headers=headers)
