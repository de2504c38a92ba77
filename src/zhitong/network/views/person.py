"""One person: units over time, roles over time, deputies, account. Each form posts to its own address and comes back here."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhitong.errors import Refused
from zhitong.network import actions, queries
from zhitong.network.accounts import actions as accounts
from zhitong.network.accounts import oidc
from zhitong.network.accounts.factors import factors_of
from zhitong.network.codes import ALPHABET
from zhitong.network.forms import people as forms
from zhitong.network.models import Deputy, Person
from zhitong.network.rights import DELEGABLE, RoleName
from zhitong.web.pages import page


def _visible(request: HttpRequest, code: str) -> Person:
    return get_object_or_404(
        queries.visible_people(request.actor).select_related("office", "account"), code=code.replace("\x00", "")
    )


@page("network.read")
@require_safe
def read(request: HttpRequest, code: str) -> HttpResponse:
    return _drawn(request, _visible(request, code))


@page("network.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    person = _visible(request, code)
    names = ("name", "title", "phone", "is_member", "number")
    form = forms.PersonForm(
        request.POST if request.method == "POST" else None, initial={name: getattr(person, name) for name in names}
    )
    if request.method == "POST" and form.is_valid():
        changes = {name: form.cleaned_data[name] for name in names if form.cleaned_data[name] != getattr(person, name)}
        try:
            if changes:
                actions.change_person(person, by=request.actor, **changes)
        except Refused as refusal:
            form.add_error(getattr(refusal, "field", None), str(refusal))
        else:
            messages.success(request, _("The change was saved."))
            return redirect("network:person", person.code)
    context = {"form": form, "person": person, "namesakes": []}
    return render(request, "network/person_form.html", context, status=422 if form.errors else 200)


# Units over time


@page("network.edit")
@require_POST
def join(request: HttpRequest, code: str) -> HttpResponse:
    person = _visible(request, code)
    form = forms.JoinForm(request.POST, person=person)
    return _done(request, person, "join", form, lambda given: actions.join_unit(person, by=request.actor, **given))


@page("network.edit")
@require_POST
def move(request: HttpRequest, code: str) -> HttpResponse:
    person = _visible(request, code)
    form = forms.MoveForm(request.POST, person=person)
    return _done(request, person, "move", form, lambda given: actions.move_person(by=request.actor, **given))


@page("network.edit")
@require_POST
def leave(request: HttpRequest, code: str) -> HttpResponse:
    person = _visible(request, code)
    form = forms.EndsOn(request.POST, person=person, rows=person.memberships.all())

    def end(given: dict) -> None:
        actions.leave_unit(given["row"], by=request.actor, ends_on=given["ends_on"])

    return _done(request, person, "leave", form, end)


# Roles over time


@page("network.give_role")
@require_POST
def give_role(request: HttpRequest, code: str) -> HttpResponse:
    person = _visible(request, code)
    form = forms.GiveRoleForm(request.POST, person=person)
    return _done(request, person, "role", form, lambda given: actions.give_role(person, by=request.actor, **given))


@page("network.give_role")
@require_POST
def end_role(request: HttpRequest, code: str) -> HttpResponse:
    person = _visible(request, code)
    form = forms.EndsOn(request.POST, person=person, rows=person.roles.all())

    def end(given: dict) -> None:
        actions.end_role(given["row"], by=request.actor, ends_on=given["ends_on"])

    return _done(request, person, "end_role", form, end)


@page("network.delegate")
@require_POST
def name_deputy(request: HttpRequest, code: str) -> HttpResponse:
    person = _visible_for_delegation(request, code)
    form = forms.DeputyForm(request.POST, person=person, held=_delegable(person))
    return _done(request, person, "deputy", form, lambda given: actions.name_deputy(person, by=request.actor, **given))


@page("network.delegate")
@require_POST
def end_deputy(request: HttpRequest, code: str) -> HttpResponse:
    person = _visible_for_delegation(request, code)
    form = forms.EndsOn(request.POST, person=person, rows=person.deputies.all())

    def end(given: dict) -> None:
        actions.end_deputy(given["row"], by=request.actor, ends_on=given["ends_on"])

    return _done(request, person, "end_deputy", form, end)


def _visible_for_delegation(request: HttpRequest, code: str) -> Person:
    """A leader reads no list of people, but names their own deputy."""
    if request.actor.may("network.read"):
        return _visible(request, code)
    own = queries.people_of(request.actor.office_id).filter(pk=request.actor.person_id)
    return get_object_or_404(own.select_related("office", "account"), code=code.replace("\x00", ""))


@page("network.delegate")
@require_safe
def own_deputies(request: HttpRequest) -> HttpResponse:
    """One's own page, to name a deputy; also for leaders, who read no list of people."""
    person = get_object_or_404(queries.people_of(request.actor.office_id), pk=request.actor.person_id)
    return _drawn(request, person)


# The account


@page("network.give_role")
@require_POST
@sensitive_variables("password")
def open_account(request: HttpRequest, code: str) -> HttpResponse:
    """The first password is made here and shown once, on this answer; it is kept nowhere but as a digest."""
    person = _visible(request, code)
    form = forms.OpenAccountForm(request.POST, person=person)
    if form.is_valid():
        password = one_time_password()
        try:
            actions.open_account(person, by=request.actor, password=password, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(getattr(refusal, "field", None), str(refusal))
        else:
            return _shown_once(request, person, password)
    return _drawn(request, person, account=form)


@page("network.give_role")
@require_POST
@sensitive_variables("password")
def new_password(request: HttpRequest, code: str) -> HttpResponse:
    person = _visible(request, code)
    password = one_time_password()
    try:
        actions.set_password(person, password, by=request.actor)
    except Refused as refusal:
        return _drawn(request, person, refusal=refusal)
    return _shown_once(request, person, password)


@page("network.give_role")
@require_POST
def close_account(request: HttpRequest, code: str) -> HttpResponse:
    person = _visible(request, code)
    form = forms.CloseAccountForm(request.POST, person=person)
    return _done(request, person, "close", form, lambda given: actions.close_account(person, by=request.actor, **given))


@page("network.give_role")
@require_POST
def reset_factors(request: HttpRequest, code: str) -> HttpResponse:
    """For whoever lost their telephone: all second factors go, open sessions end."""
    person = _visible(request, code)
    form = forms.ResetFactorsForm(request.POST, person=person)
    return _done(
        request, person, "reset", form, lambda given: accounts.reset_factors(person, by=request.actor, **given)
    )


@page("network.give_role")
@require_POST
def link(request: HttpRequest, code: str) -> HttpResponse:
    """Which subject at the office's sign-in this person is."""
    person = _visible(request, code)
    if not oidc.is_on():
        raise Http404
    form = forms.LinkForm(request.POST, person=person)
    issuer = settings.OIDC["issuer"]
    return _done(
        request,
        person,
        "link",
        form,
        lambda given: accounts.link_identity(person, by=request.actor, issuer=issuer, **given),
    )


@page("network.give_role")
@require_POST
def unlink(request: HttpRequest, code: str) -> HttpResponse:
    person = _visible(request, code)
    try:
        accounts.unlink_identities(person, by=request.actor)
    except Refused as refusal:
        return _drawn(request, person, refusal=refusal)
    messages.success(request, _("The change was saved."))
    return redirect("network:person", person.code)


def one_time_password() -> str:
    """Four groups of five characters, about 98 bits: easy to read aloud, to be changed at the first sign-in."""
    return "-".join("".join(secrets.choice(ALPHABET) for _i in range(5)) for _j in range(4))


@sensitive_variables("password")
def _shown_once(request: HttpRequest, person: Person, password: str) -> HttpResponse:
    person = queries.people_of(person.office_id).select_related("account").get(pk=person.pk)
    return render(request, "network/one_time_password.html", {"person": person, "password": password})


# The page


def _done(request: HttpRequest, person: Person, name: str, form: forms.OfPerson, deed: Callable) -> HttpResponse:
    """Do it and go back to the page; or the page with what was typed and what is wrong with it."""
    if form.is_valid():
        try:
            deed(form.cleaned_data)
        except Refused as refusal:
            field = getattr(refusal, "field", None)
            form.add_error(field if field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("The change was saved."))
            return (
                redirect("network:person", person.code)
                if request.actor.may("network.read")
                else redirect("network:own_deputies")
            )
    return _drawn(request, person, **{name: form})


def _delegable(person: Person) -> list[str]:
    return list(person.roles.filter(role__in=DELEGABLE, unit=None).values_list("role", flat=True))


def _drawn(
    request: HttpRequest, person: Person, *, refusal: Refused | None = None, **given: forms.OfPerson
) -> HttpResponse:
    today = timezone.localdate(request.actor.at)
    actor = request.actor
    memberships = list(person.memberships.select_related("unit").order_by("-starts_on", "-pk"))
    may_delegate = actor.may("network.delegate") and (actor.person_id == person.pk or RoleName.SECURITY in actor.roles)
    held = _delegable(person)
    moves = actor.may("network.edit") and any(each.ends_on is None for each in memberships)
    context = {
        "person": person,
        "refusal": refusal,
        "today": today,
        "whole": actor.may("network.read"),
        "memberships": memberships,
        "roles": person.roles.select_related("unit").order_by("-starts_on", "-pk"),
        "deputies": person.deputies.select_related("deputy").order_by("-starts_on", "-pk"),
        "stands_in_for": Deputy.objects.filter(deputy=person).select_related("principal").order_by("-starts_on", "-pk"),
        "may_edit": actor.may("network.edit"),
        "may_give_role": actor.may("network.give_role") and actor.person_id != person.pk,
        "may_keep_account": actor.may("network.give_role"),
        "may_delegate": may_delegate and held,
        "join": given.get("join") or forms.JoinForm(person=person, initial=_from(today)),
        "move": given.get("move") or (forms.MoveForm(person=person, initial={"on": today}) if moves else None),
        "role": given.get("role") or forms.GiveRoleForm(person=person, initial=_from(today)),
        "deputy": given.get("deputy") or forms.DeputyForm(person=person, held=held, initial=_from(today)),
        "account": given.get("account") or forms.OpenAccountForm(person=person),
        "close": given.get("close") or forms.CloseAccountForm(person=person),
        "factors": factors_of(person.account) if actor.may("network.give_role") and person.account_id else [],
        "identities": person.account.identities.all() if actor.may("network.give_role") and person.account_id else [],
        "provider": settings.OIDC["name"] if oidc.is_on() else "",
        "reset": given.get("reset") or forms.ResetFactorsForm(person=person),
        "link": given.get("link") or forms.LinkForm(person=person),
        "faulty_end": next((form for name, form in given.items() if name in {"leave", "end_role", "end_deputy"}), None),
        "open_form": next(iter(given), ""),
    }
    status = refusal.status if refusal else 422 if given else 200
    return render(request, "network/person.html", context, status=status)


def _from(today: date) -> dict:
    return {"starts_on": today, "is_main": True}
