"""One matter on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhitong.intake.behind import parts_behind
from zhitong.intake.queries import may_see_names, shown_author, submission_or_404, text_of
from zhitong.matters.queries import matter_of
from zhitong.network.queries import choice_names
from zhitong.web.pages import page


@page("matters.read")
def matter(request: HttpRequest, code: str) -> HttpResponse:
    submission = submission_or_404(request.actor, code)
    return render(
        request,
        "matters/matter.html",
        {
            "behind": parts_behind(request, submission),
            "matter": matter_of(submission, request.actor),
            "submission": submission,
            "text": text_of(submission),
            "names": may_see_names(request.actor, submission),
            "author": shown_author(request.actor, submission),
            "ranks": choice_names("leader_rank", submission.office_id),
        },
    )
