"""What a member, the liaison or the desk does with a resident's message. It becomes a submission only through one of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from zhitong.errors import BadInput
from zhitong.files import actions as files_room
from zhitong.files import store
from zhitong.intake import actions as intake
from zhitong.intake.actions import AuthorGiven
from zhitong.intake.models import Submission
from zhitong.intake.restricted.queries import any_restricted
from zhitong.intake.rules import refuse_ill_fitting
from zhitong.intake.words import Words
from zhitong.journal.door import forbid, lock, permit, record, require
from zhitong.network.actors import Actor
from zhitong.stations import events, queries, rules
from zhitong.stations.actions.speaking import words_digest
from zhitong.stations.models import Lead, LeadLine
from zhitong.vault import actions as vault
from zhitong.vault.models import Opening
from zhitong.web.forms import is_blank


@dataclass(frozen=True)
class Matter:
    """What the member makes of it: the words of the submission, in their own responsibility."""

    title: str
    body: str
    place: str = ""
    area: str = ""
    voice: str = ""


def _taken(lead: Lead, by: Actor) -> Lead:
    lead = lock(lead)
    permit(by, "stations.receive", lead.office_id)
    forbid(
        not queries.may_serve(by, lead.station),
        "stations.receive.not_yours",
        _("Messages are read by the station's own members, its liaison and the desk."),
    )
    return lead


@transaction.atomic
def take_over(lead: Lead, matter: Matter, *, by: Actor) -> Submission:
    """接手: the member answers for it and sends it in; the resident stays unnamed in it. The pictures go with it."""
    lead = _taken(lead, by)
    _require_free(lead)
    submission = intake.submit(
        by=by,
        words=Words(matter.title, body=matter.body),
        place=matter.place,
        area=matter.area,
        voice=matter.voice,
        origin=Submission.Origin.RESIDENT,
        provenance=_("%(station)s, resident's message %(number)s")
        % {"station": lead.station.unit.name, "number": lead.number},
        unit=lead.station.unit,
        authors=[AuthorGiven(by.person.name, by.person)],
        files=_as_ones_own(lead, by),
    )
    _bind(lead, submission, by, joined=False)
    return submission


@transaction.atomic
def join(lead: Lead, submission: Submission, *, by: Actor) -> Lead:
    """One more resident on a matter that is in already: the same answers go to all of them."""
    lead = _taken(lead, by)
    _require_free(lead)
    if not queries.submissions_to_join(by).filter(pk=submission.pk).exists():
        raise BadInput("stations.join.unknown", _("There is no such submission that you can see."), field="submission")
    _bind(lead, submission, by, joined=True)
    return lead


def _bind(lead: Lead, submission: Submission, by: Actor, *, joined: bool) -> None:
    lead.submission, lead.state = submission, Lead.State.TAKEN_OVER
    lead.handled_by, lead.handled_at = by.person, by.at
    lead.save(update_fields=["submission", "state", "handled_by", "handled_at"])
    # It changed for this station's residents too.
    for answer in [] if any_restricted([submission.pk]) else queries.made_public(submission):
        answer.stations.add(lead.station)
    record(
        events.LeadTakenOver(lead=lead.code, submission=submission.code, joined=joined),
        on=lead,
        by=by,
        matters=(submission.code,),
    )


def _require_free(lead: Lead) -> None:
    require(
        lead.submission_id is None and rules.is_open(lead),
        "stations.take_over.done",
        _("Somebody took this message over before, or it is closed."),
    )


def _as_ones_own(lead: Lead, by: Actor) -> list:
    """The message's pictures and recordings as files of whoever answers for them now; held ones stay behind."""
    own = []
    for filed in lead.files.select_related("file").order_by("position"):
        if filed.file.state == filed.file.State.READY:
            with store.open_bytes(filed.file.digest) as content:
                own.append(files_room.keep_file(content, filed.file.name, by=by))
    return own


@transaction.atomic
def write_to(lead: Lead, text: str, *, by: Actor, asks: bool) -> LeadLine:
    """A question to the resident, or the station's own answer (where, whom to ask, what was done at once)."""
    rules.refuse_unfit_line(text)
    lead = _taken(lead, by)
    require(rules.is_open(lead), "stations.lead.over", _("This message is closed."))
    kind = LeadLine.Kind.QUESTION if asks else LeadLine.Kind.ANSWER
    line = LeadLine.objects.create(lead=lead, kind=kind, text=text, by=by.person, at=by.at)
    if not asks and lead.state == Lead.State.NEW:
        lead.state, lead.handled_by, lead.handled_at = Lead.State.ANSWERED, by.person, by.at
        lead.save(update_fields=["state", "handled_by", "handled_at"])
    record(events.LineAdded(kind=kind, digest=words_digest(text)), on=lead, by=by)
    return line


@transaction.atomic
def set_aside(lead: Lead, *, by: Actor, reason: str, abuse: bool = False) -> Lead:
    """Abuse, a test, a mistake: out of the list, with a reason. Nothing is destroyed, and it can be taken out again."""
    lead = _taken(lead, by)
    refuse_ill_fitting(reason, 1_000, field="reason")
    if is_blank(reason):
        raise BadInput("stations.set_aside.reason", _("Write the reason"), field="reason")
    require(
        lead.state in {Lead.State.NEW, Lead.State.ANSWERED} and lead.emptied_at is None,
        "stations.set_aside.state",
        _("Only what nobody has taken over can be set aside."),
    )
    lead.state, lead.handled_by, lead.handled_at, lead.handled_why = Lead.State.SET_ASIDE, by.person, by.at, reason
    lead.save(update_fields=["state", "handled_by", "handled_at", "handled_why"])
    record(events.LeadSetAside(abuse=abuse), on=lead, by=by, reason=reason)
    return lead


@transaction.atomic
def bring_back(lead: Lead, *, by: Actor) -> Lead:
    lead = _taken(lead, by)
    require(
        lead.state == Lead.State.SET_ASIDE and lead.emptied_at is None,
        "stations.bring_back.state",
        _("It is not set aside, or no longer kept."),
    )
    lead.state, lead.handled_why = Lead.State.NEW, ""
    lead.save(update_fields=["state", "handled_why"])
    record(events.LeadBroughtBack(), on=lead, by=by)
    return lead


@transaction.atomic
def ask_for_name(lead: Lead, *, by: Actor, reason: str) -> Opening:
    """Ask the vault for the sealed name: a second person decides. The reason stands for both to read."""
    lead = _taken(lead, by)
    require(lead.sealed_id is not None, "stations.name.none", _("No name was given with this message."))
    return vault.ask(lead.sealed, by=by, about=lead.number, reason=reason)
