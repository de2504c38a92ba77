"""The pages of the vault: what was asked, the second person's word, and the look itself."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhitong.vault import actions, queries
from zhitong.vault.forms import ReasonForm
from zhitong.vault.models import Opening
from zhitong.web.forms import carried_out
from zhitong.web.lists import listing
from zhitong.web.pages import page


@page("vault.look")
@require_safe
def openings(request: HttpRequest) -> HttpResponse:
    """Who asked to look at which sealed identity, and what was answered."""
    context = {"listing": listing(request, queries.visible_openings(request.actor)), "now": timezone.now()}
    return render(request, "vault/openings.html", context)


@page("vault.look")
@require_safe
def opening(request: HttpRequest, code: str) -> HttpResponse:
    return _drawn(request, queries.opening_or_404(request.actor, code))


def _drawn(
    request: HttpRequest, opening: Opening, *, form: ReasonForm | None = None, status: int = 200
) -> HttpResponse:
    actor = request.actor
    waits = opening.state == Opening.State.ASKED
    context = {
        "opening": opening,
        "is_asker": opening.asked_by_id == actor.person_id,
        "may_decide": waits and actor.may("vault.consent") and opening.asked_by_id != actor.person_id,
        "is_open": opening.state == Opening.State.CONSENTED and opening.ends_at > actor.at,
        "form": form or ReasonForm(),
    }
    return render(request, "vault/opening.html", context, status=status)


@page("vault.consent")
@require_POST
def consent(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.opening_or_404(request.actor, code)
    actions.consent(found, by=request.actor)
    messages.success(request, _("Consented: the asker may look for 15 minutes."))
    return redirect("vault:opening", found.code)


@page("vault.consent")
@require_POST
def refuse(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.opening_or_404(request.actor, code)
    form = ReasonForm(request.POST)
    if carried_out(form, lambda cleaned: actions.refuse(found, by=request.actor, reason=cleaned["reason"])):
        messages.success(request, _("Refused; nothing was opened."))
        return redirect("vault:opening", found.code)
    return _drawn(request, found, form=form, status=422)


@page("vault.ask")
@require_POST
def look(request: HttpRequest, code: str) -> HttpResponse:
    """Shown in the answer to the form, so that no address leads to it and no reload repeats it unasked."""
    found = queries.opening_or_404(request.actor, code)
    identity = actions.look(found, by=request.actor)
    found.refresh_from_db()
    context = {"opening": found, "identity": identity, "at": request.actor.at, "marks": range(24)}
    return render(request, "vault/look.html", context)
