"""Which submissions a brief draws on, and how its credit is divided among them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhitong.assessment.queries import followers_of
from zhitong.desk import queries, rules
from zhitong.desk.actions import writing
from zhitong.desk.forms import SourcesForm
from zhitong.errors import Refused
from zhitong.intake.shares import divide
from zhitong.web.pages import page


@page("desk.write")
@require_http_methods(["GET", "POST"])
def sources(request: HttpRequest, code: str) -> HttpResponse:
    """Tick what the brief draws on and give each its per cent; ``even`` divides evenly, ``add`` brings one in by number."""
    brief = queries.brief_or_404(request.actor, code)
    rules.in_time(brief, "set_sources")
    present = {row.submission_id: row.share for row in brief.sources.all()}
    candidates = _candidates(request, brief)
    form = SourcesForm(request.POST or None, candidates=candidates, shares=present)
    if request.method == "POST" and form.is_valid():
        shares = form.shares()
        added = queries.by_number(request.actor, form.cleaned_data["add"])
        if form.cleaned_data["add"] and added is None:
            form.add_error("add", _("There is no taken-up submission of this number. Check it, or take it up first."))
        elif added or "even" in request.POST:
            used = [*form.used(), *([added] if added and added not in form.used() else [])]
            shares = dict(zip(used, divide([None] * len(used)), strict=True))
        if not form.errors and _set(request, brief, form, shares):
            return redirect("desk:sources" if added or "even" in request.POST else "desk:write", brief.code)
    return render(request, "desk/sources.html", {"brief": brief, "form": form}, status=422 if form.errors else 200)


def _set(request: HttpRequest, brief, form: SourcesForm, shares: dict) -> bool:
    try:
        writing.set_sources(brief, shares, by=request.actor)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Sources and shares are set."))
    return True


def _candidates(request: HttpRequest, brief) -> list:
    """What it draws on, what was joined to that, and what this form named before."""
    drawn_on = list(queries.submissions_of(brief))
    joined = [each for lead in drawn_on for each in followers_of(lead).select_related("unit")]
    return list(dict.fromkeys([*drawn_on, *joined]))
