"""The list of people, and a new person."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhitong.errors import Refused
from zhitong.network import actions, queries
from zhitong.network.actors import holds_on
from zhitong.network.forms.people import PeopleFilter, PersonForm
from zhitong.network.models import Membership, Role
from zhitong.web.lists import listing
from zhitong.web.pages import page


@page("network.read")
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Found by name, pinyin, initials or number; by unit and role as they are today."""
    today = timezone.localdate(request.actor.at)
    filters = PeopleFilter(request.GET, units=queries.visible_units(request.actor))
    found, chosen = queries.visible_people(request.actor), filters.chosen()
    if typed := chosen.get("q"):
        found = queries.found_people(found, typed)
    if code := chosen.get("unit"):
        inside = Membership.objects.filter(holds_on(today), unit__office_id=request.actor.office_id, unit__code=code)
        found = found.filter(pk__in=inside.values("person_id"))
    if role := chosen.get("role"):
        found = found.filter(pk__in=Role.objects.filter(holds_on(today), role=role).values("person_id"))
    rows = listing(request, queries.with_standing(found, today))
    return render(request, "network/people.html", {"listing": rows, "filters": filters, "is_filtered": bool(chosen)})


@page("network.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new person; those of the same name are shown before a second one is made."""
    form = PersonForm(request.POST or None)
    namesakes = []
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        namesakes = list(queries.namesakes(request.actor.office_id, given["name"]))
        if not namesakes or request.POST.get("another") == "1":
            try:
                person = actions.add_person(by=request.actor, **given)
            except Refused as refusal:
                form.add_error(getattr(refusal, "field", None), str(refusal))
            else:
                messages.success(request, _("%(name)s was added.") % {"name": person.name})
                return redirect("network:person", person.code)
    context = {"form": form, "person": None, "namesakes": namesakes}
    return render(request, "network/person_form.html", context, status=422 if form.errors or namesakes else 200)
