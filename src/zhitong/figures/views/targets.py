"""Yearly targets: how far each unit is, and the form that sets one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhitong.errors import Refused
from zhitong.figures import actions
from zhitong.figures.asked import office_of, read, units_seen
from zhitong.figures.forms import TargetForm
from zhitong.figures.measures import MEASURES, RECEIVED
from zhitong.figures.targets import Targets, progress
from zhitong.network.queries import units_of
from zhitong.web.pages import page


@page("figures.read")
@require_http_methods(["GET", "HEAD", "POST"])
def targets(request: HttpRequest) -> HttpResponse:
    asked, refusal = read(request)
    year = asked.period.last.year
    may_set = request.actor.may("figures.targets")
    form = None
    if may_set:
        initial = {"year": year, "measure": asked.measure.code}
        units = list(units_of(request.actor.office_id, on=asked.today))
        form = TargetForm(request.POST if request.method == "POST" else None, units=units, initial=initial)
    if request.method == "POST":
        # Whoever may not set targets is told so by the action, in its own words.
        data = form.cleaned_data if form and form.is_valid() else {}
        try:
            if data or not form:
                whom = form.aimed_at if form else {}
                given = {name: data.get(name) for name in ("year", "measure", "number")}
                actions.set_target(by=request.actor, reason=data.get("reason", ""), **given, **whom)
                messages.success(request, _("The target is set."))
                return redirect(f"{request.path}?period={data['year']}&measure={data['measure']}")
        except Refused as problem:
            if not form:
                raise
            form.add_error(getattr(problem, "field", None), str(problem))
    counts, _office = office_of(request)
    standing = Targets(request.actor.office_id, year, asked.known_by)
    measure = asked.measure if asked.measure.code in MEASURES else RECEIVED
    context = {
        "tab": "targets",
        "asked": asked,
        "refusal": refusal,
        "year": year,
        "measure": measure,
        "measures": standing.measures,
        "rows": progress(asked.scope, measure, counts.by_unit, units_seen(request)),
        "form": form,
    }
    return render(request, "figures/targets.html", context, status=422 if refusal or (form and form.errors) else 200)
