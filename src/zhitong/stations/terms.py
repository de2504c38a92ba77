"""How long residents' names and words are kept."""

from __future__ import annotations

from datetime import datetime

from django.db.models import DateTimeField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from zhitong.intake.queries import still_worked_on
from zhitong.keeping.terms import Kept, keep
from zhitong.stations.actions import ending
from zhitong.stations.models import Answer, Lead, LeadLine, Said
from zhitong.vault.queries import being_opened

State = Lead.State
IDENTITIES, WORDS = "identities", "leads"


def _with_last_use(office_id: int) -> QuerySet[Lead]:
    """The messages of an office, each with ``used_at``: the last thing that resident, station or office did with it."""

    def newest(rows: QuerySet, moment: str, by: str) -> Coalesce:
        found = rows.order_by().values(by).annotate(newest=Max(moment)).values("newest")
        return Coalesce(Subquery(found, output_field=DateTimeField()), "received_at")

    this = OuterRef("pk")
    released = Answer.objects.filter(submission=OuterRef("submission"), state=Answer.State.RELEASED)
    return Lead.objects.filter(office_id=office_id).annotate(
        used_at=Greatest(
            F("received_at"),
            Coalesce("handled_at", "received_at"),
            newest(LeadLine.objects.filter(lead=this), "at", "lead"),
            newest(Said.objects.filter(lead=this), "at", "lead"),
            newest(released, "decided_at", "submission"),
        )
    )


def _is_open() -> Q:
    """Nobody has read it; somebody asks to look at the name; the submission is being worked on, or an answer is to be written."""
    answers = Answer.objects.filter(submission=OuterRef("submission"), state=Answer.State.PROPOSED)
    worked_on = [Q(submission__in=rows) for rows in still_worked_on()]
    is_open = Q(state=State.NEW) | Q(sealed__in=being_opened()) | Q(Exists(answers))
    for each in worked_on:
        is_open |= each
    return is_open


def _past(office_id: int, before: datetime, **more) -> QuerySet[Lead]:
    return _with_last_use(office_id).filter(used_at__lt=before, **more).order_by("used_at", "pk")


def _names(office_id: int, before: datetime) -> QuerySet[Lead]:
    return _past(office_id, before, sealed__isnull=False, sealed__destroyed_at=None)


def _words(office_id: int, before: datetime) -> QuerySet[Lead]:
    return _past(office_id, before, submission=None, emptied_at=None)


def _number(lead: Lead) -> str:
    return lead.number


def _moment(lead: Lead) -> datetime:
    return lead.used_at


keep(
    Kept(
        IDENTITIES,
        _("Names and telephones of residents"),
        _("Sealed or given openly: destroyed so long after the last thing that was done with the message."),
        days=365,
        due=lambda office_id, before: _names(office_id, before).exclude(_is_open()),
        held=lambda office_id, before: _names(office_id, before).filter(_is_open()),
        used_at=_moment,
        name=_number,
        empty=lambda lead, by: ending.end_identity(lead, by=by),
    )
)
keep(
    Kept(
        WORDS,
        _("Residents' messages that became no submission"),
        _(
            "Words, photos and recordings of what was answered, set aside or withdrawn. What became a submission is kept for ever."
        ),
        days=730,
        due=lambda office_id, before: _words(office_id, before).exclude(_is_open()),
        held=lambda office_id, before: _words(office_id, before).filter(_is_open()),
        used_at=_moment,
        name=_number,
        empty=lambda lead, by: ending.end_words(lead, by=by),
    )
)
