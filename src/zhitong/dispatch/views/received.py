"""What was sent to a leader or a department: their list, and the issue as they read it. Opening it counts as reading it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhitong.desk.queries import issue_name
from zhitong.dispatch import actions, queries
from zhitong.dispatch.answering import answers_to
from zhitong.dispatch.clocks import clocks_of
from zhitong.dispatch.models import Dispatch
from zhitong.dispatch.shown import article_for
from zhitong.intake.restricted.readings import paper_mark
from zhitong.paper.html import STYLESHEET
from zhitong.web.lists import listing
from zhitong.web.pages import page


@page("dispatch.receive")
@require_safe
def received(request: HttpRequest) -> HttpResponse:
    rows = listing(request, queries.received_by(request.actor))
    return render(request, "dispatch/received.html", {"listing": rows, "rows": clocks_of(rows, request.actor)})


@page("dispatch.receive")
@require_safe
def read(request: HttpRequest, code: str) -> HttpResponse:
    """The office may say that a leader read it only when the leader's own browser showed it: so the opening itself is the deed.

    The page says so. A browser that fetches ahead, or asks for the head only, has shown nothing to anybody.
    """
    item = queries.received_or_404(request.actor, code)
    if request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", ""):
        actions.read(item, by=request.actor)
        item = queries.received_or_404(request.actor, code)
    return reading_page(request, item, answers_to(request, item))


def reading_page(request: HttpRequest, item: Dispatch, answers: list, *, status: int = 200) -> HttpResponse:
    """The page with the parts in which the reader answers; also for an answer that comes back with its errors."""
    [(item, clock)] = clocks_of([item], request.actor)
    brief = item.brief
    context = {
        "dispatch": item,
        "clock": clock,
        "issue": issue_name(brief),
        "acting_for": item.recipient.person if item.recipient.person_id != request.actor.person_id else None,
        "article": article_for(item.recipient, brief, warning=paper_mark(request.actor)),
        "stylesheet": STYLESHEET,
        "answers": answers,
        "corrections": brief.corrected_by.filter(state=brief.State.SIGNED).select_related("series"),
    }
    return render(request, "dispatch/read.html", context, status=status)
