"""The spreadsheet import in pages: upload, name the columns, look at the rows, take in, follow, stop."""

from __future__ import annotations

import io

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhitong.errors import Refused
from zhitong.intake import queries
from zhitong.intake.forms import UploadForm
from zhitong.intake.imports import actions
from zhitong.intake.imports.fields import fields_for
from zhitong.intake.imports.template import write_template
from zhitong.intake.models import Import
from zhitong.web.lists import listing
from zhitong.web.pages import page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page("intake.import")
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """What was imported so far, and a new file."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            imported = actions.upload(file, file.name, by=request.actor)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("intake:import", imported.code)
    rows = listing(request, queries.visible_imports(request.actor))
    status = 422 if form.errors else 200
    return render(request, "intake/imports.html", {"form": form, "listing": rows}, status=status)


@page("intake.import")
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """An empty spreadsheet with the headings that need no naming, and what may stand under them."""
    book = io.BytesIO()
    write_template(book, request.actor)
    answer = HttpResponse(book.getvalue(), content_type=XLSX)
    answer.headers["Content-Disposition"] = (
        "attachment; filename*=UTF-8''%E6%9D%A5%E7%A8%BF%E5%AF%BC%E5%85%A5%E6%A8%A1%E6%9D%BF.xlsx"
    )
    return answer


@page("intake.import")
@require_safe
def one(request: HttpRequest, code: str) -> HttpResponse:
    return _drawn(request, queries.import_or_404(request.actor, code))


@page("intake.import")
@require_safe
def progress(request: HttpRequest, code: str) -> HttpResponse:
    """The part of the page that changes while the worker is at it. When it is over, the whole page is asked for."""
    imported = queries.import_or_404(request.actor, code)
    answer = render(request, "intake/import_progress.html", _context(request, imported))
    if not _is_busy(imported):
        answer.headers["HX-Refresh"] = "true"
    return answer


@page("intake.import")
@require_POST
def check(request: HttpRequest, code: str) -> HttpResponse:
    """The columns as chosen; or another sheet, whose columns are then proposed."""
    imported = queries.import_or_404(request.actor, code)
    sheet = request.POST.get("sheet", imported.sheet)
    try:
        if sheet != imported.sheet:
            actions.choose_sheet(imported, sheet, by=request.actor)
        else:
            actions.name_columns(imported, _chosen_columns(request), by=request.actor)
    except Refused as refusal:
        return _drawn(request, imported, refusal=refusal, chosen=_chosen_columns(request))
    return redirect("intake:import", imported.code)


@page("intake.import")
@require_POST
def start(request: HttpRequest, code: str) -> HttpResponse:
    imported = queries.import_or_404(request.actor, code)
    try:
        actions.start(imported, by=request.actor, all_or_none=request.POST.get("which") != "good")
    except Refused as refusal:
        return _drawn(request, imported, refusal=refusal)
    return redirect("intake:import", imported.code)


@page("intake.import")
@require_POST
def stop(request: HttpRequest, code: str) -> HttpResponse:
    imported = queries.import_or_404(request.actor, code)
    try:
        actions.stop(imported, by=request.actor)
    except Refused as refusal:
        return _drawn(request, imported, refusal=refusal)
    messages.success(request, _("It stops after the rows at hand."))
    return redirect("intake:import", imported.code)


def _chosen_columns(request: HttpRequest) -> dict[str, int]:
    """Field to column number; what is no small number is simply not chosen."""
    chosen = {}
    for field in fields_for(queries.areas_by_name(request.actor.office_id, timezone.localdate())):
        given = request.POST.get(f"column_{field.name}", "")
        if given.isascii() and given.isdecimal() and len(given) < 5:
            chosen[field.name] = int(given)
    return chosen


def _is_busy(imported: Import) -> bool:
    return imported.state in {Import.State.CHECKING, Import.State.RUNNING}


def _drawn(request: HttpRequest, imported: Import, *, refusal=None, chosen=None) -> HttpResponse:
    context = _context(request, imported, chosen) | {"refusal": refusal}
    return render(request, "intake/import.html", context, status=refusal.status if refusal else 200)


def _context(request: HttpRequest, imported: Import, chosen: dict[str, int] | None = None) -> dict:
    language = "en" if get_language() == "en" else "zh"
    columns = imported.mapping["columns"] if chosen is None else chosen
    fields = fields_for(queries.areas_by_name(imported.office_id, timezone.localdate(imported.at)))
    shown = [field for field in fields if field.name in columns]
    reasons = imported.mapping.get("reasons", {})
    is_gone = imported.file.state == imported.file.State.ERASED
    return {
        "imported": imported,
        "busy": _is_busy(imported),
        "may_name_columns": imported.state in actions.IDLE and not imported.done and not is_gone,
        "headings": imported.mapping["headings"],
        "sheets": imported.mapping["sheets"],
        "notes": [note[language] for note in imported.mapping["notes"]],
        "columns": [
            {
                "field": field,
                "column": columns.get(field.name),
                "reason": reasons.get(field.name, {}).get(language, "") if field.name in columns else "",
                "sure": reasons.get(field.name, {}).get("sure", True),
            }
            for field in fields
        ],
        "shown": shown,
        "faulty": [_as_cells(row, shown, language) for row in imported.faults if row["errors"]],
        "samples": [_as_cells(row, shown, language) for row in imported.faults if not row["errors"]],
        "done_share": round(100 * (imported.done + imported.known) / imported.good) if imported.good else 0,
        "new": imported.good - imported.known,
    }


def _as_cells(row: dict, shown: list, language: str) -> dict:
    """A row with each error at its cell; an error of a field without column stands beside the row's number."""
    at = {field.name: [] for field in shown}
    loose = []
    for error in row["errors"]:
        at.get(error["field"], loose).append(error[language])
    cells = [
        {"label": field.label, "text": row["given"].get(field.name, ""), "errors": at[field.name]} for field in shown
    ]
    return {"row": row["row"], "hidden": row["hidden"], "cells": cells, "loose": loose}
