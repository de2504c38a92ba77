"""三轮平衡: shares of the wheels, joint origin, concentration, silence. Only for who sees the whole office."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhitong.figures.asked import Asked, filter_fields, office_of, periods_offered, read, read_for_file, units_seen
from zhitong.figures.balance import MEASURES, Balance, balance
from zhitong.figures.charts import Chart, Series
from zhitong.figures.exports import Sheet, as_file
from zhitong.web.lists import listing
from zhitong.web.pages import page


@page("figures.read")
def wheels(request: HttpRequest) -> HttpResponse:
    asked, refusal = read(request)
    whole = units_seen(request) is None
    context = {
        "tab": "balance",
        "asked": asked,
        "refusal": refusal,
        "whole": whole,
        "periods": periods_offered(asked.today),
        "fields": filter_fields(asked, units_seen(request)),
        "measures": MEASURES,
    }
    if whole:
        counts, _office = office_of(request)
        found = balance(asked.scope, counts.by_unit)
        silent = listing(request, list(found.silent), size=25)
        context |= {
            "balance": found,
            "chart": chart_of(found),
            "silent": silent,
            "silences": [(each, each.days(asked.scope.last_day)) for each in silent],
            "names": request.actor.may("figures.open"),
        }
    return render(request, "figures/balance.html", context, status=422 if refusal else 200)


@page("figures.open")
def balance_file(request: HttpRequest, form: str) -> HttpResponse:
    """The page's tables as a file; it holds names of writers, so only for who may open rows."""
    asked = read_for_file(request, form)
    counts, _office = office_of(request)
    return as_file(form, _("balance"), asked, sheets_of(balance(asked.scope, counts.by_unit), asked), MEASURES)


def chart_of(found: Balance) -> Chart:
    return Chart(
        _("Shares of the wheels"),
        "%",
        [str(wheel.name) for wheel in found.wheels],
        [
            Series(str(measure.name), [_share(wheel.shares[n]) for wheel in found.wheels])
            for n, measure in enumerate(MEASURES)
        ],
        texts=[wheel.shares[0].percent for wheel in found.wheels],
    )


def sheets_of(found: Balance, asked: Asked) -> list[Sheet]:
    head = [_("Wheel"), _("Units")]
    for measure in MEASURES:
        head += [str(measure.name), f"{measure.name}（%）"]
    rows = [
        [
            str(wheel.name),
            wheel.units,
            *(value for share in wheel.shares for value in (share.count, _share(share, missing="—"))),
        ]
        for wheel in found.wheels
    ]
    writers = [[each.name, each.unit, each.items, float(each.share)] for each in found.concentration.writers]
    silent = [[each.unit.name, each.last or "—", each.days(asked.scope.last_day) or "—"] for each in found.silent]
    return [
        Sheet(_("Wheels"), head, rows),
        Sheet(_("Writers"), [_("Writer"), _("Unit"), _("Submissions"), _("Credit")], writers),
        Sheet(_("Silent"), [_("Unit"), _("Last sent in"), _("Days since")], silent),
    ]


def _share(share, missing=None):
    return float(share.percent[:-1]) if share.of else missing
