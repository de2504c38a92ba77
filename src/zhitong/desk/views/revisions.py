"""The texts of a brief, and what changed between any two, or between a source and a text."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhitong.desk import queries, texts
from zhitong.desk.marks import diff_html
from zhitong.intake.queries import text_of
from zhitong.text.diff import Piece, beside_sources, share_kept, word_diff
from zhitong.web.pages import page

ALL_SOURCES = "sources"
MOST_PARAGRAPHS = 500  # of a text that is set beside its sources one by one; a longer one is compared as a whole


@page("desk.read")
@require_safe
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """``old`` is a text's number, a source's code or all sources; ``new`` a text's number. Without them: the last change."""
    brief = queries.brief_or_404(request.actor, code)
    revisions = texts.revisions_of(brief)
    submissions = list(queries.submissions_of(brief))
    new = _text(revisions, request.GET.get("new", "")) or revisions[-1]
    old = request.GET.get("old", "")
    source = next((each for each in submissions if each.code == old), None)
    earlier = _text(revisions, old) or _text(revisions, str(new.base)) or revisions[0]
    context = {
        "brief": brief,
        "revisions": revisions,
        "submissions": submissions,
        "new": new,
        "heads": texts.open_texts(brief),
    }
    if old == ALL_SOURCES:
        context |= _beside_sources(submissions, new) | {"old": ALL_SOURCES}
    elif source:
        context |= _difference(source.title, text_of(source), new) | {"source": source, "old": source.code}
    else:
        context |= _difference(earlier.title, earlier.body, new) | {"earlier": earlier, "old": str(earlier.ordinal)}
    return render(request, "desk/compare.html", context)


def _text(revisions: list, asked: str):
    return next((revision for revision in revisions if str(revision.ordinal) == asked), None)


def _beside_sources(submissions: list, new) -> dict:
    words = [text_of(each) for each in submissions]
    if new.body.count("\n") > MOST_PARAGRAPHS:
        return _difference("\n".join(each.title for each in submissions), "\n".join(words), new)
    shown = beside_sources(new.body, words)
    return {"beside": [(submissions[n] if n >= 0 else None, diff_html(pieces)) for n, pieces in shown]}


def _difference(title: str, body: str, new) -> dict:
    pieces = word_diff(body, new.body)
    return {
        "title_difference": diff_html(word_diff(title, new.title)),
        "difference": diff_html(pieces),
        "added": _signs(pieces, "added"),
        "removed": _signs(pieces, "removed"),
        "kept": f"{share_kept(body, new.body):.0%}",
    }


def _signs(pieces: list[Piece], kind: str) -> int:
    return sum(len(piece.text) for piece in pieces if piece.kind == kind)
