"""Reports: the list, one paper with live or frozen figures, its text, closing, what changed since, and its files."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhitong.errors import Refused
from zhitong.figures.measures import BY_CODE
from zhitong.figures.periods import read_period
from zhitong.paper import to_html
from zhitong.paper.html import STYLESHEET
from zhitong.reports import queries
from zhitong.reports.actions import papers as actions
from zhitong.reports.composing import content_of, file_name, paper_of
from zhitong.reports.forms import BeginForm, CorrectionForm, TextForm
from zhitong.reports.language import FACTS, FORMS
from zhitong.reports.models import ClosedPeriod, Kind, Report
from zhitong.reports.views.files import as_docx, as_pdf
from zhitong.reports.views.shown import Shown
from zhitong.web.forms import put_on
from zhitong.web.lists import listing
from zhitong.web.pages import page

SHOWN_DIFFERENCES = 200


@page("reports.read")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    reports = queries.visible_reports(request.actor).exclude(state=Report.State.DROPPED)
    kind = request.GET.get("kind", "")
    if kind in Kind.values:
        reports = reports.filter(kind=kind)
    context = {
        "listing": listing(request, reports.order_by("-first", "-last", "corrects_id", "pk"), size=30),
        "kinds": Kind.choices,
        "kind": kind,
    }
    return render(request, "reports/index.html", context)


@page("reports.write")
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    today = queries.today_of(request.actor)
    kind = request.GET.get("kind", Kind.QUARTER)
    kind = kind if kind in Kind.values else Kind.QUARTER
    ended = [period for period in queries.suggested_periods(kind, today) if period.last < today]
    form = BeginForm(request.POST or None, initial={"kind": kind, "period": ended[0].code if ended else ""})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            period = read_period(given["period"], today)
            made = actions.begin(given["kind"], period, by=request.actor, title=given["title"])
        except Refused as refusal:
            put_on(form, refusal)
        else:
            return redirect("reports:report", made.code)
    return render(request, "reports/begin.html", {"form": form}, status=422 if form.errors else 200)


@page("reports.read")
@require_safe
def shown(request: HttpRequest, code: str) -> HttpResponse:
    """The paper: open, its figures are counted now; closed, they stand as they were frozen. Each figure opens its rows."""
    report = queries.report_or_404(request.actor, code)
    return _page(request, report)


def _page(request: HttpRequest, report: Report, *, status: int = 200, refusal: Refused | None = None) -> HttpResponse:
    actor, today = request.actor, queries.today_of(request.actor)
    is_open = report.state == Report.State.OPEN
    try:
        content = content_of(report, today) if report.state != Report.State.DROPPED else {"blocks": []}
    except Refused as fault:  # a unit was renamed since, so that a place of the text names nothing now
        content, refusal = {"blocks": []}, refusal or fault
    known_by = report.known_by or queries.counts_of(report, today).known_by
    context = {
        "report": report,
        "is_open": is_open,
        "is_closed": report.state == Report.State.CLOSED,
        "period": queries.period_label(queries.period_of(report)),
        "known_by": known_by,
        "blocks": Shown(
            report, content, known_by, linked=actor.may("figures.open"), opens_sums=actor.may("figures.schemes")
        ).blocks(),
        "refusal": refusal,
        "newest": queries.newest_text(report),
        "corrections": list(report.corrections.order_by("number")) if report.number else [],
        "holds": actions.digest_holds(report) if report.digest else None,
        "is_over": report.last < today,
    }
    return render(request, "reports/report.html", context, status=status)


@page("reports.write")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """The text with its places for figures. A refusal names each line; what was typed stays in the form."""
    report = queries.report_or_404(request.actor, code)
    newest = queries.newest_text(report)
    if newest is None:
        raise Http404
    form = TextForm(request.POST or None, initial={"title": newest.title, "text": newest.text, "base": newest.ordinal})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.save_text(report, by=request.actor, **form.cleaned_data)
            except Refused as refusal:
                put_on(form, refusal)
                status = refusal.status
            else:
                messages.success(request, _("The text was saved."))
                return redirect("reports:report", report.code)
    context = {"report": report, "form": form, "newest": newest, **words_offered(request.actor.office_id)}
    return render(request, "reports/edit.html", context, status=status)


def words_offered(office_id: int) -> dict:
    """What may be asked for, shown beside the text."""
    known = queries.vocabulary(office_id)
    names = [name for name, code in known.measures.items() if name != code]
    return {"measures": names, "forms": FORMS, "facts": FACTS, "kinds": list(known.kinds), "units": list(known.units)}


@page("reports.close")
@require_POST
def close(request: HttpRequest, code: str) -> HttpResponse:
    report = queries.report_or_404(request.actor, code)
    seen = request.POST.get("base", "")
    try:
        closed = actions.close(report, by=request.actor, base=int(seen) if seen.isdecimal() and len(seen) < 9 else None)
    except Refused as refusal:
        return _page(request, queries.report_or_404(request.actor, code), status=refusal.status, refusal=refusal)
    messages.success(request, _("The report was closed as %(issue)s.") % {"issue": closed.issue})
    return redirect("reports:report", report.code)


@page("reports.write")
@require_POST
def drop(request: HttpRequest, code: str) -> HttpResponse:
    report = queries.report_or_404(request.actor, code)
    try:
        actions.drop(report, by=request.actor)
    except Refused as refusal:
        return _page(request, report, status=refusal.status, refusal=refusal)
    messages.success(request, _("The open report was dropped."))
    return redirect("reports:index")


WAYS = ("own", "today", "came", "went")


@page("figures.open")
@require_safe
def rows(request: HttpRequest, code: str) -> HttpResponse:
    """The rows behind one figure of the paper; of a closed one also those as of today, and what came and went since."""
    report = queries.report_or_404(request.actor, code)
    measure, key, way = (
        BY_CODE.get(request.GET.get("measure", "")),
        request.GET.get("of", ""),
        request.GET.get("way", "own"),
    )
    if measure is None or way not in WAYS or "\x00" in key:
        raise Http404
    today = queries.today_of(request.actor)
    found, minus = queries.rows_asked(report, measure.code, key, way, today)
    shown_rows = listing(request, queries.shown_rows(found))
    known = queries.submissions_named(list(shown_rows), request.actor)
    context = {
        "report": report,
        "measure": measure,
        "way": way,
        "listing": shown_rows,
        "number": len(found) - len(minus),
        "lines": [known.get(submission) for submission in shown_rows],
        "minus": list(queries.submissions_named([row.submission for row in minus], request.actor).values()),
        "minus_count": len(minus),
    }
    return render(request, "reports/rows.html", context)


@page("reports.read")
@require_safe
def compared(request: HttpRequest, code: str) -> HttpResponse:
    """差异清单: the closed paper's figures beside the same figures as known today."""
    return _compared(request, _closed_or_404(request, code), CorrectionForm())


@page("reports.close")
@require_POST
def correct(request: HttpRequest, code: str) -> HttpResponse:
    report = _closed_or_404(request, code)
    form = CorrectionForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            sheet = actions.correct(report, by=request.actor, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            put_on(form, refusal)
            status = refusal.status
        else:
            messages.success(request, _("The correction sheet %(issue)s was issued.") % {"issue": sheet.issue})
            return redirect("reports:report", sheet.code)
    return _compared(request, report, form, status=status)


def _closed_or_404(request: HttpRequest, code: str) -> Report:
    report = queries.report_or_404(request.actor, code)
    if report.state != Report.State.CLOSED or report.corrects_id:
        raise Http404
    return report


def _compared(request: HttpRequest, report: Report, form: CorrectionForm, *, status: int = 200) -> HttpResponse:
    today = queries.today_of(request.actor)
    found = queries.differences(report, today)
    context = {
        "report": report,
        "standing": queries.standing_paper(report),
        "today": today,
        "listing": listing(request, found, size=SHOWN_DIFFERENCES),
        "to_next": report.frozen.late == ClosedPeriod.Late.NEXT,
        "form": form,
        "can_open": request.actor.may("figures.open"),
    }
    return render(request, "reports/differences.html", context, status=status)


@page("reports.read")
@require_safe
def bare(request: HttpRequest, code: str) -> HttpResponse:
    """The paper alone, for the printer."""
    report = _with_content(request, code)
    return HttpResponse(to_html(paper_of(report, queries.today_of(request.actor)), stylesheet=static(STYLESHEET)))


@page("reports.read")
@require_safe
def docx(request: HttpRequest, code: str) -> HttpResponse:
    report = _with_content(request, code)
    return as_docx(paper_of(report, queries.today_of(request.actor)), file_name(report))


@page("reports.read")
@require_safe
def pdf(request: HttpRequest, code: str) -> HttpResponse:
    report = _with_content(request, code)
    return as_pdf(paper_of(report, queries.today_of(request.actor)), file_name(report))


def _with_content(request: HttpRequest, code: str) -> Report:
    report = queries.report_or_404(request.actor, code)
    if report.state == Report.State.DROPPED:
        raise Http404
    return report
