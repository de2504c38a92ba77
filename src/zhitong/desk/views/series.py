"""The periodicals of the office: the list, and one with its chain, checks, head and foot."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhitong.desk import queries
from zhitong.desk.actions import series as actions
from zhitong.desk.models import Series
from zhitong.desk.series_form import SeriesForm
from zhitong.errors import Refused
from zhitong.network.rights import RoleName
from zhitong.web.pages import page


@page("desk.read")
@require_safe
def series_list(request: HttpRequest) -> HttpResponse:
    rows = [
        (each, [RoleName(role).label for role in each.chain], [RoleName(role).label for role in each.express_chain])
        for each in queries.visible_series(request.actor)
    ]
    return render(request, "desk/series_list.html", {"tab": "series", "rows": rows})


@page("desk.series")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    new = Series(chain=list(actions.CHAIN), express_chain=list(actions.EXPRESS_CHAIN))
    return _edit(request, new, lambda values: actions.add_series(by=request.actor, **values))


@page("desk.series")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    known = queries.series_or_404(request.actor, code)
    return _edit(request, known, lambda values: actions.change_series(known, by=request.actor, **values))


def _edit(request: HttpRequest, series: Series, deed) -> HttpResponse:
    form = SeriesForm(request.POST or None, series=series)
    if request.method == "POST" and form.is_valid():
        try:
            saved = deed(form.values())
        except Refused as refusal:
            named = getattr(refusal, "field", None)
            form.add_error({"chain": "chain_0", "express_chain": "express_chain_0"}.get(named, named), str(refusal))
        else:
            messages.success(request, _("《%(name)s》 is kept.") % {"name": saved.name})
            return redirect("desk:series_list")
    return render(request, "desk/series.html", {"series": series, "form": form}, status=422 if form.errors else 200)
