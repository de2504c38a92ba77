"""The only writers of the network: offices, units, people, memberships, roles, deputies, accounts, lists, settings."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhitong.errors import BadInput
from zhitong.journal import chain
from zhitong.journal.door import forbid, lock, permit, record, require
from zhitong.network import events, office_settings
from zhitong.network.accounts import profiles
from zhitong.network.accounts.sessions import end_sessions
from zhitong.network.actors import Actor, holds_on, system_actor
from zhitong.network.models import Account, Choice, Deputy, Membership, Office, OfficeSetting, Person, Role, Unit
from zhitong.network.rights import DELEGABLE, EXCLUSIVE, RoleName


@transaction.atomic
def open_office(
    *,
    name: str,
    short_name: str,
    rank: int,
    level_name: str,
    parent: Office | None = None,
    ladder: str = "cppcc",
    code: str = "",
    at: datetime | None = None,
) -> Office:
    """Open an office. Only ``zhitong init`` and the demo call this: an office is not opened by a page."""
    at = at or timezone.now()
    if parent is not None and parent.rank >= rank:
        raise BadInput(
            "network.office.rank",
            _("An office stands below its parent."),
            _("Choose a lower level than the parent's."),
            field="rank",
        )
    fields = {"code": code} if code else {}
    office = Office.objects.create(
        name=name,
        short_name=short_name,
        rank=rank,
        level_name=level_name,
        parent=parent,
        ladder=ladder,
        opened_at=at,
        **fields,
    )
    by = system_actor(office, (), channel="command", at=at)
    record(events.OfficeOpened(rank=rank, parent=parent.code if parent else ""), on=office, by=by)
    return office


@transaction.atomic
def add_unit(
    *,
    by: Actor,
    name: str,
    kind: str,
    short_name: str = "",
    parent: Unit | None = None,
    position: int = 0,
    stands_for: Office | None = None,
    valid_from: date | None = None,
) -> Unit:
    """A new unit under the actor's office."""
    permit(by, "network.edit", by.office_id)
    if Unit.objects.filter(office_id=by.office_id, name=name).exists():
        raise BadInput(
            "network.unit.name_taken",
            _("A unit of this name exists already."),
            _("Give it another name, or change the existing unit."),
            field="name",
        )
    unit = Unit.objects.create(
        office_id=by.office_id,
        name=name,
        kind=kind,
        short_name=short_name or name[:30],
        parent=parent,
        position=position,
        stands_for=stands_for,
        valid_from=valid_from,
    )
    record(events.UnitAdded(kind=kind), on=unit, by=by)
    return unit


def add_unit_for_office(lower: Office, *, by: Actor) -> Unit:
    """The unit that stands for an office below in the list of the actor's office, as the source of what it sends up."""
    kind = Unit.Kind.LOWER_OFFICE
    return add_unit(by=by, name=lower.name, short_name=lower.short_name, kind=kind, stands_for=lower)


@transaction.atomic
def change_unit(unit: Unit, *, by: Actor, **changes) -> Unit:
    """Change a unit's name, short name, parent, order or last day."""
    unit = lock(unit)
    permit(by, "network.edit", unit.office_id)
    for name, value in changes.items():
        if name not in {"name", "short_name", "parent", "position", "valid_from", "valid_to"}:
            raise TypeError(f"a unit's {name} cannot be changed")
        setattr(unit, name, value)
    if Unit.objects.filter(office_id=unit.office_id, name=unit.name).exclude(pk=unit.pk).exists():
        raise BadInput(
            "network.unit.name_taken",
            _("A unit of this name exists already."),
            _("Give it another name, or change the existing unit."),
            field="name",
        )
    unit.save(update_fields=list(changes))
    record(events.UnitChanged(fields=",".join(sorted(changes))), on=unit, by=by)
    return unit


@transaction.atomic
def add_person(
    *, by: Actor, name: str, title: str = "", phone: str = "", is_member: bool = False, number: str = ""
) -> Person:
    """A new person of the actor's office, without roles or account."""
    permit(by, "network.edit", by.office_id)
    _refuse_taken_number(by.office_id, number)
    person = Person.objects.create(
        office_id=by.office_id, name=name, title=title, phone=phone, is_member=is_member, number=number, added_at=by.at
    )
    record(events.PersonAdded(is_member=is_member), on=person, by=by)
    return person


def _refuse_taken_number(office_id: int, number: str, *, but: Person | None = None) -> None:
    taken = Person.objects.filter(office_id=office_id, number=number)
    if number and taken.exclude(pk=but.pk if but else None).exists():
        raise BadInput(
            "network.person.number_taken",
            _("Somebody has this member number already."),
            _("Check the number, or look the person up."),
            field="number",
        )


@transaction.atomic
def change_person(person: Person, *, by: Actor, **changes) -> Person:
    person = lock(person)
    permit(by, "network.edit", person.office_id)
    for name, value in changes.items():
        if name not in {"name", "title", "phone", "is_member", "number"}:
            raise TypeError(f"a person's {name} cannot be changed here")
        setattr(person, name, value)
    _refuse_taken_number(person.office_id, person.number, but=person)
    person.save(update_fields=list(changes))
    record(events.PersonChanged(fields=",".join(sorted(changes))), on=person, by=by)
    return person


@transaction.atomic
def join_unit(
    person: Person,
    unit: Unit,
    *,
    by: Actor,
    starts_on: date,
    ends_on: date | None = None,
    position: str = "",
    is_main: bool = True,
) -> Membership:
    """The person belongs to the unit from a day on. A person who moved keeps old results at the old unit."""
    permit(by, "network.edit", person.office_id)
    require(
        unit.office_id == person.office_id,
        "network.join.other_office",
        _("Person and unit belong to different offices."),
    )
    overlapping = person.memberships.filter(unit=unit).exclude(ends_on__lt=starts_on)
    if ends_on:
        overlapping = overlapping.exclude(starts_on__gt=ends_on)
    require(
        not overlapping.exists(),
        "network.join.twice",
        _("The person belongs to this unit in that time already."),
        _("End the earlier membership first."),
    )
    membership = Membership.objects.create(
        person=person, unit=unit, starts_on=starts_on, ends_on=ends_on, position=position, is_main=is_main
    )
    record(events.JoinedUnit(unit=unit.code, starts_on=starts_on), on=person, by=by, matters=(unit.code,))
    return membership


@transaction.atomic
def leave_unit(membership: Membership, *, by: Actor, ends_on: date) -> Membership:
    membership = lock(membership)
    permit(by, "network.edit", membership.person.office_id)
    if ends_on < membership.starts_on:
        raise BadInput(
            "network.leave.before_start",
            _("The last day lies before the first."),
            _("Give a last day on or after the first day."),
            field="ends_on",
        )
    membership.ends_on = ends_on
    membership.save(update_fields=["ends_on"])
    record(
        events.LeftUnit(unit=membership.unit.code, ends_on=ends_on),
        on=membership.person,
        by=by,
        matters=(membership.unit.code,),
    )
    return membership


@transaction.atomic
def move_person(membership: Membership, unit: Unit, *, by: Actor, on: date, position: str = "") -> Membership:
    """Leave one unit and join another in one step: ``on`` is the first day in the new one, the day before the last in the old."""
    require(
        membership.unit_id != unit.pk, "network.move.same_unit", _("This is the same unit."), _("Choose another unit.")
    )
    leave_unit(membership, by=by, ends_on=on - timedelta(days=1))
    return join_unit(membership.person, unit, by=by, starts_on=on, position=position, is_main=membership.is_main)


@transaction.atomic
def give_role(
    person: Person, role: str, *, by: Actor, starts_on: date, ends_on: date | None = None, unit: Unit | None = None
) -> Role:
    """Give a role in the office or in one unit. The three administrators exclude one another (三员分立)."""
    person = lock(person)
    permit(by, "network.give_role", person.office_id)
    role = RoleName(role)
    forbid(
        by.person_id == person.pk,
        "network.give_role.to_oneself",
        _("Nobody gives a role to themselves."),
        _("Ask another security administrator."),
    )
    if role == RoleName.LIAISON and unit is None:
        raise BadInput(
            "network.give_role.unit", _("A liaison speaks for one unit."), _("Choose the unit."), field="unit"
        )
    if unit is not None and unit.office_id != person.office_id:
        raise BadInput("network.give_role.other_office", _("The unit belongs to another office."), field="unit")
    if role in EXCLUSIVE:
        others = EXCLUSIVE - {role}
        held = person.roles.filter(role__in=others).exclude(ends_on__lt=starts_on)
        if ends_on:
            held = held.exclude(starts_on__gt=ends_on)
        require(
            not held.exists(),
            "network.give_role.exclusive",
            _("Administrator, security administrator and auditor must be three people."),
            _("End the other role first, or choose somebody else."),
        )
    given = Role.objects.create(person=person, role=role, unit=unit, starts_on=starts_on, ends_on=ends_on)
    record(events.RoleGiven(role=role, unit=unit.code if unit else "", starts_on=starts_on), on=person, by=by)
    return given


@transaction.atomic
def end_role(role: Role, *, by: Actor, ends_on: date) -> Role:
    """The role's last day. The holder's open pages lose it at the next request."""
    role = lock(role)
    permit(by, "network.give_role", role.person.office_id)
    role.ends_on = max(ends_on, role.starts_on)
    role.save(update_fields=["ends_on"])
    record(
        events.RoleEnded(role=role.role, unit=role.unit.code if role.unit else "", ends_on=role.ends_on),
        on=role.person,
        by=by,
    )
    return role


@transaction.atomic
def name_deputy(
    principal: Person, deputy: Person, role: str, *, by: Actor, starts_on: date, ends_on: date, paper: str
) -> Deputy:
    """A written delegation, for instance of signing while the signer travels. ``paper`` names the document."""
    permit(by, "network.delegate", principal.office_id)
    forbid(
        by.person_id != principal.pk and RoleName.SECURITY not in by.roles,
        "network.delegate.for_another",
        _("A deputy is named by the principal or by the security administrator."),
    )
    if role not in DELEGABLE:
        raise BadInput("network.delegate.role", _("This role cannot be delegated."), field="role")
    if principal.pk == deputy.pk:
        raise BadInput(
            "network.delegate.self", _("Nobody is their own deputy."), _("Choose somebody else."), field="deputy"
        )
    require(
        principal.office_id == deputy.office_id,
        "network.delegate.other_office",
        _("The deputy must belong to the same office."),
    )
    require(
        principal.roles.filter(holds_on(starts_on), role=role, unit=None).exists(),
        "network.delegate.not_held",
        _("The principal does not hold this role then."),
    )
    named = Deputy.objects.create(
        principal=principal, deputy=deputy, role=role, starts_on=starts_on, ends_on=ends_on, paper=paper
    )
    record(events.DeputyNamed(deputy=deputy.code, role=role, starts_on=starts_on, ends_on=ends_on), on=principal, by=by)
    return named


@transaction.atomic
def end_deputy(named: Deputy, *, by: Actor, ends_on: date) -> Deputy:
    """The delegation ends earlier than written; never before its first day, so that what was done under it stays covered."""
    named = lock(named)
    permit(by, "network.delegate", named.principal.office_id)
    forbid(
        by.person_id != named.principal_id and RoleName.SECURITY not in by.roles,
        "network.delegate.for_another",
        _("A deputy is named by the principal or by the security administrator."),
    )
    named.ends_on = max(min(ends_on, named.ends_on), named.starts_on)
    named.save(update_fields=["ends_on"])
    happened = events.DeputyEnded(deputy=named.deputy.code, role=named.role, ends_on=named.ends_on)
    record(happened, on=named.principal, by=by)
    return named


@transaction.atomic
def open_account(
    person: Person, *, by: Actor, username: str, password: str | None, email: str = "", must_change: bool = True
) -> Account:
    """Let a person sign in. Without a password the account is for the demo's one-click sign-in only."""
    person = lock(person)
    permit(by, "network.give_role", person.office_id)
    require(
        person.account_id is None,
        "network.account.exists",
        _("This person has an account already."),
        _("Set a new password instead."),
    )
    if Account.objects.filter(username=username).exists():
        raise BadInput(
            "network.account.name_taken", _("This user name is taken."), _("Choose another."), field="username"
        )
    account = Account(username=username, email=email, must_change_password=must_change and password is not None)
    check_password_rules(password, account)
    account.set_password(password)
    account.password_set_at = by.at if password is not None else None
    account.save()
    person.account = account
    person.save(update_fields=["account"])
    record(events.AccountOpened(), on=person, by=by)
    return account


@transaction.atomic
def set_password(person: Person, password: str, *, by: Actor, session: str | None = None) -> None:
    """A new password, by the holder or by the security administrator (then it must be changed at the next sign-in). Every open session
    of the account ends, but for the one with the key ``session``."""
    by_self = by.person_id == person.pk
    if not by_self:
        permit(by, "network.give_role", person.office_id)
        refuse_shared(person)
    account = lock(person.account)
    check_password_rules(password, account)
    if by_self and profiles.was_used_before(account, password):
        raise BadInput(
            "network.password.used_before", _("You had this password before."), _("Choose another."), field="password"
        )
    profiles.remember(account, by.at)
    account.set_password(password)
    account.must_change_password = not by_self
    account.password_set_at = by.at
    account.save(update_fields=["password", "must_change_password", "password_set_at"])
    end_sessions(account, but=session)
    record(events.PasswordSet(by_self=by_self), on=person, by=by)


@transaction.atomic
def close_account(person: Person, *, by: Actor, reason: str = "") -> None:
    """Nobody signs in with it any more; open sessions end at the next request."""
    permit(by, "network.give_role", person.office_id)
    refuse_shared(person)
    account = lock(person.account)
    require(account.is_active, "network.account.closed", _("This account is closed already."))
    account.is_active = False
    account.save(update_fields=["is_active"])
    end_sessions(account)
    record(events.AccountClosed(), on=person, by=by, reason=reason)


@transaction.atomic
def set_setting(key: str, value: object, *, by: Actor, valid_from: date | None = None) -> OfficeSetting:
    """What the office sets for itself, from a day on; the older rows stay, so that any past day has its answer."""
    kind = office_settings.declared_as(key)
    permit(by, kind.right if kind else "network.lists", by.office_id)
    valid_from = valid_from or timezone.localdate(by.at)
    setting = OfficeSetting.objects.create(
        office_id=by.office_id, key=key, value=value, valid_from=valid_from, set_at=by.at
    )
    digest = hashlib.sha256(chain.canonical(value).encode()).hexdigest()
    record(events.SettingSet(key=key, valid_from=valid_from, value_digest=digest), on=by.office, by=by)
    return setting


@transaction.atomic
def add_choice(
    list_name: str,
    name: str,
    *,
    by: Actor,
    code: str = "",
    position: int = 0,
    data: dict | None = None,
    valid_from: date | None = None,
) -> Choice:
    """A value of one of the office's own lists."""
    permit(by, "network.lists", by.office_id)
    fields = {"code": code} if code else {"code": hashlib.sha256(f"{list_name} {name}".encode()).hexdigest()[:12]}
    if Choice.objects.filter(office_id=by.office_id, list=list_name, valid_from=valid_from, **fields).exists():
        raise BadInput(
            "network.choice.exists",
            _("The list holds this value already."),
            _("End the old value first, or choose another name."),
            field="name",
        )
    choice = Choice.objects.create(
        office_id=by.office_id,
        list=list_name,
        name=name,
        position=position,
        data=data or {},
        valid_from=valid_from,
        **fields,
    )
    record(events.ChoiceAdded(list=list_name), on=choice, by=by)
    return choice


@transaction.atomic
def end_choice(choice: Choice, *, by: Actor, ends_on: date | None = None) -> Choice:
    """The value may be chosen for the last time on ``ends_on`` (yesterday when not given); what was chosen stays."""
    choice = lock(choice)
    permit(by, "network.lists", choice.office_id)
    choice.valid_to = ends_on or timezone.localdate(by.at) - timedelta(days=1)
    choice.save(update_fields=["valid_to"])
    record(events.ChoiceEnded(list=choice.list, ends_on=choice.valid_to), on=choice, by=by)
    return choice


def refuse_shared(person: Person) -> None:
    """An account may stand for people of several offices: no office's administrator gets into another by a new password."""
    require(
        person.account_id is not None,
        "network.account.none",
        _("This person has no account."),
        _("Open an account first."),
    )
    forbid(
        Person.objects.filter(account_id=person.account_id).exclude(office_id=person.office_id).exists(),
        "network.account.shared",
        _("This account also stands for a person of another office."),
        _("Its holder changes the password; end the roles here instead of closing it."),
    )


def check_password_rules(password: str | None, account: Account) -> None:
    if password is None:
        return
    try:
        validate_password(password, account)
    except ValidationError as fault:
        raise BadInput("network.password.rules", " ".join(fault.messages), field="password") from None
