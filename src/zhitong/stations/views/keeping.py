"""The network of stations as staff see it: list, one station with its calendar, visits, poster, the consent text."""

from __future__ import annotations

import calendar
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhitong.stations import queries
from zhitong.stations.actions import keeping
from zhitong.stations.forms import ConsentForm, DutyForm, OpenForm, StationForm, VisitForm
from zhitong.stations.models import Station
from zhitong.stations.poster import SIZES, poster_pdf
from zhitong.web.forms import carried_out
from zhitong.web.lists import listing
from zhitong.web.pages import page


@page("stations.look")
@require_safe
def stations(request: HttpRequest) -> HttpResponse:
    rows = queries.with_counts(queries.stations_of(request.actor.office_id), request.actor)
    unopened = queries.units_without_station(request.actor.office_id, timezone.localdate()).exists()
    return render(request, "stations/stations.html", {"listing": listing(request, rows), "unopened": unopened})


@page("stations.open")
@require_http_methods(["GET", "HEAD", "POST"])
def open_station(request: HttpRequest) -> HttpResponse:
    form = OpenForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        made = keeping.open_station(form.cleaned_data["unit"], by=request.actor)
        return redirect("stations:edit", made.code)
    return render(request, "stations/open.html", {"form": form}, status=422 if form.errors else 200)


@page("stations.look")
@require_safe
def station(request: HttpRequest, code: str) -> HttpResponse:
    return _drawn(request, queries.station_or_404(request.actor, code))


def _drawn(request: HttpRequest, found: Station, *, form: DutyForm | None = None, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    month = _month(request.GET.get("month", ""), today)
    weeks = calendar.Calendar().monthdatescalendar(month.year, month.month)
    on_days: dict[date, list] = {}
    for duty in queries.duty_days(found, since=weeks[0][0], until=weeks[-1][-1]):
        on_days.setdefault(duty.on, []).append(duty)
    actor = request.actor
    context = {
        "station": found,
        "serves": found.serves.all(),
        "members": queries.members_of(found, today),
        "served": queries.served_in(found, today.year),
        "year": today.year,
        "month": month,
        "before": _shifted(month, -1),
        "after": _shifted(month, 1),
        "weeks": [[(day, day.month == month.month, on_days.get(day, [])) for day in week] for week in weeks],
        "weekdays": _("Mon Tue Wed Thu Fri Sat Sun").split(),
        "today": today,
        "listing": listing(request, queries.visits_of(found), size=10),
        "keeps": actor.may("stations.keep", unit_id=found.unit_id),
        "serves_here": queries.may_serve(actor, found),
        "form": form or DutyForm(station=found, initial={"starts": "09:00", "ends": "11:30"}),
        "public_address": request.build_absolute_uri(reverse("stations:public", args=[found.code])),
    }
    return render(request, "stations/station.html", context, status=status)


def _month(asked: str, today: date) -> date:
    """The first day of the month that the address asks for; this month when it asks for none."""
    year, _dash, month = asked.partition("-")
    if year.isdecimal() and month.isdecimal() and len(year) == 4 and len(month) <= 2:
        if 2000 <= int(year) <= 2200 and 1 <= int(month) <= 12:
            return date(int(year), int(month), 1)
    return today.replace(day=1)


def _shifted(month: date, by: int) -> str:
    number = month.year * 12 + month.month - 1 + by
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


@page("stations.keep")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    found = _keepable_or_404(request, code)
    form = StationForm(request.POST or None, actor=request.actor, instance=found)
    fresh = queries.station_or_404(request.actor, code)  # a model form changes its own in memory
    if request.method == "POST" and carried_out(
        form, lambda cleaned: keeping.change_station(fresh, by=request.actor, **cleaned)
    ):
        messages.success(request, _("The station's page is changed."))
        return redirect("stations:station", found.code)
    return render(request, "stations/edit.html", {"station": found, "form": form}, status=422 if form.errors else 200)


def _keepable_or_404(request: HttpRequest, code: str) -> Station:
    found = queries.station_or_404(request.actor, code)
    if not request.actor.may("stations.keep", unit_id=found.unit_id):
        raise Http404
    return found


@page("stations.keep")
@require_POST
def plan_duty(request: HttpRequest, code: str) -> HttpResponse:
    found = _keepable_or_404(request, code)
    form = DutyForm(request.POST, station=found)
    if carried_out(form, lambda cleaned: keeping.plan_duty(found, by=request.actor, **cleaned)):
        messages.success(request, _("The duty day is in the calendar."))
        month = f"{form.cleaned_data['on']:%Y-%m}"
        return redirect(f"{reverse('stations:station', args=[found.code])}?month={month}")
    return _drawn(request, found, form=form, status=422)


@page("stations.keep")
@require_POST
def cancel_duty(request: HttpRequest, code: str) -> HttpResponse:
    day = queries.duty_day_or_404(request.actor, code)
    if not request.actor.may("stations.keep", unit_id=day.station.unit_id):
        raise Http404
    keeping.cancel_duty(day, by=request.actor)
    messages.success(request, _("The duty day is cancelled."))
    return redirect("stations:station", day.station.code)


@page("stations.receive")
@require_http_methods(["GET", "HEAD", "POST"])
def record_visit(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.station_or_404(request.actor, code)
    if not queries.may_serve(request.actor, found):
        raise Http404
    form = VisitForm(request.POST or None, station=found, actor=request.actor)
    if request.method == "POST" and carried_out(
        form, lambda cleaned: keeping.record_visit(found, by=request.actor, **cleaned)
    ):
        messages.success(request, _("Recorded."))
        return redirect(f"{reverse('stations:station', args=[found.code])}#visits")
    return render(
        request, "stations/record_visit.html", {"station": found, "form": form}, status=422 if form.errors else 200
    )


@page("stations.look")
@require_safe
def visit(request: HttpRequest, code: str) -> HttpResponse:
    """Minutes are read by those who serve the station; the rest of the house sees that it took place."""
    found = queries.visit_or_404(request.actor, code)
    serves = queries.may_serve(request.actor, found.station)
    return render(request, "stations/visit.html", {"visit": found, "serves_here": serves})


@page("stations.look")
@require_safe
def poster(request: HttpRequest, code: str, size: str) -> HttpResponse:
    """The QR poster to hang up, A4 or A6."""
    found = queries.station_or_404(request.actor, code)
    if size not in SIZES:
        raise Http404
    address = request.build_absolute_uri(reverse("stations:public", args=[found.code]))
    answer = HttpResponse(poster_pdf(found, address, size), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="station-{size}.pdf"'
    return answer


@page("stations.consent_text")
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest) -> HttpResponse:
    """The text that residents agree to; each message keeps the version that was shown with it."""
    newest = queries.newest_consent(request.actor.office_id)
    form = ConsentForm(request.POST or None, initial={"text": newest.text if newest else ""})
    if request.method == "POST" and carried_out(
        form, lambda cleaned: keeping.set_consent_text(cleaned["text"], by=request.actor)
    ):
        messages.success(request, _("The new version holds from now on."))
        return redirect("stations:consent")
    return render(
        request, "stations/consent.html", {"form": form, "newest": newest}, status=422 if form.errors else 200
    )
