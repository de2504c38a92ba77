"""Restricting a matter, its readers and who read it."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhitong.intake.queries import submission_or_404
from zhitong.intake.restricted import actions, queries
from zhitong.intake.restricted.forms import LiftForm, ReaderForm, RemovalForm, RestrictForm
from zhitong.intake.restricted.log import lines_of
from zhitong.web.forms import carried_out
from zhitong.web.lists import listing
from zhitong.web.pages import page


@page("intake.restricted")
@require_safe
def restricted_list(request: HttpRequest) -> HttpResponse:
    """What one may read of restricted matters; for the auditor every one, by number alone."""
    rows = listing(request, queries.lines_for(request.actor))
    knows_all = request.actor.may("intake.restricted_all")
    return render(request, "intake/restricted_list.html", {"listing": rows, "knows_all": knows_all})


@page("intake.restricted")
@require_safe
def restriction(request: HttpRequest, code: str) -> HttpResponse:
    """Readers and readings of one matter. Opening this page opens no words, so it is no reading."""
    return _drawn(request, queries.line_or_404(request.actor, code))


def _drawn(request: HttpRequest, item, *, status: int = 200, **given) -> HttpResponse:
    actor = request.actor
    is_reader = any(reader.person_id == actor.person_id for reader in queries.readers_of(item))
    may_change = actor.may("intake.restrict") and is_reader and item.lifted_at is None
    entries = listing(request, queries.log_of(item))
    context = {
        "restriction": item,
        "submission": item.submission,
        "readers": queries.readers_of(item),
        "is_reader": is_reader,
        "may_open": is_reader and actor.may("intake.read_own"),
        "listing": entries,
        "lines": lines_of(item, list(entries)),
        "may_change": may_change,
    }
    if may_change:
        context["reader_form"] = ReaderForm(actor=actor, restriction=item)
        context["removal_form"] = RemovalForm(restriction=item)
        context["lift_form"] = LiftForm()
    return render(request, "intake/restriction.html", context | given, status=status)


@page("intake.restrict")
@require_http_methods(["GET", "HEAD", "POST"])
def restrict(request: HttpRequest, code: str) -> HttpResponse:
    submission = submission_or_404(request.actor, code)
    form = RestrictForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and carried_out(
        form,
        lambda given: actions.restrict(
            submission, by=request.actor, reason=given["reason"], readers=list(given["readers"])
        ),
    ):
        messages.success(request, _("Restricted: from now on only the named readers see this matter."))
        return redirect("intake:restriction", queries.restriction_of(submission).code)
    status = 422 if form.errors else 200
    return render(request, "intake/restrict.html", {"submission": submission, "form": form}, status=status)


@page("intake.restrict")
@require_POST
def name_reader(request: HttpRequest, code: str) -> HttpResponse:
    item = queries.line_or_404(request.actor, code)
    form = ReaderForm(request.POST, actor=request.actor, restriction=item)
    deed = lambda given: actions.name_reader(item, given["person"], by=request.actor, reason=given["reason"])  # noqa: E731
    return _after(request, item, form, "reader_form", deed, _("The reader was named."))


@page("intake.restrict")
@require_POST
def remove_reader(request: HttpRequest, code: str) -> HttpResponse:
    item = queries.line_or_404(request.actor, code)
    form = RemovalForm(request.POST, restriction=item)
    deed = lambda given: actions.remove_reader(item, given["person"], by=request.actor, reason=given["reason"])  # noqa: E731
    return _after(request, item, form, "removal_form", deed, _("The reader was removed."))


@page("intake.restrict")
@require_POST
def lift(request: HttpRequest, code: str) -> HttpResponse:
    item = queries.line_or_404(request.actor, code)
    deed = lambda given: actions.lift(item, by=request.actor, reason=given["reason"])  # noqa: E731
    return _after(request, item, LiftForm(request.POST), "lift_form", deed, _("The matter is no longer restricted."))


def _after(request: HttpRequest, item, form: forms.Form, name: str, deed: Callable, said: str) -> HttpResponse:
    """A refusal comes back with what was typed. Whoever removed themselves, or lifted it, goes to the list."""
    if not carried_out(form, deed):
        return _drawn(request, item, status=422, **{name: form})
    messages.success(request, said)
    if queries.lines_for(request.actor).filter(pk=item.pk).exists():
        return redirect("intake:restriction", item.code)
    return redirect("intake:restricted_list")
