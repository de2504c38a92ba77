"""The readers others use: stations, what waits there, one message, what its residents may know, answers to be written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from zhitong import public_side
from zhitong.intake import queries as intake
from zhitong.intake.models import Submission
from zhitong.intake.restricted.queries import without_hidden
from zhitong.keeping.queries import term_in_days
from zhitong.network import queries as network
from zhitong.network.actors import Actor
from zhitong.network.models import Person, Unit
from zhitong.stations import receipts
from zhitong.stations.models import Answer, ConsentText, DutyDay, Lead, LeadFile, LeadLine, Said, Station, Visit
from zhitong.stations.rules import ASKED_AGAIN_AFTER, OPEN_STATES, is_open, serves, serves_everywhere
from zhitong.vault.models import Opening
from zhitong.vault.queries import given_openly, looks_at, openings_of

# What the residents' own pages read stands in ops/public_role.py, table by table; a test holds the two equal.
BESIDE_A_RECEIPT = ("station__unit", "station__office", "sealed", "consent")
BESIDE = ("station__unit", "station__office", "sealed", "submission", "consent", "handled_by", "written_by")


def _one_or_404(rows: QuerySet, code: str):
    # A code from an address may hold anything; PostgreSQL refuses NUL with an error instead of finding nothing.
    found = None if "\x00" in code else rows.filter(code=code).first()
    if found is None:
        raise Http404
    return found


# Stations


def has_stations() -> bool:
    """Whether any office of this installation takes messages from residents."""
    return Station.objects.exists()


def stations_of(office_id: int) -> QuerySet[Station]:
    return Station.objects.filter(office_id=office_id).select_related("unit", "office").order_by("unit__position", "pk")


def station_or_404(viewer: Actor, code: str) -> Station:
    """The station of the viewer's office, as staff see it."""
    return _one_or_404(stations_of(viewer.office_id), code)


def public_station_or_404(code: str) -> Station:
    """The station as everybody may see it."""
    return _one_or_404(Station.objects.select_related("unit", "office"), code)


def units_without_station(office_id: int, on: date) -> QuerySet[Unit]:
    return network.units_of(office_id, on=on).filter(kind=Unit.Kind.STATION, station=None)


def members_of(station: Station, on: date) -> QuerySet[Person]:
    """Who belongs to the station on a day."""
    from_units = network.people_of(station.office_id).filter(memberships__unit_id=station.unit_id)
    still = Q(memberships__ends_on=None) | Q(memberships__ends_on__gte=on)
    return from_units.filter(still, memberships__starts_on__lte=on).distinct().order_by("pk")


def duty_days(station: Station, *, since: date, until: date | None = None) -> QuerySet[DutyDay]:
    days = station.duty_days.filter(on__gte=since, cancelled_at=None).select_related("person")
    return days.filter(on__lte=until) if until else days


def public_duty(station: Station, *, since: date) -> QuerySet[DutyDay]:
    """The duty days as everybody may read them: of the member, the name alone."""
    days = station.duty_days.filter(on__gte=since, cancelled_at=None).select_related("person")
    return days.only("on", "starts", "ends", "note", "person__name")


def duty_day_or_404(viewer: Actor, code: str) -> DutyDay:
    rows = DutyDay.objects.filter(station__office_id=viewer.office_id).select_related("station__unit")
    return _one_or_404(rows, code)


def visits_of(station: Station) -> QuerySet[Visit]:
    return station.visits.select_related("entered_by").prefetch_related("members", "submissions")


def _submissions_for(viewer: Actor) -> Prefetch:
    return Prefetch("submissions", without_hidden(Submission.objects.all(), viewer))


def visit_or_404(viewer: Actor, code: str) -> Visit:
    rows = Visit.objects.filter(station__office_id=viewer.office_id)
    return _one_or_404(
        rows.select_related("station__unit", "entered_by").prefetch_related("members", _submissions_for(viewer)), code
    )


def served_in(station: Station, year: int) -> dict[str, int]:
    """People served in a year: residents met, messages, matters that came of them."""
    visits = station.visits.filter(held_on__year=year)
    leads = station.leads.filter(year=year)
    return {
        "duty_days": station.duty_days.filter(on__year=year, on__lte=timezone.localdate(), cancelled_at=None).count(),
        "visits": visits.count(),
        "residents": sum(visits.values_list("residents", flat=True)),
        "leads": leads.count(),
        "handed_over": leads.exclude(submission=None).values("submission").distinct().count(),
    }


def newest_consent(office_id: int) -> ConsentText | None:
    return ConsentText.objects.filter(office_id=office_id).order_by("-version").first()


def consent_or_none(office_id: int, version: int) -> ConsentText | None:
    return ConsentText.objects.filter(office_id=office_id, version=version).first()


# Messages as staff see them


def may_serve(viewer: Actor, station: Station) -> bool:
    return station.office_id == viewer.office_id and serves(viewer, station, intake.units_of_actor(viewer))


def visible_leads(viewer: Actor) -> QuerySet[Lead]:
    """The desk sees those of its office; members and liaisons those of their stations; nobody else any.

    Behind a restricted matter they hold the same words: then only its named readers.
    """
    leads = without_hidden(Lead.objects.filter(office_id=viewer.office_id), viewer, "submission_id")
    if serves_everywhere(viewer):
        return leads
    if not viewer.may("stations.receive"):
        return leads.none()
    return leads.filter(station__unit_id__in=intake.units_of_actor(viewer))


def lead_or_404(viewer: Actor, code: str) -> Lead:
    return _one_or_404(visible_leads(viewer).select_related(*BESIDE), code)


def waiting(viewer: Actor) -> int:
    """How many messages nobody has read over yet."""
    return visible_leads(viewer).filter(state=Lead.State.NEW).count()


def filed_or_404(lead: Lead, code: str) -> LeadFile:
    for row in lead.files.select_related("file"):
        if row.file.code == code:
            return row
    raise Http404


def lines_of(lead: Lead) -> list[LeadLine]:
    return list(lead.lines.select_related("by").order_by("pk"))


def names_given(leads: Iterable[Lead]) -> dict[int, dict[str, str]]:
    """The identities of those who gave their names openly, by message."""
    by_row = {lead.sealed_id: lead.pk for lead in leads if lead.sealed_id}
    rows = [lead.sealed for lead in leads if lead.sealed_id]
    return {by_row[pk]: identity for pk, identity in given_openly(rows).items()}


def pseudonym(lead: Lead) -> str:
    """反映人-…: the word by which the desk talks of somebody unnamed; another one for each message."""
    return _("resident %(mark)s") % {"mark": receipts.mark_of(lead.code)}


def joined_to(submission: Submission) -> QuerySet[Lead]:
    """The residents' messages behind a submission, withdrawn and set aside ones left out."""
    return Lead.objects.filter(submission=submission, state__in=OPEN_STATES).select_related("station__unit")


def openings_by_lead(lead: Lead) -> list[Opening]:
    return openings_of(lead.sealed)


# What a resident may know


def lead_of(typed: str) -> Lead | None:
    """The message that belongs to a typed receipt code; None when the code belongs to none."""
    bare = receipts.read(typed)
    if bare is None:
        return None
    kept = receipts.kept_hash(bare)
    public_side.show("receipt", kept)
    # Most that is asked in a flood of guesses is not there: nothing is joined before something is found.
    if not Lead.objects.filter(receipt=kept).values_list("pk").order_by()[:1]:
        return None
    return Lead.objects.select_related(*BESIDE_A_RECEIPT).get(receipt=kept)


def answers_for(lead: Lead) -> list[Answer]:
    """What was released on the submission that this message is behind, oldest first."""
    if lead.submission_id is None:
        return []
    rows = Answer.objects.filter(submission_id=lead.submission_id, state=Answer.State.RELEASED)
    return list(rows.order_by("decided_at", "pk").only("text", "decided_at"))


@dataclass(frozen=True)
class Step:
    """One line of a resident's page. ``side`` says who speaks: you, station, note."""

    at: datetime
    text: str
    side: str


def steps_for(lead: Lead) -> list[Step]:
    """Where it stands, in plain words, oldest first: for whoever holds the code."""
    steps = [Step(lead.received_at, _("Your message was received."), "note")]
    for line in lead.lines.exclude(text="").order_by("pk"):
        steps.append(Step(line.at, line.text, "you" if line.by_id is None else "station"))
    if lead.state == Lead.State.TAKEN_OVER:
        steps.append(
            Step(lead.handled_at, _("A member took it up and handed it to the office as a matter of its own."), "note")
        )
    if lead.state == Lead.State.SET_ASIDE:
        steps.append(Step(lead.handled_at, _("The station set your message aside and does not follow it."), "note"))
    if lead.state == Lead.State.WITHDRAWN:
        steps.append(Step(lead.handled_at, _("You withdrew your message."), "note"))
    if lead.sealed and lead.sealed.destroyed_at and lead.state != Lead.State.WITHDRAWN:
        steps.append(
            Step(lead.sealed.destroyed_at, _("Your name and telephone were destroyed: their term is over."), "note")
        )
    steps += [Step(answer.decided_at, answer.text, "station") for answer in answers_for(lead)]
    for said in lead.said.all():
        steps.append(Step(said.at, _("You said: %(word)s.") % {"word": said.get_word_display()}, "you"))
    for shown_at in looks_at(lead.sealed):
        steps.append(
            Step(
                shown_at,
                _("Your sealed name was looked at, for a written reason and with the consent of a second person."),
                "note",
            )
        )
    return sorted(steps, key=lambda step: step.at)


def keeping_told(office_id: int) -> str:
    """How long a name and words are kept, in a sentence for whoever writes or holds the receipt."""
    return _(
        "How long it is kept: your name and telephone are destroyed %(names)s days after the last thing that was done with your message;"
        " words and photos that became no submission of the office, after %(words)s days."
    ) % {"names": term_in_days(office_id, "identities"), "words": term_in_days(office_id, "leads")}


def standing_of(lead: Lead, now: datetime) -> str:
    """Where it stands now, in one sentence."""
    if lead.state == Lead.State.WITHDRAWN:
        return _("You withdrew this message.")
    if lead.emptied_at:
        return _("This message is over. Its words are no longer kept, as you were told when you wrote it.")
    if lead.state == Lead.State.SET_ASIDE:
        return _("The station does not follow this message.")
    if open_question(lead):
        return _("The station asks you something; your reply is awaited.")
    if answers_for(lead) or lead.state == Lead.State.ANSWERED:
        return _("There is an answer for you below.")
    if lead.state == Lead.State.TAKEN_OVER:
        return _("The office is working on it.")
    return _("It waits to be read by the station.")


def open_question(lead: Lead) -> bool:
    """Whether the newest line but additions is the station's question."""
    newest = [line.kind for line in lead.lines.order_by("pk") if line.kind != LeadLine.Kind.ADDITION]
    return bool(newest) and newest[-1] == LeadLine.Kind.QUESTION


def is_asked_whether_solved(lead: Lead, now: datetime) -> bool:
    """Once there is an answer, and again four weeks after each word but “resolved”."""
    if not is_open(lead) or not (answers_for(lead) or lead.state == Lead.State.ANSWERED):
        return False
    last = lead.said.order_by("-pk").first()
    if last is None:
        return True
    return last.word != Said.Word.RESOLVED and now >= last.at + ASKED_AGAIN_AFTER


# Answers to be written


def visible_answers(viewer: Actor) -> QuerySet[Answer]:
    rows = without_hidden(Answer.objects.filter(office_id=viewer.office_id), viewer, "submission_id")
    rows = rows.select_related("submission__unit", "decided_by")
    return rows if viewer.may("stations.answer") else rows.none()


def answers_waiting(viewer: Actor) -> QuerySet[Answer]:
    """Those to be written, each with the number of messages it would answer; oldest first."""
    rows = visible_answers(viewer).filter(state=Answer.State.PROPOSED)
    return rows.annotate(leads=Count("submission__leads", filter=Q(submission__leads__state__in=OPEN_STATES))).order_by(
        "proposed_at", "pk"
    )


def answer_or_404(viewer: Actor, code: str) -> Answer:
    return _one_or_404(visible_answers(viewer), code)


def has_leads(submission: Submission) -> bool:
    return joined_to(submission).exists()


def changed_at(station: Station) -> QuerySet[Answer]:
    """“What changed because you spoke”: released answers that were made public, of matters that residents told this station."""
    rows = station.answers.filter(state=Answer.State.RELEASED, is_public=True)
    return rows.order_by("-decided_at", "-pk").only("headline", "text", "decided_at")


def made_public(submission: Submission) -> QuerySet[Answer]:
    return Answer.objects.filter(submission=submission, state=Answer.State.RELEASED, is_public=True)


def submissions_to_join(viewer: Actor) -> QuerySet[Submission]:
    """What a message may be joined to: the newest the viewer sees, withdrawn ones and those moved to paper left out."""
    rows = intake.visible_submissions(viewer).filter(withdrawn_at=None, paper_at=None)
    return rows.order_by("-received_at", "-pk")


def with_counts(stations: QuerySet[Station], viewer: Actor) -> QuerySet[Station]:
    """For the list: messages in all and those waiting, the next duty day."""
    today = timezone.localdate(viewer.at)
    upcoming = (
        DutyDay.objects.filter(on__gte=today, cancelled_at=None).select_related("person").order_by("on", "starts")
    )
    return stations.annotate(
        total=Count("leads"), fresh=Count("leads", filter=Q(leads__state=Lead.State.NEW))
    ).prefetch_related(Prefetch("duty_days", upcoming, to_attr="next_days"), "serves")


def waiting_count(viewer: Actor) -> int | None:
    return waiting(viewer) or None


def answers_count(viewer: Actor) -> int | None:
    return answers_waiting(viewer).count() or None


def submissions_of_office(office_id: int) -> QuerySet[Submission]:
    """All that the office received, for counting who is heard."""
    return Submission.objects.filter(office_id=office_id)
