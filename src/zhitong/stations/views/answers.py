"""Answers to residents: what waits to be written, one of them, released or not told."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhitong.journal.door import require
from zhitong.stations import queries
from zhitong.stations.actions import answers as actions
from zhitong.stations.forms import AnswerForm
from zhitong.stations.models import Answer
from zhitong.web.forms import carried_out
from zhitong.web.lists import listing
from zhitong.web.pages import page


@page("stations.answer")
@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    state = request.GET.get("state", Answer.State.PROPOSED)
    state = state if state in Answer.State.values else Answer.State.PROPOSED
    if state == Answer.State.PROPOSED:
        rows = queries.answers_waiting(request.actor)
    else:
        rows = queries.visible_answers(request.actor).filter(state=state).order_by("-decided_at", "-pk")
    context = {"listing": listing(request, rows), "states": Answer.State.choices, "state": state}
    return render(request, "stations/answers.html", context)


@page("stations.answer")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """What was proposed beside the words for the residents; releasing shows them to every joint resident."""
    found = queries.answer_or_404(request.actor, code)
    form = AnswerForm(request.POST or None, initial={"text": found.text})
    if request.method == "POST" and carried_out(
        form, lambda cleaned: actions.release(found, by=request.actor, **cleaned)
    ):
        messages.success(request, _("Released: the residents read it with their codes."))
        return redirect("stations:answers")
    leads = queries.joined_to(found.submission).order_by("pk")
    context = {"answer": found, "form": form, "leads": leads}
    return render(request, "stations/answer.html", context, status=422 if form.errors else 200)


@page("stations.answer")
@require_POST
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """An answer of the editor's own, to all residents who stand behind the same matter as this message."""
    lead = queries.lead_or_404(request.actor, code)
    require(lead.submission_id is not None, "stations.answer.no_matter", _("Nobody has taken this message over yet."))
    return redirect("stations:answer", actions.begin(lead.submission, by=request.actor).code)


@page("stations.answer")
@require_POST
def drop(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.answer_or_404(request.actor, code)
    actions.drop(found, by=request.actor)
    messages.success(request, _("Residents are not told of it."))
    return redirect("stations:answers")
