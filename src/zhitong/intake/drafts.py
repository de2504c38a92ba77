"""What a person is still writing, kept on the server as they type. A draft is nobody's deed and stands in no journal."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from zhitong.errors import BadInput, Conflict
from zhitong.intake.models import Draft, Receipt
from zhitong.intake.words import refuse_broken

if TYPE_CHECKING:
    from zhitong.network.actors import Actor

# Of a form only these are kept: nothing that a request adds gets in by way of a draft.
FIELDS = (
    "title",
    "style",
    "facts",
    "causes",
    "advice",
    "body",
    "place",
    "area",
    "scope",
    "scope_evidence",
    "matter_kind",
    "origin",
    "provenance",
    "voice",
    "withhold_name",
    "express",
    "express_reason",
    "unit",
    "commission",
    "follows",
)
ROWS = ("author_name", "author_person", "author_share")
CONTENT_LIMIT = 400_000  # characters: four times what may be sent, so that nobody is stopped while cutting a text down
DRAFTS_LIMIT = 100
ROWS_LIMIT = 50


def content_of(data: QueryDict) -> dict:
    """The form's content as it is kept: one value for each field, lists for the authors' rows and the files' codes."""
    content = {name: data.get(name, "") for name in FIELDS if data.get(name)}
    content |= {name: data.getlist(name)[:ROWS_LIMIT] for name in ROWS if any(data.getlist(name))}
    if kept := [code[:16] for code in data.getlist("kept_file")[:ROWS_LIMIT]]:
        content["files"] = kept
    return content


def is_empty(content: dict) -> bool:
    """Whether nothing was written yet; choices that every new form has do not count."""
    return not any(content.get(name) for name in ("title", "facts", "causes", "advice", "body", "place", "files"))


@transaction.atomic
def save(token: uuid.UUID, content: dict, *, by: Actor) -> Draft:
    """Keep what was typed so far. Conflict when the form was sent already, or when the draft is another person's."""
    values = [value for given in content.values() for value in ([given] if isinstance(given, str) else given)]
    for value in values:
        refuse_broken(value, field="")
    if sum(map(len, values)) > CONTENT_LIMIT:
        raise BadInput(
            "intake.draft.too_long",
            _("The text is too long to be kept as a draft."),
            _("It is still in this window; shorten it, or attach the long part as a file."),
        )
    draft = Draft.objects.select_for_update().filter(token=token).first()
    if Receipt.objects.filter(token=token).exists() or (draft and draft.person_id != by.person_id):
        raise Conflict(
            "intake.draft.used_up",
            _("This form was sent already."),
            _("Look under “My submissions”, or begin a new one."),
        )
    if draft is None:
        if Draft.objects.filter(person_id=by.person_id).count() >= DRAFTS_LIMIT:
            raise BadInput(
                "intake.draft.too_many",
                _("You have %(limit)s drafts.") % {"limit": DRAFTS_LIMIT},
                _("Send or delete some of them; this text stays in your browser."),
            )
        draft = Draft(token=token, person_id=by.person_id)
    draft.content, draft.saved_at = content, by.at
    draft.save()
    return draft


@transaction.atomic
def discard(token: uuid.UUID, *, by: Actor) -> bool:
    """Delete one's own draft; whether there was one. Another person's answers like one that is not there."""
    deleted, _of_each_kind = Draft.objects.filter(token=token, person_id=by.person_id).delete()
    return deleted > 0
