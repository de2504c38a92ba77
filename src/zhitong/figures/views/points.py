"""加减分登记: what people enter for rows that no record fills; a second person confirms, a mistake is corrected by a new row."""

from __future__ import annotations

import io

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhitong.errors import Refused
from zhitong.figures import actions
from zhitong.figures.asked import read
from zhitong.figures.by_hand import found_entries, schemes_entered, to_confirm
from zhitong.figures.forms import PointsForm, WhyForm
from zhitong.figures.models import PointsEntry
from zhitong.figures.queries import points_entries, points_entry_or_404
from zhitong.files.queries import as_download
from zhitong.network.queries import people_of
from zhitong.outcomes import evidence
from zhitong.sheets import OutSheet, write_csv, write_xlsx
from zhitong.web.forms import carried_out, put_on
from zhitong.web.lists import listing
from zhitong.web.pages import page

MOST_SUGGESTED = 500  # names offered while typing; who is not among them is found all the same


@page("figures.points")
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    found, wanted = _found(request)
    waiting = points_entries(request.actor).filter(to_confirm()).count()
    context = {
        "tab": "points",
        "asked": read(request)[0],
        "listing": (rows := listing(request, found)),
        "entries": [(each, *state_of(each)) for each in rows],
        "wanted": wanted,
        "waiting": waiting,
        "query": request.GET.urlencode(),
    }
    return render(request, "figures/points.html", context)


def _found(request: HttpRequest) -> tuple[QuerySet[PointsEntry], dict[str, str]]:
    wanted = {name: request.GET.get(name, "").strip()[:80].replace("\x00", "") for name in ("q", "state", "year")}
    return found_entries(points_entries(request.actor), **wanted), wanted


@page("figures.points")
@require_safe
def register_file(request: HttpRequest, form: str) -> FileResponse:
    """What the list shows, all pages of it."""
    if form not in ("xlsx", "csv"):
        raise Http404
    head = [
        _("Day it happened"), _("Row of the scheme"), _("Unit"), _("Person"), _("How often"), _("What happened"), _("State"),
        _("Entered by"), _("Entered"), _("Confirmed by"), _("Confirmed"),
    ]  # fmt: skip
    rows = [
        [
            each.happened_on,
            each.said,
            each.unit.name if each.unit else "",
            each.person.name if each.person else "",
            each.number,
            each.reason,
            str(state_of(each)[1]),
            each.entered_by.name,
            each.entered_at,
            each.confirmed_by.name if each.confirmed_by else "",
            each.confirmed_at or "",
        ]
        for each in _found(request)[0]
    ]
    out, name = io.BytesIO(), _("Points by hand")
    if form == "xlsx":
        write_xlsx(out, [OutSheet(name, head, rows)])
    else:
        write_csv(out, head, rows)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=f"{name}.{form}")


def state_of(entry: PointsEntry) -> tuple[str, str]:
    """A class for the chip and the words on it."""
    later = getattr(entry, "corrected_by", None)
    if entry.void:
        return ("undone", _("takes back")) if entry.confirmed_at else ("unconfirmed", _("takes back, unconfirmed"))
    if later is not None and (later.confirmed_at or not entry.confirmed_at):
        return "undone", _("taken back") if later.void else _("replaced")
    return ("confirmed", _("confirmed")) if entry.confirmed_at else ("unconfirmed", _("unconfirmed"))


@page("figures.enter_points")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    data, refused_file = evidence.posted(request)
    initial = {name: request.GET[name] for name in ("row", "unit", "person") if name in request.GET}
    form = PointsForm(data, actor=request.actor, versions=schemes_entered(request.actor), initial=initial)
    if _is_good(form, refused_file):
        try:
            entry = actions.enter_points(form.version, form.given(), by=request.actor)
        except Refused as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("Entered; a second person confirms it."))
            return redirect("figures:points_entry", entry.code)
    return _drawn(request, form, None)


@page("figures.enter_points")
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, code: str) -> HttpResponse:
    wrong = points_entry_or_404(request.actor, code)
    versions = schemes_entered(request.actor)
    data, refused_file = evidence.posted(request)
    row = next((f"{version.code} {wrong.row}" for version in versions if version.scheme == wrong.scheme), "")
    initial = {name: getattr(wrong, name) for name in ("happened_on", "number", "reason")}
    initial |= {
        "row": row,
        "unit": wrong.unit.code if wrong.unit else "",
        "person": (wrong.person.number or wrong.person.name) if wrong.person else "",
    }
    form = PointsForm(data, actor=request.actor, versions=versions, initial=initial, with_why=True)
    if _is_good(form, refused_file):
        given = form.given()
        if given.evidence is None:
            given = actions.Given(**{**vars(given), "evidence": wrong.evidence})
        try:
            entry = actions.correct_points(wrong, form.version, given, why=form.cleaned_data["why"], by=request.actor)
        except Refused as refusal:
            put_on(form, refusal)
        else:
            messages.success(
                request, _("A new row is entered; it counts in the place of the old one once it is confirmed.")
            )
            return redirect("figures:points_entry", entry.code)
    return _drawn(request, form, wrong)


def _is_good(form: PointsForm, refused_file: Refused | None) -> bool:
    good = form.is_bound and form.is_valid()
    if refused_file is not None:
        form.add_error("evidence", str(refused_file))
    return good and refused_file is None


def _drawn(request: HttpRequest, form: PointsForm, wrong: PointsEntry | None) -> HttpResponse:
    context = {
        "tab": "points",
        "asked": read(request)[0],
        "form": form,
        "wrong": wrong,
        "people": people_of(request.actor.office_id).order_by("name").values_list("name", flat=True)[:MOST_SUGGESTED],
        "rows": any(choices for _name, choices in form.fields["row"].choices),
    }
    return render(request, "figures/points_enter.html", context, status=422 if form.errors else 200)


@page("figures.points")
@require_safe
def entry(request: HttpRequest, code: str) -> HttpResponse:
    return _shown(request, points_entry_or_404(request.actor, code), WhyForm())


def _shown(
    request: HttpRequest, entry: PointsEntry, form: WhyForm, *, refusal: Refused | None = None, status: int = 200
):
    later = getattr(entry, "corrected_by", None)
    context = {
        "tab": "points",
        "asked": read(request)[0],
        "entry": entry,
        "later": later,
        "state": state_of(entry),
        "is_newest": later is None,
        "may_confirm": later is None and entry.confirmed_at is None and entry.entered_by_id != request.actor.person_id,
        "form": form,
        "refusal": refusal,
    }
    return render(request, "figures/points_entry.html", context, status=status)


@page("figures.confirm_points")
@require_POST
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    found = points_entry_or_404(request.actor, code)
    try:
        actions.confirm_points(found, by=request.actor)
    except Refused as refusal:
        return _shown(request, found, WhyForm(), refusal=refusal, status=refusal.status)
    messages.success(request, _("Confirmed."))
    return redirect("figures:points_entry", code)


@page("figures.enter_points")
@require_POST
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    found = points_entry_or_404(request.actor, code)
    form = WhyForm(request.POST)
    if carried_out(form, lambda given: actions.take_back_points(found, why=given["why"], by=request.actor)):
        messages.success(request, _("A row that takes it back is entered; a second person confirms it."))
        return redirect("figures:points_entry", code)
    return _shown(request, found, form, status=422)


@page("figures.points")
@require_safe
def entry_evidence(request: HttpRequest, code: str) -> HttpResponseBase:
    found = points_entry_or_404(request.actor, code)
    if found.evidence is None:
        raise Http404
    return as_download(found.evidence)
