"""The words of a submission: what was said, as one text, as one digest, and what cannot be taken at all.

Words stand in the row exactly as they came. Only the digest goes into the journal, so that the words can be destroyed by a
recorded deed (moved to paper) and the chain still tells that it was this text and no other.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhitong.errors import BadInput
from zhitong.journal.chain import canonical
from zhitong.web.forms import is_blank

TITLE_LIMIT = 200  # characters
TEXT_LIMIT = 100_000  # characters, all parts together

# The three parts that a report should hold (有情况、有分析、有建议). These headings are part of the Chinese text, so they do not
# change with the language of the reader: search, comparison and briefs must always see the same text.
HEADINGS = (("facts", "情况"), ("causes", "原因"), ("advice", "建议"))


@dataclass(frozen=True)
class Words:
    """What one source says: a title, and either free text (``body``) or the three parts."""

    title: str
    facts: str = ""
    causes: str = ""
    advice: str = ""
    body: str = ""


def as_text(words: Words) -> str:
    """The words below the title as one text: the free text, or the parts that hold something under their headings.

    Takes anything with the four fields, a Submission too.
    """
    parts = [f"{heading}：\n{getattr(words, name)}" for name, heading in HEADINGS if getattr(words, name)]
    if not parts:
        return words.body
    return "\n\n".join([words.body, *parts] if words.body else parts)


def digest(words: Words) -> str:
    """SHA-256 over the five fields as given, in canonical JSON: one wording, one digest."""
    return hashlib.sha256(canonical(vars(words)).encode()).hexdigest()


def words_of(submission) -> Words:
    return Words(
        title=submission.title,
        facts=submission.facts,
        causes=submission.causes,
        advice=submission.advice,
        body=submission.body,
    )


def refuse_unfit_words(words: Words) -> None:
    """Raise BadInput for what cannot be taken: no title, no text, too long, or signs that no database keeps."""
    for name, value in vars(words).items():
        refuse_broken(value, field=name)
    if is_blank(words.title):
        raise BadInput("intake.submit.title", _("The submission has no title."), _("Write a title."), field="title")
    if len(words.title) > TITLE_LIMIT:
        raise BadInput(
            "intake.submit.title_long",
            _("The title has %(count)s characters, more than %(limit)s.")
            % {"count": len(words.title), "limit": TITLE_LIMIT},
            _("Shorten it and move the rest into the text."),
            field="title",
        )
    parts = (words.body, words.facts, words.causes, words.advice)
    if all(map(is_blank, parts)):
        raise BadInput(
            "intake.submit.text",
            _("The submission has no text."),
            _("Write what happened: in the three parts, or as one free text."),
            field="body",
        )
    total = sum(map(len, parts))
    if total > TEXT_LIMIT:
        raise BadInput(
            "intake.submit.text_long",
            _("The text has %(count)s characters, more than %(limit)s.") % {"count": total, "limit": TEXT_LIMIT},
            _("Shorten it, or attach the long part as a file."),
            field="body" if words.body else "facts",
        )


def refuse_broken(value: str, *, field: str) -> None:
    """Raise BadInput for NUL and lone surrogates, which PostgreSQL or Python itself cannot store."""
    if "\x00" in value:
        raise BadInput(
            "intake.text.nul",
            _("The text holds an invisible NUL character."),
            _("Type the passage again instead of pasting it."),
            field=field,
        )
    try:
        value.encode()
    except UnicodeEncodeError:
        raise BadInput(
            "intake.text.surrogate",
            _("The text holds half of a character."),
            _("Type the damaged character again; it may show as a box."),
            field=field,
        ) from None
