"""The state of the installation, as `zhitong check` says it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhitong.ops import checks
from zhitong.web.pages import page, public


@page("ops.read")
def state(request: HttpRequest) -> HttpResponse:
    return render(request, "ops/state.html", {"lines": list(checks.run_all())})


@public("a proxy or a supervisor asks whether the server answers; nothing is told but that", residents=True)
def alive(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")
