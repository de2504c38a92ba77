"""The writing page: the text, its sources beside it, the lock, the checks; saving and putting two texts together."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhitong.desk import checks, queries, rules, texts
from zhitong.desk.actions import locks, writing
from zhitong.desk.forms import WriteForm
from zhitong.desk.marks import Mark, diff_html, text_html
from zhitong.desk.views.shown import findings_shown, remarks_shown, sources_shown
from zhitong.errors import Refused
from zhitong.text.checks import RULES
from zhitong.web.pages import page


@page("desk.write")
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, code: str) -> HttpResponse:
    """The text to write on. POST saves it as a revision; two savers are led to both texts."""
    brief = queries.brief_or_404(request.actor, code)
    form = WriteForm(request.POST or None, length_limit=brief.series.length_limit)
    if request.method == "POST":
        return _save(request, brief, form)
    rules.in_time(brief, "save_revision")
    if brief.state == brief.State.IN_REVIEW and not rules.may_take_turn(brief, request.actor):
        return redirect("desk:brief", brief.code)
    shown = _asked_text(request, brief)
    newest = texts.newest(brief)
    form.initial = {"title": shown.title, "body": shown.body, "base": newest.ordinal}
    return _page(request, brief, form)


def _asked_text(request: HttpRequest, brief):
    """The newest text, or an older one that is to be taken up again (``?text=3``)."""
    asked = request.GET.get("text", "")
    if asked.isascii() and asked.isdigit() and len(asked) < 10:
        return queries.revision_or_404(brief, int(asked))
    return texts.newest(brief)


def _save(request: HttpRequest, brief, form: WriteForm) -> HttpResponse:
    if form.is_valid():
        try:
            revision = writing.save_revision(brief, by=request.actor, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(getattr(refusal, "field", None) if _has(form, refusal) else None, str(refusal))
        else:
            if len(texts.open_texts(brief)) > 1:
                return redirect("desk:settle", brief.code)
            messages.success(request, _("Saved as text %(number)s.") % {"number": revision.ordinal})
            return redirect("desk:write", brief.code)
    return _page(request, brief, form, status=422)


def _has(form: WriteForm, refusal: Refused) -> bool:
    return getattr(refusal, "field", None) in {"title", "body", "note"}


def _page(request: HttpRequest, brief, form: WriteForm, *, status: int = 200) -> HttpResponse:
    newest = texts.newest(brief)
    context = {
        "brief": brief,
        "form": form,
        "newest": newest,
        "mine": texts.newest_by(brief, request.actor.person_id),
        "sources": sources_shown(request.actor, brief),
        "remarks": remarks_shown(brief, newest),
        "heads": texts.open_texts(brief),
        "holder": rules.holder_of_lock(brief, request.actor.at),
    }
    return render(request, "desk/write.html", context, status=status)


@page("desk.read")
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, code: str) -> HttpResponse:
    """What the checks see: GET in the newest (or signed) text, POST in the text as it is being typed."""
    brief = queries.brief_or_404(request.actor, code)
    saved = brief.signed_revision or texts.newest(brief)
    typed = WriteForm(request.POST) if request.method == "POST" else None
    is_typed = typed is not None and typed.is_valid()
    title = typed.cleaned_data["title"] if is_typed else saved.title
    body = typed.cleaned_data["body"] if is_typed else saved.body
    submissions = list(queries.submissions_of(brief))
    found = checks.findings(brief.series, title, body, submissions)
    marks = [Mark(f.start, f.end, f"check-{n}", "check") for n, f in enumerate(found, 1) if f.where == "body"]
    context = {
        "brief": brief,
        "title": title,
        "text": text_html(body, marks),
        "findings": findings_shown(found, brief.series, submissions),
        "is_typed": is_typed,
        "off": [RULES[rule].name_zh for rule in brief.series.switched_off_checks if rule in RULES],
        "sources": [] if request.htmx else sources_shown(request.actor, brief),
    }
    return render(request, "desk/checks_list.html" if request.htmx else "desk/checks.html", context)


@page("desk.write")
@require_safe
def settle(request: HttpRequest, code: str) -> HttpResponse:
    """Two texts that were saved at once: what each changed, and one proposal that holds both."""
    brief = queries.brief_or_404(request.actor, code)
    fork = texts.fork_of(texts.revisions_of(brief))
    if fork is None:
        return redirect("desk:write", brief.code)
    initial = {
        "title": fork.title,
        "body": fork.body,
        "base": fork.mine.ordinal,
        "merges": fork.theirs.ordinal,
        "note": _("puts texts %(one)s and %(other)s together")
        % {"one": fork.theirs.ordinal, "other": fork.mine.ordinal},
    }
    context = {
        "brief": brief,
        "fork": fork,
        "form": WriteForm(initial=initial, length_limit=brief.series.length_limit),
        "their_changes": diff_html(fork.their_changes),
        "my_changes": diff_html(fork.my_changes),
    }
    return render(request, "desk/settle.html", context)


# The lock


@page("desk.write")
@require_POST
def take_lock(request: HttpRequest, code: str) -> HttpResponse:
    """Say that one is writing. Answers who is, also when that is somebody else."""
    brief = queries.brief_or_404(request.actor, code)
    locks.try_to_take(brief, by=request.actor)
    return _lock_line(request, code)


@page("desk.write")
@require_POST
def take_over(request: HttpRequest, code: str) -> HttpResponse:
    locks.take_over_lock(queries.brief_or_404(request.actor, code), by=request.actor)
    return _lock_line(request, code)


@page("desk.write")
@require_POST
def release(request: HttpRequest, code: str) -> HttpResponse:
    locks.release_lock(queries.brief_or_404(request.actor, code), by=request.actor)
    return redirect("desk:brief", code)


def _lock_line(request: HttpRequest, code: str) -> HttpResponse:
    if not request.htmx:
        return redirect("desk:write", code)
    brief = queries.brief_or_404(request.actor, code)
    return render(request, "desk/lock.html", {"brief": brief, "holder": rules.holder_of_lock(brief, request.actor.at)})
