"""The reasons of decision, which each office keeps for itself."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhitong.assessment.forms import ReasonForm
from zhitong.assessment.models import Assessment
from zhitong.assessment.rules import REASON_LIST
from zhitong.errors import Refused
from zhitong.network import actions as network_actions
from zhitong.network import queries as network
from zhitong.web.pages import page


@page("network.lists")
@require_http_methods(["GET", "POST"])
def reasons(request: HttpRequest) -> HttpResponse:
    """The office's list of reasons, by decision, and a form to add one."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        data = {"verdicts": given["verdicts"], "source": "", "told": given["told"]}
        last = max((choice.position for choice in network.choices(REASON_LIST, request.actor.office_id)), default=0)
        try:
            network_actions.add_choice(REASON_LIST, given["name"], by=request.actor, position=last + 1, data=data)
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("The reason was added."))
            return redirect("assessment:reasons")
    return _draw(request, form)


@page("network.lists")
@require_POST
def end_reason(request: HttpRequest, code: str) -> HttpResponse:
    """The reason is offered for the last time today; what was decided with it keeps its name."""
    choice = get_object_or_404(
        network.choices(REASON_LIST, request.actor.office_id).filter(office_id=request.actor.office_id),
        code="" if "\x00" in code else code,
    )
    network_actions.end_choice(choice, by=request.actor)
    messages.success(request, _("The reason is no longer offered."))
    return redirect("assessment:reasons")


def _draw(request: HttpRequest, form: ReasonForm) -> HttpResponse:
    today = timezone.localdate(request.actor.at)
    offered = list(network.choices(REASON_LIST, request.actor.office_id, on=today))
    by_verdict = [
        (label, [choice for choice in offered if verdict in choice.data.get("verdicts", ())])
        for verdict, label in Assessment.Verdict.choices
    ]
    context = {"by_verdict": by_verdict, "reason_form": form}
    return render(request, "assessment/reasons.html", context, status=422 if form.errors else 200)
