"""The public pages of a station: what it is, the resident's form, what changed because people spoke."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhitong.errors import Refused
from zhitong.stations import gates, queries
from zhitong.stations.actions import speaking
from zhitong.stations.forms import SpeakForm
from zhitong.stations.models import Lead, Station
from zhitong.web.forms import put_on
from zhitong.web.lists import listing
from zhitong.web.pages import public


@public("residents have no account: the station's QR code leads here", residents=True)
@require_safe
def station(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.public_station_or_404(code)
    context = {
        "station": found,
        "duty": queries.public_duty(found, since=timezone.localdate())[:6],
        "changed": queries.changed_at(found)[:3],
    }
    return render(request, "stations/public.html", context)


@public("everybody may read what changed because residents spoke", residents=True)
@require_safe
def changed(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.public_station_or_404(code)
    return render(
        request, "stations/changed.html", {"station": found, "listing": listing(request, queries.changed_at(found))}
    )


@public("residents speak without an account", residents=True)
@require_http_methods(["GET", "HEAD", "POST"])
def speak(request: HttpRequest, code: str) -> HttpResponse:
    """The form; when it is sent, the answer itself shows the receipt code, once, and no address leads to it."""
    found = queries.public_station_or_404(code)
    now = timezone.now()
    consent = queries.newest_consent(found.office_id)
    asks = gates.is_closed(gates.QUIET, request, now)
    if request.method != "POST":
        return _form_page(request, found, SpeakForm(version=consent.version, asks=asks), consent)
    form = SpeakForm(request.POST, request.FILES, version=consent.version, asks=asks)
    if gates.is_closed(gates.MESSAGES, request, now):
        form.is_valid()
        form.add_error(
            None,
            _(
                "Too many messages come at this moment. Your words are still here: wait a little and send them again, or ring up the station."
            ),
        )
        return _form_page(request, found, form, consent, status=429)
    if not form.is_valid():
        return _form_page(request, found, form, consent, status=422)
    agreed = queries.consent_or_none(found.office_id, form.cleaned_data["version"])
    if agreed is None or agreed != consent:
        form.data = form.data.copy()
        form.data["version"] = str(consent.version)
        form.add_error("agree", _("The text has changed since you opened this page. Read it again."))
        return _form_page(request, found, form, consent, status=422)
    try:
        lead, receipt = speaking.speak(
            found,
            by=speaking.public_actor(found, now),
            token=form.cleaned_data["token"],
            text=form.cleaned_data["text"],
            place=form.cleaned_data["place"],
            naming=form.cleaned_data["naming"],
            identity=form.identity,
            files=form.uploads,
            consent=consent,
        )
    except Refused as refusal:
        put_on(form, refusal)
        return _form_page(request, found, form, consent, status=refusal.status)
    gates.count(gates.MESSAGES, request, now)
    return received_page(request, lead, receipt)


def received_page(request: HttpRequest, lead: Lead, receipt: str, *, for_resident: bool = False) -> HttpResponse:
    """The receipt: shown once, kept nowhere. ``for_resident``: printed by the clerk who wrote it down."""
    context = {"lead": lead, "receipt": receipt, "station": lead.station, "for_resident": for_resident}
    context["kept"] = queries.keeping_told(lead.station.office_id)
    return render(request, "stations/received.html", context, status=201)


def _form_page(request: HttpRequest, found: Station, form: SpeakForm, consent, *, status: int = 200) -> HttpResponse:
    form.fresh_question()
    context = {"station": found, "form": form, "consent": consent, "lost_files": bool(form.errors and form.uploads)}
    context["kept"] = queries.keeping_told(found.office_id)
    return render(request, "stations/speak.html", context, status=status)
