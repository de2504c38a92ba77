"""The ledger of the office, what of it waits for a second person, and all that became of one brief."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhitong.desk import queries as desk
from zhitong.network.queries import choice_names
from zhitong.outcomes import queries
from zhitong.outcomes.forms import LedgerFilter
from zhitong.web.lists import listing
from zhitong.web.pages import page


@page("outcomes.read")
@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """One kind of outcome at a time, newest entry first, replaced rows beside what replaced them."""
    actor = request.actor
    kind = request.GET.get("kind", "adoption")
    kind = kind if kind in queries.KINDS else "adoption"
    form = LedgerFilter(request.GET, kind=kind)
    briefs = desk.find(desk.visible_briefs(actor), form.wanted("q") or "")
    found = queries.filtered(queries.visible(queries.KINDS[kind], actor), form.wanted, briefs)
    items, occurrences = queries.items_and_occurrences(found)
    context = {
        "kind": kind,
        "form": form,
        "listing": listing(request, found),
        "items": items,
        "occurrences": occurrences,
        "replied": queries.replied_count(found) if kind == "instruction" else None,
        "ranks": choice_names("leader_rank", actor.office_id) if kind == "instruction" else {},
        "more": any(request.GET.get(name) for name in form.MORE),
        "is_filtered": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "outcomes/ledger.html", context)


@page("outcomes.confirm")
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """What others entered and nobody has confirmed yet, oldest first."""
    beside = ("brief__series", "entered_by", "evidence", "dispatch__recipient")
    found = [
        (kind, listing(request, queries.to_confirm(model, request.actor).select_related(*beside)))
        for kind, model in queries.KINDS.items()
    ]
    return render(request, "outcomes/waiting.html", {"kinds": found, "total": sum(rows.total for _kind, rows in found)})


@page("outcomes.read")
@require_safe
def of_brief(request: HttpRequest, code: str) -> HttpResponse:
    brief = desk.brief_or_404(request.actor, code)
    context = {
        "brief": brief,
        "issue": desk.issue_name(brief),
        "rows": queries.of_brief(request.actor, brief),
        "is_issued": brief.state in desk.ISSUED,
    }
    return render(request, "outcomes/brief.html", context)
