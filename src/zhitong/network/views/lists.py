"""The office's own lists: every value with its days; a value is added or ended, never deleted."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhitong.errors import Refused
from zhitong.network import actions, office_lists, queries
from zhitong.network.defaults import load_default_lists
from zhitong.network.forms.lists import ValueForm
from zhitong.network.models import Office
from zhitong.network.office_lists import OfficeList
from zhitong.web.pages import page


@page("network.lists")
@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """All lists with how many values each offers today."""
    today = timezone.localdate(request.actor.at)
    counts = queries.choice_counts(request.actor.office_id, on=today)
    rows = [(kept, counts.get(kept.name, 0)) for kept in office_lists.declared()]
    return render(request, "network/lists.html", {"rows": rows, "has_empty": any(not count for _kept, count in rows)})


@page("network.lists")
@require_POST
def load(request: HttpRequest) -> HttpResponse:
    """Enter what is usual; nothing that the office already has is touched."""
    added = load_default_lists(request.actor)
    messages.success(request, _("%(count)s values were added.") % {"count": len(added)})
    return redirect("network:lists")


@page("network.lists")
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, name: str) -> HttpResponse:
    kept = _kept(name)
    values = list(queries.choices(kept.name, request.actor.office_id))
    last = max((value.position for value in values), default=0)
    form = ValueForm(request.POST if request.method == "POST" else None, kept=kept, initial={"position": last + 1})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        data = {"rank": given.pop("rank")} if kept.ranked else {}
        try:
            actions.add_choice(kept.name, given.pop("name"), by=request.actor, data=data, **given)
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("The value was added."))
            return redirect("network:list", kept.name)
    context = {
        "kept": kept,
        "values": values,
        "form": form,
        "today": timezone.localdate(request.actor.at),
        "ranks": dict(Office.Rank.choices),
    }
    return render(request, "network/list.html", context, status=422 if form.errors else 200)


@page("network.lists")
@require_POST
def end(request: HttpRequest, name: str, code: str) -> HttpResponse:
    """The value is offered for the last time today; what was chosen before keeps its name."""
    own = queries.choices(_kept(name).name, request.actor.office_id).filter(office_id=request.actor.office_id)
    choice = get_object_or_404(own.filter(valid_to__isnull=True), code=code.replace("\x00", ""))
    actions.end_choice(choice, by=request.actor, ends_on=timezone.localdate(request.actor.at))
    messages.success(request, _("%(name)s is offered for the last time today.") % {"name": choice.name})
    return redirect("network:list", name)


def _kept(name: str) -> OfficeList:
    """The list of this name, unless it has a page of its own."""
    kept = office_lists.declared_as(name)
    if kept is None or kept.url_name:
        raise Http404
    return kept
