"""The administrator's pages: what will go next, what is held, what went."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhitong.keeping import queries
from zhitong.keeping.terms import days_of, kept
from zhitong.web.lists import listing
from zhitong.web.pages import page


@page("keeping.read")
@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    went = listing(request, queries.gone(actor))
    context = {
        "rows": queries.standing(actor.office_id, actor.at),
        "listing": went,
        "went": [(queries.label_of(each.kind), each) for each in went],
        "may_set": actor.may("network.lists"),
    }
    return render(request, "keeping/terms.html", context)


@page("keeping.read")
@require_safe
def next_to_go(request: HttpRequest, key: str) -> HttpResponse:
    """The rows behind the figures: by number, with the day on which each goes."""
    kind, actor = kept(key), request.actor
    if kind is None:
        raise Http404
    days = days_of(kind, actor.office_id, actor.at)
    rows = listing(request, queries.next_to_go(kind, actor.office_id, actor.at))
    context = {"kind": kind, "days": days, "listing": rows, "lines": queries.in_lines(kind, rows, days)}
    return render(request, "keeping/next.html", context)
