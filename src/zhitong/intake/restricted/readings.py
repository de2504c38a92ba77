"""Each reading of a restricted matter becomes an entry of the journal before the answer leaves; a reading that cannot be recorded is
not given. And the words with which every page and paper of such a matter says what it is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from zhitong.intake.restricted import actions
from zhitong.network.actors import Actor

MARK = "敏感 · 仅限指定人员阅读"  # printed words of a Chinese paper, in whatever language the page is read
PRINTS = frozenset({"desk:issue", "desk:issue_bare", "dispatch:preview", "assessment:minutes"})
FILES = ("_docx", "_pdf", ":download", ":picture", "_file")
NO_READING = frozenset({"assessment:here"})  # says only that somebody sits before the page, again and again


def middleware(get_response):
    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        actor = getattr(request, "actor", None)
        opened = actor.opened if actor else None
        if opened and request.method == "GET" and response.status_code == 200:
            page = request.resolver_match.view_name
            for submission in opened.values() if page not in NO_READING else ():
                actions.put_on_record(submission, by=actor, page=page, how=how(page))
        return response

    return answer


def how(page: str) -> str:
    """By the address: read on the screen, drawn for the printer, or taken away as a file."""
    if page.endswith(FILES):
        return "file"
    return "print" if page in PRINTS else "read"


def paper_mark(viewer: Actor) -> str:
    """What every sheet of a restricted matter bears: the words, who printed it and when. Empty when nothing restricted was opened."""
    if not viewer.opened:
        return ""
    moment = timezone.localtime(viewer.at).strftime("%Y-%m-%d %H:%M")
    return f"{MARK}　{viewer.person.name if viewer.person else ''}　{moment}"


def banner(request: HttpRequest) -> str:
    """The same above the page, on the screen and on paper."""
    mark = paper_mark(request.actor)
    return render_to_string("intake/_restricted_mark.html", {"mark": mark}, request) if mark else ""
