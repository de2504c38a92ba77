"""One-click sign-in as a fictional person: only in demo mode, only from this very machine, only for accounts without a password."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from zhitong.demo import queries
from zhitong.network.models import Person
from zhitong.network.rights import RoleName

# Where a proxy names the client it speaks for. Behind one, this machine's own address says nothing about who asks.
FORWARDED = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP", "HTTP_VIA")


def is_offered(request: HttpRequest) -> bool:
    """Whether this request may sign in with one click."""
    return bool(settings.DEMO) and settings.MODE != "production" and _comes_from_here(request)


def _comes_from_here(request: HttpRequest) -> bool:
    """The connection itself comes from a loopback address and nobody passed it on. What a header claims is not believed."""
    if any(request.META.get(name) for name in FORWARDED):
        return False
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


def people_offered() -> QuerySet[Person]:
    """The demo's people: those whose account was opened without a password. Nobody else can be signed in by a click."""
    return queries.without_password()


@dataclass
class RoleGroup:
    label: object
    people: list[Person] = field(default_factory=list)


@dataclass
class OfficeGroup:
    """An office's people by role; a person of several roles stands under the first."""

    name: str
    roles: list[RoleGroup] = field(default_factory=list)


def offices_offered() -> list[OfficeGroup]:
    """The office with most people first: it is the one that the demo is about."""
    role_of = queries.roles_on(timezone.localdate())
    groups: dict[int, dict[str, RoleGroup]] = {}
    names: dict[int, str] = {}
    sizes: dict[int, int] = {}
    for person in people_offered().order_by("pk"):
        role = role_of.get(person.pk)
        if role is None:
            continue  # whose role ended has nothing to see
        names[person.office_id] = person.office.short_name
        sizes[person.office_id] = sizes.get(person.office_id, 0) + 1
        group = groups.setdefault(person.office_id, {})
        group.setdefault(role, RoleGroup(RoleName(role).label)).people.append(person)
    ordered = sorted(groups, key=lambda office: (-sizes[office], office))
    return [
        OfficeGroup(names[office], [groups[office][role] for role in RoleName.values if role in groups[office]])
        for office in ordered
    ]


def part(request: HttpRequest) -> str:
    """What stands below the sign-in form."""
    if not is_offered(request):
        return ""
    offices = offices_offered()
    if not offices:
        return ""
    return render_to_string("demo/sign_in.html", {"first": offices[0], "others": offices[1:]}, request=request)
