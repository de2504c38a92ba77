"""Entering an outcome of a brief, and correcting one by a new row."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhitong.desk.queries import brief_or_404, issue_name
from zhitong.dispatch.queries import visible_dispatches
from zhitong.errors import Refused
from zhitong.outcomes import actions, evidence, queries
from zhitong.outcomes.forms import FORMS, OutcomeForm
from zhitong.outcomes.models import Outcome, Reply
from zhitong.web.forms import put_on
from zhitong.web.pages import page

ENTER = {"adoption": actions.enter_adoption, "instruction": actions.enter_instruction, "reply": actions.enter_reply}


@page("outcomes.enter")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    brief = brief_or_404(request.actor, code)
    if kind not in FORMS:
        raise Http404
    data, refused_file = evidence.posted(request)
    form = FORMS[kind](data, actor=request.actor, brief=brief, initial=_from_dispatch(request, kind))
    if _is_good(form, refused_file):
        try:
            row = ENTER[kind](brief, form.facts(), by=request.actor, **form.own())
        except Refused as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("Entered; a second person confirms it."))
            return redirect("outcomes:row", kind, row.code)
    return _drawn(request, form, kind, brief, None)


@page("outcomes.enter")
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    wrong = queries.row_or_404(request.actor, kind, code)
    data, refused_file = evidence.posted(request)
    form = FORMS[kind](data, actor=request.actor, brief=wrong.brief, initial=_as_is(wrong), with_reason=True)
    if _is_good(form, refused_file):
        facts = form.facts()
        facts = actions.Facts(facts.happened_on, facts.dispatch, facts.evidence or wrong.evidence, facts.note)
        try:
            row = actions.correct(
                wrong, by=request.actor, reason=form.cleaned_data["reason"], facts=facts, **form.own()
            )
        except Refused as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("Corrected by a new row; the old one stays readable."))
            return redirect("outcomes:row", kind, row.code)
    return _drawn(request, form, kind, wrong.brief, wrong)


def _is_good(form: OutcomeForm, refused_file: Refused | None) -> bool:
    good = form.is_bound and form.is_valid()
    if refused_file is not None:
        form.add_error("evidence", str(refused_file))
    return good and refused_file is None


def _drawn(request: HttpRequest, form: OutcomeForm, kind: str, brief, wrong: Outcome | None) -> HttpResponse:
    context = {
        "form": form,
        "kind": kind,
        "kinds": list(FORMS),
        "brief": brief,
        "issue": issue_name(brief),
        "wrong": wrong,
    }
    return render(request, "outcomes/enter.html", context, status=422 if form.errors else 200)


def _from_dispatch(request: HttpRequest, kind: str) -> dict:
    """What ``?dispatch=`` already says: who it went to, and their level or rank."""
    code = request.GET.get("dispatch", "")
    if not code or "\x00" in code:
        return {}
    item = visible_dispatches(request.actor).filter(code=code).first()
    if item is None:
        return {}
    recipient = item.recipient
    own = {
        "adoption": {"body": recipient.name, "rank": recipient.rank},
        "instruction": {"leader": recipient.name, "leader_rank": recipient.leader_rank},
        "reply": {"department": recipient.name},
    }[kind]
    return {"dispatch": item.code, **own}


def _as_is(row: Outcome) -> dict:
    own = {name: getattr(row, name) for name in actions.OWN_FIELDS[type(row)]}
    if isinstance(row, Reply):
        standing = queries.as_it_stands(row.answers)
        own["answers"] = standing.code if standing else None
    dispatch = row.dispatch.code if row.dispatch else ""
    return {**own, "happened_on": row.happened_on, "dispatch": dispatch, "note": row.note}
