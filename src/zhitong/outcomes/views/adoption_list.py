"""A list of adoptions from above: upload it, compare it with our issues, choose for the doubtful rows, take in."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhitong.errors import Refused
from zhitong.files.actions import keep_file
from zhitong.files.models import StoredFile
from zhitong.intake.queries import own_files
from zhitong.outcomes.adoption_list.reading import AdoptionList, read_list
from zhitong.outcomes.adoption_list.taking_in import matched
from zhitong.outcomes.adoption_list.taking_in import take_in as take_rows_in
from zhitong.outcomes.forms import UploadForm
from zhitong.sheets import open_table
from zhitong.web.pages import page

STATES = ("doubtful", "sure", "known", "unmatched", "faulty")  # in the order of the page


@page("outcomes.enter")
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            with open_table(file, file.name) as table:
                table.sheet()
            kept = keep_file(file, file.name, by=request.actor)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("outcomes:list", kept.code)
    return render(request, "outcomes/upload.html", {"form": form}, status=422 if form.errors else 200)


@page("outcomes.enter")
@require_safe
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """The rows beside the issues they may mean; sheet and columns stand in the address."""
    file = _file_or_404(request, code)
    try:
        read = _read(request, file, request.GET)
        found = matched(read, request.actor)
    except Refused as refusal:
        context = {"file": file, "refusal": refusal}
        return render(request, "outcomes/list_refused.html", context, status=422)
    by_state = {state: [match for match in found if match.state == state] for state in STATES}
    context = {
        "file": file,
        "read": read,
        "fields": [
            (each, read.columns.get(each.name), *read.reasons.get(each.name, ("", True))) for each in read.fields
        ],
        "states": by_state,
        "total": len(found),
        "choosable": len(by_state["sure"]) + len(by_state["doubtful"]),
        "mapping": _as_parameters(read),
    }
    return render(request, "outcomes/list.html", context)


@page("outcomes.enter")
@require_POST
def take_in(request: HttpRequest, code: str) -> HttpResponse:
    """Enter what was chosen, then show the list again: what went in stands there as known."""
    file = _file_or_404(request, code)
    read = _read(request, file, request.POST)
    chosen = {int(name[4:]): value for name, value in request.POST.items() if _is_row(name) and value}
    done = take_rows_in(read, chosen, file=file, by=request.actor)
    said = _("%(entered)s entered, %(known)s stood in the ledger already.")
    messages.success(request, said % {"entered": done.entered, "known": done.known})
    for number, sentence in done.refused[:20]:
        messages.warning(request, _("Row %(number)s: %(sentence)s") % {"number": number, "sentence": sentence})
    return redirect(f"{reverse('outcomes:list', args=[code])}?{urlencode(_as_parameters(read))}")


def _is_row(name: str) -> bool:
    return name.startswith("row_") and name[4:].isascii() and name[4:].isdigit() and len(name) <= 12


def _file_or_404(request: HttpRequest, code: str) -> StoredFile:
    files = own_files(request.actor, [code])
    if not files:
        raise Http404
    return files[0]


def _read(request: HttpRequest, file: StoredFile, asked) -> AdoptionList:
    """The list with the columns that were named; as proposed when none were."""
    columns = None
    if "named" in asked:
        columns = {
            name[7:]: int(value)
            for name, value in asked.items()
            if name.startswith("column_") and value.isascii() and value.isdigit() and len(value) <= 4
        }
    return read_list(file, request.actor.office, sheet=asked.get("sheet", ""), columns=columns)


def _as_parameters(read: AdoptionList) -> dict[str, object]:
    named = {f"column_{name}": index for name, index in read.columns.items()}
    return {"named": 1, "sheet": read.sheet, **named}
