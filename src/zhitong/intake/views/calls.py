"""约稿: the list of calls, one call with its answers, the slip to print, issuing, closing, cancelling, who missed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhitong.errors import Refused
from zhitong.intake import actions, queries
from zhitong.intake.forms import CommissionForm, ReasonForm
from zhitong.intake.models import Commission
from zhitong.web.forms import carried_out, put_on
from zhitong.web.lists import listing
from zhitong.web.pages import page


@page("intake.answer_commission")
@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """Open calls first by default; the state is in the address."""
    state = request.GET.get("state", Commission.State.OPEN)
    state = state if state in Commission.State.values else Commission.State.OPEN
    rows = queries.visible_commissions(request.actor).filter(state=state).select_related("office")
    order = "due_on" if state == Commission.State.OPEN else "-due_on"
    shown = listing(request, rows.order_by(order, "pk"))
    counts = queries.call_counts(list(shown))
    context = {
        "listing": shown,
        "rows": [(call, counts[call.pk]) for call in shown],
        "states": Commission.State.choices,
        "state": state,
        "today": timezone.localdate(),
    }
    return render(request, "intake/calls.html", context)


@page("intake.answer_commission")
@require_safe
def call(request: HttpRequest, code: str) -> HttpResponse:
    return _drawn(request, queries.commission_or_404(request.actor, code))


def _drawn(request: HttpRequest, commission: Commission, *, form: ReasonForm | None = None, status=200) -> HttpResponse:
    """The desk of the call's office sees who answered; whoever was asked sees the call and their own answers."""
    actor = request.actor
    is_ours = commission.office_id == actor.office_id
    keeps = is_ours and actor.may("intake.commission")
    answers = queries.visible_submissions(actor).filter(commission=commission).order_by("received_at", "pk")
    context = {
        "call": commission,
        "is_ours": is_ours,
        "keeps": keeps,
        "addressees": queries.addressees_of([commission]) if keeps else (),
        "answers": [(answer, queries.shown_author(actor, answer)) for answer in answers.prefetch_related("authors")],
        "form": form or ReasonForm(),
        "today": timezone.localdate(),
    }
    return render(request, "intake/call.html", context, status=status)


@page("intake.answer_commission")
@require_safe
def slip(request: HttpRequest, code: str) -> HttpResponse:
    """约稿通知单, to print."""
    commission = queries.commission_or_404(request.actor, code)
    asked = commission.addressees.select_related("unit", "person").order_by("pk")
    keeps = request.actor.may("intake.commission") and commission.office_id == request.actor.office_id
    return render(request, "intake/slip.html", {"call": commission, "addressees": asked if keeps else ()})


@page("intake.commission")
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest) -> HttpResponse:
    """A new call, or (``?parent=``) passing on one from above with its words as a beginning."""
    parent_code = request.POST.get("parent") or request.GET.get("parent")
    parent = queries.commission_or_404(request.actor, parent_code) if parent_code else None
    form = CommissionForm(request.POST or None, actor=request.actor, initial=_from_above(parent))
    if request.method == "POST" and form.is_valid():
        try:
            issued = actions.issue_commission(by=request.actor, parent=parent, **form.cleaned_data)
        except Refused as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("The call was issued; those asked were told."))
            return redirect("intake:call", issued.code)
    status = 422 if form.errors else 200
    return render(request, "intake/issue_call.html", {"form": form, "parent": parent}, status=status)


def _from_above(parent: Commission | None) -> dict:
    if parent is None:
        return {}
    return {
        "title": parent.title,
        "content": parent.content,
        "form": parent.form,
        "due_on": parent.due_on,
        "asked_by": Commission.AskedBy.ABOVE,
        "asker": parent.office.name,
    }


@page("intake.commission")
@require_POST
def close(request: HttpRequest, code: str) -> HttpResponse:
    return _ended(request, code, actions.close_commission, _("The call is closed."))


@page("intake.commission")
@require_POST
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    return _ended(request, code, actions.cancel_commission, _("The call is cancelled; nobody has missed it."))


def _ended(request: HttpRequest, code: str, action, done: str) -> HttpResponse:
    commission = queries.commission_or_404(request.actor, code)
    form = ReasonForm(request.POST)
    if carried_out(form, lambda given: action(commission, by=request.actor, reason=given["reason"])):
        messages.success(request, done)
        return redirect("intake:call", commission.code)
    return _drawn(request, commission, form=form, status=422)


@page("intake.commission")
@require_safe
def missed(request: HttpRequest) -> HttpResponse:
    """Who missed calls, in one year: each miss with its call, counted by addressee."""
    asked, this_year = request.GET.get("year", ""), timezone.localdate().year
    year = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 and asked >= "2000" else this_year
    rows = queries.missed_in(request.actor.office_id, year)
    context = {"counts": queries.missed_by_addressee(rows), "listing": listing(request, rows), "year": year}
    return render(request, "intake/missed_calls.html", {**context, "this_year": this_year})
