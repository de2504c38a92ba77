"""The formal issue: on the screen, as a bare page for printing, as .docx and as PDF; before signing a proof of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from zhitong.desk import issue, queries
from zhitong.intake.restricted.readings import paper_mark
from zhitong.paper import missing_glyphs, to_docx, to_html, to_pdf
from zhitong.paper.html import STYLESHEET
from zhitong.web.pages import page

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@page("desk.read")
@require_safe
def shown(request: HttpRequest, code: str) -> HttpResponse:
    brief = queries.brief_or_404(request.actor, code)
    paper = issue.paper_of(brief, warning=paper_mark(request.actor))
    context = {
        "brief": brief,
        "issue": queries.issue_name(brief),
        "article": mark_safe(to_html(paper)),  # noqa: S308  paper escapes every text it is given
        "stylesheet": STYLESHEET,
        "missing": missing_glyphs(issue.words_of(paper)),
        "corrections": list(brief.corrected_by.filter(state__in=queries.ISSUED).select_related("series")),
    }
    return render(request, "desk/issue.html", context)


@page("desk.read")
@require_safe
def bare(request: HttpRequest, code: str) -> HttpResponse:
    """The paper alone, for the printer."""
    brief = queries.brief_or_404(request.actor, code)
    paper = issue.paper_of(brief, warning=paper_mark(request.actor))
    return HttpResponse(to_html(paper, stylesheet=static(STYLESHEET)))


@page("desk.read")
@require_safe
def docx(request: HttpRequest, code: str) -> HttpResponse:
    brief = queries.brief_or_404(request.actor, code)
    return _file(
        to_docx(issue.paper_of(brief, warning=paper_mark(request.actor))), DOCX, issue.file_name(brief, "docx")
    )


@page("desk.read")
@require_safe
def pdf(request: HttpRequest, code: str) -> HttpResponse:
    brief = queries.brief_or_404(request.actor, code)
    return _file(
        to_pdf(issue.paper_of(brief, warning=paper_mark(request.actor))),
        "application/pdf",
        issue.file_name(brief, "pdf"),
    )


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(content, content_type=media_type, headers=headers)
