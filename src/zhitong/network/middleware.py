"""``request.actor``: who asks, with the roles they hold today. Rights change at once; a role that ended is gone on the next request.

And the door before every other door: whoever got a password from somebody else changes it first.
"""

from __future__ import annotations

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from zhitong.network.actors import Actor, actor_for
from zhitong.network.models import Person

OFFICE_KEY = "office"


def actor(get_response):
    def middleware(request):
        request.actor = SimpleLazyObject(lambda: _actor_of(request))
        return get_response(request)

    return middleware


def _actor_of(request) -> Actor | None:
    if not request.user.is_authenticated:
        return None
    people = list(Person.objects.filter(account=request.user).select_related("office").order_by("pk"))
    if not people:
        return None
    office = request.session.get(OFFICE_KEY, "")
    chosen = next((person for person in people if person.office.code == office), people[0])
    return actor_for(chosen, channel="page")


class PasswordFirst:
    """Until a password given by somebody else is changed, every page leads to the page that changes it."""

    OPEN = "network:password"

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        access = getattr(view, "access", None)
        if access is None or access.kind == "public" or request.resolver_match.view_name == self.OPEN:
            return None
        if not request.user.is_authenticated or not request.user.must_change_password:
            return None
        return HttpResponseRedirect(reverse(self.OPEN))
