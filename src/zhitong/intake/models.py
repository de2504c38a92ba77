"""What intake stores. A submission is kept for ever exactly as it came; nothing here ever edits its words."""

import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from zhitong.files.models import StoredFile
from zhitong.network.codes import new_code
from zhitong.network.models import Office, Person, Unit

IN_QUEUE = date(1970, 1, 1)  # ``rests_until`` of what nobody has decided on
WHOLE = 10_000  # a credit share is an integer part of this; the shares of one item sum to exactly this


class Commission(models.Model):
    """约稿: a call for information, from above, from a leader or from the office itself. Printed as a slip (约稿通知单)."""

    class AskedBy(models.TextChoices):
        ABOVE = "above", _("an office above")
        LEADER = "leader", _("a leader")
        OFFICE = "office", _("the office")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")
        CANCELLED = "cancelled", _("cancelled")

    code = models.CharField(max_length=16, unique=True, default=new_code)
    office = models.ForeignKey(Office, models.PROTECT, related_name="commissions")
    year = models.IntegerField()
    serial = models.IntegerField()
    asked_by = models.CharField(_("asked by"), max_length=8, choices=AskedBy.choices, default=AskedBy.OFFICE)
    asker = models.CharField(_("who asks"), max_length=80, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )  # the call above that this passes on
    title = models.CharField(_("topic"), max_length=200)
    content = models.TextField(_("content wanted"))
    form = models.CharField(_("form wanted"), max_length=200, blank=True)
    due_on = models.DateField(_("due"))
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    issued_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "year", "serial"], name="intake_commission_number")]

    @property
    def number(self) -> str:
        return f"约{self.year}-{self.serial:03d}"

    def __str__(self):
        return self.title


class CommissionAddressee(models.Model):
    """Who was asked. Whether they answered is read from the submissions bound to the call."""

    commission = models.ForeignKey(Commission, models.PROTECT, related_name="addressees")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False) ^ Q(person__isnull=False), name="intake_addressee_is_one"
            ),
            # One of the two is empty, which counts as a value; SQLite has no NULLS NOT DISTINCT.
            models.UniqueConstraint(
                "commission", Coalesce("unit_id", 0), Coalesce("person_id", 0), name="intake_addressee_once"
            ),
        ]


class Import(models.Model):
    """One spreadsheet on its way in: uploaded, mapped, checked, then taken in whole or in its good rows."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("uploaded")
        CHECKING = "checking", _("being checked")
        CHECKED = "checked", _("checked")
        RUNNING = "running", _("being taken in")
        DONE = "done", _("taken in")
        STOPPED = "stopped", _("stopped")
        REFUSED = "refused", _("refused")

    code = models.CharField(max_length=16, unique=True, default=new_code)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    sheet = models.CharField(max_length=100, blank=True)
    mapping = models.JSONField(default=dict)  # field name -> column number
    all_or_none = models.BooleanField(default=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADED)
    rows = models.IntegerField(default=0)
    good = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    known = models.IntegerField(default=0)  # rows that an earlier import already brought
    faults = models.JSONField(default=list)  # at most some hundreds: row, column, code, sentence
    fault_count = models.IntegerField(default=0)
    stop_asked = models.BooleanField(default=False)
    refusal = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)


class Submission(models.Model):
    """来稿: what one source sent in. The words never change; decisions, withdrawals and outcomes are rows of their own."""

    class Scope(models.TextChoices):
        ONE = "one", _("one case")
        SEVERAL = "several", _("several cases")
        WIDESPREAD = "widespread", _("widespread")

    class MatterKind(models.TextChoices):
        WORK = "work", _("a fault in the work")
        INSTITUTIONAL = "institutional", _("a fault in the rules")

    class Origin(models.TextChoices):
        OWN = "own", _("own observation")
        RESIDENT = "resident", _("told by residents")
        MEETING = "meeting", _("from a meeting")
        INSPECTION = "inspection", _("from an inspection")
        RESEARCH = "research", _("from research")
        FROM_PROPOSAL = "from_proposal", _("from a proposal")
        HOTLINE = "hotline", _("from the hotline")
        LOWER_OFFICE = "lower_office", _("sent up by an office below")

    code = models.CharField(max_length=16, unique=True, default=new_code)
    office = models.ForeignKey(Office, models.PROTECT, related_name="submissions")
    year = models.IntegerField()
    serial = models.IntegerField()
    title = models.CharField(_("title"), max_length=200)
    facts = models.TextField(_("facts"), blank=True)
    causes = models.TextField(_("causes"), blank=True)
    advice = models.TextField(_("advice"), blank=True)
    body = models.TextField(_("text"), blank=True)  # free text, instead of the three parts
    place = models.CharField(_("place"), max_length=120, blank=True)
    area = models.CharField(_("subject area"), max_length=40, blank=True)  # a code of the list "area"
    scope = models.CharField(_("scope"), max_length=12, choices=Scope.choices, default=Scope.ONE)
    scope_evidence = models.TextField(_("evidence for the scope"), blank=True)
    matter_kind = models.CharField(_("kind"), max_length=14, choices=MatterKind.choices, default=MatterKind.WORK)
    origin = models.CharField(_("origin"), max_length=14, choices=Origin.choices, default=Origin.OWN)
    provenance = models.CharField(_("where it is known from"), max_length=300, blank=True)
    voice = models.CharField(_("whose matter it is"), max_length=120, blank=True)
    withhold_name = models.BooleanField(_("do not publish my name"), default=False)
    express_reason = models.TextField(_("reason for the express lane"), blank=True)  # not empty: express asked for
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="submissions")
    commission = models.ForeignKey(Commission, models.PROTECT, null=True, blank=True, related_name="answers")
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by"
    )  # 跟踪连续反映
    received_at = models.DateTimeField(db_index=True)  # when the office got it: for an import, the row's own day
    recorded_at = models.DateTimeField()  # when it was entered here
    entered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    channel = models.CharField(max_length=12)
    digest = models.CharField(max_length=64)  # SHA-256 of the words, see intake.words
    batch = models.ForeignKey(Import, models.PROTECT, null=True, blank=True, related_name="submissions")
    row_key = models.CharField(
        max_length=64, null=True, blank=True
    )  # what makes a second import of the row add nothing
    paper_at = models.DateTimeField(
        null=True, blank=True
    )  # moved to paper: the words are gone from here, the stub stays
    withdrawn_at = models.DateTimeField(null=True, blank=True)  # an entry, not a deletion: every rate still counts it
    withdrawn_why = models.TextField(blank=True)
    rests_until = models.DateField(default=IN_QUEUE)  # derived from the decision in force: see ``intake.queue``

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "year", "serial"], name="intake_submission_number"),
            models.UniqueConstraint(fields=["office", "row_key"], name="intake_row_once"),
        ]
        indexes = [
            models.Index(fields=["office", "received_at", "id"], name="intake_by_day"),
            # Figures count by unit over a span of days: with all that they ask for in it, no wide row is read.
            models.Index(fields=["unit", "received_at", "office", "recorded_at"], name="intake_by_unit"),
            models.Index(
                fields=["office", "rests_until", "received_at", "id"],
                condition=Q(withdrawn_at__isnull=True, paper_at__isnull=True),
                name="intake_in_queue",
            ),
        ]

    # The rows of a submission that was written a moment ago: who asks for its authors then need not read them back.
    written_authors: "list[SubmissionAuthor] | None" = None

    @property
    def number(self) -> str:
        """来稿编号, as printed on the receipt."""
        return f"{self.year}-{self.serial:05d}"

    def __str__(self):
        return self.title


class SubmissionAuthor(models.Model):
    """Joint authors 联名 in order, with integer shares that sum to WHOLE. ``name`` is as given when the office knows no such person."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="authors")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="authored")
    name = models.CharField(_("name"), max_length=60)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+"
    )  # the person's unit on that day
    position = models.IntegerField()
    share = models.IntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "position"], name="intake_author_order"),
            models.CheckConstraint(condition=Q(share__gte=0) & Q(share__lte=WHOLE), name="intake_author_share"),
        ]

    @property
    def percent(self) -> str:
        """The share as people read it: 33.34 %, 50 %."""
        return f"{self.share * 100 / WHOLE:.2f}".rstrip("0").rstrip(".") + " %"


class Attachment(models.Model):
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="attachments")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    position = models.IntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["submission", "position"], name="intake_attachment_order")]


class Receipt(models.Model):
    """The proof that a form was taken in, once. ``token`` came with the form; the same token with other words is refused."""

    token = models.UUIDField(primary_key=True, default=uuid.uuid4)
    submission = models.OneToOneField(Submission, models.PROTECT, related_name="receipt")
    digest = models.CharField(max_length=64)  # of all that the form held, files included
    given_at = models.DateTimeField()


class Draft(models.Model):
    """What a person is writing. ``token`` becomes the submission's idempotency token; sending deletes the draft."""

    token = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey(Person, models.CASCADE, related_name="drafts")
    content = models.JSONField(default=dict)
    saved_at = models.DateTimeField()


class Restriction(models.Model):
    """敏感: from this deed on only its named readers see the submission, and whatever was written from it. Lifting ends the row.

    The reason stands here and not in the journal, which whoever may read the journal reads: it may say what the matter is about.
    """

    code = models.CharField(max_length=16, unique=True, default=new_code)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="restrictions")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"))
    placed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # None: it came restricted
    placed_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission"], condition=Q(lifted_at__isnull=True), name="intake_restricted_once"
            )
        ]


class ReaderRequest(models.Model):
    """The way out when no named reader can open a restricted matter any more: whoever gives the rights, and may not read, asks that one
    person of the desk be named; another one consents or refuses. Its reason says why this person, never what the matter is."""

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        CONSENTED = "consented", _("consented to")
        REFUSED = "refused", _("not consented to")

    code = models.CharField(max_length=16, unique=True, default=new_code)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    restriction = models.ForeignKey(Restriction, models.PROTECT, related_name="reader_requests")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"))
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["restriction"], condition=Q(state="asked"), name="intake_reader_request_once"
            )
        ]


class RestrictionReader(models.Model):
    """One person who may read a restricted matter, over the time between being named and being removed."""

    restriction = models.ForeignKey(Restriction, models.PROTECT, related_name="readers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["restriction", "person"], condition=Q(removed_at__isnull=True), name="intake_reader_once"
            )
        ]
