"""Remarks pinned to places in a text, and settling them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from zhitong.desk import events, rules, texts
from zhitong.desk.actions.writing import refuse_broken
from zhitong.desk.models import Brief, Remark, Revision
from zhitong.errors import BadInput
from zhitong.journal.door import lock, permit, record, require
from zhitong.network.actors import Actor
from zhitong.web.forms import is_blank

QUOTE_LIMIT = 200  # characters
REMARK_LIMIT = 2_000  # characters


@dataclass(frozen=True)
class Pin:
    """A remark on its way in: its words and the place, by the words quoted. ``start`` says which of several equal places.

    Without a quote the remark is about the whole text.
    """

    text: str
    quote: str = ""
    start: int = 0


@transaction.atomic
def add_remark(brief: Brief, *, by: Actor, text: str, quote: str = "", start: int = 0) -> Remark:
    """Pin a remark to the newest text, at the place of the quoted words nearest to ``start``."""
    brief = lock(brief)
    permit(by, "desk.read", brief.office_id)
    rules.in_time(brief, "remark")
    rules.person_of(by)
    return pin(brief, texts.newest(brief), Pin(text, quote, start), by=by)


@transaction.atomic
def settle_remark(remark: Remark, *, by: Actor) -> Remark:
    """The remark is dealt with. It stays readable."""
    brief = lock(remark.brief)
    remark = lock(remark)
    permit(by, "desk.read", brief.office_id)
    rules.in_time(brief, "remark")
    person = rules.person_of(by)
    require(remark.settled_at is None, "desk.settle_remark.settled", _("This remark is settled already."), "")
    remark.settled_by, remark.settled_at = person, by.at
    remark.save(update_fields=["settled_by", "settled_at"])
    record(events.RemarkSettled(remark=remark.code), on=brief, by=by)
    return remark


def pin(brief: Brief, revision: Revision, remark: Pin, *, by: Actor) -> Remark:
    """Write one remark and its entry; for actions that hold the brief already."""
    refuse_broken(remark.text, field="remark")
    refuse_broken(remark.quote, field="quote")
    if is_blank(remark.text) or len(remark.text) > REMARK_LIMIT:
        raise BadInput(
            "desk.remark.text",
            _("A remark has between 1 and %(limit)s characters.") % {"limit": REMARK_LIMIT},
            _("Write what should be mended at this place."),
            field="remark",
        )
    quote = remark.quote[:QUOTE_LIMIT]
    start = texts.place_of(quote, remark.start, revision.body)
    if start is None:
        raise BadInput(
            "desk.remark.quote",
            _("The quoted words do not stand in the text."),
            _("Copy them from the text exactly, or leave the quotation empty."),
            field="quote",
        )
    made = Remark.objects.create(
        brief=brief,
        revision=revision,
        start=start,
        end=start + len(quote),
        quote=quote,
        text=remark.text,
        by=rules.person_of(by),
        at=by.at,
    )
    record(
        events.RemarkAdded(remark=made.code, ordinal=revision.ordinal, start=made.start, end=made.end), on=brief, by=by
    )
    return made
