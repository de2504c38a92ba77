"""The periodicals of the office: the list, and one with its chain, checks, head and foot."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhitong.desk import queries, rules
from zhitong.desk.actions import series as actions
from zhitong.desk.models import Series, SigningChain
from zhitong.desk.series_form import SeriesForm
from zhitong.errors import Refused
from zhitong.network.rights import RoleName
from zhitong.web.pages import page


@page("desk.read")
@require_safe
def series_list(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate(request.actor.at)
    rows = []
    for each in queries.visible_series(request.actor).prefetch_related("chains"):
        row = rules.chain_on(each, today)
        rows.append((each, _labels(row.chain if row else ()), _labels(row.express_chain if row else ())))
    return render(request, "desk/series_list.html", {"tab": "series", "rows": rows})


def _labels(chain: Iterable[str]) -> list[object]:
    return [RoleName(role).label for role in chain]


@page("desk.series")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    return _edit(request, Series(), lambda values: actions.add_series(by=request.actor, **values))


@page("desk.series")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    known = queries.series_or_404(request.actor, code)
    return _edit(request, known, lambda values: actions.change_series(known, by=request.actor, **values))


def _edit(request: HttpRequest, series: Series, deed) -> HttpResponse:
    today = timezone.localdate(request.actor.at)
    held = queries.chains_of(series)
    now = (
        rules.chain_on(series, today)
        if held
        else SigningChain(chain=actions.CHAIN, express_chain=actions.EXPRESS_CHAIN)
    )
    form = SeriesForm(request.POST or None, series=series, chain=now)
    if request.method == "POST" and form.is_valid():
        try:
            saved = deed(form.values())
        except Refused as refusal:
            named = getattr(refusal, "field", None)
            form.add_error({"chain": "chain_0", "express_chain": "express_chain_0"}.get(named, named), str(refusal))
        else:
            messages.success(request, _("《%(name)s》 is kept.") % {"name": saved.name})
            return redirect("desk:series_list")
    context = {
        "series": series,
        "form": form,
        "chains": [(row, _labels(row.chain), _labels(row.express_chain)) for row in held],
        "today": today,
    }
    return render(request, "desk/series.html", context, status=422 if form.errors else 200)
