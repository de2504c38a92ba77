"""What a resident's message must be, and the facts that forbid. Nothing here writes."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from zhitong.errors import BadInput
from zhitong.intake.rules import refuse_ill_fitting
from zhitong.network.actors import Actor
from zhitong.stations.models import Lead, Station
from zhitong.web.forms import is_blank

TEXT_LIMIT = 5_000  # characters of a resident's message and of each later line
PLACE_LIMIT = 200
PHOTOS = 6
ASKED_AGAIN_AFTER = timedelta(weeks=4)
PUBLIC_CHANNEL = "public"
OPEN_STATES = (Lead.State.NEW, Lead.State.TAKEN_OVER, Lead.State.ANSWERED)


def is_open(lead: Lead) -> bool:
    """Whether resident and station may still do something with it."""
    return lead.state in OPEN_STATES and lead.emptied_at is None


def refuse_unfit_message(text: str, place: str, naming: str, *, has_files: bool) -> None:
    refuse_ill_fitting(text, TEXT_LIMIT, field="text")
    refuse_ill_fitting(place, PLACE_LIMIT, field="place")
    if is_blank(text) and not has_files:
        raise BadInput(
            "stations.speak.empty",
            _("Nothing is written yet."),
            _("Write what it is about, or add a photo or a voice note."),
            field="text",
        )
    if naming not in Lead.Naming.values:
        raise BadInput("stations.speak.naming", _("Choose whether you want to give your name."), field="naming")


def refuse_unfit_line(text: str, field: str = "text") -> None:
    refuse_ill_fitting(text, TEXT_LIMIT, field=field)
    if is_blank(text):
        raise BadInput("stations.line.empty", _("Nothing is written yet."), _("Write it in the field."), field=field)


def serves_everywhere(by: Actor) -> bool:
    """The desk reads what came to any station, and so does the program that acts for a resident."""
    return by.may("stations.receive_all", unit_id=0)


def serves(by: Actor, station: Station, units: frozenset[int]) -> bool:
    """Whether somebody may read and answer what residents tell this station: the desk, its liaison, its members.

    ``units`` are those the actor belongs to or holds a role for on the day.
    """
    if serves_everywhere(by):
        return True
    return by.may("stations.receive") and station.unit_id in units
