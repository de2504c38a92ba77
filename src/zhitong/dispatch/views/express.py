"""The express lane: what is on it now with its hours, and the reviews that must be closed afterwards."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhitong.desk.queries import issue_name
from zhitong.dispatch import actions, queries
from zhitong.dispatch.clocks import hour_clock
from zhitong.dispatch.forms import ReviewForm
from zhitong.web.forms import carried_out
from zhitong.web.lists import listing
from zhitong.web.pages import page


@page("dispatch.read")
@require_safe
def lane(request: HttpRequest) -> HttpResponse:
    now = request.actor.at
    reviews = listing(request, queries.express_reviews(request.actor))
    context = {
        "tab": "express",
        "rows": [
            (brief, hour_clock(brief, now=now, first_sent_at=None)) for brief in queries.on_express(request.actor)
        ],
        "listing": reviews,
        "reviews": [
            (
                each,
                hour_clock(each.brief, now=now, first_sent_at=each.first_sent_at) if each.brief.express_since else None,
            )
            for each in reviews
        ],
        "today": timezone.localdate(now),
    }
    return render(request, "dispatch/express.html", context)


@page("dispatch.read")
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, code: str) -> HttpResponse:
    """One review: the brief's hurry, and the form that closes it, for somebody other than its editor."""
    item = queries.review_or_404(request.actor, code)
    form = ReviewForm(request.POST or None)

    def close(given: dict) -> None:
        justified = given["justified"] == "yes"
        actions.close_express_review(item, by=request.actor, justified=justified, words=given["words"])

    if carried_out(form, close):
        messages.success(request, _("The review is closed."))
        return redirect("dispatch:express")
    brief, now = item.brief, request.actor.at
    context = {
        "review": item,
        "brief": brief,
        "issue": issue_name(brief),
        "form": form,
        "clock": hour_clock(brief, now=now, first_sent_at=item.first_sent_at) if brief.express_since else None,
        "sent": queries.sent_of(brief),
        "may_close": request.actor.may("dispatch.express") and brief.editor_id != request.actor.person_id,
        "today": timezone.localdate(now),
    }
    return render(request, "dispatch/review.html", context, status=422 if form.errors else 200)
