"""``request.actor``: who asks, with the roles they hold today. Rights change at once; a role that ended is gone on the next request."""

from __future__ import annotations

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
    people = Person.objects.filter(account=request.user).select_related("office").order_by("pk")
    chosen = people.filter(office__code=request.session.get(OFFICE_KEY, "")).first() or people.first()
    if chosen is None:
        return None
    return actor_for(chosen, channel="page")
