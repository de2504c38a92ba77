"""One brief: its text with remarks in their places, its sources, its way through the chain, and the reviewer's deeds."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhitong.desk import issue, queries, rules, texts
from zhitong.desk.actions import remarks, review, signing
from zhitong.desk.forms import ReasonForm, RemarkForm, WordsForm
from zhitong.desk.marks import Mark, text_html
from zhitong.desk.views.shown import remarks_shown, sources_shown, steps_of
from zhitong.web.forms import carried_out
from zhitong.web.pages import page


@page("desk.read")
@require_safe
def brief(request: HttpRequest, code: str) -> HttpResponse:
    return _drawn(request, queries.brief_or_404(request.actor, code))


def _drawn(request: HttpRequest, item, *, status: int = 200, **forms) -> HttpResponse:
    actor = request.actor
    signatures = queries.signatures_of(item)
    context = {
        **_reading(request, item),
        "signatures": signatures,
        "steps": steps_of(item, signatures),
        "issue": queries.issue_name(item),
        "corrections": list(item.corrected_by.select_related("series").order_by("pk")),
        "holder": rules.holder_of_lock(item, actor.at),
        "heads": texts.open_texts(item),
        "my_turn": rules.may_take_turn(item, actor),
        "signs_now": rules.signs_now(item),
        "may_write": actor.may("desk.write"),
        "can": {deed: rules.can(item, deed) for deed in rules.MOVES},
        "words_form": WordsForm(),
        "remark_form": RemarkForm(),
        "reason_form": ReasonForm(),
        **forms,
    }
    return render(request, "desk/brief.html", context, status=status)


def _reading(request: HttpRequest, item) -> dict:
    revision = issue.text_shown(item)
    shown = remarks_shown(item, revision)
    marks = [Mark(r.start, r.end, r.key, "remark") for r in shown if r.is_placed and not r.remark.settled_at]
    return {
        "brief": item,
        "revision": revision,
        "text": text_html(revision.body, marks),
        "remarks": shown,
        "open_remarks": sum(1 for each in shown if not each.remark.settled_at),
        "sources": sources_shown(request.actor, item),
        "can_remark": rules.can(item, "remark"),
    }


def _step(request: HttpRequest, code: str, deed, said: str) -> HttpResponse:
    """Take a step of the chain with the words that were written for it; a refusal comes back with those words."""
    item = queries.brief_or_404(request.actor, code)
    form = WordsForm(request.POST)
    if carried_out(form, lambda given: deed(item, by=request.actor, words=given["words"])):
        now = queries.brief_or_404(request.actor, code)
        messages.success(request, said % {"issue": queries.issue_name(now)})
        return redirect("desk:brief", code)
    return _drawn(request, queries.brief_or_404(request.actor, code), status=422, words_form=form)


@page("desk.write")
@require_POST
def put_forward(request: HttpRequest, code: str) -> HttpResponse:
    return _step(request, code, review.put_forward, _("Put forward for review."))


@page("desk.write")
@require_POST
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    return _step(request, code, review.take_back, _("Taken back; you can write on."))


@page("desk.review")
@require_POST
def pass_on(request: HttpRequest, code: str) -> HttpResponse:
    return _step(request, code, review.pass_on, _("Passed on to the next step."))


@page("desk.review")
@require_POST
def return_to_editor(request: HttpRequest, code: str) -> HttpResponse:
    return _step(request, code, review.return_to_editor, _("Returned to the editor."))


@page("desk.sign_off")
@require_POST
def sign_off(request: HttpRequest, code: str) -> HttpResponse:
    return _step(request, code, signing.sign_off, _("Signed as %(issue)s."))


def _with_reason(request: HttpRequest, code: str, deed, said: str) -> HttpResponse:
    item = queries.brief_or_404(request.actor, code)
    form = ReasonForm(request.POST)
    if carried_out(form, lambda given: deed(item, by=request.actor, reason=given["reason"])):
        messages.success(request, said)
        return redirect("desk:brief", code)
    return _drawn(request, queries.brief_or_404(request.actor, code), status=422, reason_form=form)


@page("desk.sign_off")
@require_POST
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    return _with_reason(request, code, signing.withdraw_brief, _("Withdrawn; its number stays taken."))


@page("dispatch.express")
@require_POST
def express(request: HttpRequest, code: str) -> HttpResponse:
    return _with_reason(request, code, review.put_on_express, _("On the express lane now."))


@page("dispatch.express")
@require_POST
def off_express(request: HttpRequest, code: str) -> HttpResponse:
    return _with_reason(request, code, review.take_off_express, _("Taken off the express lane."))


# Remarks


@page("desk.read")
@require_POST
def remark(request: HttpRequest, code: str) -> HttpResponse:
    """Pin a remark. With HTMX only the text and its remarks are drawn anew, so that words typed for the step stay."""
    item = queries.brief_or_404(request.actor, code)
    form = RemarkForm(request.POST)
    pinned = carried_out(
        form,
        lambda given: remarks.add_remark(
            item, by=request.actor, text=given["remark"], quote=given["quote"], start=given["start"] or 0
        ),
    )
    return _after_remark(request, code, RemarkForm() if pinned else form)


@page("desk.read")
@require_POST
def settle_remark(request: HttpRequest, code: str, remark_code: str) -> HttpResponse:
    item = queries.brief_or_404(request.actor, code)
    remarks.settle_remark(queries.remark_or_404(item, remark_code), by=request.actor)
    if request.POST.get("from") == "write":
        return redirect("desk:write", code)
    return _after_remark(request, code, RemarkForm())


def _after_remark(request: HttpRequest, code: str, form: RemarkForm) -> HttpResponse:
    item = queries.brief_or_404(request.actor, code)
    status = 422 if form.errors else 200
    if request.htmx:
        context = {**_reading(request, item), "remark_form": form}
        return render(request, "desk/reading.html", context, status=status)
    return _drawn(request, item, status=status, remark_form=form) if form.errors else redirect("desk:brief", code)
