"""What readers write below an issue that was sent to them: a leader's instruction, a department's reply."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhitong.dispatch.queries import received_or_404
from zhitong.dispatch.views.received import reading_page
from zhitong.errors import Refused
from zhitong.outcomes import actions, evidence
from zhitong.outcomes.answers import readers_answer
from zhitong.outcomes.forms import AnswerForm, InstructForm
from zhitong.web.forms import carried_out, put_on
from zhitong.web.pages import page


@page("outcomes.instruct")
@require_POST
def instruct(request: HttpRequest, code: str) -> HttpResponse:
    item = received_or_404(request.actor, code)
    form = InstructForm(request.POST, actor=request.actor)
    if carried_out(form, lambda _given: actions.instruct(item, by=request.actor, words=form.instruction())):
        messages.success(request, _("Your instruction was given to the office."))
        return _back(code)
    return reading_page(request, item, [readers_answer(request, item, instruct=form)], status=422)


@page("outcomes.reply")
@require_POST
def reply(request: HttpRequest, code: str) -> HttpResponse:
    item = received_or_404(request.actor, code)
    data, refused_file = evidence.posted(request)
    form = AnswerForm(data, actor=request.actor, brief=item.brief)
    good = form.is_valid()
    if refused_file is not None:
        form.add_error("evidence", str(refused_file))
    elif good:
        given = form.cleaned_data
        try:
            own = {"text": given["text"], "solved": given["solved"], "answers": form.answered()}
            actions.reply(item, by=request.actor, evidence=form.file, **own)
        except Refused as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("Your reply was given to the office."))
            return _back(code)
    return reading_page(request, item, [readers_answer(request, item, reply=form)], status=422)


def _back(code: str) -> HttpResponse:
    return redirect(reverse("dispatch:read", args=[code]) + "#answer")
