"""What a resident sees and does with the receipt code. The code comes in the body of a form and goes back only into forms' bodies."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhitong.errors import Refused
from zhitong.stations import gates, queries, receipts
from zhitong.stations.actions import speaking
from zhitong.stations.forms import CodeForm, LineForm, SayForm
from zhitong.stations.models import Lead
from zhitong.stations.rules import is_open
from zhitong.web.display import display_of
from zhitong.web.pages import public

WHY = "whoever holds a receipt code reads what became of their message"


@public(WHY, residents=True)
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "stations/code.html", {"form": CodeForm()})
    return _with_code(request, _status_page)


@public(WHY, residents=True)
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """A reply to the station's question, or something more."""

    def done(request: HttpRequest, lead: Lead) -> HttpResponse:
        form = LineForm(request.POST)
        return _deed(
            request, lead, form, lambda by: speaking.add(lead, form.cleaned_data["text"], by=by), line_form=form
        )

    return _with_code(request, done)


@public(WHY, residents=True)
@require_POST
def say(request: HttpRequest) -> HttpResponse:
    """Solved, partly, not."""

    def done(request: HttpRequest, lead: Lead) -> HttpResponse:
        form = SayForm(request.POST)

        def deed(by):
            return speaking.say(lead, form.cleaned_data["word"], by=by, note=form.cleaned_data["note"])

        return _deed(request, lead, form, deed, say_form=form)

    return _with_code(request, done)


@public(WHY, residents=True)
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    def done(request: HttpRequest, lead: Lead) -> HttpResponse:
        return _deed(request, lead, None, lambda by: speaking.withdraw(lead, by=by))

    return _with_code(request, done)


def _with_code(request: HttpRequest, page: Callable[[HttpRequest, Lead], HttpResponse]) -> HttpResponse:
    """Open the page for whoever holds a right code, however many wrong ones come from the same place or from everywhere.

    A right code is looked up first: 120 bits are not guessed, and a flood of wrong ones must not keep its holder out. Wrong ones are
    counted, and beyond the gate answered without being counted.
    """
    form = CodeForm(request.POST)
    lead = queries.lead_of(form.cleaned_data["code"]) if form.is_valid() else None
    if lead is not None:
        return page(request, lead)
    now = timezone.now()
    is_try = not form.errors
    if gates.is_closed(gates.WRONG_CODES, request, now) or (
        is_try and not gates.count(gates.WRONG_CODES, request, now)
    ):
        return _turned_away(request, form)
    if is_try:
        typed_wrong = receipts.read(form.cleaned_data["code"]) is None
        form.add_error(
            "code",
            _("There is a typing mistake in it. Compare it with your receipt, group by group.")
            if typed_wrong
            else _("No message belongs to this code. Compare it with your receipt, group by group."),
        )
    return render(request, "stations/code.html", {"form": form}, status=422)


def _turned_away(request: HttpRequest, form: CodeForm) -> HttpResponse:
    """A refusal that costs next to nothing, or the brake would itself be the way to bring the house to a halt."""
    context = {
        "address": reverse("stations:receipt"),
        "code": request.POST.get("code", "")[:80],
        "display": display_of(request),
        "label": form.fields["code"].label,
        "language": request.LANGUAGE_CODE,
        "refusal": _("Too many wrong codes came at this moment. Wait a minute; a right code is always answered."),
        "token": get_token(request),
    }
    return HttpResponse(render_to_string("stations/wait.html", context), status=429)


def _deed(request: HttpRequest, lead: Lead, form, deed: Callable, **forms) -> HttpResponse:
    """Do it and show the page as it is then; refused, the page comes back with what was typed."""
    if form is not None and not form.is_valid():
        return _status_page(request, lead, status=422, **forms)
    try:
        deed(speaking.public_actor(lead.station))
    except Refused as refusal:
        if form is None:
            raise
        form.add_error(None, str(refusal))
        return _status_page(request, lead, status=refusal.status, **forms)
    return _status_page(request, queries.lead_of(request.POST["code"]), done=True)


def _status_page(
    request: HttpRequest,
    lead: Lead,
    *,
    line_form: LineForm | None = None,
    say_form: SayForm | None = None,
    done: bool = False,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    context = {
        "lead": lead,
        "kept": queries.keeping_told(lead.office_id),
        "code": receipts.read(request.POST["code"]),
        "steps": queries.steps_for(lead),
        "standing": queries.standing_of(lead, now),
        "is_asked": queries.open_question(lead),
        "is_open": is_open(lead),
        "asks_whether_solved": queries.is_asked_whether_solved(lead, now),
        "line_form": line_form or LineForm(),
        "say_form": say_form or SayForm(),
        "done": done,
    }
    return render(request, "stations/status.html", context, status=status)
