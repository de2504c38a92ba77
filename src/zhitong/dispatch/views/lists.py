"""What was sent to whom, and what was signed and not sent yet."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhitong.desk import queries as desk
from zhitong.dispatch import queries
from zhitong.dispatch.clocks import clocks_of
from zhitong.dispatch.forms import FilterForm
from zhitong.web.lists import listing
from zhitong.web.pages import page


@page("dispatch.read")
@require_safe
def dispatches(request: HttpRequest) -> HttpResponse:
    """All dispatches of the office, newest first; the filters stand in the address."""
    actor = request.actor
    form = FilterForm(
        request.GET,
        recipients=queries.recipients_of(actor.office_id),
        series=desk.visible_series(actor),
        years=desk.years_of(actor.office_id),
    )
    found = _filtered(queries.visible_dispatches(actor), form, actor)
    rows = listing(request, queries.with_clock(found).order_by("-sent_at", "-pk"))
    shown = clocks_of(rows, actor)
    warning = next((clock.warning for _dispatch, clock in shown if clock.warning), None)
    context = {
        "tab": "list",
        "listing": rows,
        "rows": shown,
        "form": form,
        "warning": warning,
        "more": any(request.GET.get(name) for name in ("series", "year", "since", "until", "overdue", "express")),
    }
    return render(request, "dispatch/list.html", context)


def _filtered(found, form: FilterForm, actor):
    if form.wanted("overdue"):
        found = queries.without_outcome(actor, on=timezone.localdate(actor.at))
    exact = {"recipient": "recipient__code", "state": "state", "series": "brief__series__code", "year": "brief__year"}
    chosen = {column: form.wanted(name) for name, column in exact.items() if form.wanted(name)}
    if form.wanted("express"):
        chosen["is_express"] = True
    if form.wanted("since"):
        chosen["sent_at__date__gte"] = form.wanted("since")
    if form.wanted("until"):
        chosen["sent_at__date__lte"] = form.wanted("until")
    return found.filter(**chosen)


@page("dispatch.read")
@require_safe
def to_send(request: HttpRequest) -> HttpResponse:
    rows = listing(request, queries.never_sent(request.actor))
    return render(request, "dispatch/to_send.html", {"tab": "to_send", "listing": rows})
