"""One row of the ledger: what it says, who entered and confirmed it, its evidence; confirming it and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhitong.desk.queries import issue_name
from zhitong.files.queries import as_download
from zhitong.network.queries import choice_names
from zhitong.outcomes import actions, queries
from zhitong.outcomes.forms import ReasonForm
from zhitong.outcomes.models import Outcome
from zhitong.web.forms import carried_out
from zhitong.web.pages import page


@page("outcomes.read")
@require_safe
def row(request: HttpRequest, kind: str, code: str) -> HttpResponseBase:
    return _drawn(request, kind, queries.row_or_404(request.actor, kind, code), ReasonForm())


def _drawn(request: HttpRequest, kind: str, item: Outcome, form: ReasonForm, *, status: int = 200) -> HttpResponseBase:
    actor = request.actor
    holds = not item.void and getattr(item, "corrected_by", None) is None
    context = {
        "row": item,
        "kind": kind,
        "issue": issue_name(item.brief),
        "holds": holds,
        "replaced_by": getattr(item, "corrected_by", None),
        "replies": queries.replies_to(item) if kind == "instruction" else (),
        "answers": queries.as_it_stands(item.answers) if kind == "reply" else None,
        "rank": choice_names("leader_rank", actor.office_id).get(getattr(item, "leader_rank", ""), ""),
        "ladder": dict(queries.ladders(actor.office_id)).get(getattr(item, "ladder", ""), ""),
        "may_confirm": holds and not item.confirmed_by_id and item.entered_by_id not in (None, actor.person_id),
        "form": form,
    }
    return render(request, "outcomes/row.html", context, status=status)


@page("outcomes.confirm")
@require_POST
def confirm(request: HttpRequest, kind: str, code: str) -> HttpResponseBase:
    actions.confirm(queries.row_or_404(request.actor, kind, code), by=request.actor)
    messages.success(request, _("Confirmed."))
    if request.POST.get("from") == "waiting":
        return redirect("outcomes:waiting")
    return redirect("outcomes:row", kind, code)


@page("outcomes.enter")
@require_POST
def take_back(request: HttpRequest, kind: str, code: str) -> HttpResponseBase:
    item = queries.row_or_404(request.actor, kind, code)
    form = ReasonForm(request.POST)
    if carried_out(form, lambda given: actions.take_back(item, by=request.actor, reason=given["reason"])):
        messages.success(request, _("Taken back; the row stays readable."))
        return redirect("outcomes:row", kind, code)
    return _drawn(request, kind, item, form, status=422)


@page("outcomes.read")
@require_safe
def evidence(request: HttpRequest, kind: str, code: str) -> HttpResponseBase:
    """The evidence of a row of one's own office, as a download."""
    item = queries.row_or_404(request.actor, kind, code)
    if item.evidence is None:
        raise Http404
    return as_download(item.evidence)
