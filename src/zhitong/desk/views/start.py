"""Beginning a brief: the chosen submissions, what was joined to them, the series."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhitong.assessment.queries import followers_of
from zhitong.assessment.themes.queries import theme_or_404
from zhitong.assessment.themes.rules import LIVE
from zhitong.desk import queries, rules
from zhitong.desk.actions import composite, writing
from zhitong.desk.forms import ReasonForm, StartForm
from zhitong.errors import Refused
from zhitong.intake.queries import visible_submissions
from zhitong.web.pages import page

MOST_SOURCES = 60


@page("desk.write")
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """GET shows what the brief would draw on (``s=CODE`` for each); POST begins it and opens the writing page."""
    asked = [code for code in request.GET.getlist("s") + request.POST.getlist("s") if "\x00" not in code][:MOST_SOURCES]
    chosen = _in_order(visible_submissions(request.actor).filter(code__in=asked).select_related("unit"), asked)
    form = StartForm(request.POST or None, series=queries.series_in_use(request.actor))
    if request.method == "POST" and form.is_valid():
        given = {"series": form.cleaned_data["series"], "title": form.cleaned_data["title"]}
        try:
            brief = writing.start_brief(chosen, by=request.actor, **given)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("desk:write", brief.code)
    joined = [each for lead in chosen for each in followers_of(lead) if each not in chosen] if chosen else []
    context = {
        "form": form,
        "chosen": chosen,
        "joined": joined,
        "begun": [(s, list(queries.briefs_of(s, request.actor))) for s in chosen],
    }
    return render(request, "desk/start.html", context, status=422 if form.errors else 200)


@page("desk.write")
@require_http_methods(["GET", "POST"])
def start_theme(request: HttpRequest, code: str) -> HttpResponse:
    """A 综合 brief from a theme: everything that can be drawn on is ticked, and credited evenly."""
    theme = theme_or_404(request.actor, code)
    if theme.state not in LIVE:
        raise Http404
    usable, otherwise = queries.sources_in_theme(request.actor, theme)
    asked = set(request.POST.getlist("s"))
    chosen = [one for one in usable if not asked or one.code in asked] if request.method == "POST" else usable
    form = StartForm(request.POST or None, series=queries.series_in_use(request.actor), initial={"title": theme.name})
    if request.method == "POST" and form.is_valid() and not asked:
        form.add_error(None, _("No submission is ticked. Tick what the brief draws on."))
    if request.method == "POST" and form.is_valid():
        given = {"series": form.cleaned_data["series"], "title": form.cleaned_data["title"]}
        try:
            brief = composite.start_from_theme(theme, chosen, by=request.actor, **given)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("desk:write", brief.code)
    context = {"theme": theme, "form": form, "usable": usable, "chosen": chosen, "otherwise": otherwise}
    return render(request, "desk/start_theme.html", context, status=422 if form.errors else 200)


def _in_order(submissions, codes: list[str]) -> list:
    known = {submission.code: submission for submission in submissions}
    return [known[code] for code in dict.fromkeys(codes) if code in known]


@page("desk.write")
@require_POST
def correct(request: HttpRequest, code: str) -> HttpResponse:
    """A new issue that names this one."""
    brief = writing.correct(queries.brief_or_404(request.actor, code), by=request.actor)
    return redirect("desk:write", brief.code)


@page("desk.write")
@require_http_methods(["GET", "POST"])
def drop(request: HttpRequest, code: str) -> HttpResponse:
    """Give a brief up before signing."""
    brief = queries.brief_or_404(request.actor, code)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            writing.drop_brief(brief, by=request.actor, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("desk:brief", brief.code)
    rules.in_time(brief, "drop")
    return render(request, "desk/drop.html", {"brief": brief, "form": form}, status=422 if form.errors else 200)
