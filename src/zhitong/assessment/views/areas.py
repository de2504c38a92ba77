"""The machine's proposals on one submission, and the figures of the model behind them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhitong.assessment import jobs
from zhitong.assessment.areas import proposals, queries
from zhitong.intake.queries import visible_submissions
from zhitong.network import queries as network
from zhitong.web.lists import listing
from zhitong.web.pages import page


@page("assessment.read")
@require_safe
def proposed(request: HttpRequest, code: str) -> HttpResponse:
    """The part of the reading pane that is asked for by itself, because the model takes a moment when it is read first."""
    found = visible_submissions(request.actor).filter(paper_at__isnull=True)
    submission = get_object_or_404(found, code=code.replace("\x00", ""))
    context = {"submission": submission, "proposals": proposals.propose(request.actor, submission)}
    return render(request, "assessment/proposals.html", context)


@page("assessment.read")
@require_safe
def areas(request: HttpRequest) -> HttpResponse:
    """How well the areas are proposed, by area, and every training there was."""
    office_id = request.actor.office_id
    names = network.choice_names("area", office_id)
    now = queries.current(office_id)
    context = {
        "now": now,
        "lines": [{**line, "name": names.get(line["code"], line["code"])} for line in now.figures["areas"]]
        if now
        else [],
        "left_out": [(names.get(code, code), number) for code, number in now.figures["left_out"].items()]
        if now
        else [],
        "trainings": listing(request, queries.trainings_of(office_id)),
    }
    return render(request, "assessment/areas.html", context)


@page("assessment.train")
@require_POST
def train(request: HttpRequest) -> HttpResponse:
    jobs.train_areas.enqueue(request.actor.person.code)
    messages.success(request, _("The training was asked for. It takes a minute or two; the figures then stand here."))
    return redirect("assessment:areas")
