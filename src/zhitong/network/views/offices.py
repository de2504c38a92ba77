"""The offices of this installation as a tree, and what each role may do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhitong.network import queries
from zhitong.network.rights import EXCLUSIVE, RIGHTS, UNIT_RIGHTS, RoleName
from zhitong.web.pages import page


@page("network.read")
@require_safe
def tree(request: HttpRequest) -> HttpResponse:
    """One's own line upward, and the offices directly below; of other offices not even the names are shown."""
    office = request.actor.office
    ladders = queries.choice_names("ladder", office.pk)
    line = [{"office": each, "ladder": ladders.get(each.ladder, each.ladder)} for each in queries.line_of(office)]
    below = [
        {"office": each, "ladder": ladders.get(each.ladder, each.ladder)} for each in queries.offices_below(office)
    ]
    return render(request, "network/tree.html", {"line": line, "below": below, "office": office, "ladders": ladders})


@page("network.see_rights")
@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """The table in ``rights.py``, as it is."""
    roles = list(RoleName)
    rows = [
        {
            "right": name,
            "label": right.label,
            "room": name.split(".")[0],
            "held": [role in right.roles for role in roles],
            "for_unit": name in UNIT_RIGHTS,
        }
        for name, right in RIGHTS.items()
    ]
    own = request.actor.roles
    context = {
        "roles": [{"label": role.label, "own": role in own, "exclusive": role in EXCLUSIVE} for role in roles],
        "rows": rows,
    }
    return render(request, "network/rights.html", context)
