"""What the reading pane needs, in the inbox and in a sitting."""

from __future__ import annotations

from django.http import HttpRequest

from zhitong.assessment.ages import QueueClock
from zhitong.assessment.forms import DecisionForm, UndoForm
from zhitong.assessment.inbox import Place
from zhitong.assessment.models import Assessment
from zhitong.assessment.presence import POLL_SECONDS
from zhitong.assessment.reading import leads_offered, read
from zhitong.intake.behind import parts_behind
from zhitong.intake.models import Submission
from zhitong.intake.queries import is_shown, visible_submissions
from zhitong.network.actors import Actor

Verdict = Assessment.Verdict
KEYS = {
    Verdict.TAKE_UP: "t",
    Verdict.MERGE: "m",
    Verdict.HOLD: "h",
    Verdict.SEND_BACK: "b",
    Verdict.TRANSFER: "x",
    Verdict.TO_PROPOSAL: "p",
    Verdict.DECLINE: "d",
}


def pane_context(
    request: HttpRequest, submission: Submission, clock: QueueClock, way, place: Place, *, decision_form=None
) -> dict:
    reading = read(request.actor, submission, clock)
    chosen = decision_form.verdict if decision_form else request.GET.get("decide", "")
    if decision_form is None and chosen in reading.offered:
        decision_form = DecisionForm(
            verdict=chosen,
            viewer=request.actor,
            today=clock.today,
            initial={"upon": reading.standing.code if reading.standing else ""},
        )
    return {
        "reading": reading,
        "behind": parts_behind(request, submission),
        "follows_shown": is_shown(request.actor, submission.follows),
        "place": place,
        "previous": way.to(place.previous) if place.previous else "",
        "next": way.to(place.next) if place.next else "",
        "here": way.to(submission.code),
        "deeds": [_deed(verdict, submission, way, chosen) for verdict in reading.offered],
        "decision_form": decision_form,
        "decide_address": way.decide(submission.code, chosen) if decision_form else "",
        "leads": leads_offered(request.actor, submission) if chosen == Verdict.MERGE else [],
        "undo_form": UndoForm(auto_id="undo_%s"),
        "poll_seconds": POLL_SECONDS,
    }


def _deed(verdict: Verdict, submission: Submission, way, chosen: str) -> dict:
    return {
        "label": verdict.label,
        "key": KEYS[verdict],
        "address": way.to(submission.code, decide=verdict.value),
        "is_chosen": verdict == chosen,
    }


def just_done(viewer: Actor, code: str, way) -> dict:
    """The decision named in the address after it was taken, to be shown with its undoing beside it."""
    done = None
    if code.isalnum():
        mine = Assessment.objects.filter(submission__in=visible_submissions(viewer), undone_at__isnull=True)
        done = mine.filter(code=code).select_related("submission").first()
    return {"done": done, "done_back": way.to(done.submission.code) if done else ""}
