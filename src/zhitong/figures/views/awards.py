"""分档 and 表彰 by a scheme's rules: the page, a spreadsheet and a paper; every line with its reasons, each opens into its rows."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhitong.figures.asked import Asked, periods_offered, read
from zhitong.figures.commending import HEAD, commend, paper_of, printed, row_of
from zhitong.figures.exports import Sheet as Page
from zhitong.figures.exports import as_file, besides
from zhitong.figures.models import SchemeVersion
from zhitong.figures.queries import version_or_404
from zhitong.paper import to_docx
from zhitong.web.pages import page

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@page("figures.schemes")
@require_safe
def awards(request: HttpRequest, code: str) -> HttpResponse:
    version = version_or_404(request.actor, code)
    asked, refusal = read(request)
    commended = commend(version, asked.scope)
    context = {
        "tab": "schemes",
        "asked": asked,
        "refusal": refusal,
        "edition": version,  # the frame says ``version`` of the program itself
        "not_told": commended.not_told,
        "unmatched": commended.unmatched,
        "parts": printed(commended),
        "periods": periods_offered(asked.today),
    }
    return render(request, "figures/awards.html", context, status=422 if refusal else 200)


@page("figures.schemes")
@require_safe
def awards_file(request: HttpRequest, code: str, form: str) -> HttpResponse:
    version = version_or_404(request.actor, code)
    if form not in ("xlsx", "csv", "docx"):
        raise Http404
    asked, refusal = read(request)
    if refusal:
        raise refusal
    if form == "docx":
        return _docx(version, asked)
    commended = commend(version, asked.scope)
    sheets = [
        Page(name, HEAD, [_row(n, each.rule, line) for each in lists for n, line in enumerate(each.lines, 1)])
        for name, lists in printed(commended)
    ]
    notes = besides(commended.not_told, commended.unmatched)
    notes += [
        [each.rule.name, str(each.refusal)] for _name, lists in printed(commended) for each in lists if each.refusal
    ]
    return as_file(form, _("awards"), asked, sheets or [Page(_("awards"), HEAD, [])], [], notes)


def _row(number, rule, line) -> list[object]:
    """The paper's row with real numbers."""
    row: list[object] = row_of(number, rule, line)
    row[0], row[4], row[5] = number, line.points, line.place or "—"
    return row


def _docx(version: SchemeVersion, asked: Asked) -> HttpResponse:
    day = asked.known_by
    paper = paper_of(version, asked.scope, str(asked.period.label), f"{day.year}年{day.month}月{day.day}日")
    headers = {"Content-Disposition": content_disposition_header(True, f"表彰名单-{asked.period.code}.docx")}
    return HttpResponse(to_docx(paper), content_type=DOCX, headers=headers)
