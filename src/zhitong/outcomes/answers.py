"""What outcomes puts on the pages of dispatch: the reader's answer below an issue, and what came of a dispatch on the desk's page."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from zhitong.dispatch.answering import answer_part, became_part
from zhitong.dispatch.models import Dispatch
from zhitong.outcomes import queries
from zhitong.outcomes.forms import AnswerForm, InstructForm


@answer_part
def readers_answer(
    request: HttpRequest, dispatch: Dispatch, *, instruct: InstructForm | None = None, reply: AnswerForm | None = None
) -> SafeString:
    """A leader's or their deputy's instruction, or a department's reply, and what was written here before."""
    actor, reader = request.actor, dispatch.recipient.person
    instructs, replies = (reader.pk in actor.persons_for(right) for right in ("outcomes.instruct", "outcomes.reply"))
    context = {
        "acting_for": reader if reader.pk != actor.person_id else None,
        "dispatch": dispatch,
        "came": queries.came_of(dispatch),
        "instruct": (instruct or InstructForm(actor=actor)) if instructs else None,
        "reply": (reply or AnswerForm(actor=actor, brief=dispatch.brief)) if replies else None,
    }
    return render_to_string("outcomes/answer.html", context, request)


@became_part
def what_came_of_it(request: HttpRequest, dispatch: Dispatch) -> SafeString:
    context = {"dispatch": dispatch, "came": queries.came_of(dispatch)}
    return render_to_string("outcomes/became.html", context, request)
