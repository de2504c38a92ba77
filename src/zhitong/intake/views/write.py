"""Writing and sending: the form, its drafts, the receipt."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhitong.errors import BadInput, Conflict, Refused
from zhitong.files import actions as files_room
from zhitong.intake import actions, drafts, queries
from zhitong.intake.authors import AuthorRow, bind
from zhitong.intake.forms import SubmissionForm, draft_initial, fresh_initial, rows_from
from zhitong.search.nearest import near_words
from zhitong.web.lists import listing
from zhitong.web.pages import page

TEXT_PARTS = ("facts", "causes", "advice", "body")


@page("intake.submit")
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    return _sent(request) if request.method == "POST" else _opened(request)


def _opened(request: HttpRequest) -> HttpResponse:
    """A new form, a draft that goes on, or the receipt when this form was sent already."""
    actor, token = request.actor, _token(request.GET.get("draft"))
    if token and (receipt := queries.receipt_of(token, actor)):
        return redirect("intake:receipt", receipt.submission.code)
    draft = queries.drafts_of(actor).filter(token=token).first() if token else None
    if draft:
        initial = draft_initial(draft.token, draft.content)
    else:
        # A token without a draft here is one whose text lies in the browser only: the page's script puts it back.
        initial = {**fresh_initial(actor), **({"token": token} if token else {})}
        initial |= {name: request.GET[name] for name in ("commission", "follows") if request.GET.get(name)}
    return _drawn(request, SubmissionForm(actor=actor, initial=initial), initial, draft=draft)


def _sent(request: HttpRequest) -> HttpResponse:
    """Keep the files, judge the form, take it in; whatever is refused comes back with all that was typed."""
    actor, data = request.actor, request.POST.copy()
    token = _token(data.get("token"))
    data["token"] = token or uuid.uuid4()
    kept, refusals = _keep_files(request)
    data.setlist("kept_file", [file.code for file in kept])
    content = drafts.content_of(data)
    if {"add_author", "keep"} & set(data):
        _keep_draft(request, data["token"], content)
        initial = draft_initial(data["token"], content)
        form = SubmissionForm(actor=actor, initial=initial)
        return _drawn(request, form, content, one_more="add_author" in data, refusals=refusals)
    form, rows = SubmissionForm(data, actor=actor), rows_from(data)
    if token is None:
        form.add_error(None, _("The form lost its mark on the way. Nothing was sent; press “Send it in” again."))
    for refusal in refusals:
        form.add_error("files", str(refusal))
    authors = bind(rows, actor)
    if form.is_valid() and authors is not None:
        try:
            submission = _take_in(form, authors, kept, data, actor)
        except Refused as refusal:
            _put_on(form, refusal)
        else:
            return redirect("intake:receipt", submission.code)
    if form.has_error(NON_FIELD_ERRORS, "intake.submit.token_used"):
        data["token"] = str(uuid.uuid4())
    _keep_draft(request, data["token"], content)
    return _drawn(request, form, content, rows=rows, token=data["token"], status=422)


def _take_in(form: SubmissionForm, authors, kept, data, actor):
    follows = data.get("follows")
    return actions.submit(
        by=actor,
        words=form.words,
        authors=authors,
        files=kept,
        follows=queries.submission_or_404(actor, follows) if follows else None,
        **form.details,
    )


def _token(given: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(given or "")
    except ValueError:
        return None


def _keep_files(request: HttpRequest) -> tuple[list, list[Refused]]:
    """The files named by the form and those that came with it, stored before anything else can fail; and what was refused."""
    dropped = set(request.POST.getlist("drop_file"))
    asked = [code for code in request.POST.getlist("kept_file") if code not in dropped]
    kept, refusals = queries.own_files(request.actor, asked), []
    for upload in request.FILES.getlist("files"):
        try:
            kept.append(files_room.keep_file(upload, upload.name, by=request.actor))
        except BadInput as refusal:
            refusals.append(refusal)
    return kept, refusals


def _put_on(form: SubmissionForm, refusal: Refused) -> None:
    """The refusal at its field, so that nothing typed is lost. Its code lets the page tell one from another."""
    field = getattr(refusal, "field", None)
    form.add_error(field if field in form.fields else None, ValidationError(str(refusal), code=refusal.code))


def _keep_draft(request: HttpRequest, token, content: dict) -> None:
    """As a safety net only: what cannot be kept as a draft is still on the page."""
    if drafts.is_empty(content):
        return
    try:
        drafts.save(_token(str(token)), content, by=request.actor)
    except Refused:
        return


def _drawn(
    request: HttpRequest,
    form: SubmissionForm,
    content: dict,
    *,
    draft=None,
    rows=None,
    one_more=False,
    token=None,
    refusals=(),
    status: int = 200,
) -> HttpResponse:
    rows = rows if rows is not None else rows_from(content)
    rows = rows or [AuthorRow(request.actor.person.name)]
    context = {
        "form": form,
        "token": token or form["token"].value(),
        "rows": [*rows, AuthorRow()] if one_more else rows,
        "kept": queries.own_files(request.actor, content.get("files", [])),
        "refusals": refusals,
        "draft": draft,
        "largest": settings.UPLOAD_MAX_BYTES,
        "follows": _followed(request, content.get("follows")),
    }
    return render(request, "intake/write.html", context, status=status)


def _followed(request: HttpRequest, code: str | None):
    """The earlier submission that this one goes on from, when the viewer may see it."""
    if not code or "\x00" in code:
        return None
    return queries.visible_submissions(request.actor).filter(code=code).first()


@page("intake.submit")
@require_POST
def said_before(request: HttpRequest) -> HttpResponse:
    """A quiet part beside the form, asked for while somebody types: what they may see that says the like. Nothing is kept."""
    words = {name: request.POST.get(name, "").replace("\x00", "") for name in ("title", *TEXT_PARTS)}
    body = "\n".join(filter(None, (words[name] for name in TEXT_PARTS)))
    near = near_words(request.actor, "submission", words["title"], body)
    return render(request, "intake/said_before.html", {"near": near})


@page("intake.submit")
@require_safe
def drafts_list(request: HttpRequest) -> HttpResponse:
    return render(request, "intake/drafts.html", {"drafts": listing(request, queries.drafts_of(request.actor))})


@page("intake.submit")
@require_POST
def save_draft(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """What the form sends while somebody types; answers when it was kept, or why not."""
    content = drafts.content_of(request.POST)
    if drafts.is_empty(content):
        return JsonResponse({"saved": None})
    try:
        draft = drafts.save(token, content, by=request.actor)
    except (BadInput, Conflict) as refusal:
        return JsonResponse({"message": str(refusal)}, status=refusal.status)
    return JsonResponse({"saved": draft.saved_at.isoformat()})


@page("intake.submit")
@require_POST
def discard_draft(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    if drafts.discard(token, by=request.actor):
        messages.success(request, _("The draft was deleted."))
    else:
        messages.warning(request, _("This draft is not there; it was sent or deleted already."))
    return redirect("intake:drafts")


@page("intake.read_own")
@require_safe
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """回执: number and moment, to be kept or printed."""
    submission = queries.submission_or_404(request.actor, code)
    context = {
        "submission": submission,
        "shown_author": queries.shown_author(request.actor, submission),
        "attachments": submission.attachments.count(),
        "token": submission.receipt.token if hasattr(submission, "receipt") else "",
    }
    return render(request, "intake/receipt.html", context)
