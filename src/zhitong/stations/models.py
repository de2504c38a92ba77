"""What the stations store. A resident's words are kept as they came; who the resident is lies in the vault."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhitong.files.models import StoredFile
from zhitong.intake.models import Submission
from zhitong.network.codes import new_code
from zhitong.network.models import Office, Person, Unit
from zhitong.vault.models import Sealed


class Station(models.Model):
    """A place where members meet residents: a unit of kind STATION with a page of its own, reached by its QR code."""

    code = models.CharField(max_length=16, unique=True, default=new_code)
    office = models.ForeignKey(Office, models.PROTECT, related_name="stations")
    unit = models.OneToOneField(Unit, models.PROTECT, related_name="station")
    place = models.CharField(_("where it is"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    hours = models.CharField(_("when it is open"), max_length=200, blank=True)
    about = models.TextField(_("about the station"), blank=True)
    serves = models.ManyToManyField(
        Unit, related_name="served_by", blank=True
    )  # street groups and sectors it answers for
    is_open = models.BooleanField(_("takes messages from residents"), default=True)
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["unit__position", "unit_id"]

    def __str__(self):
        return self.unit.name


class DutyDay(models.Model):
    """值班: a member sits in the station on a day."""

    code = models.CharField(max_length=16, unique=True, default=new_code)
    station = models.ForeignKey(Station, models.PROTECT, related_name="duty_days")
    on = models.DateField(_("day"))
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    note = models.CharField(_("subject"), max_length=200, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["on", "starts", "pk"]
        indexes = [models.Index(fields=["station", "on"], name="stations_duty_by_day")]
        constraints = [models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="stations_duty_hours")]


class Visit(models.Model):
    """走访 or a talk 座谈: where members went or met, what was said, and the matters that came out of it."""

    class Kind(models.TextChoices):
        VISIT = "visit", _("visit")
        TALK = "talk", _("talk")
        DUTY = "duty", _("duty day")

    code = models.CharField(max_length=16, unique=True, default=new_code)
    station = models.ForeignKey(Station, models.PROTECT, related_name="visits")
    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices, default=Kind.VISIT)
    held_on = models.DateField(_("day"))
    place = models.CharField(_("where"), max_length=200)
    title = models.CharField(_("about what"), max_length=200)
    members = models.ManyToManyField(Person, related_name="+", blank=True)
    residents = models.IntegerField(_("residents met"), default=0)
    minutes = models.TextField(_("minutes of it"), blank=True)
    submissions = models.ManyToManyField(Submission, related_name="+", blank=True)
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(residents__gte=0), name="stations_residents_counted")]


class ConsentText(models.Model):
    """What a resident agrees to. Each version stays, because each message names the one that was shown with it."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    version = models.IntegerField()
    text = models.TextField(_("text"))
    set_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["office", "version"], name="stations_consent_version")]


class Lead(models.Model):
    """群众反映: what a resident says at a station, before somebody answers for it. Never a submission by itself.

    ``receipt`` is a keyed hash of the receipt code, ``form`` one of the form's token; neither leads back to it. ``day`` is all
    that the office sees of the time for a protected source.
    """

    class State(models.TextChoices):
        NEW = "new", _("waiting to be read")
        TAKEN_OVER = "taken_over", _("handed to the office")
        ANSWERED = "answered", _("answered by the station")
        SET_ASIDE = "set_aside", _("put aside")
        WITHDRAWN = "withdrawn", _("withdrawn by the resident")

    class Naming(models.TextChoices):
        NAMED = "named", _("with my name")
        SEALED = "sealed", _("with my name, sealed")
        NONE = "none", _("without name")

    class Way(models.TextChoices):
        PAGE = "page", _("by the page")
        PAPER = "paper", _("on paper")
        PHONE = "phone", _("by telephone")
        SPOKEN = "spoken", _("spoken at the station")

    code = models.CharField(max_length=16, unique=True, default=new_code)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    station = models.ForeignKey(Station, models.PROTECT, related_name="leads")
    year = models.IntegerField()
    serial = models.IntegerField()
    text = models.TextField(_("what it is about"), blank=True)
    place = models.CharField(_("where"), max_length=200, blank=True)
    naming = models.CharField(max_length=6, choices=Naming.choices)
    sealed = models.OneToOneField(Sealed, models.PROTECT, null=True, blank=True, related_name="+")
    consent = models.ForeignKey(ConsentText, models.PROTECT, related_name="+")
    way = models.CharField(max_length=6, choices=Way.choices, default=Way.PAGE)
    written_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")  # for somebody else
    received_at = models.DateTimeField()
    receipt = models.CharField(max_length=64, unique=True)
    form = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64)  # of all that the form held
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, blank=True, related_name="leads")
    handled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_why = models.TextField(blank=True)
    emptied_at = models.DateTimeField(null=True, blank=True)  # end of keeping: no word of it is here any more

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "year", "serial"], name="stations_lead_number")]
        indexes = [
            models.Index(fields=["station", "state", "received_at"], name="stations_leads_waiting"),
            models.Index(fields=["office", "received_at"], name="stations_leads_by_day"),
        ]

    @property
    def number(self) -> str:
        """群众反映编号: for the desk's talk about it; nothing can be opened with it."""
        return f"群{self.year}-{self.serial:04d}"

    @property
    def is_protected(self) -> bool:
        return self.naming != self.Naming.NAMED


class Numbering(models.Model):
    """The last number given to a resident's message in an office's year. Its row is held while the next one is given."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    year = models.IntegerField()
    last = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "year"], name="stations_numbering_once")]


class LeadLine(models.Model):
    """What was said after the first message: the station's question or answer, the resident's reply or addition."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("question of the station")
        REPLY = "reply", _("reply of the resident")
        ADDITION = "addition", _("added by the resident")
        ANSWER = "answer", _("answer of the station")

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = models.TextField()
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")  # None: the resident
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]


class LeadFile(models.Model):
    lead = models.ForeignKey(Lead, models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    position = models.IntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["lead", "position"], name="stations_file_order")]


class Said(models.Model):
    """是否解决: the resident's own word on what came of it, each time they were asked."""

    class Word(models.TextChoices):
        RESOLVED = "resolved", _("resolved")
        PARTLY = "partly", _("partly resolved")
        UNRESOLVED = "unresolved", _("not resolved")

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="said")
    word = models.CharField(max_length=10, choices=Word.choices)
    note = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]


class Answer(models.Model):
    """反馈群众: what came of a submission in words for the residents behind it. Proposed by a deed, written and released by a person."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("to be written")
        RELEASED = "released", _("given to the residents")
        DROPPED = "dropped", _("not told")

    code = models.CharField(max_length=16, unique=True, default=new_code)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    event = models.CharField(max_length=80)  # the deed it was proposed from
    key = models.CharField(max_length=160)  # the same deed proposes once
    proposed = models.TextField()  # as the sources of the office heard it
    proposed_at = models.DateTimeField()
    text = models.TextField(_("words for the residents"), blank=True)
    is_public = models.BooleanField(_("also on the station's public page"), default=False)
    headline = models.CharField(_("headline on the public page"), max_length=120, blank=True)
    stations = models.ManyToManyField(Station, related_name="answers", blank=True)  # on whose public pages it stands
    state = models.CharField(max_length=8, choices=State.choices, default=State.PROPOSED)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "key"], name="stations_propose_once")]
        indexes = [models.Index(fields=["office", "state", "proposed_at"], name="stations_answers_waiting")]


class Tries(models.Model):
    """How often something was tried in a span of time. ``key`` is a keyed digest: no network address stands here."""

    key = models.CharField(max_length=64)
    began = models.DateTimeField(db_index=True)
    count = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "began"], name="stations_tries_once")]


def new_token() -> uuid.UUID:
    """What makes a form sent twice one message; the receipt code is derived from it, and it is stored nowhere."""
    return uuid.uuid4()
