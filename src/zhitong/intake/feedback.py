"""反馈: what a deed anywhere tells the people behind a submission. One mechanism for all rooms.

A room says once, in its ``AppConfig.ready``, which of its events sources may know and in which words:

    announce(events.Sent, _sent_in_words, submissions=lambda dispatch: desk.submissions_of(dispatch.brief), key=...)

From then on the sentence stands in the timeline, and the same sentence goes as a notice to everybody behind each submission,
in the deed's own transaction, first into the outbox, where an editor can read it before it goes. The same key tells a person once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.conf import settings
from django.db.models import Model
from django.urls import reverse
from django.utils import translation

from zhitong.intake import queries
from zhitong.intake.models import Submission
from zhitong.intake.timeline import tell_source
from zhitong.journal.events import details_of, follows
from zhitong.network.actors import Actor
from zhitong.network.models import Person
from zhitong.notices.actions import tell, unsay

InWords = Callable[[dict], object]
_ALSO_TELL: list[Callable] = []
_ALSO_UNTELL: list[Callable] = []


def also_tell(function: Callable) -> Callable:
    """Call ``function(submission, event, words, key=, by=)`` with every sentence that goes to the sources of a submission, in the
    office's language: for whoever answers to people that have no account."""
    _ALSO_TELL.append(function)
    return function


def also_untell(function: Callable) -> Callable:
    """Call ``function(submission, key=)`` when such a sentence is taken back before it was told."""
    _ALSO_UNTELL.append(function)
    return function


def announce(
    event: type,
    in_words: InWords,
    *,
    submissions: Callable[[Model], Iterable[Submission]],
    key: Callable[[object, Model], str | None],
) -> None:
    """Let sources know of every ``event``: ``in_words`` makes the sentence from its details, or None when it is not for them.

    ``submissions`` gives those concerned from the item the event was recorded on; ``key`` what makes the deed one deed, or None
    when it was told before, by another one.
    """
    tell_source(event.event_name, in_words)

    @follows(event)
    def tell_them(happened: object, on: Model, by: Actor) -> None:
        details = details_of(happened)
        deed = key(happened, on) if in_words(details) is not None else None
        if deed is not None:
            tell_sources(submissions(on), event, lambda: str(in_words(details)), key=deed, by=by)


def tell_sources(
    submissions: Iterable[Submission], event: type, in_words: Callable[[], str], *, key: str, by: Actor
) -> None:
    """Tell everybody behind these submissions one sentence, made in each one's own language. Withdrawn ones are past telling."""
    for submission in submissions:
        if submission.withdrawn_at is not None:
            continue
        for person in queries.people_to_tell(submission, on=by.at):
            with translation.override(_language_of(person)):
                tell_person(person, submission, event, in_words(), key=key_of(event, key, submission), by=by)
        with translation.override(settings.LANGUAGE_CODE):
            for tell_others in _ALSO_TELL:
                tell_others(submission, event, in_words(), key=key_of(event, key, submission), by=by)


def tell_person(person: Person, submission: Submission, event: type, words: str, *, key: str, by: Actor) -> None:
    """One notice to one person behind a submission, by its number and never by its title.

    Whoever asked not to be named is told inside the product only, and stays unnamed in the outbox.
    """
    tell(
        person,
        f"{heading_of(submission)}{words}",
        by=by,
        event=event.event_name,
        about=submission._meta.label_lower,
        about_code=submission.code,
        key=key,
        address=reverse("intake:read", args=[submission.code]),
        by_letter=not submission.withhold_name,
        shown_as=queries.pseudonym(submission) if submission.withhold_name else "",
    )


def untell_sources(submissions: Iterable[Submission], event: type, *, key: str, by: Actor) -> list[tuple]:
    """The deed is undone: what was not told yet stays untold. Gives (submission, person) for those who have heard of it."""
    submissions = list(submissions)
    for submission in submissions:
        for untell_others in _ALSO_UNTELL:
            untell_others(submission, key=key_of(event, key, submission))
    return [
        (submission, person) for submission in submissions for person in unsay(key_of(event, key, submission), by=by)
    ]


def key_of(event: type, key: str, submission: Submission) -> str:
    return f"{event.event_name}:{key}:{submission.code}"


def heading_of(submission: Submission) -> str:
    """How a notice begins; the timeline, which shows one submission only, leaves it out."""
    return f"{submission.number}：" if translation.get_language() != "en" else f"{submission.number}: "


def _language_of(person: Person) -> str:
    return (person.account.language if person.account else "") or settings.LANGUAGE_CODE
