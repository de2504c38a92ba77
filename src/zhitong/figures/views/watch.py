"""The lists against gaming: one at a time, each finding with its evidence and what to open; with ``told`` how many each list holds."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhitong.figures.asked import periods_offered, read
from zhitong.figures.queries import without_hidden_findings
from zhitong.figures.watching import BY_NAME, WATCHED, all_found
from zhitong.web.lists import listing
from zhitong.web.pages import page


@page("figures.watch")
@require_safe
def watch(request: HttpRequest) -> HttpResponse:
    asked, refusal = read(request)
    watched = BY_NAME.get(request.GET.get("list", ""), WATCHED[0])
    told = request.GET.get("told") == "1"
    every = all_found(asked.scope) if told else {}
    found = every[watched.name] if told else watched.find(asked.scope)
    context = {
        "tab": "watch",
        "asked": asked,
        "refusal": refusal,
        "watched": watched,
        "told": told,
        "lists": [
            (each, len(without_hidden_findings(every[each.name], request.actor)) if told else None) for each in WATCHED
        ],
        "listing": listing(request, without_hidden_findings(found, request.actor), size=25),
        "periods": periods_offered(asked.today),
        "can_read": request.actor.may("intake.read_all"),
    }
    return render(request, "figures/watch.html", context, status=422 if refusal else 200)
