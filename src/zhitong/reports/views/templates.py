"""The office's report templates, one for each kind of paper."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhitong.errors import Refused
from zhitong.reports import queries
from zhitong.reports.actions import papers as actions
from zhitong.reports.forms import TemplateForm
from zhitong.reports.models import Kind
from zhitong.reports.templates_shipped import shipped, template_of
from zhitong.reports.views.papers import words_offered
from zhitong.web.forms import put_on
from zhitong.web.pages import page


@page("reports.templates")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    kinds = [
        (kind, label, queries.template_texts(request.actor.office_id, kind).first()) for kind, label in Kind.choices
    ]
    return render(request, "reports/templates.html", {"kinds": kinds})


@page("reports.templates")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in Kind.values:
        raise Http404
    office_id = request.actor.office_id
    shown = shipped(kind) if request.GET.get("from") == "shipped" else template_of(office_id, kind)
    form = TemplateForm(request.POST or None, initial={"text": shown})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                saved = actions.save_template(kind, form.cleaned_data["text"], by=request.actor)
            except Refused as refusal:
                put_on(form, refusal)
                status = refusal.status
            else:
                messages.success(
                    request, _("The template was saved as version %(ordinal)s.") % {"ordinal": saved.ordinal}
                )
                return redirect("reports:templates")
    context = {
        "kind": kind,
        "label": Kind(kind).label,
        "form": form,
        "versions": list(queries.template_texts(office_id, kind)[:10]),
        **words_offered(office_id),
    }
    return render(request, "reports/template.html", context, status=status)
