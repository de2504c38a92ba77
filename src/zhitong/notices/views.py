"""One's own notices, and the desk's outbox."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhitong.errors import Refused
from zhitong.notices import actions, queries
from zhitong.notices.forms import NoticeForm
from zhitong.notices.models import Notice
from zhitong.web.lists import listing
from zhitong.web.pages import page


@page("notices.read_own")
def own(request: HttpRequest) -> HttpResponse:
    notices = listing(request, queries.own_notices(request.actor))
    answer = render(request, "notices/own.html", {"notices": notices})
    actions.mark_read(list(notices), by=request.actor)  # after drawing: the page still shows which ones are new
    return answer


@page("notices.outbox")
def outbox(request: HttpRequest) -> HttpResponse:
    state = request.GET.get("state", Notice.State.WAITING)
    state = state if state in Notice.State.values else Notice.State.WAITING
    notices = listing(request, queries.outbox(request.actor).filter(state=state))
    context = {
        "notices": notices,
        "rows": [(notice, queries.addressee(request.actor, notice)) for notice in notices],
        "states": Notice.State.choices,
        "state": state,
    }
    return render(request, "notices/outbox.html", context)


@page("notices.outbox")
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Read one before it goes; reword, release or hold it back."""
    notice = queries.notice_or_404(request.actor, code)
    form = NoticeForm(request.POST or None, initial={"text": notice.text})
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():  # a refused release leaves no new words behind
                _do(request.POST.get("deed", ""), notice, form, request.actor)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Done."))
            return redirect("notices:outbox")
    context = {"notice": notice, "name": queries.addressee(request.actor, notice), "form": form}
    return render(request, "notices/edit.html", context, status=422 if form.errors else 200)


def _do(deed: str, notice: Notice, form: NoticeForm, by) -> None:
    text = form.cleaned_data["text"]
    if text != notice.text:
        notice = actions.reword(notice, text, by=by)
    if deed == "release":
        actions.release(notice, by=by)
    elif deed == "hold_back":
        actions.hold_back(notice, by=by, reason=form.cleaned_data["reason"])
