"""What the office sets for itself: every declared setting with what holds, what it means, and all that held before."""

from __future__ import annotations

from collections import defaultdict

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhitong.errors import BadInput, Refused
from zhitong.network import actions, office_settings, queries
from zhitong.network.forms.lists import SettingForm, YearForm
from zhitong.network.views.saying import in_language
from zhitong.web.pages import page
from zhitong.workdays import read_year


@page("network.lists")
@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate(request.actor.at)
    history = defaultdict(list)
    for row in queries.setting_history(request.actor.office_id):
        history[row.key].append(row)
    rows = []
    for kind in office_settings.declared():
        holding = next((row for row in history[kind.key] if row.valid_from <= today), None)
        value = holding.value if holding else kind.default
        rows.append(
            {"kind": kind, "value": kind.shown(value), "since": holding, "coming": _coming(history[kind.key], today)}
        )
    return render(request, "network/settings.html", {"rows": rows})


def _coming(rows: list, today) -> object:
    """The next row that does not hold yet."""
    return min((row for row in rows if row.valid_from > today), key=lambda row: row.valid_from, default=None)


@page("network.lists")
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, key: str) -> HttpResponse:
    kind = office_settings.declared_as(key)
    if kind is None or kind.kind == "own":
        raise Http404
    today, office_id = timezone.localdate(request.actor.at), request.actor.office_id
    now = queries.setting(office_id, key, kind.default, on=today)
    initial = {"value": now, "valid_from": today}
    form = SettingForm(request.POST if request.method == "POST" else None, kind=kind, initial=initial)
    if request.method == "POST" and form.is_valid():
        value = form.cleaned_data["value"]
        try:
            kind.refuse_unfit(value)
            actions.set_setting(key, value, by=request.actor, valid_from=form.cleaned_data["valid_from"])
        except Refused as refusal:
            form.add_error("value", str(refusal))
        else:
            messages.success(request, _("The setting was saved."))
            return redirect("network:setting", key)
    history = [
        {"row": row, "value": kind.shown(row.value)} for row in queries.setting_history(office_id).filter(key=key)
    ]
    context = {
        "kind": kind,
        "form": form,
        "history": history,
        "value": kind.shown(now),
        "default": kind.shown(kind.default),
    }
    return render(request, "network/setting.html", context, status=422 if form.errors else 200)


@page("network.lists")
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """The years whose holidays are known, and a year to enter or to correct by its notice."""
    today, office_id = timezone.localdate(request.actor.at), request.actor.office_id
    entered = queries.setting(office_id, "calendar_years", [], on=today)
    known = queries.calendar_of(office_id, on=today)
    form = YearForm(request.POST if request.method == "POST" else None, initial={"year": today.year + 1})
    if request.method == "POST" and form.is_valid():
        year = form.as_year()
        try:
            known.with_year(read_year(year))
            others = [each for each in entered if each["year"] != year["year"]]
            actions.set_setting("calendar_years", [*others, year], by=request.actor)
        except BadInput as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, in_language(refusal))
        else:
            messages.success(request, _("The year %(year)s was entered.") % {"year": year["year"]})
            return redirect("network:calendar")
    own = {each["year"] for each in entered}
    context = {
        "form": form,
        "years": [{"entry": entry, "own": year in own} for year, entry in sorted(known.years.items(), reverse=True)],
        "missing": today.year not in known.years and today.year,
        "next_missing": today.month >= 11 and today.year + 1 not in known.years and today.year + 1,
    }
    return render(request, "network/calendar.html", context, status=422 if form.errors else 200)
