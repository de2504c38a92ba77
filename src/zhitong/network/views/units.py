"""The office's units, by kind; one to add, to change, to end."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from zhitong.errors import Refused
from zhitong.network import actions, queries
from zhitong.network.forms.units import ChangeUnitForm, UnitForm
from zhitong.network.models import THREE_WHEELS, Unit
from zhitong.web.pages import page

WHEELS = {
    "parties": gettext_lazy("Parties and mass organisations"),
    "sectors": gettext_lazy("Sectors"),
    "streets": gettext_lazy("Street and town liaison groups"),
}


@page("network.read")
@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """The three wheels first, then the other kinds. Units that ended are shown when asked for."""
    today = timezone.localdate(request.actor.at)
    ended = request.GET.get("ended") == "1"
    rows = list(queries.units_with_size(queries.visible_units(request.actor), today))
    shown = [unit for unit in rows if ended or unit.valid_to is None or unit.valid_to >= today]
    context = {
        "groups": _by_kind(shown),
        "count": len(shown),
        "ended_count": len(rows) - len(shown),
        "ended": ended,
        "today": today,
    }
    return render(request, "network/units.html", context)


def _by_kind(rows: list[Unit]) -> list[dict]:
    kinds = {kind: wheel for wheel, kinds in THREE_WHEELS.items() for kind in kinds}
    groups: dict[str, dict] = {
        wheel: {"label": label, "is_wheel": True, "units": []} for wheel, label in WHEELS.items()
    }
    for unit in rows:
        key = kinds.get(unit.kind, unit.kind)
        groups.setdefault(key, {"label": unit.get_kind_display(), "is_wheel": False, "units": []})
        groups[key]["units"].append(unit)
    return list(groups.values())


@page("network.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    form = UnitForm(request.POST or None, units=queries.units_of(request.actor.office_id))
    if request.method == "POST" and form.is_valid():
        try:
            unit = actions.add_unit(by=request.actor, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(getattr(refusal, "field", None), str(refusal))
        else:
            messages.success(request, _("%(name)s was added.") % {"name": unit.name})
            return redirect("network:units")
    context = {"form": form, "unit": None}
    return render(request, "network/unit.html", context, status=422 if form.errors else 200)


@page("network.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Change it, or end it by its last day."""
    unit = get_object_or_404(queries.units_of(request.actor.office_id), code=code.replace("\x00", ""))
    others = queries.units_of(request.actor.office_id).exclude(pk=unit.pk)
    names = ("name", "short_name", "parent", "position", "valid_from", "valid_to")
    given = {name: getattr(unit, name) for name in names} | {"parent": unit.parent.code if unit.parent else None}
    form = ChangeUnitForm(request.POST if request.method == "POST" else None, units=others, initial=given)
    if request.method == "POST" and form.is_valid():
        changes = {name: form.cleaned_data[name] for name in names if form.cleaned_data[name] != getattr(unit, name)}
        try:
            if changes:
                actions.change_unit(unit, by=request.actor, **changes)
        except Refused as refusal:
            form.add_error(getattr(refusal, "field", None), str(refusal))
        else:
            messages.success(request, _("%(name)s was changed.") % {"name": form.cleaned_data["name"]})
            return redirect("network:units")
    context = {"form": form, "unit": unit}
    return render(request, "network/unit.html", context, status=422 if form.errors else 200)
