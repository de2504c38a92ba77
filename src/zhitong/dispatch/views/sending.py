"""Sending a signed brief: to several recipients at once, with a look at what each of them will see."""

from __future__ import annotations

from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhitong.desk.queries import brief_or_404, issue_name
from zhitong.dispatch import actions, queries
from zhitong.dispatch.forms import SendForm
from zhitong.dispatch.models import Dispatch, Recipient
from zhitong.dispatch.shown import article_for
from zhitong.errors import Refused
from zhitong.intake.restricted.readings import paper_mark
from zhitong.network.queries import calendar_of
from zhitong.paper.html import STYLESHEET
from zhitong.web.pages import page


@page("dispatch.send")
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, code: str) -> HttpResponse:
    brief = brief_or_404(request.actor, code)
    recipients = list(queries.recipients_of(brief.office_id, on=timezone.localdate(request.actor.at)))
    form = SendForm(request.POST or None, recipients=recipients)
    if request.method == "POST" and form.is_valid():
        try:
            sent = actions.send_to_several(brief, form.chosen(), by=request.actor, note=form.cleaned_data["note"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            names = "、".join(each.recipient.name for each in sent)
            messages.success(request, _("Sent to %(names)s.") % {"names": names})
            return redirect("dispatch:send", code)
    every = list(queries.sent_of(brief))
    context = {
        "brief": brief,
        "issue": issue_name(brief),
        "can_send": brief.state == brief.State.SIGNED,
        "form": form,
        "groups": _groups(recipients, every, request, form),
        "sent": every,
    }
    return render(request, "dispatch/send.html", context, status=422 if form.errors else 200)


def _groups(recipients: list[Recipient], sent: list[Dispatch], request: HttpRequest, form: SendForm) -> list[tuple]:
    """(kind, level, rows) of the recipients, the highest level first; a row is (recipient, its dispatch or None, chosen, due day)."""
    actor = request.actor
    today = timezone.localdate(actor.at)
    calendar = calendar_of(actor.office_id, on=today)
    standing = {each.recipient_id: each for each in sent if each.state != Dispatch.State.RECALLED}
    chosen = set(form["recipients"].value() or ())
    order = list(Recipient.Kind.values)
    by_group = sorted(recipients, key=lambda each: (order.index(each.kind), each.rank, each.position, each.pk))
    return [
        (
            Recipient.Kind(kind).label,
            group[0].get_rank_display(),
            [(r, standing.get(r.pk), r.code in chosen, _due(calendar, today, r)) for r in group],
        )
        for (kind, _rank), rows in groupby(by_group, key=lambda each: (each.kind, each.rank))
        if (group := list(rows))
    ]


def _due(calendar, today, recipient: Recipient):
    return calendar.due(today, recipient.reply_days).value if recipient.reply_days else None


@page("dispatch.send")
@require_safe
def preview(request: HttpRequest, code: str, recipient_code: str) -> HttpResponse:
    """The issue as this recipient will see it."""
    brief = brief_or_404(request.actor, code)
    recipient = queries.recipient_or_404(request.actor, recipient_code)
    context = {
        "brief": brief,
        "issue": issue_name(brief),
        "recipient": recipient,
        "article": article_for(recipient, brief, warning=paper_mark(request.actor)),
        "stylesheet": STYLESHEET,
    }
    return render(request, "dispatch/preview.html", context)
