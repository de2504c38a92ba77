"""``request.actor``: who asks, with the roles they hold today. Rights change at once; a role that ended is gone on the next request.

And the doors before every other door: a session that lasted its longest ends; whoever got a password from somebody else changes it
first; whoever holds a role that needs a second factor adds one first.
"""

from __future__ import annotations

from django.contrib.auth import logout
from django.db.models import QuerySet
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from zhitong.network.accounts import sessions
from zhitong.network.accounts.profiles import is_too_old
from zhitong.network.accounts.rules import must_add_a_factor
from zhitong.network.actors import Actor, actor_for
from zhitong.network.models import Person
from zhitong.statements import kept

OFFICE_KEY = "office"


def actor(get_response):
    def middleware(request):
        if request.user.is_authenticated and not sessions.goes_on(request.session, timezone.now()):
            logout(request)
        request.actor = SimpleLazyObject(lambda: _actor_of(request))
        return get_response(request)

    return middleware


def _actor_of(request) -> Actor | None:
    if not request.user.is_authenticated:
        return None
    people = _people_of(request.user.pk)
    if not people:
        return None
    office = request.session.get(OFFICE_KEY, "")
    chosen = next((person for person in people if person.office.code == office), people[0])
    return actor_for(chosen, channel="page")


@kept
def _people_of(account_id: int) -> QuerySet:
    return Person.objects.filter(account_id=account_id).select_related("office").order_by("pk")


class FirstThings:
    """What must be done before every page opens: a new password, then a second factor. Every page leads to the one that does it."""

    FIRST = "network:password"
    FACTORS = "network:my_account"
    ADDING = frozenset({FACTORS, FIRST, "network:add_app", "network:add_passkey", "network:passkey_options"})

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        access = getattr(view, "access", None)
        if access is None or access.kind == "public" or not request.user.is_authenticated:
            return None
        # From here on the actor itself, not the promise of one: a deed asks it some fifty times, and each would go through the promise.
        request.actor = _actor_of(request)
        here = request.resolver_match.view_name
        if request.user.must_change_password or is_too_old(request.user, timezone.now()):
            return None if here == self.FIRST else HttpResponseRedirect(reverse(self.FIRST))
        if here in self.ADDING or request.session.get("way") == "demo" or not request.actor:
            return None
        if must_add_a_factor(request.actor, request.user):
            return HttpResponseRedirect(reverse(self.FACTORS))
        return None
