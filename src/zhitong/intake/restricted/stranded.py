"""The page of restricted matters that nobody can open any more, and the two people's way out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhitong.intake.restricted import queries, rescue
from zhitong.intake.restricted.forms import NewReaderForm, RefusalForm
from zhitong.web.forms import carried_out
from zhitong.web.lists import listing
from zhitong.web.pages import page


@page("intake.stranded")
@require_safe
def stranded(request: HttpRequest) -> HttpResponse:
    return _drawn(request)


def _drawn(request: HttpRequest, *, refused: str = "", refusal: RefusalForm | None = None) -> HttpResponse:
    """``refused``: the code of the request whose refusal comes back with what was typed."""
    actor = request.actor
    requests = listing(request, queries.reader_requests(actor))
    for each in requests:
        each.may_decide = (
            each.state == each.State.ASKED
            and actor.may("intake.consent_reader")
            and not rescue.is_own_hand(each, actor)
        )
        each.form = refusal if each.code == refused else RefusalForm()
    asked = {each.restriction_id for each in requests if each.state == each.State.ASKED}
    rows = [(row, row.pk in asked, queries.readers_of(row)) for row in queries.stranded_for(actor)[:50]]
    context = {"rows": rows, "listing": requests, "may_ask": actor.may("intake.ask_reader")}
    return render(request, "intake/stranded.html", context, status=422 if refusal else 200)


@page("intake.ask_reader")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, code: str) -> HttpResponse:
    restriction = queries.stranded_or_404(request.actor, code)
    form = NewReaderForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and carried_out(
        form, lambda given: rescue.ask(restriction, given["person"], by=request.actor, reason=given["reason"])
    ):
        messages.success(request, _("Asked: a second person decides."))
        return redirect("intake:stranded")
    context = {"restriction": restriction, "readers": queries.readers_of(restriction), "form": form}
    return render(request, "intake/ask_reader.html", context, status=422 if form.errors else 200)


@page("intake.consent_reader")
@require_POST
def consent(request: HttpRequest, code: str) -> HttpResponse:
    rescue.consent(queries.reader_request_or_404(request.actor, code), by=request.actor)
    messages.success(request, _("Consented: the new reader and those before are told."))
    return redirect("intake:stranded")


@page("intake.consent_reader")
@require_POST
def refuse(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.reader_request_or_404(request.actor, code)
    form = RefusalForm(request.POST)
    if carried_out(form, lambda given: rescue.refuse(found, by=request.actor, reason=given["reason"])):
        messages.success(request, _("Refused; nobody was named."))
        return redirect("intake:stranded")
    return _drawn(request, refused=found.code, refusal=form)
