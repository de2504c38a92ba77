"""Masked copies: begin one, see what the machine would cover, choose, cover, lift, take out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhitong.desk import copies, queries
from zhitong.desk.actions import copies as actions
from zhitong.desk.forms import CopyForm
from zhitong.errors import Refused
from zhitong.text.deidentify import LABELS
from zhitong.web.lists import listing
from zhitong.web.pages import page

WORDS_LIMIT = 200  # characters typed or selected at once


@page("desk.write")
@require_http_methods(["GET", "HEAD", "POST"])
def copy_list(request: HttpRequest) -> HttpResponse:
    """All copies, and the form that begins one from a submission by its number."""
    form = CopyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        submission = queries.any_by_number(request.actor, form.cleaned_data["number"])
        if submission is None:
            form.add_error("number", _("There is no submission of this number that you can see."))
        else:
            try:
                copy = actions.begin_copy(submission, form.cleaned_data["purpose"], by=request.actor)
                return redirect("desk:copy", copy.code)
            except Refused as refusal:
                form.add_error("number", str(refusal))
    rows = listing(request, queries.visible_copies(request.actor))
    return render(request, "desk/copies.html", {"copies": rows, "form": form}, status=422 if form.errors else 200)


@page("desk.write")
@require_POST
def begin_from_brief(request: HttpRequest, code: str) -> HttpResponse:
    brief = queries.brief_or_404(request.actor, code)
    purpose = "exemplar" if request.POST.get("purpose") != "export" else "export"
    return redirect("desk:copy", actions.begin_copy(brief, purpose, by=request.actor).code)


def _copy(request: HttpRequest, code: str):
    return get_object_or_404(queries.visible_copies(request.actor), code=code.replace("\x00", ""))


@page("desk.write")
@require_safe
def copy(request: HttpRequest, code: str) -> HttpResponse:
    return _drawn(request, _copy(request, code))


def _drawn(request: HttpRequest, item, *, refusal: Refused | None = None, words: str = "") -> HttpResponse:
    masks = copies.masks_on(item)
    spans = copies.proposed(item, masks)
    context = {
        "copy": item,
        "pieces": copies.pieces(item, masks),
        "masks": [(mask, LABELS[mask.kind]) for mask in masks],
        "proposed": [(f"{span.start}-{span.end}-{span.kind}", LABELS[span.kind], span) for span in spans],
        "refusal": refusal,
        "words": words,
        "limit": WORDS_LIMIT,
    }
    return render(request, "desk/copy.html", context, status=refusal.status if refusal else 200)


@page("desk.write")
@require_POST
def mask(request: HttpRequest, code: str) -> HttpResponse:
    """Cover the ticked proposals and the words typed or selected: everywhere they stand, or at the one place selected."""
    item = _copy(request, code)
    shown = copies.shown_text(item, copies.masks_on(item))
    spans = [span for ticked in request.POST.getlist("span") if (span := _ticked(ticked))]
    words = request.POST.get("words", "").replace("\r\n", "\n").strip("\n")[:WORDS_LIMIT]
    places = copies.places_of(shown, words) if words.strip() else []
    if (
        places
        and (selected := _number(request.POST.get("start", ""))) is not None
        and shown.startswith(words, selected)
    ):
        places = [(selected, selected + len(words))]
    spans += [(first, last, "chosen") for first, last in places]
    for_good = request.POST.get("how") == "for_good"
    try:
        put = actions.put_masks(item, spans, by=request.actor, for_good=for_good)
    except Refused as refusal:
        return _drawn(request, item, refusal=refusal, words=words)
    messages.success(request, _("Covered: %(count)s.") % {"count": len(put)})
    return redirect("desk:copy", item.code)


def _ticked(given: str) -> tuple[int, int, str] | None:
    """``start-end-kind`` as the page wrote it; None for anything else."""
    start, _dash, rest = given.partition("-")
    end, _dash, kind = rest.partition("-")
    first, last = _number(start), _number(end)
    return (first, last, kind) if first is not None and last is not None and kind in LABELS else None


def _number(given: str) -> int | None:
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 9 else None


@page("desk.write")
@require_POST
def lift(request: HttpRequest, code: str, mask_code: str) -> HttpResponse:
    item = _copy(request, code)
    found = get_object_or_404(item.masks.all(), code=mask_code.replace("\x00", ""))
    try:
        actions.lift_mask(found, by=request.actor)
    except Refused as refusal:
        return _drawn(request, item, refusal=refusal)
    messages.success(request, _("The mask was lifted."))
    return redirect("desk:copy", item.code)


@page("desk.write")
@require_POST
def take(request: HttpRequest, code: str) -> HttpResponse:
    """The copy as a file: plain text, .docx or .xlsx; the journal keeps that it was taken. Its name and properties tell nobody."""
    item = _copy(request, code)
    form = request.POST.get("form", "txt")
    if form not in copies.FORMS:
        form = "txt"
    made = copies.FORMS[form].make(actions.take_out(item, by=request.actor))
    answer = HttpResponse(made, content_type=copies.FORMS[form].kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="copy-{item.code}.{form}"'
    return answer
