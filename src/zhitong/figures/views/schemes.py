"""计分办法: the list, one version with what is still open and a try-out over the office's own outcomes, and one score line by line."""

from __future__ import annotations

from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhitong.errors import Refused
from zhitong.figures import actions
from zhitong.figures.asked import periods_offered, read
from zhitong.figures.by_hand import enterable
from zhitong.figures.exports import Sheet as Page
from zhitong.figures.exports import as_file, besides
from zhitong.figures.forms import ReasonForm, SchemeForm
from zhitong.figures.models import SchemeVersion
from zhitong.figures.people_scoring import scores_people
from zhitong.figures.queries import scheme_in_force, scheme_of, schemes_of, submissions_numbered, version_or_404
from zhitong.figures.recorded import Bindings, key_of, possible_facts, rows_to_bind
from zhitong.figures.schemes import EXAMPLES, Decisions, Scheme, all_questions, naming, open_questions, read_scheme
from zhitong.figures.schemes.aloud import aloud
from zhitong.figures.schemes.facts import BY_NAME, why_open
from zhitong.figures.schemes.model import Row
from zhitong.figures.schemes.numbers import say
from zhitong.figures.schemes.snippets import SNIPPETS
from zhitong.figures.scoring import Sheet, not_told, reckon
from zhitong.figures.views.scheme_form import begin_from_text
from zhitong.web.pages import page


@page("figures.schemes")
@require_safe
def schemes(request: HttpRequest) -> HttpResponse:
    examples = [(path.stem, read_scheme(path).name) for path in sorted(EXAMPLES.glob("*.yaml"))]
    context = {
        "tab": "schemes",
        "asked": read(request)[0],
        "versions": schemes_of(request.actor),
        "examples": examples,
    }
    return render(request, "figures/schemes.html", context)


@page("figures.schemes")
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """A text, begun from one of the real schemes that come with Zhitong (``like``) or from a version (``after``)."""
    initial = {}
    if after := request.GET.get("after", ""):
        version = version_or_404(request.actor, after)
        initial |= {"text": version.text, "seen": version.digest}
    elif like := request.GET.get("like", ""):
        known = {path.stem: path for path in EXAMPLES.glob("*.yaml")}
        if like not in known:
            raise Http404
        initial["text"] = known[like].read_text(encoding="utf-8")
    form = SchemeForm(request.POST or None, initial=initial)
    deed = request.POST.get("deed", "")
    if deed == "form":
        return begin_from_text(request, request.POST.get("text", ""), request.POST.get("seen", "")[:64])
    if deed == "look":
        form.is_valid()
    elif request.method == "POST" and form.is_valid():
        try:
            seen = form.cleaned_data["seen"] if "seen" in request.POST else None
            version = actions.write_scheme(form.cleaned_data["text"], by=request.actor, seen=seen)
        except Refused as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, _("The draft is kept."))
            return redirect("figures:scheme", version.code)
    context = {"tab": "schemes", "asked": read(request)[0], "form": form, "snippets": SNIPPETS}
    return render(request, "figures/scheme_text.html", context, status=422 if form.errors else 200)


@page("figures.schemes")
@require_safe
def scheme(request: HttpRequest, code: str) -> HttpResponse:
    return _shown(request, version_or_404(request.actor, code))


def _shown(request: HttpRequest, version: SchemeVersion, refusal: Refused | None = None) -> HttpResponse:
    asked, problem = read(request)
    parsed = scheme_of(version)
    sheet = reckon(version, asked.scope)
    in_force = scheme_in_force(request.actor.office_id, asked.known_by)
    other = None
    if in_force and in_force.pk != version.pk:
        other = {each.unit.pk: each for each in reckon(in_force, asked.scope).units}
    groups = [
        (kind, [(each, other.get(each.unit.pk) if other else None) for each in found]) for kind, found in sheet.groups
    ]
    context = {
        "tab": "schemes",
        "asked": asked,
        "refusal": refusal or problem,
        "edition": version,  # the frame says ``version`` of the program itself
        "scheme": parsed,
        "aloud": aloud(parsed),
        "converts": parsed.convert is not None,
        "per_head": parsed.per_head,
        "scores_people": scores_people(parsed),
        "is_draft": version.state == SchemeVersion.State.DRAFT,
        "questions": [
            (question, _choices(question.key, question.choices))
            for question in open_questions(parsed, Decisions.of(version.decisions))
        ],
        "needs": [(need, _choices(need.key, need.choices)) for need in sheet.needs],
        "unmatched": sum(each.count for each in sheet.unmatched),
        "decided": _decided(parsed, version),
        "unmatched_rows": [(each, _rows_for(parsed, each.said)) for each in sheet.unmatched],
        "bound": _bound(parsed, version),
        "sheet": sheet,
        "groups": groups,
        "other": in_force if other is not None else None,
        "periods": periods_offered(asked.today),
        "reason_form": ReasonForm(),
    }
    return render(
        request, "figures/scheme.html", context, status=refusal.status if refusal else 422 if problem else 200
    )


def _rows_for(scheme: Scheme, said: str) -> tuple[Row, ...]:
    """The rows that may take what no row names: a body's, a rank's or a department's."""
    kind = said.partition(":")[0]
    return {"rank": scheme.instructions, "reply": scheme.replies}.get(kind, scheme.levels)


def _bound(scheme: Scheme, version: SchemeVersion) -> list[dict[str, object]]:
    """Each row beside levels and instructions, with the record that answers it, or why none does, and what else it may be bound to."""
    bindings, by_hand = Bindings(scheme, version.matching), enterable(version)
    return [
        {
            "row": row,
            "key": key_of(row),
            "fact": (fact := bindings.fact_of.get(row)),
            "says": BY_NAME[fact].says if fact else None,
            "why": None if fact else why_open(row),
            "enter": f"{version.code} {key_of(row)}" if key_of(row) in by_hand else "",
            "choices": [(name, BY_NAME[name].says) for name in possible_facts(row) if name in BY_NAME],
        }
        for row in rows_to_bind(scheme)
    ]


def _decided(scheme: Scheme, version: SchemeVersion) -> list[tuple[object, object, dict]]:
    """What was asked (by name where the sums and not the text asked it), what was decided, and the rest of it."""
    asked = {question.key: question.asks for question in all_questions(scheme)}
    return [
        (asked.get(key) or naming.named(key), _said(key, kept["value"]), kept)
        for key, kept in version.decisions.items()
    ]


def _said(key: str, value: object) -> object:
    return naming.choice(key, value) if isinstance(value, str) else value


def _choices(key: str, words: tuple[str, ...]) -> list[tuple[str, object]]:
    return [(word, naming.choice(key, word)) for word in words]


@page("figures.schemes")
@require_POST
def decide(request: HttpRequest, code: str) -> HttpResponse:
    version = version_or_404(request.actor, code)
    given = request.POST.get
    try:
        value = given("value", "").strip() or given("number", "").strip()
        actions.decide(version, given("key", ""), value, reason=given("reason", ""), by=request.actor)
    except Refused as refusal:
        return _shown(request, version, refusal)
    messages.success(request, _("The decision is written down."))
    return redirect("figures:scheme", code)


@page("figures.schemes")
@require_POST
def match(request: HttpRequest, code: str) -> HttpResponse:
    version = version_or_404(request.actor, code)
    said = request.POST.get("said", "")[:200]
    try:
        actions.match(version, said, request.POST.get("row", ""), by=request.actor)
    except Refused as refusal:
        return _shown(request, version, refusal)
    messages.success(request, _("Matched."))
    return redirect("figures:scheme", code)


@page("figures.publish_scheme")
@require_POST
def publish(request: HttpRequest, code: str) -> HttpResponse:
    version = version_or_404(request.actor, code)
    try:
        actions.publish_scheme(version, by=request.actor)
    except Refused as refusal:
        return _shown(request, version, refusal)
    messages.success(request, _("The scheme is published."))
    return redirect("figures:scheme", code)


@page("figures.publish_scheme")
@require_POST
def end(request: HttpRequest, code: str) -> HttpResponse:
    version = version_or_404(request.actor, code)
    try:
        actions.end_scheme(version, by=request.actor, reason=request.POST.get("reason", ""))
    except Refused as refusal:
        return _shown(request, version, refusal)
    messages.success(request, _("The scheme is ended."))
    return redirect("figures:schemes")


@page("figures.schemes")
@require_safe
def score(request: HttpRequest, code: str, unit: str) -> HttpResponse:
    """One unit's sum, line by line, each line with the item that earned it."""
    version = version_or_404(request.actor, code)
    asked, refusal = read(request)
    if refusal:
        raise refusal
    found = [each for each in reckon(version, asked.scope).units if each.unit.code == unit]
    if not found:
        raise Http404
    (of_unit,) = found
    known = submissions_numbered(item.submission for item in of_unit.items)
    lines = [
        (line, known.get(item.submission) if item else None, say(line.points), item) for line, item in of_unit.lines
    ]
    context = {
        "tab": "schemes",
        "asked": asked,
        "not_told": not_told(version, asked.scope),
        "edition": version,  # the frame says ``version`` of the program itself
        "of_unit": of_unit,
        "lines": lines,
        "total": say(of_unit.total) if of_unit.score else "",
        "sent_only": [
            known[item.submission]
            for item in of_unit.items
            if not item.rows and not item.instructions and not item.others and item.submission in known
        ],
    }
    return render(request, "figures/score.html", context)


@page("figures.schemes")
@require_safe
def scores_file(request: HttpRequest, code: str, form: str) -> HttpResponse:
    if form not in ("xlsx", "csv"):
        raise Http404
    version = version_or_404(request.actor, code)
    asked, refusal = read(request)
    if refusal:
        raise refusal
    sheet = reckon(version, asked.scope)
    notes = besides(sheet.not_told, sum(each.count for each in sheet.unmatched), sheet.refusal, sheet.by_hand)
    notes += [[each.unit.name, str(each.blocked)] for each in sheet.units if each.blocked]
    return as_file(form, _("scores"), asked, [page_of(sheet, version)], [], notes)


def _or_none(value: Decimal | None) -> object:
    return "—" if value is None else value


def page_of(sheet: Sheet, version: SchemeVersion) -> Page:
    head = [
        _("Kind"),
        _("Rank number"),
        _("Unit"),
        _("Points"),
        *([_("Per head")] if sheet.scheme.per_head else []),
        *([_("Converted")] if sheet.scheme.convert else []),
        pgettext("how many were counted", "Items"),
        _("Occurrences"),
        _("Scheme"),
        _("Version"),
    ]
    rows = [
        [
            kind,
            each.place.place if each.place else "—",
            each.unit.name,
            each.total if each.score else "—",
            *([_or_none(each.per_head)] if sheet.scheme.per_head else []),
            *([_or_none(each.place.converted if each.place else None)] if sheet.scheme.convert else []),
            each.score.items if each.score else "—",
            each.score.occurrences if each.score else "—",
            version.name,
            version.version,
        ]
        for kind, found in sheet.groups
        for each in found
    ]
    return Page(_("Scores"), head, rows)
