"""The office's list of recipients: add, change, end."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhitong.dispatch import actions, queries
from zhitong.dispatch.forms import EndForm, RecipientForm
from zhitong.dispatch.models import Recipient
from zhitong.network.queries import choice_names
from zhitong.web.forms import carried_out
from zhitong.web.pages import page


@page("dispatch.read")
@require_safe
def recipients(request: HttpRequest) -> HttpResponse:
    """Those that are sent to today, or with ``?all=1`` all that ever were."""
    actor = request.actor
    today = timezone.localdate(actor.at)
    rows = queries.recipients_of(actor.office_id, on=None if request.GET.get("all") else today)
    ranks = choice_names("leader_rank", actor.office_id)
    context = {
        "tab": "recipients",
        "rows": [(each, ranks.get(each.leader_rank, "")) for each in rows],
        "today": today,
        "show_all": bool(request.GET.get("all")),
    }
    return render(request, "dispatch/recipients.html", context)


@page("dispatch.recipients")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    form = RecipientForm(request.POST or None, actor=request.actor)
    if carried_out(form, lambda given: actions.add_recipient(by=request.actor, **given)):
        messages.success(request, _("%(name)s can be sent to now.") % {"name": form.cleaned_data["name"]})
        return redirect("dispatch:recipients")
    return render(request, "dispatch/recipient.html", {"form": form}, status=422 if form.errors else 200)


@page("dispatch.recipients")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    known = queries.recipient_or_404(request.actor, code)
    form = RecipientForm(request.POST or None, actor=request.actor, recipient=known, initial=_as_is(known))

    def change_what_differs(given: dict) -> None:
        changed = {name: value for name, value in given.items() if getattr(known, name) != value}
        if changed:
            actions.change_recipient(known, by=request.actor, **changed)

    if carried_out(form, change_what_differs):
        messages.success(request, _("Changed."))
        return redirect("dispatch:recipients")
    return _drawn(request, known, form, EndForm(initial={"ends_on": timezone.localdate(request.actor.at)}))


@page("dispatch.recipients")
@require_POST
def end(request: HttpRequest, code: str) -> HttpResponse:
    known = queries.recipient_or_404(request.actor, code)
    form = EndForm(request.POST)
    if carried_out(form, lambda given: actions.end_recipient(known, by=request.actor, ends_on=given["ends_on"])):
        messages.success(request, _("Ended; what was sent stays."))
        return redirect("dispatch:recipients")
    return _drawn(request, known, RecipientForm(actor=request.actor, recipient=known, initial=_as_is(known)), form)


def _drawn(request: HttpRequest, known: Recipient, form: RecipientForm, end_form: EndForm) -> HttpResponse:
    status = 422 if form.errors or end_form.errors else 200
    context = {"form": form, "end_form": end_form, "recipient": known}
    return render(request, "dispatch/recipient.html", context, status=status)


def _as_is(known: Recipient) -> dict:
    names = ("name", "leader_rank", "sees_sources", "reply_days", "position", "valid_from")
    return {name: getattr(known, name) for name in names} | {"person": known.person.code if known.person else None}
