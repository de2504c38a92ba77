"""The journal in pages: entries in words with filters, the check of the chain, and what is shown as a table to take away."""

from __future__ import annotations

import io
from collections.abc import Iterator
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhitong.journal.faults import fault_in_words, remedy
from zhitong.journal.forms import JournalFilter
from zhitong.journal.queries import verify_office
from zhitong.journal.search import as_lines, entries_found
from zhitong.sheets import OutSheet, write_csv, write_xlsx
from zhitong.web.lists import listing
from zhitong.web.pages import page

TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}
MOST_ROWS = 100_000
BATCH = 2_000


@page("journal.read")
@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    filters = JournalFilter(request.GET, office_id=request.actor.office_id)
    wanted = filters.wanted()
    rows = listing(request, entries_found(request.actor.office_id, wanted))
    context = {
        "filters": filters,
        "is_filtered": bool(wanted),
        "listing": rows,
        "lines": as_lines(request.actor, list(rows)),
        "query": request.GET.urlencode(),
    }
    return render(request, "journal/entries.html", context)


@page("journal.read")
@require_safe
def export(request: HttpRequest, form: str) -> HttpResponse:
    """What the filters show, all pages of it, as .xlsx or .csv."""
    if form not in TYPES:
        raise Http404
    office_id = request.actor.office_id
    wanted = JournalFilter(request.GET, office_id=office_id).wanted()
    headers = [_("No."), _("When"), _("Who"), _("Deed"), _("Thing"), _("Code"), _("Reason"), _("Channel"), _("Hash")]
    rows = _rows(request.actor, wanted)
    book = io.BytesIO()
    if form == "xlsx":
        write_xlsx(book, [OutSheet(_("Journal"), headers, rows)], long_text="mark")
    else:
        write_csv(book, headers, rows)
    answer = HttpResponse(book.getvalue(), content_type=TYPES[form])
    day = timezone.localdate(request.actor.at).isoformat()
    name = quote(f"{_('Journal')}-{day}.{form}")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return answer


def _rows(viewer, wanted) -> Iterator[list]:
    found = entries_found(viewer.office_id, wanted)[:MOST_ROWS]
    for start in range(0, MOST_ROWS, BATCH):
        batch = list(found[start : start + BATCH])
        for line in as_lines(viewer, batch):
            entry = line.entry
            yield [entry.seq, entry.at, line.who, line.deed, line.thing, entry.subject_code, line.reason, entry.channel, entry.hash]  # fmt: skip
        if len(batch) < BATCH:
            return


@page("journal.verify")
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Walk the office's chain when asked; a read of every entry, so not at every look at the page."""
    report = verify_office(request.actor.office_id) if request.method == "POST" else None
    context = {"report": report}
    if report:
        context |= {"fault": fault_in_words(report), "remedy": remedy(report)}
    return render(request, "journal/verify.html", context)
