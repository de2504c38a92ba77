"""A unit's own page, and a member's own record for their yearly file: seen by the member and the desk only."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhitong.figures.queries import submissions_numbered
from zhitong.figures.schemes.numbers import say
from zhitong.network.models import Person
from zhitong.network.queries import found_people, visible_units
from zhitong.paper import Paper
from zhitong.reports import queries
from zhitong.reports.counting import year_before
from zhitong.reports.records import EARLIEST, LEAST_SUM, Record, record_of, record_paper, unit_figures
from zhitong.reports.unit_paper import unit_paper, unit_points
from zhitong.reports.views.files import as_docx, as_pdf
from zhitong.web.lists import listing
from zhitong.web.pages import page


@page("reports.unit")
@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """The units whose page one may open; a liaison with one unit finds it here alone."""
    return render(request, "reports/units.html", {"listing": listing(request, visible_units(request.actor), size=100)})


@page("reports.unit")
@require_safe
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """What the unit sent in this year and what came of it, beside the same days a year ago; which calls it answered."""
    found = queries.unit_or_404(request.actor, code)
    today = queries.today_of(request.actor)
    period, figures = unit_figures(found, today)
    context = {
        "unit": found,
        "today": today,
        "period": period,
        "before": year_before(period),
        "figures": figures,
        "can_open": request.actor.may("figures.open"),
        "listing": listing(request, queries.unit_submissions(request.actor, found), size=20),
        "calls": queries.unit_calls(found, today),
    }
    if points := unit_points(found, today):
        version, sheet, mine = points
        named = submissions_numbered(item.submission for item in mine.items)
        context |= {
            "scheme": version,
            "sheet": sheet,
            "points": mine,
            "total": say(mine.total) if mine.score else "",
            "lines": [
                (line, named.get(item.submission) if item else None, say(line.points), item)
                for line, item in mine.lines
            ],
        }
    return render(request, "reports/unit.html", context)


def _unit_paper(request: HttpRequest, code: str) -> tuple[Paper, str]:
    found = queries.unit_or_404(request.actor, code)
    today = queries.today_of(request.actor)
    sent = list(queries.unit_submissions(request.actor, found).filter(year=today.year))
    _period, figures = unit_figures(found, today)
    paper = unit_paper(found, today, figures, queries.unit_calls(found, today), sent)
    return paper, f"{_bare(found.name)}-{today.year}"


@page("reports.unit")
@require_safe
def unit_docx(request: HttpRequest, code: str) -> HttpResponse:
    return as_docx(*_unit_paper(request, code))


@page("reports.unit")
@require_safe
def unit_pdf(request: HttpRequest, code: str) -> HttpResponse:
    return as_pdf(*_unit_paper(request, code))


@page("reports.member_record")
@require_safe
def members(request: HttpRequest) -> HttpResponse:
    found = queries.members(request.actor)
    words = request.GET.get("q", "").strip()
    if words:
        found = found_people(found, words)
    return render(request, "reports/members.html", {"listing": listing(request, found), "q": words})


@page("reports.own_record")
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    return _page(request, _myself(request), is_own=True)


@page("reports.own_record")
@require_safe
def own_docx(request: HttpRequest) -> HttpResponse:
    record = _record(request, _myself(request))
    return as_docx(record_paper(record), _name(record))


@page("reports.own_record")
@require_safe
def own_pdf(request: HttpRequest) -> HttpResponse:
    record = _record(request, _myself(request))
    return as_pdf(record_paper(record), _name(record))


@page("reports.member_record")
@require_safe
def member(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, queries.member_or_404(request.actor, code), is_own=False)


@page("reports.member_record")
@require_safe
def member_docx(request: HttpRequest, code: str) -> HttpResponse:
    record = _record(request, queries.member_or_404(request.actor, code))
    return as_docx(record_paper(record), _name(record))


@page("reports.member_record")
@require_safe
def member_pdf(request: HttpRequest, code: str) -> HttpResponse:
    record = _record(request, queries.member_or_404(request.actor, code))
    return as_pdf(record_paper(record), _name(record))


def _myself(request: HttpRequest) -> Person:
    if request.actor.person is None:
        raise Http404
    return request.actor.person


def _record(request: HttpRequest, person: Person) -> Record:
    """Of the year asked for, this one when none is or what was asked is no year."""
    today = queries.today_of(request.actor)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else today.year
    return record_of(person, year if EARLIEST <= year <= today.year else today.year, today)


def _page(request: HttpRequest, person: Person, *, is_own: bool) -> HttpResponse:
    record = _record(request, person)
    years = sorted({*queries.years_of_credits(person), record.year}, reverse=True)
    context = {
        "record": record,
        "is_own": is_own,
        "years": years,
        "credits": listing(request, list(record.credits)),
        "least": LEAST_SUM,
    }
    return render(request, "reports/record.html", context)


def _name(record: Record) -> str:
    return f"履职档案-{_bare(record.person.name)}-{record.year}"


def _bare(name: str) -> str:
    """As a file's name takes it."""
    return "".join("_" if sign in '\\/:*?"<>|' or not sign.isprintable() else sign for sign in name)
