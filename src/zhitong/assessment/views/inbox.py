"""The inbox: list left, reading pane right, saved views, who else is here."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhitong.assessment import actions, memory, presence
from zhitong.assessment.ages import clock_for
from zhitong.assessment.forms import FilterForm, ViewForm
from zhitong.assessment.inbox import open_inbox, queue_counts
from zhitong.assessment.models import Assessment
from zhitong.assessment.views.pane import just_done, pane_context
from zhitong.assessment.ways import InboxWay
from zhitong.errors import Refused
from zhitong.intake.queries import shown_author, submission_or_404
from zhitong.web.lists import Listing
from zhitong.web.pages import page


@page("assessment.read")
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Without a filter in the address it opens as this person left it."""
    if not request.GET and (last := memory.last_filter(request.actor)):
        return redirect(f"{request.path}?{last}")
    return draw(request)


@page("assessment.read")
@require_safe
def read(request: HttpRequest, code: str) -> HttpResponse:
    return draw(request, submission_or_404(request.actor, code))


def draw(request: HttpRequest, submission=None, *, decision_form=None, status: int = 200) -> HttpResponse:
    """The list for the address's filter, and beside it the open item, if any."""
    actor, clock = request.actor, clock_for(request.actor)
    form = FilterForm(request.GET, office_id=actor.office_id)
    wanted = form.filter()
    if status == 200:
        memory.remember_filter(actor, wanted.query())
    way = InboxWay(wanted)
    found = open_inbox(actor, wanted, clock, reading=submission, page=request.GET.get("page", ""))
    context = {
        "lines": [
            {"row": row, "address": way.to(row.submission.code), "author": shown_author(actor, row.submission)}
            for row in found.rows
        ],
        "listing": Listing(found.page, f"{query}&" if (query := wanted.query()) else ""),
        "verdicts": Assessment.Verdict.choices,
        "form": form,
        "wanted": wanted,
        "way": way,
        "clock": clock,
        "found": found,
        "counts": queue_counts(actor, clock),
        "saved": memory.views_of(actor),
        "view_form": ViewForm(viewer=actor, initial={"query": wanted.query()}),
    }
    context |= just_done(actor, request.GET.get("done", ""), way)
    if submission is not None:
        context |= pane_context(request, submission, clock, way, found.place, decision_form=decision_form)
    return render(request, "assessment/inbox.html", context, status=status)


@page("assessment.read")
@require_POST
def here(request: HttpRequest, code: str) -> HttpResponse:
    """Asked every few seconds by an open page: who else reads this, and whether somebody decided meanwhile."""
    submission = submission_or_404(request.actor, code)
    others = presence.be_here(submission, request.actor)
    overtaken = memory.decided_meanwhile(submission, request.POST.get("upon", ""))
    return render(request, "assessment/_here.html", {"others": others, "overtaken": overtaken})


@page("assessment.read")
@require_safe
def views(request: HttpRequest) -> HttpResponse:
    """The saved views with their live counts."""
    counted = memory.counted_views(request.actor, clock_for(request.actor))
    return render(request, "assessment/views.html", {"counted": counted})


@page("assessment.read")
@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    form = ViewForm(request.POST, viewer=request.actor)
    if not form.is_valid():
        return render(request, "assessment/view_form.html", {"view_form": form}, status=422)
    given = form.cleaned_data
    query = memory.canonical(given["query"], request.actor)
    actions.save_view(given["name"], query, by=request.actor, shared=given.get("shared", False))
    messages.success(request, _("The view “%(name)s” was saved.") % {"name": given["name"]})
    return HttpResponseRedirect(InboxWay(memory.filter_of(query, request.actor)).start())


@page("assessment.read")
@require_POST
def remove_view(request: HttpRequest, code: str) -> HttpResponse:
    view = get_object_or_404(memory.views_of(request.actor), code=code)
    try:
        actions.remove_view(view, by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("assessment:views")
