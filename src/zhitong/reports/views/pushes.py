"""双周推进: the newest list and the earlier ones, its lines, and the list as one printed sheet."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhitong.errors import Refused
from zhitong.reports import queries
from zhitong.reports.actions import pushes as actions
from zhitong.reports.forms import CloseLineForm, LineForm
from zhitong.reports.models import Push, PushEntry, PushLine
from zhitong.reports.push_paper import push_paper
from zhitong.reports.views.files import as_docx, as_pdf
from zhitong.web.forms import put_on
from zhitong.web.lists import listing
from zhitong.web.pages import page

Sort = PushLine.Sort
WHERE = {  # the page of what a line is about
    "intake.submission": ("assessment:read", "?state=all"),
    "desk.brief": ("desk:brief", ""),
    "dispatch.dispatch": ("dispatch:one", ""),
    "intake.commission": ("intake:call", ""),
    "outcomes.instruction": ("outcomes:row", ""),
    "assessment.theme": ("assessment:theme", ""),
    "network.unit": ("reports:unit", ""),
}


@page("reports.push_read")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every list, newest first."""
    pushes = queries.visible_pushes(request.actor)
    return render(request, "reports/pushes.html", {"listing": listing(request, pushes, size=30)})


@page("reports.push")
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """A list on demand; the fortnight's rhythm goes on as it was."""
    push = actions.make_push(by=request.actor)
    messages.success(request, _("The list was made."))
    return redirect("reports:push", push.code)


@page("reports.push_read")
@require_safe
def shown(request: HttpRequest, code: str) -> HttpResponse:
    push = queries.one_or_404(queries.visible_pushes(request.actor), code)
    entries = list(queries.entries_of(push))
    may_open = request.actor.may("assessment.read")
    mine = request.GET.get("mine") == "1"
    rows = [(entry, _address(entry.line) if may_open else "") for entry in entries]
    if mine:
        rows = [row for row in rows if row[0].line.owner_id == request.actor.person_id]
    context = {
        "push": push,
        "mine": mine,
        "live": listing(request, [row for row in rows if row[0].moved != PushEntry.Moved.CLOSED]),
        "over": [row for row in rows if row[0].moved == PushEntry.Moved.CLOSED],
        "new": sum(entry.moved == PushEntry.Moved.NEW for entry in entries),
        "carried": sum(entry.moved == PushEntry.Moved.CARRIED for entry in entries),
        "is_newest": push == queries.last_push(request.actor.office_id),
    }
    return render(request, "reports/push.html", context)


def _address(line: PushLine) -> str:
    name, query = WHERE[line.about]
    if line.sort == Sort.EXPRESS:
        name = "dispatch:review"
    args = ["instruction", line.about_code] if name == "outcomes:row" else [line.about_code]
    return f"{reverse(name, args=args)}{query}"


@page("reports.push")
@require_http_methods(["GET", "POST"])
def line(request: HttpRequest, code: str) -> HttpResponse:
    """Owner and next step of one line; or closing it, with why."""
    found = queries.one_or_404(queries.lines_of(request.actor), code)
    closing = request.POST.get("deed") == "close"
    initial = {"owner": found.owner.code if found.owner else "", "next_step": found.next_step}
    given = request.POST if request.method == "POST" else None
    form = LineForm(None if closing else given, people=queries.keepers(request.actor), initial=initial)
    close_form = CloseLineForm(given if closing else None)
    asked = close_form if closing else form
    status = 200
    if given is not None:
        status = 422
        if asked.is_valid():
            try:
                if closing:
                    actions.close_line(found, by=request.actor, why=asked.cleaned_data["words"])
                else:
                    actions.change_line(found, by=request.actor, **asked.cleaned_data)
            except Refused as refusal:
                put_on(asked, refusal)
                status = refusal.status
            else:
                messages.success(request, _("The line was closed.") if closing else _("The line was changed."))
                return _to_newest(request)
    context = {
        "line": found,
        "form": form,
        "close_form": close_form,
        "entries": list(found.entries.select_related("push").order_by("-push__year", "-push__number")[:20]),
        "address": _address(found),
    }
    return render(request, "reports/line.html", context, status=status)


def _to_newest(request: HttpRequest) -> HttpResponse:
    newest = queries.last_push(request.actor.office_id)
    return redirect("reports:push", newest.code) if newest else redirect("reports:pushes")


@page("reports.push_read")
@require_safe
def docx(request: HttpRequest, code: str) -> HttpResponse:
    push = queries.one_or_404(queries.visible_pushes(request.actor), code)
    return as_docx(_paper(push), _name(push))


@page("reports.push_read")
@require_safe
def pdf(request: HttpRequest, code: str) -> HttpResponse:
    push = queries.one_or_404(queries.visible_pushes(request.actor), code)
    return as_pdf(_paper(push), _name(push))


def _paper(push: Push):
    with translation.override(queries.CHINESE):
        return push_paper(push, list(queries.entries_of(push)))


def _name(push: Push) -> str:
    return f"双周推进{push.issue}"
