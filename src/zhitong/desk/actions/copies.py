"""Masked copies: begin one, cover places for now or for good, lift what is covered for now, take it out. Each deed is in the journal."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from zhitong.desk import copies, events, issue, rules
from zhitong.desk.models import Brief, Mask, MaskedCopy
from zhitong.errors import BadInput
from zhitong.intake.models import Submission
from zhitong.intake.queries import text_of
from zhitong.journal.door import forbid, lock, permit, record, require
from zhitong.network.actors import Actor
from zhitong.text.deidentify import LABELS

RIGHT = "desk.write"
MOST_MASKS = 500  # at once


@transaction.atomic
def begin_copy(of: Submission | Brief, purpose: str, *, by: Actor) -> MaskedCopy:
    """The words as they are now, in a row of their own. The original is not touched by anything that follows."""
    permit(by, RIGHT, of.office_id)
    rules.person_of(by)
    if isinstance(of, Brief):
        revision = issue.text_shown(of)
        words, where = f"{revision.title}\n{revision.body}", {"brief": of}
    else:
        require(
            of.paper_at is None, "desk.copy.on_paper", _("The words were moved to paper; only the stub is kept here.")
        )
        words, where = f"{of.title}\n{text_of(of)}", {"submission": of}
    digest = hashlib.sha256(words.encode()).hexdigest()
    copy = MaskedCopy.objects.create(
        office_id=of.office_id,
        purpose=MaskedCopy.Purpose(purpose),
        text=words,
        original_digest=digest,
        by=by.person,
        at=by.at,
        **where,
    )
    record(events.CopyMade(of=of.code, purpose=purpose, original=digest), on=copy, by=by, matters=(of.code,))
    return copy


@transaction.atomic
def put_masks(copy: MaskedCopy, spans: Sequence[tuple[int, int, str]], *, by: Actor, for_good: bool) -> list[Mask]:
    """Cover these (start, end, kind). For good, the signs are overwritten in the copy: nobody brings them back from it."""
    copy = lock(copy)
    permit(by, RIGHT, copy.office_id)
    if not spans or len(spans) > MOST_MASKS:
        raise BadInput(
            "desk.mask.nothing",
            _("Nothing is chosen to be covered."),
            _("Tick proposals, or write the words."),
            field="words",
        )
    for start, end, kind in spans:
        if not 0 <= start < end <= len(copy.text) or kind not in LABELS:
            raise BadInput("desk.mask.place", _("This place is not in the text any more."), _("Open the page anew."))
    masks = [
        Mask(copy=copy, start=start, end=end, kind=kind, for_good=for_good, by=by.person, at=by.at)
        for start, end, kind in spans
    ]
    Mask.objects.bulk_create(masks)
    if for_good:
        for start, end, _kind in spans:
            copy.text = copies.covered(copy.text, start, end)
        copy.save(update_fields=["text"])
    kinds = tuple(sorted({kind for _start, _end, kind in spans}))
    record(events.MasksPut(masks=len(masks), kinds=kinds, for_good=for_good), on=copy, by=by)
    return masks


@transaction.atomic
def lift_mask(mask: Mask, *, by: Actor) -> Mask:
    """Show again what was covered for now."""
    mask = lock(mask)
    permit(by, RIGHT, mask.copy.office_id)
    forbid(
        mask.for_good,
        "desk.mask.for_good",
        _("What was covered for good stays covered."),
        _("Begin a new copy from the original."),
    )
    require(mask.lifted_at is None, "desk.mask.lifted", _("This mask is lifted already."))
    mask.lifted_by, mask.lifted_at = by.person, by.at
    mask.save(update_fields=["lifted_by", "lifted_at"])
    record(events.MaskLifted(kind=mask.kind), on=mask.copy, by=by)
    return mask


@transaction.atomic
def take_out(copy: MaskedCopy, *, by: Actor) -> str:
    """The text as it is handed out, all masks in force covered."""
    copy = lock(copy)
    permit(by, RIGHT, copy.office_id)
    masks = copies.masks_on(copy)
    text = copies.shown_text(copy, masks)
    record(events.CopyTaken(digest=hashlib.sha256(text.encode()).hexdigest(), masks=len(masks)), on=copy, by=by)
    return text


@transaction.atomic
def empty_copies_of(submission: Submission, *, by: Actor) -> None:
    """The submission's words were moved to paper: its copies lose them in the same transaction."""
    permit(by, "intake.move_to_paper", submission.office_id)
    for copy in MaskedCopy.objects.select_for_update().filter(submission=submission).exclude(text=""):
        copy.text = ""
        copy.save(update_fields=["text"])
        record(events.CopyEmptied(), on=copy, by=by, matters=(submission.code,))
