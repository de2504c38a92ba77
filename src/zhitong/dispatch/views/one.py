"""One dispatch as the desk sees it: where it stands, its clock, what became of it; marking it received, recalling it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhitong.desk.queries import issue_name
from zhitong.dispatch import actions, queries
from zhitong.dispatch.answering import what_became
from zhitong.dispatch.clocks import clocks_of
from zhitong.dispatch.forms import ReasonForm
from zhitong.dispatch.models import Dispatch
from zhitong.web.forms import carried_out
from zhitong.web.pages import page

State = Dispatch.State


@page("dispatch.read")
@require_safe
def dispatch(request: HttpRequest, code: str) -> HttpResponse:
    return _drawn(request, queries.dispatch_or_404(request.actor, code))


def _drawn(request: HttpRequest, item: Dispatch, *, form: ReasonForm | None = None, status: int = 200) -> HttpResponse:
    [(item, clock)] = clocks_of([item], request.actor)
    context = {
        "dispatch": item,
        "clock": clock,
        "issue": issue_name(item.brief),
        "steps": _steps(item),
        "became": what_became(request, item),
        "form": form or ReasonForm(),
    }
    return render(request, "dispatch/one.html", context, status=status)


def _steps(item: Dispatch) -> list[tuple[str, object, bool]]:
    """(state, its moment, whether it is the present one)."""
    moments = {State.SENT: item.sent_at, State.RECEIVED: item.received_at, State.READ: item.read_at}
    if item.state == State.RECALLED:
        moments = {State.SENT: item.sent_at, State.RECALLED: item.recalled_at}
    return [(State(state).label, moment, state == item.state) for state, moment in moments.items()]


@page("dispatch.send")
@require_POST
def receive(request: HttpRequest, code: str) -> HttpResponse:
    item = queries.dispatch_or_404(request.actor, code)
    actions.receive(item, by=request.actor)
    messages.success(request, _("Noted as received."))
    return redirect("dispatch:one", code)


@page("dispatch.recall")
@require_POST
def recall(request: HttpRequest, code: str) -> HttpResponse:
    item = queries.dispatch_or_404(request.actor, code)
    form = ReasonForm(request.POST)
    if carried_out(form, lambda given: actions.recall(item, by=request.actor, reason=given["reason"])):
        messages.success(request, _("Recalled; the recipient no longer sees it."))
        return redirect("dispatch:one", code)
    return _drawn(request, queries.dispatch_or_404(request.actor, code), form=form, status=422)
