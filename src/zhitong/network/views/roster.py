"""A roster from a spreadsheet, in pages: upload, name the columns, answer, look, take in or set aside."""

from __future__ import annotations

import io
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhitong.errors import BadInput, Refused
from zhitong.network import queries
from zhitong.network.directory import bare
from zhitong.network.forms.roster import RosterUpload, StartsOn
from zhitong.network.models import Roster, Unit
from zhitong.network.roster import actions
from zhitong.network.roster.fields import BY_NAME, FIELDS, write_template
from zhitong.network.roster.plan import LIMITS, NEW, Planned, plan
from zhitong.network.views.saying import in_language
from zhitong.sheets import open_table, propose_mapping
from zhitong.web.lists import listing
from zhitong.web.pages import page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 100  # rows of each sort drawn on the page; all of them count


def _visible(request: HttpRequest, code: str) -> Roster:
    return get_object_or_404(queries.visible_rosters(request.actor), code=code.replace("\x00", ""))


@page("network.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def rosters(request: HttpRequest) -> HttpResponse:
    form = RosterUpload(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            roster = actions.upload(file.read(), file.name, by=request.actor)
        except Refused as refusal:
            form.add_error("file", in_language(refusal))
        else:
            return redirect("network:roster", roster.code)
    context = {"form": form, "listing": listing(request, queries.visible_rosters(request.actor))}
    return render(request, "network/rosters.html", context, status=422 if form.errors else 200)


@page("network.edit")
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    book = io.BytesIO()
    write_template(book, list(queries.units_of(request.actor.office_id).values_list("name", flat=True)))
    answer = HttpResponse(book.getvalue(), content_type=XLSX)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote('名册导入模板.xlsx')}"
    return answer


@page("network.edit")
@require_safe
def one(request: HttpRequest, code: str) -> HttpResponse:
    return _drawn(request, _visible(request, code))


@page("network.edit")
@require_POST
def prepare(request: HttpRequest, code: str) -> HttpResponse:
    """Columns, first day and answers as they were chosen; the rows are then judged anew."""
    roster = _visible(request, code)
    form = StartsOn(request.POST)
    if not form.is_valid():
        return _drawn(request, roster, form=form)
    posted = request.POST
    columns = {
        name: int(given)
        for name in BY_NAME
        if (given := posted.get(f"column_{name}", "")).isascii() and given.isdecimal() and len(given) < 4
    }
    try:
        actions.prepare(
            roster,
            by=request.actor,
            columns=columns,
            starts_on=form.cleaned_data["starts_on"],
            units=_answers(posted, "unit_name_", "unit_is_"),
            people=_answers(posted, "row_key_", "row_is_"),
            sheet=posted.get("sheet", ""),
        )
    except Refused as refusal:
        return _drawn(request, roster, refusal=refusal)
    return redirect("network:roster", roster.code)


def _answers(posted, names: str, values: str) -> dict[str, str]:
    """Numbered pairs of what was asked and what was answered. Names of units count without width and spaces."""
    found = {}
    for key, asked in posted.items():
        if key.startswith(names) and len(asked) <= 200:
            found[bare(asked)] = posted.get(f"{values}{key.removeprefix(names)}", "")[:80]
    return found


@page("network.edit")
@require_POST
def start(request: HttpRequest, code: str) -> HttpResponse:
    roster = _visible(request, code)
    try:
        actions.take_in(roster, by=request.actor, all_or_none=request.POST.get("which") != "good")
    except Refused as refusal:
        return _drawn(request, roster, refusal=refusal)
    messages.success(request, _("The roster was taken in."))
    return redirect("network:roster", roster.code)


@page("network.edit")
@require_POST
def drop(request: HttpRequest, code: str) -> HttpResponse:
    actions.drop(_visible(request, code), by=request.actor)
    messages.success(request, _("The roster was set aside; nothing of it was taken in."))
    return redirect("network:rosters")


def _drawn(
    request: HttpRequest, roster: Roster, *, refusal: Refused | None = None, form: StartsOn | None = None
) -> HttpResponse:
    status = refusal.status if refusal else 422 if form else 200
    context = {
        "roster": roster,
        "refusal": refusal and in_language(refusal),
        "form": form or StartsOn(initial={"starts_on": roster.starts_on}),
    }
    if roster.state == Roster.State.OPEN:
        try:
            context |= _columns(roster) | _rows(roster)
        except BadInput as unreadable:
            context["refusal"], status = in_language(unreadable), 422
            context |= _columns(roster)
    return render(request, "network/roster.html", context, status=status)


def _columns(roster: Roster) -> dict:
    """Headings, the column of each field and why it was proposed."""
    language = "en" if get_language() == "en" else "zh"
    with open_table(io.BytesIO(bytes(roster.content)), roster.name, limits=LIMITS) as table:
        sheet = table.sheet(roster.sheet)
        header = sheet.header(FIELDS)
        reasons = {each.field: each for each in propose_mapping(header.columns, FIELDS).proposals if each.column}
        return {
            "sheets": [each.name for each in table.sheets if not each.hidden or each.name == roster.sheet],
            "headings": header.columns,
            "notes": [getattr(note, language) for note in (*table.notes, *sheet.notes(FIELDS))],
            "columns": [
                {
                    "field": field,
                    "column": roster.columns.get(field.name),
                    "doubt": getattr(reasons[field.name].reason, language)
                    if field.name in reasons and not reasons[field.name].sure
                    else "",
                }
                for field in FIELDS
            ],
        }


def _rows(roster: Roster) -> dict:
    planned = plan(roster)
    fields = [field for field in FIELDS if field.name in roster.columns]
    sorts = {outcome: [] for outcome in ("faulty", "asked", "new", "changed", "known")}
    for each in planned.rows:
        sorts[each.outcome].append(each)
    answered = [each for each in planned.rows if each.options and each.answer and not each.row.errors]
    asked = (sorts["asked"] + answered)[:SHOWN]
    return {
        "planned": planned,
        "counts": {name: len(rows) for name, rows in sorts.items()},
        "good": len(sorts["new"]) + len(sorts["changed"]),
        "left_out": len(sorts["faulty"]) + len(sorts["asked"]),
        "fields": fields,
        "asked": [(_as_cells(each, fields), each) for each in asked],
        "faulty": [_as_cells(each, fields) for each in sorts["faulty"][:SHOWN]],
        "taken": [_as_cells(each, fields) for each in (sorts["new"] + sorts["changed"])[:SHOWN]],
        "unknown_units": [(name, answer) for name, answer in planned.unknown_units.items()],
        "kinds": [(f"{NEW}:{kind}", label) for kind, label in Unit.Kind.choices if kind != Unit.Kind.LOWER_OFFICE],
        "units": [(f"unit:{unit.code}", unit.name) for unit in queries.units_of(roster.office_id)],
    }


def _as_cells(planned: Planned, fields: list) -> dict:
    """A row with each fault at its cell; one of a field without column stands beside the row's number."""
    english = get_language() == "en"
    at = {field.name: [] for field in fields}
    loose = []
    for error in planned.row.errors:
        parts = (error.message, error.remedy)
        at.get(error.field, loose).append(" ".join(part.en if english else part.zh for part in parts).strip())
    return {
        "number": planned.row.number,
        "hidden": planned.row.hidden,
        "outcome": planned.outcome,
        "loose": loose,
        "cells": [
            {"label": field.label, "text": planned.row.given.get(field.name, ""), "faults": at[field.name]}
            for field in fields
        ],
    }
