"""个人计分: the people by a scheme, ranked apart, and one person's sum line by line. Who asked not to be named is in neither."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from zhitong.figures.asked import periods_offered, read
from zhitong.figures.exports import Sheet as Page
from zhitong.figures.exports import as_file, besides
from zhitong.figures.models import SchemeVersion
from zhitong.figures.people_scoring import APART, LEAST_TOGETHER, PeopleSheet, reckon_people, score_of, scores_people
from zhitong.figures.queries import scheme_of, scored_person_or_404, submissions_numbered, version_or_404
from zhitong.figures.schemes.numbers import say
from zhitong.figures.scoring import not_told
from zhitong.web.lists import listing
from zhitong.web.pages import page

APART_NAMES = {
    "kind": gettext_lazy("by kind of unit"),
    "unit": gettext_lazy("by unit"),
    "member": gettext_lazy("members and others"),
    "all": gettext_lazy("all together"),
}


def _version(request: HttpRequest, code: str) -> SchemeVersion:
    version = version_or_404(request.actor, code)
    if not scores_people(scheme_of(version)):
        raise Http404
    return version


def _apart(request: HttpRequest) -> str:
    wanted = request.GET.get("apart", "")
    return wanted if wanted in APART else "kind"


@page("figures.schemes")
@require_safe
def people(request: HttpRequest, code: str) -> HttpResponse:
    version = _version(request, code)
    asked, refusal = read(request)
    apart = _apart(request)
    sheet = reckon_people(version, asked.scope, apart=apart)
    context = {
        "tab": "schemes",
        "asked": asked,
        "refusal": refusal,
        "edition": version,  # the frame says ``version`` of the program itself
        "sheet": sheet,
        "rows": listing(request, list(sheet.people)),
        "apart": apart,
        "ways": [(way, APART_NAMES[way]) for way in APART],
        "periods": periods_offered(asked.today),
        "unmatched": sum(each.count for each in sheet.unmatched),
        "least": LEAST_TOGETHER,
    }
    return render(request, "figures/people_scores.html", context, status=422 if refusal else 200)


@page("figures.schemes")
@require_safe
def person(request: HttpRequest, code: str, person: str) -> HttpResponse:
    version = _version(request, code)
    asked, refusal = read(request)
    if refusal:
        raise refusal
    found = score_of(scored_person_or_404(request.actor, person), version, asked.scope)
    known = submissions_numbered(item.submission for item in found.items)
    context = {
        "tab": "schemes",
        "asked": asked,
        "not_told": not_told(version, asked.scope, people=True),
        "edition": version,
        "of_person": found,
        "lines": [
            (line, known.get(item.submission) if item else None, say(line.points), item) for line, item in found.lines
        ],
        "total": say(found.total) if found.score else "",
    }
    return render(request, "figures/person_score.html", context)


@page("figures.schemes")
@require_safe
def people_file(request: HttpRequest, code: str, form: str) -> HttpResponse:
    if form not in ("xlsx", "csv"):
        raise Http404
    version = _version(request, code)
    asked, refusal = read(request)
    if refusal:
        raise refusal
    sheet = reckon_people(version, asked.scope, apart=_apart(request))
    notes = besides(sheet.not_told, sum(each.count for each in sheet.unmatched), sheet.refusal, sheet.by_hand)
    notes += [[each.person.name, str(each.blocked)] for each in sheet.people if each.blocked]
    return as_file(form, _("scores"), asked, [page_of(sheet, version)], [], notes)


def page_of(sheet: PeopleSheet, version: SchemeVersion) -> Page:
    head = [
        _("Group"),
        _("Rank number"),
        _("Name"),
        _("Unit"),
        _("Points"),
        pgettext("how many were counted", "Items"),
        _("Scheme"),
        _("Version"),
    ]
    rows: list[list[object]] = [
        [
            each.group,
            each.place.place if each.place else "—",
            each.person.name,
            each.unit.name if each.unit else "—",
            each.total if each.score else "—",
            len(each.items),
            version.name,
            version.version,
        ]
        for each in sheet.people
    ]
    if sheet.protected and sheet.protected.points is not None:
        told = sheet.protected
        name = _("%(count)s people who asked not to be named, together") % {"count": told.people}
        rows.append(["—", "—", name, "—", told.points, told.items, version.name, version.version])
    return Page(_("Scores"), head, rows)
