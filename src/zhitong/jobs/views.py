"""The queue as the administrator sees it: what waits, what runs, what failed and why."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from zhitong.jobs import actions
from zhitong.jobs.models import Job
from zhitong.web.lists import listing
from zhitong.web.pages import page


@page("jobs.read")
def index(request: HttpRequest) -> HttpResponse:
    state = request.GET.get("state", Job.State.PARKED)
    state = state if state in Job.State.values else Job.State.PARKED
    counts = dict(Job.objects.order_by().values_list("state").annotate(Count("pk")))
    states = [(value, label, counts.get(value, 0)) for value, label in Job.State.choices]
    jobs = listing(request, Job.objects.filter(state=state).order_by("-enqueued_at"))
    return render(request, "jobs/index.html", {"jobs": jobs, "states": states, "state": state})


@page("jobs.retry")
@require_POST
def retry(request: HttpRequest, job_id) -> HttpResponse:
    actions.retry(get_object_or_404(Job, pk=job_id), by=request.actor)
    return redirect("jobs:index")
