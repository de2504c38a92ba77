"""Taking and undoing decisions: one, or many after a look at them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from zhitong.assessment import actions
from zhitong.assessment.ages import clock_for
from zhitong.assessment.forms import BulkForm, DecisionForm, FilterForm, UndoForm
from zhitong.assessment.inbox import next_after, with_what_rows_show
from zhitong.assessment.models import Assessment, Sitting
from zhitong.assessment.rules import MAY_BE_FOLLOWED
from zhitong.assessment.views import inbox
from zhitong.assessment.ways import InboxWay
from zhitong.errors import BadInput, Refused
from zhitong.intake.models import Submission
from zhitong.intake.queries import submission_or_404, visible_submissions
from zhitong.web.pages import page
from zhitong.web.views import safe_next

Verdict = Assessment.Verdict


@page("assessment.decide")
@require_POST
def decide(request: HttpRequest, code: str, verdict: str) -> HttpResponse:
    """Decide, then go on with the next item of the filtered list."""
    submission = submission_or_404(request.actor, code)
    way = InboxWay(FilterForm(request.GET, office_id=request.actor.office_id).filter())
    then = next_after(request.actor, way.wanted, clock_for(request.actor), submission)
    form, made = try_to_decide(request, submission, verdict)
    if made is None:
        return inbox.draw(request, submission, decision_form=form, status=422)
    return HttpResponseRedirect(way.to(then, done=made.code))


def try_to_decide(
    request: HttpRequest, submission: Submission, verdict: str, *, sitting: Sitting | None = None
) -> tuple[DecisionForm, Assessment | None]:
    """The decision, or None with its refusal on the form."""
    form = _form(request, verdict)
    if not form.is_valid():
        return form, None
    try:
        return form, actions.decide(submission, verdict, by=request.actor, sitting=sitting, **form.parts())
    except Refused as refusal:
        put_on(form, refusal)
        return form, None


def _form(request: HttpRequest, verdict: str, *, first: Submission | None = None) -> DecisionForm:
    """The sent form; with ``first`` a fresh one, in which a merge leads into that item."""
    if verdict not in Verdict.values:
        raise Http404
    return DecisionForm(
        request.POST if first is None else None,
        verdict=verdict,
        viewer=request.actor,
        today=timezone.localdate(request.actor.at),
        initial={"into": first.number} if first else None,
    )


def put_on(form, refusal: Refused) -> None:
    """A refusal stands at the field it names when the form shows that field."""
    at = refusal.field if isinstance(refusal, BadInput) and refusal.field in form.fields else None
    form.add_error(at, str(refusal))


@page("assessment.undo")
@require_POST
def undo(request: HttpRequest, code: str) -> HttpResponse:
    decision = get_object_or_404(
        Assessment.objects.filter(submission__in=visible_submissions(request.actor)).select_related("submission"),
        code=code if code.isalnum() else "",
    )
    form = UndoForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    try:
        actions.undo(decision, by=request.actor, why=why)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        number = decision.submission.number
        messages.success(request, _("The decision on %(number)s was undone.") % {"number": number})
    return HttpResponseRedirect(safe_next(request, reverse("assessment:inbox")))


@page("assessment.decide")
@require_POST
def preview_many(request: HttpRequest) -> HttpResponse:
    """What a bulk decision would do, item by item. Nothing is changed yet."""
    return _preview(request)


def _preview(request: HttpRequest, form: DecisionForm | None = None, status: int = 200) -> HttpResponse:
    way = InboxWay(FilterForm(request.GET, office_id=request.actor.office_id).filter())
    chosen = BulkForm(request.POST)
    if not chosen.is_valid():
        messages.error(request, " ".join(" ".join(errors) for errors in chosen.errors.values()))
        return HttpResponseRedirect(way.start())
    verdict = chosen.cleaned_data["verdict"]
    items = _items(request, chosen)
    if not items:
        raise Http404
    context = {
        "way": way,
        "verdict": verdict,
        "label": Verdict(verdict).label,
        "items": items,
        "possible": sum(item["is_possible"] for item in items),
        "decision_form": form or _form(request, verdict, first=items[0]["submission"]),
        "clock": clock_for(request.actor),
    }
    return render(request, "assessment/bulk.html", context, status=status)


def _items(request: HttpRequest, chosen: BulkForm) -> list[dict]:
    rows = visible_submissions(request.actor).filter(code__in=chosen.cleaned_data["code"])
    items = []
    for submission in with_what_rows_show(rows).order_by("received_at", "id"):
        standing = submission.standing[0] if submission.standing else None
        is_open = not submission.withdrawn_at and not submission.paper_at
        items.append(
            {
                "submission": submission,
                "standing": standing,
                "is_possible": is_open and (standing is None or standing.verdict in MAY_BE_FOLLOWED),
            }
        )
    return items


@page("assessment.decide")
@require_POST
def decide_many(request: HttpRequest) -> HttpResponse:
    """The same decision on each chosen item; what cannot be decided is named and stays as it is."""
    way = InboxWay(FilterForm(request.GET, office_id=request.actor.office_id).filter())
    chosen = BulkForm(request.POST)
    if not chosen.is_valid():
        return _preview(request)
    verdict = chosen.cleaned_data["verdict"]
    form = _form(request, verdict)
    if not form.is_valid():
        return _preview(request, form, status=422)
    parts = {name: value for name, value in form.parts().items() if name != "upon"}
    lead = parts.get("into")
    submissions = [item["submission"] for item in _items(request, chosen) if not lead or item["submission"] != lead]
    made, refused = actions.decide_many(submissions, verdict, by=request.actor, **parts)
    if made:
        done = ngettext("%(count)s item decided: %(verdict)s.", "%(count)s items decided: %(verdict)s.", len(made))
        messages.success(request, done % {"count": len(made), "verdict": Verdict(verdict).label})
    for submission, refusal in refused[:10]:
        messages.warning(request, f"{submission.number}：{refusal}")
    if len(refused) > 10:
        messages.warning(request, _("%(count)s more were not decided.") % {"count": len(refused) - 10})
    return HttpResponseRedirect(way.start())
