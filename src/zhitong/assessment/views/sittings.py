"""每日研判: open the day's sitting, go through the queue, close it into minutes."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from zhitong.assessment import actions
from zhitong.assessment.ages import clock_for
from zhitong.assessment.forms import CloseForm, SittingForm
from zhitong.assessment.inbox import next_after, open_inbox
from zhitong.assessment.minutes import minutes_of
from zhitong.assessment.models import Sitting
from zhitong.assessment.paper import minutes_paper
from zhitong.assessment.queries import sittings_of
from zhitong.assessment.sitting_days import days_without_record
from zhitong.assessment.views.decisions import put_on, try_to_decide
from zhitong.assessment.views.pane import just_done, pane_context
from zhitong.assessment.ways import SittingWay
from zhitong.errors import Refused
from zhitong.intake.queries import submission_or_404
from zhitong.paper import to_docx, to_pdf
from zhitong.web.lists import listing
from zhitong.web.pages import page


@page("assessment.read")
@require_safe
def sittings(request: HttpRequest) -> HttpResponse:
    """Every sitting, newest first, and the working days that have no record."""
    rows = sittings_of(request.actor).select_related("chair", "minute_taker")
    clock = clock_for(request.actor)
    context = {
        "sittings": listing(request, rows, size=30),
        "open_one": rows.filter(closed_at__isnull=True).first(),
        "gaps": days_without_record(request.actor, clock),
        "today": clock.today,
    }
    return render(request, "assessment/sittings.html", context)


@page("assessment.hold_sitting")
@require_http_methods(["GET", "POST"])
def open_(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate(request.actor.at)
    form = SittingForm(request.POST or None, viewer=request.actor, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            opened = actions.open_sitting(by=request.actor, **form.cleaned_data)
        except Refused as refusal:
            put_on(form, refusal)
        else:
            return redirect("assessment:sitting", opened.code)
    return render(request, "assessment/sitting_form.html", {"form": form}, status=422 if form.errors else 200)


@page("assessment.read")
@require_safe
def sitting(request: HttpRequest, code: str) -> HttpResponse:
    """While open: the item to decide next. Closed: the minutes."""
    found = _sitting(request, code)
    if found.closed_at:
        return render(request, "assessment/minutes.html", {"minutes": minutes_of(found, request.actor)})
    return _draw(request, found, item=request.GET.get("item", ""))


def _draw(request: HttpRequest, sitting: Sitting, *, item: str = "", decision_form=None, status: int = 200):
    actor, clock, way = request.actor, clock_for(request.actor), SittingWay(sitting)
    found = open_inbox(actor, way.wanted, clock)
    first = found.rows[0].submission.code if found.rows else ""
    context = {
        "sitting": sitting,
        "way": way,
        "clock": clock,
        "minutes": minutes_of(sitting, actor),
        "left": found.total,
    }
    if item or first:
        submission = submission_or_404(actor, item or first)
        place = open_inbox(actor, way.wanted, clock, reading=submission).place
        context |= pane_context(request, submission, clock, way, place, decision_form=decision_form)
    context |= just_done(actor, request.GET.get("done", ""), way)
    return render(request, "assessment/sitting.html", context, status=status)


@page("assessment.decide")
@require_POST
def decide(request: HttpRequest, sitting: str, code: str, verdict: str) -> HttpResponse:
    """Decide in the sitting, then go on with the next item of its queue."""
    found, submission = _sitting(request, sitting), submission_or_404(request.actor, code)
    way = SittingWay(found)
    then = next_after(request.actor, way.wanted, clock_for(request.actor), submission)
    form, made = try_to_decide(request, submission, verdict, sitting=found)
    if made is None:
        return _draw(request, found, item=code, decision_form=form, status=422)
    return HttpResponseRedirect(way.to(then, done=made.code))


@page("assessment.hold_sitting")
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest, code: str) -> HttpResponse:
    """Change who is there while the sitting is open."""
    found = _sitting(request, code)
    now = {
        "chair": found.chair_id,
        "minute_taker": found.minute_taker_id,
        "present": found.present.values_list("code", flat=True),
        "order": found.order,
    }
    form = SittingForm(
        request.POST or None,
        viewer=request.actor,
        today=timezone.localdate(request.actor.at),
        initial=now,
        opening=False,
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_sitting(found, by=request.actor, **form.cleaned_data)
        except Refused as refusal:
            put_on(form, refusal)
        else:
            return redirect("assessment:sitting", found.code)
    context = {"form": form, "sitting": found}
    return render(request, "assessment/sitting_form.html", context, status=422 if form.errors else 200)


@page("assessment.hold_sitting")
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Look at the minutes as they would be, add remarks, close."""
    found = _sitting(request, code)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_sitting(found, by=request.actor, note=form.cleaned_data["note"])
        except Refused as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("The sitting was closed into minutes."))
            return redirect("assessment:sitting", found.code)
    context = {"minutes": minutes_of(found, request.actor), "form": form, "closing": True}
    return render(request, "assessment/minutes.html", context, status=422 if form.errors else 200)


@page("assessment.read")
@require_GET
def minutes_docx(request: HttpRequest, code: str) -> HttpResponse:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return _as_file(request, code, to_docx, kind, "docx")


@page("assessment.read")
@require_GET
def minutes_pdf(request: HttpRequest, code: str) -> HttpResponse:
    return _as_file(request, code, to_pdf, "application/pdf", "pdf")


def _as_file(request: HttpRequest, code: str, make, kind: str, extension: str) -> HttpResponse:
    found = _sitting(request, code)
    if found.closed_at is None:
        raise Http404
    printed = minutes_paper(minutes_of(found, request.actor))
    answer = HttpResponse(make(printed), content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="minutes-{found.held_on.isoformat()}.{extension}"'
    return answer


def _sitting(request: HttpRequest, code: str) -> Sitting:
    return get_object_or_404(
        sittings_of(request.actor).select_related("chair", "minute_taker", "closed_by"),
        code=code if code.isalnum() else "",
    )
