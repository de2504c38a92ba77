"""What became of a submission, in words fit for its source.

Only what a room has registered here is shown: everything else in the journal is the desk's own. A later room adds its events in
its ``AppConfig.ready``:

    tell_source("desk.brief_signed", _("A brief that draws on it was signed."))
    tell_source("assessment.decided", lambda details: SENTENCES.get(details["verdict"]))

A sentence may use %(fields)s of the event; a function gets the event's details and gives a sentence, or None for nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhitong.intake import queries
from zhitong.intake.events import RestrictedRead
from zhitong.intake.models import Submission
from zhitong.journal.queries import entries_by_item, entries_of, in_words
from zhitong.network.actors import Actor

Sentence = str | Promise | Callable[[dict], object]
_SENTENCES: dict[str, Sentence] = {}


def tell_source(event_name: str, sentence: Sentence) -> None:
    """Let sources see this event in their submission's timeline, in these words."""
    _SENTENCES[event_name] = sentence


@dataclass(frozen=True)
class Line:
    """One step: when, in which words, of which event (for the mark beside it)."""

    at: datetime
    text: str
    event: str


def for_source(submission: Submission, viewer: Actor) -> list[Line]:
    """The steps a source may know of one submission, oldest first."""
    return for_sources([submission], viewer)[submission.code]


def for_sources(submissions: Sequence[Submission], viewer: Actor) -> dict[str, list[Line]]:
    """The same for many at once, by code, in a constant number of queries.

    A notice that told this viewer of a deed takes the place of the plain sentence: an editor may have made its words fuller.
    """
    codes = [submission.code for submission in submissions]
    lines: dict[str, list[Line]] = {code: [] for code in codes}
    numbers = {submission.code: submission.number for submission in submissions}
    replaced = set()
    for notice in queries.told(viewer, codes):
        words = without_number(notice.text, numbers[notice.about_code])
        lines[notice.about_code].append(Line(notice.happened_at, words, notice.event))
        replaced.add((notice.about_code, notice.event, notice.happened_at))
    for code, entries in entries_by_item(viewer.office_id, codes, list(_SENTENCES)).items():
        for entry in entries:
            text = _in_words_for_source(entry)
            if text and (code, entry.action, entry.at) not in replaced:
                lines[code].append(Line(entry.at, text, entry.action))
    return {code: _said_once(sorted(of_one, key=lambda line: line.at)) for code, of_one in lines.items()}


def without_number(text: str, number: str) -> str:
    """A notice begins with the number of its submission; on that submission's own page it says nothing new."""
    bare = text.removeprefix(number)
    return bare[1:].lstrip() if bare != text and bare[:1] in ("：", ":") else text


def _said_once(lines: list[Line]) -> list[Line]:
    """Sent to five readers of one level is five deeds and one sentence; the sentence is not said five times running."""
    return [
        line
        for before, line in zip([None, *lines], lines, strict=False)
        if before is None or (before.event, before.text) != (line.event, line.text)
    ]


def _in_words_for_source(entry) -> str | None:
    sentence = _SENTENCES[entry.action]
    details = json.loads(entry.details)
    if isinstance(sentence, str | Promise):
        return str(sentence) % details
    said = sentence(details)
    return str(said) if said else None


def for_desk(submission: Submission) -> list[Line]:
    """Every deed in the journal about the submission, in the desk's own words, oldest first. Readings of a restricted one have a page
    of their own."""
    return [
        Line(entry.at, in_words(entry) + (f"：{entry.reason}" if entry.reason else ""), entry.action)
        for entry in entries_of(submission.office_id, [submission.code]).exclude(action=RestrictedRead.event_name)
    ]


tell_source("intake.submitted", _("Received under number %(number)s."))
tell_source(
    "intake.withdrawn", lambda details: _("You withdrew it.") if details["by_source"] else _("The office withdrew it.")
)
tell_source(
    "intake.moved_to_paper", _("It is handled on paper from here on; the text is no longer kept in this system.")
)
