"""That residents' words stand behind a submission, by which station, and who answers for them: never who the residents are."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.template.loader import render_to_string

from zhitong.intake.models import Submission
from zhitong.intake.queries import may_see_names
from zhitong.stations import queries
from zhitong.stations.models import Lead


@dataclass(frozen=True)
class Behind:
    """One resident's message as the reader of the submission may know of it."""

    lead: Lead
    answers_for_it: str  # empty where the author asked not to be named
    is_open: bool  # whether this reader may open the message


def behind(request: HttpRequest, submission: Submission) -> str:
    """Two queries where residents stand behind it, one where none does."""
    leads = list(queries.joined_to(submission).select_related("station__unit", "handled_by").order_by("pk"))
    if not leads:
        return ""
    actor = request.actor
    opened = set(
        queries.visible_leads(actor).filter(pk__in=[lead.pk for lead in leads]).values_list("pk", flat=True)
        if actor.may("stations.receive")
        else ()
    )
    named = may_see_names(actor, submission)
    voices = [
        Behind(lead, lead.handled_by.name if lead.handled_by and named else "", lead.pk in opened) for lead in leads
    ]
    return render_to_string("stations/_behind.html", {"voices": voices}, request)
