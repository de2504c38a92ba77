"""A version of a scheme beside an earlier one: what the text says differently, and who would move how far."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhitong.figures.asked import periods_offered, read
from zhitong.figures.queries import version_or_404, versions_before
from zhitong.figures.versions import compare
from zhitong.web.lists import listing
from zhitong.web.pages import page


@page("figures.schemes")
@require_safe
def changes(request: HttpRequest, code: str) -> HttpResponse:
    version = version_or_404(request.actor, code)
    asked, refusal = read(request)
    others = list(versions_before(version))
    older = version_or_404(request.actor, request.GET["with"]) if request.GET.get("with") else next(iter(others), None)
    compared = compare(older, version, asked.scope) if older else None
    context = {
        "tab": "schemes",
        "asked": asked,
        "refusal": refusal,
        "edition": version,  # the frame says ``version`` of the program itself
        "older": older,
        "others": others,
        "compared": compared,
        "moved": listing(request, list(compared.moved) if compared else []),
        "periods": periods_offered(asked.today),
    }
    return render(request, "figures/scheme_changes.html", context, status=422 if refusal else 200)
