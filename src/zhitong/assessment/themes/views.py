"""Pages of themes: the list with its views, one theme with its picture and proof, and what people do with it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhitong.assessment import jobs
from zhitong.assessment.themes import actions, picture, queries, rules
from zhitong.assessment.themes.forms import ListForm, MergeForm, NameForm, PartForm, PutInForm, RejectForm, SplitForm
from zhitong.assessment.themes.models import Theme, ThemeSearch
from zhitong.assessment.themes.onward import ways_on
from zhitong.assessment.themes.proof import proof_of
from zhitong.errors import BadInput, Refused
from zhitong.intake.queries import shown_author, text_of
from zhitong.web.lists import listing
from zhitong.web.pages import page
from zhitong.web.views import safe_next

KEEP = actions.KEEP
PAGE_SIZE = 30
ITEMS_SHOWN = 20


@page("assessment.read")
@require_safe
def themes(request: HttpRequest) -> HttpResponse:
    """One view of the themes, each with its figures, and how the machine's last run went."""
    actor, form = request.actor, ListForm(request.GET)
    rows = queries.in_view(actor, form.asked_view, form.asked_words).order_by(*queries.ORDERS[form.asked_order])
    shown = listing(request, rows, size=PAGE_SIZE)
    figures = picture.figures_of(list(shown))
    context = {
        "form": form,
        "listing": shown,
        "rows": [{"theme": one, "figures": figures[one.pk], "trend": picture.trend_of(one)} for one in shown],
        "views": _views(actor, form),
    }
    return render(request, "assessment/themes/list.html", context | _run(request))


def _views(actor, form: ListForm) -> list[dict]:
    counts = queries.view_counts(actor)
    return [
        {"key": key, "label": label, "count": counts[key], "is_open": key == form.asked_view}
        for key, (label, _wish) in rules.VIEWS.items()
    ]


def _run(request: HttpRequest) -> dict:
    search = queries.newest_search(request.actor.office_id)
    return {"search": search, "is_busy": bool(search) and search.state in ThemeSearch.OPEN}


@page("assessment.read")
@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """The part of the list that changes while the machine reads. When it is over, the whole page is asked for."""
    context = _run(request)
    answer = render(request, "assessment/themes/_run.html", context)
    if not context["is_busy"]:
        answer.headers["HX-Refresh"] = "true"
    return answer


@page(actions.FIND)
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Ask the machine to look now."""
    try:
        jobs.ask(by=request.actor)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The machine is looking for themes; this page shows how far it is."))
    return redirect("assessment:themes")


@page("assessment.read")
@require_safe
def theme(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.theme_or_404(request.actor, code)
    if found.merged_into_id and found.state in (Theme.State.MERGED, Theme.State.FADED):
        messages.info(request, _("“%(name)s” is now part of this theme.") % {"name": found.name})
        return redirect("assessment:theme", found.merged_into.code)
    return _draw(request, found)


def _draw(request: HttpRequest, theme: Theme, *, status: int = 200, **bound) -> HttpResponse:
    """The theme's page; ``bound`` are forms that came back with a refusal on them."""
    actor = request.actor
    theme = (
        queries.counted(queries.visible_themes(actor), actor.at)
        .select_related("named_by", "split_from")
        .get(pk=theme.pk)
    )
    figures = picture.figures_of([theme])[theme.pk]
    wish = PartForm(request.GET).wish()
    lines = [line for line in figures.lines if _fits(line, wish)]
    shown = listing(request, [line.key for line in lines], size=ITEMS_SHOWN)
    context = {
        "theme": theme,
        "figures": figures,
        "trend": picture.trend_of(theme),
        "chart": picture.chart_of(figures.lines, timezone.localdate(actor.at)),
        "places": picture.counted_places(figures.lines),
        "units": picture.counted_units(figures.lines),
        "wish": wish,
        "listing": shown,
        "items": _items(actor, theme, list(shown)),
        "taken_out": list(queries.taken_out_of(theme)[:50]),
        "ways": ways_on(actor, theme) if theme.state in rules.LIVE else [],
        "is_live": theme.state in rules.LIVE,
        "chosen": request.POST.getlist("code"),
        "name_form": NameForm(initial={"name": theme.name}, auto_id="name_%s"),
        "split_form": SplitForm(auto_id="split_%s"),
        "reject_form": RejectForm(auto_id="reject_%s"),
        "put_in_form": PutInForm(viewer=actor, auto_id="put_%s"),
        "merge_form": MergeForm(viewer=actor, theme=theme, auto_id="merge_%s") if actor.may(KEEP) else None,
    }
    return render(request, "assessment/themes/theme.html", context | bound, status=status)


def _fits(line: picture.Line, wish: dict) -> bool:
    return (
        ("since" not in wish or line.day >= wish["since"])
        and ("until" not in wish or line.day <= wish["until"])
        and ("place" not in wish or line.place == wish["place"])
        and ("unit" not in wish or line.unit == wish["unit"])
    )


def _items(actor, theme: Theme, keys: list[int]) -> list[dict]:
    """The submissions of one page, each with its sentence of proof and how it stands in the theme."""
    rows = queries.submissions_of(theme).filter(pk__in=keys).select_related("unit").prefetch_related("authors")
    states = {row.submission_id: row for row in theme.items.filter(submission__in=keys)}
    return [
        {
            "submission": submission,
            "row": states[submission.pk],
            "author": shown_author(actor, submission),
            "proof": proof_of(text_of(submission), theme.words),
        }
        for submission in rows
        if submission.pk in states
    ]


@page(KEEP)
@require_POST
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    found = actions.confirm_theme(queries.theme_or_404(request.actor, code), by=request.actor)
    messages.success(request, _("The theme was confirmed."))
    return redirect("assessment:theme", found.code)


@page(KEEP)
@require_POST
def name(request: HttpRequest, code: str) -> HttpResponse:
    found, form = queries.theme_or_404(request.actor, code), NameForm(request.POST, auto_id="name_%s")
    if form.is_valid():
        try:
            actions.name_theme(found, form.cleaned_data["name"], by=request.actor)
        except BadInput as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("The theme has its name; the machine keeps it."))
            return redirect("assessment:theme", found.code)
    return _draw(request, found, status=422, name_form=form)


@page(KEEP)
@require_POST
def reject(request: HttpRequest, code: str) -> HttpResponse:
    found, form = queries.theme_or_404(request.actor, code), RejectForm(request.POST, auto_id="reject_%s")
    if not form.is_valid():
        return _draw(request, found, status=422, reject_form=form)
    actions.reject_theme(found, by=request.actor, reason=form.cleaned_data["reason"])
    messages.success(request, _("The theme was rejected; the machine does not propose it again."))
    return redirect("assessment:theme", found.code)


@page(KEEP)
@require_POST
def bring_back(request: HttpRequest, code: str) -> HttpResponse:
    found = actions.bring_back(queries.theme_or_404(request.actor, code), by=request.actor)
    messages.success(request, _("The theme is a proposal again."))
    return redirect("assessment:theme", found.code)


@page(KEEP)
@require_POST
def items(request: HttpRequest, code: str) -> HttpResponse:
    """Confirm, take out or split off the chosen submissions."""
    found = queries.theme_or_404(request.actor, code)
    chosen = queries.chosen_of(request.actor, request.POST.getlist("code"))
    form = SplitForm(request.POST, auto_id="split_%s")
    if not form.is_valid() and request.POST.get("do") == "split":
        return _draw(request, found, status=422, split_form=form)
    try:
        then, done = _deal_with(found, chosen, form, request)
    except BadInput as refusal:
        form.errors.clear()
        form.add_error("name" if refusal.field == "name" else None, str(refusal))
        return _draw(request, found, status=422, split_form=form)
    messages.success(request, done)
    return HttpResponseRedirect(safe_next(request, reverse("assessment:theme", args=[then.code])))


def _deal_with(theme: Theme, chosen: list, form: SplitForm, request: HttpRequest) -> tuple[Theme, str]:
    """The theme to show next, and what was done."""
    deed = request.POST.get("do", "")
    if deed == "confirm":
        return actions.confirm_items(theme, chosen, by=request.actor), _("Confirmed as belonging to the theme.")
    if deed == "take_out":
        done = _("Taken out; the machine does not put it back.")
        return actions.take_out(theme, chosen, by=request.actor), done
    if deed == "split":
        part = actions.split_theme(theme, chosen, form.cleaned_data.get("name", ""), by=request.actor)
        return part, _("Split off as a theme of its own.")
    raise BadInput("assessment.theme.no_deed", _("The page did not say what to do."), _("Use one of the buttons."))


@page(KEEP)
@require_POST
def put_in(request: HttpRequest, code: str) -> HttpResponse:
    """One submission by its number."""
    found = queries.theme_or_404(request.actor, code)
    form = PutInForm(request.POST, viewer=request.actor, auto_id="put_%s")
    if form.is_valid():
        try:
            actions.put_in(found, form.cleaned_data["number"], by=request.actor)
        except BadInput as refusal:
            form.add_error("number", str(refusal))
        else:
            messages.success(request, _("It stands in the theme now."))
            return redirect("assessment:theme", found.code)
    return _draw(request, found, status=422, put_in_form=form)


@page(KEEP)
@require_POST
def merge(request: HttpRequest, code: str) -> HttpResponse:
    """This theme goes into another one."""
    found = queries.theme_or_404(request.actor, code)
    form = MergeForm(request.POST, viewer=request.actor, theme=found, auto_id="merge_%s")
    if not form.is_valid():
        return _draw(request, found, status=422, merge_form=form)
    into = actions.merge_themes(found, form.cleaned_data["into"], by=request.actor)
    messages.success(request, _("“%(name)s” was merged into this theme.") % {"name": found.name})
    return redirect("assessment:theme", into.code)
