"""计分办法 as a form: every rule a row of fields, tried out over the office's own outcomes before anything is kept.

The form works by posts alone: adding, moving and taking away a row answers with the whole page as typed; a script only swaps its part.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhitong.errors import BadInput, Refused, Said
from zhitong.figures import actions
from zhitong.figures.asked import periods_offered, read
from zhitong.figures.forms import SchemeForm
from zhitong.figures.models import SchemeVersion
from zhitong.figures.people_scoring import PeopleSheet, reckon_people, scores_people
from zhitong.figures.periods import read_period
from zhitong.figures.queries import last_version, scheme_in_force, schemes_of, version_or_404
from zhitong.figures.schemes import EXAMPLES, Decisions, naming, open_questions
from zhitong.figures.schemes.aloud import aloud
from zhitong.figures.schemes.editing import (
    Folded,
    Typed,
    add_row,
    as_text,
    besides,
    drawn,
    first,
    fold,
    mark_row,
    move_row,
    normal,
    unfold,
)
from zhitong.figures.schemes.reader import read_mapping
from zhitong.figures.schemes.sections import TABLES
from zhitong.figures.schemes.snippets import SNIPPETS
from zhitong.figures.scope import Scope
from zhitong.figures.scoring import Sheet, reckon
from zhitong.network.actors import Actor
from zhitong.web.pages import page

PEOPLE_SHOWN = 20  # in a try-out; the page of a kept scheme shows everybody


@dataclass(frozen=True)
class Begun:
    """What the form began from: the file's text, and the digest of the kept version it was, if any."""

    text: str
    seen: str = ""


@dataclass(frozen=True)
class Tried:
    """A scheme as typed over one period, beside the one in force. ``people`` where points go to people alone."""

    sheet: Sheet | None
    people: PeopleSheet | None
    before: dict[int, object]
    other: SchemeVersion | None
    refusal: Refused | None = None


@page("figures.schemes")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """Begun from nothing, from a real scheme (``like``) or from a version (``after``); kept as the draft of the next version."""
    if request.method != "POST":
        return _first(request, _begin(request))
    begun = Begun(request.POST.get("base", "").replace("\r\n", "\n"), request.POST.get("seen", "")[:64])
    try:
        base = read_mapping(begun.text)
    except Refused as refusal:  # a text that is no scheme can only be mended as text
        return _as_text(request, begun.text, begun.seen, refusal)
    return _post(request, begun, base, {name: list(values) for name, values in request.POST.lists()})


def begin_from_text(request: HttpRequest, text: str, seen: str) -> HttpResponse:
    """From the text form, with what stands there."""
    return _first(request, Begun(text.replace("\r\n", "\n"), seen))


def _first(request: HttpRequest, begun: Begun) -> HttpResponse:
    try:
        base = read_mapping(begun.text)
    except Refused as refusal:
        return _as_text(request, begun.text, begun.seen, refusal)
    typed = unfold(base)
    if not typed.get("levels"):
        typed, _name = add_row(typed, "levels")
    return _page(request, begun, base, typed, fold(base, typed), quiet=True)


def _begin(request: HttpRequest) -> Begun:
    if after := request.GET.get("after", ""):
        version = version_or_404(request.actor, after)
        return Begun(version.text, version.digest)
    if like := request.GET.get("like", ""):
        known = {path.stem: path for path in EXAMPLES.glob("*.yaml")}
        if like not in known:
            raise Http404
        return Begun(known[like].read_text(encoding="utf-8"))
    year = timezone.localdate(request.actor.at).year
    taken = {version.scheme for version in schemes_of(request.actor)}
    name = next(name for n in range(1, len(taken) + 2) if (name := f"scheme_{year}_{n}") not in taken)
    empty = {"id": name, "name": None, "family": "cppcc", "subject": "unit", "period": {"counting": "year"}}
    return Begun(as_text({**empty, "levels": [], "accumulate": None, "repeat_same_level": None}))


def _post(request: HttpRequest, begun: Begun, base: dict, typed: Typed) -> HttpResponse:
    deed, _colon, what = first(typed, "deed").partition(":")
    key, _dot, token = what.partition(".")
    focus = ""
    if deed in ("add", "gone", "back", "up", "down") and key in TABLES:
        if deed == "add":
            typed, focus = add_row(typed, key)
        elif deed in ("gone", "back"):
            typed = mark_row(typed, key, token, gone=deed == "gone")
        else:
            typed = move_row(typed, key, token, -1 if deed == "up" else 1)
        return _page(request, begun, base, typed, fold(base, typed), quiet=True, focus=focus)
    folded = fold(base, typed)
    if folded.problems or deed == "look":
        return _page(request, begun, base, typed, folded)
    if deed == "text":
        return _as_text(request, _text(begun, base, folded), begun.seen)
    if deed == "try":
        return _page(request, begun, base, typed, folded, tried=_try_out(request, folded, typed))
    version = _keep(request, begun, base, typed, folded)
    if version is None:
        return _page(request, begun, base, typed, folded)
    messages.success(request, _("The draft is kept."))
    return redirect("figures:scheme", version.code)


def _text(begun: Begun, base: dict, folded: Folded) -> str:
    """The text as it was, with its remarks, where the form changed nothing."""
    return begun.text if folded.data == normal(base) else as_text(folded.data)


def _keep(request: HttpRequest, begun: Begun, base: dict, typed: Typed, folded: Folded) -> SchemeVersion | None:
    """None where something was refused; the reason is then among the problems."""
    try:
        with transaction.atomic():
            version = actions.write_scheme(_text(begun, base, folded), by=request.actor, seen=begun.seen)
            for question in open_questions(folded.scheme, Decisions.of(version.decisions)):
                value, reason = (first(typed, f"decide.{question.key}.{part}").strip() for part in ("value", "reason"))
                if value:
                    _decide(version, question.key, value, reason, request.actor, folded)
            if folded.problems:
                raise BadInput("figures.scheme.decisions", "")
    except Refused as refusal:
        if not folded.problems:
            folded.problems["f.id" if refusal.code == "figures.scheme.id" else ""] = str(refusal)
        return None
    return version


def _decide(version: SchemeVersion, key: str, value: str, reason: str, by: Actor, folded: Folded) -> None:
    try:
        actions.decide(version, key, value, reason=reason, by=by)
    except Refused as refusal:
        part = "value" if reason else "reason"
        folded.problems[f"decide.{key}.{part}"] = str(refusal)


def _unkept(actor: Actor, folded: Folded, typed: Typed) -> SchemeVersion:
    """The scheme as typed, as a draft that nobody kept: with what was decided for its last version and what is decided in the form."""
    last = last_version(actor.office_id, folded.scheme.id)
    decisions = dict(last.decisions) if last else {}
    for question in open_questions(folded.scheme, Decisions.of(decisions)):
        if value := first(typed, f"decide.{question.key}.value").strip():
            decisions[question.key] = {"value": actions.number_where_asked(question.key, value), "reason": "", "by": ""}
    return SchemeVersion(
        office=actor.office,
        scheme=folded.scheme.id,
        version=0,
        name=folded.scheme.name,
        text=as_text(folded.data),
        decisions=decisions,
        matching=last.matching if last else {},
    )


def _try_out(request: HttpRequest, folded: Folded, typed: Typed) -> Tried:
    actor, today = request.actor, timezone.localdate(request.actor.at)
    try:
        version = _unkept(actor, folded, typed)
        scope = Scope(actor.office_id, _period(typed, today), today)
        if folded.scheme.subject == "person":
            people = reckon_people(version, scope)
            return Tried(None, replace(people, people=people.people[:PEOPLE_SHOWN]), {}, None)
        sheet = reckon(version, scope)
        other = scheme_in_force(actor.office_id, today)
        before = {each.unit.pk: each for each in reckon(other, scope).units} if other else {}
    except Refused as refusal:
        return Tried(None, None, {}, None, refusal)
    return Tried(sheet, None, before, other)


def _period(typed: Typed, today: date):
    return read_period(first(typed, "period") or str(today.year - 1), today)


def _page(
    request: HttpRequest,
    begun: Begun,
    base: dict,
    typed: Typed,
    folded: Folded,
    *,
    quiet: bool = False,
    focus: str = "",
    tried: Tried | None = None,
) -> HttpResponse:
    """``quiet``: nothing was sent off yet, so nothing is said to be missing; what cannot be read is said in any case when kept."""
    problems = {} if quiet else folded.problems
    sections = drawn(base, typed, problems)
    today = timezone.localdate(request.actor.at)
    scheme = folded.scheme
    last = last_version(request.actor.office_id, scheme.id) if scheme else None
    context = {
        "tab": "schemes",
        "asked": read(request)[0],
        "base": begun.text,
        "seen": begun.seen,
        "sections": sections,
        "problems": _summary(sections, problems),
        "whole": problems.get("", ""),
        "focus": focus,
        "has_remarks": any(line.lstrip().startswith("#") or " #" in line for line in begun.text.splitlines()),
        "besides": besides(base),
        "questions": _questions(scheme, last, typed, problems) if scheme else [],
        "decided": list(last.decisions) if last else [],
        "aloud": aloud(scheme) if scheme else [],
        "scores_people": scheme is not None and scores_people(scheme),
        "periods": periods_offered(today),
        "chosen": _period(typed, today),
        "tried": tried,
        "groups": _groups(tried) if tried and tried.sheet else [],
    }
    return render(request, "figures/scheme_form.html", context, status=422 if problems else 200)


def _summary(sections: list, problems: dict[str, Said | str]) -> list[tuple[str, object, object]]:
    """Each problem with the place of its field, for the list on top."""
    found = []
    for section in sections:
        rows = [row for table in section.tables for row in table.rows]
        for box in (*section.boxes, *(box for row in rows for box in row.boxes)):
            if box.problem:
                found.append((box.id, f"{section.section.says} · {box.field.says}", box.problem))
    found += [
        (f"d-{key}", _("Open points to decide"), said) for key, said in problems.items() if key.startswith("decide.")
    ]
    return found


def _questions(scheme, last: SchemeVersion | None, typed: Typed, problems: dict) -> list[dict[str, object]]:
    """What is still open, each with what stands in its fields."""
    return [
        {
            "key": question.key,
            "asks": question.asks,
            "choices": [(word, naming.choice(question.key, word)) for word in question.choices],
            "value": first(typed, f"decide.{question.key}.value"),
            "reason": first(typed, f"decide.{question.key}.reason"),
            "wrong_value": problems.get(f"decide.{question.key}.value", ""),
            "wrong_reason": problems.get(f"decide.{question.key}.reason", ""),
        }
        for question in open_questions(scheme, Decisions.of(last.decisions if last else {}))
    ]


def _groups(tried: Tried) -> list[tuple[str, list[tuple[object, object]]]]:
    return [(kind, [(each, tried.before.get(each.unit.pk)) for each in found]) for kind, found in tried.sheet.groups]


def _as_text(request: HttpRequest, text: str, seen: str, refusal: Refused | None = None) -> HttpResponse:
    """The expert's way, with what the form holds."""
    form = SchemeForm({"text": text, "seen": seen}) if refusal else SchemeForm(initial={"text": text, "seen": seen})
    if refusal:
        form.add_error("text", str(refusal))
    context = {"tab": "schemes", "asked": read(request)[0], "form": form, "snippets": SNIPPETS}
    return render(request, "figures/scheme_text.html", context, status=422 if refusal else 200)
