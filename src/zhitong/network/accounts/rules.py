"""Who must have a second factor, and how long a shared device stays signed in: what an office's security administrator says."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from zhitong.network import queries
from zhitong.network.accounts.factors import has_factor
from zhitong.network.actors import Actor
from zhitong.network.models import Account, Person
from zhitong.network.rights import RoleName

ROLES_KEY = "second_factor_roles"
SHARED_KEY = "shared_device_minutes"
SHARED_MINUTES = 10
ADVISED_ROLES = (RoleName.SECURITY, RoleName.SIGNER)  # what `zhitong init` sets for a new office


def roles_that_need_a_factor(office_id: int, on: date) -> frozenset[str]:
    return frozenset(queries.setting(office_id, ROLES_KEY, [], on=on))


def must_add_a_factor(actor: Actor, account: Account) -> bool:
    """Whether this person holds a role that needs a second factor and has none yet."""
    needed = roles_that_need_a_factor(actor.office_id, timezone.localdate(actor.at))
    return bool(needed & actor.roles) and not has_factor(account)


def shared_minutes(account: Account, on: date) -> int:
    """The shortest that any of the account's offices says."""
    offices = Person.objects.filter(account=account).values_list("office_id", flat=True)
    said = [queries.setting(office_id, SHARED_KEY, SHARED_MINUTES, on=on) for office_id in offices]
    return min(said, default=SHARED_MINUTES)
