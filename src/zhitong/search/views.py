"""The page of results, and the panel with what was said before."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from zhitong.search import asked as addresses
from zhitong.search.box import RIGHT
from zhitong.search.find import MOST, find
from zhitong.search.nearest import REPEATED, SPLIT, similar_to
from zhitong.search.pages import PAGE_SIZE, choices_of, rows_of
from zhitong.search.queries import is_whole, item_or_404, numbered
from zhitong.search.registry import KINDS
from zhitong.web.lists import listing
from zhitong.web.pages import page


@page(RIGHT)
@require_safe
def find_page(request: HttpRequest) -> HttpResponse:
    """All that fits and may be seen. A number that is one item's leads straight to it."""
    asked = addresses.read(request.GET, request.actor.office_id)
    if not asked.has_filters and (number := addresses.number_in(asked.typed)):
        there = numbered(request.actor, number)
        if len(there) == 1:
            return redirect(KINDS[there[0].kind].address(request.actor, there[0].code))
    found = find(request.actor, asked.wish, ranked=asked.is_ranked)
    shown = listing(request, found.spots, size=PAGE_SIZE)
    context = {
        "asked": asked,
        "found": found,
        "most": MOST,
        "whole": is_whole(),
        "listing": shown,
        "rows": rows_of(request.actor, list(shown), asked.wish.query),
        "choices": choices_of(request.actor, asked, found),
    }
    return render(request, "search/find.html", context)


@page(RIGHT)
@require_safe
def similar(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """A part of the item's own page, asked for when that page stands; by itself it is a small page."""
    if kind not in KINDS or not KINDS[kind].fingerprinted:
        raise Http404
    item = item_or_404(request.actor, kind, code)
    nearest = similar_to(request.actor, kind, item)
    address = KINDS[kind].address
    context = {
        "nearest": nearest,
        "whole": is_whole(),
        "near": [(one, address(request.actor, one.entry.code)) for one in nearest.near],
        "in_other_words": [(one, address(request.actor, one.entry.code)) for one in nearest.alike],
        "repeated": REPEATED in nearest.flags,
        "split": SPLIT in nearest.flags,
        "back": address(request.actor, code),
    }
    return render(request, "search/similar.html", context)
