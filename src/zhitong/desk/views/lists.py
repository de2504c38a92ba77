"""The lists of the desk: what waits for me, what waits to be written, all briefs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhitong.desk import queries
from zhitong.desk.forms import FilterForm
from zhitong.web.lists import listing
from zhitong.web.pages import page


@page("desk.read")
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """The sign-off queue: briefs whose next step is the viewer's, and the viewer's own drafts, returned ones first."""
    rows = listing(request, queries.with_sources(queries.waiting_for(request.actor)))
    drafts = list(queries.with_sources(queries.own_drafts(request.actor))[:50])
    last = queries.last_signatures([*rows, *drafts])
    context = {
        "tab": "waiting",
        "listing": rows,
        "rows": [(brief, last.get(brief.pk)) for brief in rows],
        "drafts": [(brief, last.get(brief.pk)) for brief in drafts],
    }
    return render(request, "desk/waiting.html", context)


@page("desk.read")
@require_safe
def to_write(request: HttpRequest) -> HttpResponse:
    """Submissions that were taken up and that no brief draws on yet."""
    rows = listing(request, queries.waiting_to_be_written(request.actor))
    return render(request, "desk/to_write.html", {"tab": "to_write", "listing": rows})


@page("desk.read")
@require_safe
def briefs(request: HttpRequest) -> HttpResponse:
    """All briefs of the office, newest first, by state, series, year of issue and words of the title."""
    actor = request.actor
    series = list(queries.visible_series(actor))
    form = FilterForm(request.GET, series=series, years=queries.years_of(actor.office_id))
    found = queries.find(queries.visible_briefs(actor), form.wanted("q"))
    if form.wanted("state"):
        found = found.filter(state=form.wanted("state"))
    if form.wanted("series"):
        found = found.filter(series__code=form.wanted("series"))
    if form.wanted("year"):
        found = found.filter(year=int(form.wanted("year")))
    rows = listing(request, queries.with_sources(found).order_by("-started_at", "-pk"))
    return render(request, "desk/briefs.html", {"tab": "briefs", "listing": rows, "form": form, "series": series})
