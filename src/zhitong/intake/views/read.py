"""Reading: one's own submissions, a unit's, one submission with what became of it, its files; withdrawing, moving to paper."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhitong.files.queries import PICTURES, as_download, as_picture
from zhitong.intake import actions, queries, rules, timeline
from zhitong.intake.behind import parts_behind
from zhitong.intake.forms import PaperForm, WithdrawForm
from zhitong.intake.restricted.queries import kept_from_source, restriction_of
from zhitong.network import queries as network
from zhitong.web.forms import carried_out
from zhitong.web.lists import listing
from zhitong.web.pages import page


@page("intake.read_own")
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What the viewer wrote, each with the last step it took."""
    return _list(request, queries.own_submissions(request.actor), "mine")


@page("intake.read_unit")
@require_safe
def of_unit(request: HttpRequest) -> HttpResponse:
    """What came from the units whose liaison the viewer is."""
    return _list(request, queries.unit_submissions(request.actor), "unit")


def _list(request: HttpRequest, submissions, tab: str) -> HttpResponse:
    rows = listing(request, submissions.select_related("unit").prefetch_related("authors"))
    steps = timeline.for_sources(list(rows), request.actor)
    shown = [
        (submission, queries.shown_author(request.actor, submission), (steps[submission.code] or [None])[-1])
        for submission in rows
    ]
    drafts = queries.drafts_of(request.actor).count()
    kept = kept_from_source(request.actor, rows) if rows else set()
    return render(
        request, "intake/mine.html", {"listing": rows, "rows": shown, "tab": tab, "drafts": drafts, "kept": kept}
    )


@page("intake.read_own")
@require_safe
def read(request: HttpRequest, code: str) -> HttpResponse:
    return _drawn(request, queries.submission_or_404(request.actor, code))


def _drawn(request: HttpRequest, submission, *, withdraw_form=None, paper_form=None, status=200) -> HttpResponse:
    actor = request.actor
    is_desk = actor.may("intake.read_all")
    names_shown = queries.may_see_names(actor, submission)
    context = {
        "submission": submission,
        "text": queries.text_of(submission),
        "authors": queries.authors_of(submission),
        "names_shown": names_shown,
        "pseudonym": "" if names_shown else queries.pseudonym(submission),
        "restriction": restriction_of(submission) if submission.is_restricted else None,
        "follows_shown": queries.is_shown(actor, submission.follows),
        "behind": parts_behind(request, submission),
        "area": network.choice_names("area", submission.office_id).get(submission.area, submission.area),
        "attachments": _attachments(submission, names_shown),
        "is_desk": is_desk,
        "steps": timeline.for_desk(submission) if is_desk else timeline.for_source(submission, actor),
        "may_withdraw": submission.withdrawn_at is None and rules.may_withdraw(actor, submission),
        "withdraw_form": withdraw_form or WithdrawForm(),
        "paper_form": paper_form or PaperForm(),
    }
    return render(request, "intake/read.html", context, status=status)


def _attachments(submission, names_shown: bool) -> list[dict]:
    """Each file with the name to show: a file's own name often tells who wrote it (张三反映.docx)."""
    shown = []
    for attachment in submission.attachments.select_related("file"):
        file = attachment.file
        extension = f".{file.name.rsplit('.', 1)[-1]}" if "." in file.name else ""
        neutral = _("attachment %(number)s") % {"number": attachment.position} + extension
        shown.append(
            {
                "file": file,
                "name": file.name if names_shown else neutral,
                "is_picture": file.media_type in PICTURES,
                "is_ready": file.state == file.State.READY,
            }
        )
    return shown


@page("intake.read_own")
@require_safe
def download(request: HttpRequest, code: str, file: str) -> HttpResponse:
    return as_download(_file(request, code, file))


@page("intake.read_own")
@require_safe
def picture(request: HttpRequest, code: str, file: str) -> HttpResponse:
    return as_picture(_file(request, code, file))


def _file(request: HttpRequest, code: str, file: str):
    submission = queries.submission_or_404(request.actor, code)
    for attachment in submission.attachments.select_related("file"):
        if attachment.file.code == file:
            if not queries.may_see_names(request.actor, submission):
                attachment.file.name = _attachment_name(attachment)
            return attachment.file
    raise Http404


def _attachment_name(attachment) -> str:
    extension = attachment.file.name.rsplit(".", 1)[-1]
    return f"{attachment.submission.number}-{attachment.position}.{extension}"


@page("intake.withdraw")
@require_POST
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    submission = queries.submission_or_404(request.actor, code)
    form = WithdrawForm(request.POST)
    if carried_out(form, lambda given: actions.withdraw(submission, by=request.actor, why=given["why"])):
        messages.success(request, _("The submission was withdrawn; it stays on record."))
        return redirect("intake:read", submission.code)
    return _drawn(request, submission, withdraw_form=form, status=422)


@page("intake.move_to_paper")
@require_POST
def move_to_paper(request: HttpRequest, code: str) -> HttpResponse:
    submission = queries.submission_or_404(request.actor, code)
    form = PaperForm(request.POST)
    if carried_out(form, lambda given: actions.move_to_paper(submission, by=request.actor, reason=given["reason"])):
        messages.success(request, _("The words and files were destroyed; number, credit and digest remain."))
        return redirect("intake:read", submission.code)
    return _drawn(request, submission, paper_form=form, status=422)
