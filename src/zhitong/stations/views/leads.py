"""Residents' messages as the station and the desk see them: the list, one of them, handing over, answering, writing down."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhitong.errors import Refused
from zhitong.files.queries import PICTURES, as_download, as_picture
from zhitong.stations import queries
from zhitong.stations.actions import handling, speaking
from zhitong.stations.forms import JoinForm, MatterForm, NameForm, SetAsideForm, WriteDownForm, WriteToForm
from zhitong.stations.models import Lead
from zhitong.stations.rules import is_open
from zhitong.stations.views.speak import received_page
from zhitong.text.deidentify import find_personal
from zhitong.web.forms import carried_out, put_on
from zhitong.web.lists import listing
from zhitong.web.pages import page


@page("stations.receive")
@require_safe
def leads(request: HttpRequest) -> HttpResponse:
    """What waits first; the state and the station are in the address."""
    rows = queries.visible_leads(request.actor).select_related("station__unit", "submission")
    state = request.GET.get("state", Lead.State.NEW)
    if state in Lead.State.values:
        rows = rows.filter(state=state)
    if (station := request.GET.get("station", "")) and station.isascii() and "\x00" not in station:
        rows = rows.filter(station__code=station)
    order = ("received_at", "pk") if state == Lead.State.NEW else ("-received_at", "-pk")
    context = {"listing": listing(request, rows.order_by(*order)), "states": Lead.State.choices, "state": state}
    return render(request, "stations/leads.html", context)


@page("stations.receive")
@require_safe
def lead(request: HttpRequest, code: str) -> HttpResponse:
    return _drawn(request, queries.lead_or_404(request.actor, code))


def _drawn(request: HttpRequest, lead: Lead, *, status: int = 200, **forms) -> HttpResponse:
    try:
        identity, key_fault = queries.names_given([lead]).get(lead.pk), None
    except Refused as refusal:  # the key file is away: all but the name can be worked with
        identity, key_fault = None, refusal
    context = {
        "lead": lead,
        "pseudonym": queries.pseudonym(lead),
        "identity": identity,
        "key_fault": key_fault,
        "lines": queries.lines_of(lead),
        "said": lead.said.all(),
        "answers": queries.answers_for(lead),
        "files": [(row.file, row.file.media_type in PICTURES) for row in lead.files.select_related("file")],
        "others": queries.joined_to(lead.submission).exclude(pk=lead.pk).count() if lead.submission_id else 0,
        "is_free": lead.submission_id is None and is_open(lead),
        "is_open": is_open(lead),
        "may_ask_name": lead.sealed_id and lead.naming == Lead.Naming.SEALED and request.actor.may("vault.ask"),
        "openings": queries.openings_by_lead(lead),
        "ask_form": WriteToForm(prefix="ask"),
        "answer_form": WriteToForm(prefix="answer"),
        "join_form": JoinForm(actor=request.actor),
        "aside_form": SetAsideForm(),
        "name_form": NameForm(),
        **forms,
    }
    return render(request, "stations/lead.html", context, status=status)


@page("stations.receive")
@require_http_methods(["GET", "HEAD", "POST"])
def take_over(request: HttpRequest, code: str) -> HttpResponse:
    """The member's own account of it. What looks like a name or a number in it is pointed at before it is sent."""
    found = queries.lead_or_404(request.actor, code)
    initial = {"body": found.text, "place": found.place[:120], "voice": _("a resident, told at the workstation")}
    form = MatterForm(request.POST or None, actor=request.actor, initial=initial)
    text = form["body"].value() or ""
    personal = [span.text for span in find_personal(text)]
    if request.method == "POST" and form.is_valid():
        if personal and request.POST.get("looked") != str(len(personal)):
            form.add_error(
                "body",
                _("Look at what is marked below: it may tell who spoke. Take it out, or send it once more as it is."),
            )
        else:
            try:
                submission = handling.take_over(found, handling.Matter(**form.cleaned_data), by=request.actor)
            except Refused as refusal:
                put_on(form, refusal)
            else:
                messages.success(
                    request, _("It is in as submission %(number)s; you answer for it.") % {"number": submission.number}
                )
                return redirect("stations:lead", found.code)
    context = {"lead": found, "form": form, "personal": personal, "looked": len(personal) if form.errors else ""}
    return render(request, "stations/take_over.html", context, status=422 if form.errors else 200)


@page("stations.receive")
@require_POST
def join(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.lead_or_404(request.actor, code)
    form = JoinForm(request.POST, actor=request.actor)
    return _done(
        request,
        found,
        form,
        lambda: handling.join(found, form.cleaned_data["number"], by=request.actor),
        _("Joined: this resident hears the same answers."),
        join_form=form,
    )


@page("stations.receive")
@require_POST
def ask(request: HttpRequest, code: str) -> HttpResponse:
    return _written(request, code, "ask", _("The question stands on the resident's page."))


@page("stations.receive")
@require_POST
def answer(request: HttpRequest, code: str) -> HttpResponse:
    return _written(request, code, "answer", _("The answer stands on the resident's page."))


def _written(request: HttpRequest, code: str, what: str, said: str) -> HttpResponse:
    found = queries.lead_or_404(request.actor, code)
    form = WriteToForm(request.POST, prefix=what)

    def deed():
        return handling.write_to(found, form.cleaned_data["text"], by=request.actor, asks=what == "ask")

    return _done(request, found, form, deed, said, **{f"{what}_form": form})


@page("stations.receive")
@require_POST
def set_aside(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.lead_or_404(request.actor, code)
    form = SetAsideForm(request.POST)
    return _done(
        request,
        found,
        form,
        lambda: handling.set_aside(found, by=request.actor, **form.cleaned_data),
        _("Set aside; it can be taken out again."),
        aside_form=form,
    )


@page("stations.receive")
@require_POST
def bring_back(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.lead_or_404(request.actor, code)
    handling.bring_back(found, by=request.actor)
    return redirect("stations:lead", found.code)


@page("vault.ask")
@require_POST
def ask_for_name(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.lead_or_404(request.actor, code)
    form = NameForm(request.POST)
    return _done(
        request,
        found,
        form,
        lambda: handling.ask_for_name(found, by=request.actor, reason=form.cleaned_data["reason"]),
        _("Asked; a second person decides."),
        name_form=form,
    )


def _done(request: HttpRequest, found: Lead, form, deed, said: str, **forms) -> HttpResponse:
    if carried_out(form, lambda _cleaned: deed()):
        messages.success(request, said)
        return redirect("stations:lead", found.code)
    return _drawn(request, found, status=422, **forms)


@page("stations.receive")
@require_safe
def download(request: HttpRequest, code: str, file: str) -> HttpResponse:
    return as_download(queries.filed_or_404(queries.lead_or_404(request.actor, code), file).file)


@page("stations.receive")
@require_safe
def picture(request: HttpRequest, code: str, file: str) -> HttpResponse:
    return as_picture(queries.filed_or_404(queries.lead_or_404(request.actor, code), file).file)


@page("stations.speak")
@require_http_methods(["GET", "HEAD", "POST"])
def write_down(request: HttpRequest, code: str) -> HttpResponse:
    """A paper form, a call, somebody at the table: written down by a member or the liaison, with a slip for the resident."""
    found = queries.station_or_404(request.actor, code)
    if not queries.may_serve(request.actor, found):
        raise Http404
    consent = queries.newest_consent(found.office_id)
    posted = request.method == "POST"
    form = WriteDownForm(request.POST if posted else None, request.FILES, version=consent.version)
    if posted and form.is_valid():
        cleaned = form.cleaned_data
        try:
            lead, receipt = speaking.speak(
                found,
                by=request.actor,
                token=cleaned["token"],
                text=cleaned["text"],
                place=cleaned["place"],
                naming=cleaned["naming"],
                identity=form.identity,
                files=form.uploads,
                consent=consent,
                way=cleaned["way"],
            )
        except Refused as refusal:
            put_on(form, refusal)
        else:
            return received_page(request, lead, receipt, for_resident=True)
    context = {"station": found, "form": form, "consent": consent, "written_down": True}
    context["kept"] = queries.keeping_told(found.office_id)
    return render(request, "stations/speak.html", context, status=422 if form.errors else 200)
