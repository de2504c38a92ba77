"""The one view of the demo: sign in as one of its people."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhitong.demo.signing_in import is_offered, people_offered
from zhitong.network import throttle
from zhitong.network.accounts import sessions
from zhitong.web.pages import public


@public("the demo's fictional people are signed in by a click, on a loopback address only")
@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    if not is_offered(request):
        raise Http404
    person = get_object_or_404(people_offered(), code=request.POST.get("person", ""))
    login(request, person.account)
    sessions.begin(request.session, place=throttle.block_of(request), browser=sessions.browser_of(request))
    request.session["way"] = "demo"  # a fictional person has no telephone to show a code
    return HttpResponseRedirect(reverse("home"))
